// transparency.hpp - what a conversion does with Picture::transparent and with a palette's one transparent index.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

/// Whether Picture::transparent means something in this mode: 1, L, I, I;16 and RGB.
[[nodiscard]] bool may_declare(Mode mode) noexcept;

/// L (made from the source) or RGB to LA or RGBA: alpha 0 where the pixel is the transparent level or colour. As in
/// Pillow, only the low byte of a declared number counts.
[[nodiscard]] Picture cleared(const Picture& picture, const std::array<std::uint16_t, 3>& transparent, Mode to);

/// Declares in `result` the colour that `source` declares, where the mode of `result` still has that colour. Pillow 13
/// does so for L, RGB and P; it keeps the declaration as it was in the other modes, where it means nothing, and ours
/// drops it there.
void carry_transparency(const Picture& source, Picture& result);

}  // namespace wbm::image
