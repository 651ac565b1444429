// direct.hpp - conversions of one pixel to one pixel among the gray modes, RGB, RGBA and CMYK. Nothing here looks at a
// picture's palette or transparent colour. Each function takes the modes that it names; docs/media/image.md has the
// formulas.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

/// LA;16, RGB;16 or RGBA;16 as Pillow opens such a PNG: the high byte of each sample, as RGBA, RGB and RGBA.
[[nodiscard]] Picture reduced(const Picture& deep);

/// 1, L, LA, I, F or I;16 to L.
[[nodiscard]] Picture gray_of(const Picture& picture);
/// L to LA, RGB, RGBA, CMYK, YCbCr, HSV, I, F or I;16.
[[nodiscard]] Picture from_gray(const Picture& gray, Mode to);
/// I, F or I;16 to another of the three; LA to RGBA.
[[nodiscard]] Picture between_grays(const Picture& picture, Mode to);
/// Whether between_grays has a way that does not pass through L.
[[nodiscard]] bool goes_between_grays(Mode from, Mode to) noexcept;

/// RGB or RGBA to L, RGB, I or F. The alpha is dropped, not applied.
[[nodiscard]] Picture to_gray_or_rgb(const Picture& picture, Mode to);
/// RGB or RGBA to LA, RGB to RGBA: an alpha is kept, a new one is 255.
[[nodiscard]] Picture with_alpha(const Picture& picture, Mode to);
/// RGB to CMYK without black, as Pillow has it.
[[nodiscard]] Picture cmyk_of(const Picture& rgb);
[[nodiscard]] Picture rgb_of_cmyk(const Picture& cmyk);

}  // namespace wbm::image
