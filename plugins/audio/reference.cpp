#include "reference.hpp"

#include <algorithm>
#include <iterator>

namespace wbm::audio {

bool is_reference(std::string_view text) noexcept {
    constexpr std::string_view schemes[] = {"gs://", "s3://", "http://", "https://"};
    return std::any_of(std::begin(schemes), std::end(schemes), [&](auto scheme) { return text.starts_with(scheme); });
}

}  // namespace wbm::audio
