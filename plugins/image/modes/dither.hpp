// dither.hpp - Floyd-Steinberg, always from left to right: to black and white, and to the web palette.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

/// L, RGB or RGBA to 1.
[[nodiscard]] Picture black_and_white(const Picture& picture);
/// RGB to P with web_palette() (palette.hpp).
[[nodiscard]] Picture web_of(const Picture& rgb);

}  // namespace wbm::image
