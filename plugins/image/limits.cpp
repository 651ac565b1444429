#include "limits.hpp"

#include <wbm/sdk.hpp>

namespace wbm::image {

void check_size(Size size, const std::string& name) {
    const std::string text = std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels";
    if (size.width == 0 || size.height == 0) throw invalid(name + " has " + text + ", which is empty");
    if (size.width > max_dimension || size.height > max_dimension)
        throw invalid(name + " has " + text + "; a side may have " + std::to_string(max_dimension));
    if (size.width * size.height > max_pixels)
        throw invalid(name + " has " + text + "; all together may be " + std::to_string(max_pixels));
}

}  // namespace wbm::image
