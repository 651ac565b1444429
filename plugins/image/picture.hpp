// picture.hpp - a decoded picture, in the modes that Pillow has for pixels.
#pragma once

#include "limits.hpp"

#include <wbm/sdk.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wbm::image {

/// Pillow's names are in comments; those without one are deeper than any that Pillow has, and are kept for that.
enum class Mode : std::uint8_t {
    bit,    // "1": one byte a pixel, 0 or 255
    l,      // "L": gray
    la,     // "LA": gray, alpha
    p,      // "P": indices into a palette
    rgb,    // "RGB"
    rgba,   // "RGBA"
    cmyk,   // "CMYK": 0 is no ink
    ycbcr,  // "YCbCr"
    lab,    // "LAB": a and b as signed bytes
    hsv,    // "HSV": hue over 0..255
    i,      // "I": int32
    f,      // "F": float32
    i16,    // "I;16": uint16 gray
    la16,
    rgb16,
    rgba16,
};

/// Pillow's name; "LA;16", "RGB;16" and "RGBA;16" for the deeper ones.
[[nodiscard]] std::string_view name_of(Mode mode) noexcept;
/// The mode of such a name.
[[nodiscard]] std::optional<Mode> mode_of(std::string_view name) noexcept;
/// Samples a pixel: 1 to 4.
[[nodiscard]] std::size_t channels_of(Mode mode) noexcept;
/// Bytes a sample: 1, 2 (uint16) or 4 (int32, float32), in this machine's byte order.
[[nodiscard]] std::size_t sample_bytes_of(Mode mode) noexcept;

struct Rgba {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    std::uint8_t a = 255;
    bool operator==(const Rgba&) const = default;
};

/// Row-major, without gaps.
struct Picture {
    Mode mode = Mode::l;
    Size size;
    std::vector<std::byte> samples;
    std::vector<Rgba> palette;  ///< of mode P, at most 256; an alpha below 255 is what the file declares transparent
    /// The one level (first number) or colour that a file of mode 1, L, I, I;16, RGB or RGB;16 declares transparent.
    std::optional<std::array<std::uint16_t, 3>> transparent = {};

    /// A picture with room for its samples, all 0.
    [[nodiscard]] static Picture blank(Mode mode, Size size);

    [[nodiscard]] std::size_t pixel_bytes() const noexcept { return channels_of(mode) * sample_bytes_of(mode); }
    [[nodiscard]] std::size_t row_bytes() const noexcept { return size.width * pixel_bytes(); }
    [[nodiscard]] std::uint8_t* row(std::size_t y) noexcept {
        return reinterpret_cast<std::uint8_t*>(samples.data()) + y * row_bytes();
    }
    [[nodiscard]] const std::uint8_t* row(std::size_t y) const noexcept {
        return reinterpret_cast<const std::uint8_t*>(samples.data()) + y * row_bytes();
    }
    bool operator==(const Picture&) const = default;
};

/// H x W, or H x W x channels: bool pixels and palettes in words that arrays have - mode 1 as 0 and 255, P as its
/// indices.
[[nodiscard]] Array to_array(Picture picture);

}  // namespace wbm::image
