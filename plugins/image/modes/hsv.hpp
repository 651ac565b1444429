// hsv.hpp - RGB and HSV in bytes, the hue over 0..255.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

[[nodiscard]] Picture hsv_of(const Picture& rgb);
[[nodiscard]] Picture rgb_of_hsv(const Picture& hsv);

}  // namespace wbm::image
