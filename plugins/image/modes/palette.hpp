// palette.hpp - the palettes that a conversion gives, and what a picture of mode P becomes in another mode.
#pragma once

#include "../picture.hpp"

#include <cstddef>
#include <optional>

namespace wbm::image {

/// 256 colours: 10 times black, a cube of 6 levels (0, 51, ... 255) of red, green and blue, red fastest, and black.
[[nodiscard]] std::vector<Rgba> web_palette();
/// The place of a colour of that cube. Black is the first black.
[[nodiscard]] constexpr std::uint8_t web_index(unsigned r, unsigned g, unsigned b) noexcept {
    const unsigned place = r + 6 * g + 36 * b;
    return static_cast<std::uint8_t>(place == 0 ? 0 : 10 + place);
}
/// Where its black begins that no pixel uses.
inline constexpr std::ptrdiff_t first_unused_web_index = 226;
/// 256 grays from black to white.
[[nodiscard]] std::vector<Rgba> gray_palette();

/// The palette as a picture: 256 pixels in a row, RGB or (with the alphas) RGBA. What the palette lacks is opaque
/// black.
[[nodiscard]] Picture palette_row(const Picture& picture, Mode mode);
/// P to the mode of `colors`, which are 256 pixels: pixel by pixel what stands at its index.
[[nodiscard]] Picture looked_up(const Picture& picture, const Picture& colors);
/// palette_row(RGB) to 1: not dithered.
[[nodiscard]] Picture threshold(const Picture& colors);
/// The one index that is wholly transparent, if all others are opaque.
[[nodiscard]] std::optional<std::uint8_t> transparent_index(const Picture& picture) noexcept;

}  // namespace wbm::image
