// encode.hpp - pictures to files. What a format's encoder cannot hold is refused: `cannot write mode CMYK as PNG`.
#pragma once

#include "../picture.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace wbm::image {

/// Borrowed rows of 1 to 4 interleaved channels (gray, gray + alpha, RGB, RGBA).
struct PixelRows {
    const std::byte* first;   ///< row 0
    std::ptrdiff_t row_step;  ///< bytes from a row to the next; may be negative or 0
    Size size;
    std::size_t channels;
    std::size_t sample_bytes;  ///< 1; 2 for uint16 in this machine's byte order
};

/// Equal pixels give equal bytes, on every machine.
[[nodiscard]] std::string encode_png(const PixelRows& rows);
/// 1, L, LA, P, RGB, RGBA, I (0 to 65535, as Pillow has it), I;16, LA;16, RGB;16, RGBA;16.
[[nodiscard]] std::string encode_png(const Picture& picture);

/// 1, L, RGB, CMYK, YCbCr. `quality` 1 to 100; 4:2:0 up to 95, 4:4:4 above.
[[nodiscard]] std::string encode_jpeg(const Picture& picture, int quality);

/// 1, L, P, RGB, RGBA.
[[nodiscard]] std::string encode_bmp(const Picture& picture);

/// 1, L, LA, P, RGB, RGBA; lossy with `quality` 1 to 100, lossless without.
[[nodiscard]] std::string encode_webp(const Picture& picture, std::optional<int> quality);

/// 1, L, P, RGB, RGBA, LA; colours beyond 256 are reduced (modes/convert.hpp). An alpha of 0 stays transparent.
[[nodiscard]] std::string encode_gif(const Picture& picture);

}  // namespace wbm::image
