// ycbcr.hpp - RGB and YCbCr (JPEG's), by the tables of Pillow.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

[[nodiscard]] Picture ycbcr_of(const Picture& rgb);
[[nodiscard]] Picture rgb_of_ycbcr(const Picture& ycbcr);
/// YCbCr to L: the Y as it is. I, F and 1 go by RGB, and so get another gray.
[[nodiscard]] Picture gray_of_ycbcr(const Picture& ycbcr);

}  // namespace wbm::image
