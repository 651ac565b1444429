#include "limits.hpp"

#include <wbm/sdk.hpp>

namespace wbm::video {

void check_size(Size size, const std::string& name) {
    const std::string text = std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels";
    if (size.width <= 0 || size.height <= 0) throw invalid(name + " has frames of " + text + ", which are empty");
    if (size.width > max_side || size.height > max_side)
        throw invalid(name + " has frames of " + text + "; a side may have " + std::to_string(max_side));
    if (size.width * size.height > max_pixels)
        throw invalid(name + " has frames of " + text + "; all together may be " + std::to_string(max_pixels));
}

}  // namespace wbm::video
