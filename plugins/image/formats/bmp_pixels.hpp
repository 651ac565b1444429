// bmp_pixels.hpp - device independent bitmaps: what a BMP file holds behind its file header, and an icon without one.
#pragma once

#include "codec.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wbm::image {

struct Dib {
    Mode mode = Mode::rgb;  ///< that Pillow opens it with
    Size size;
    bool top_down = false;
    unsigned bits = 0;            ///< a pixel: 1, 4, 8, 16, 24 or 32
    bool runs = false;            ///< run-length encoded
    std::uint32_t masks[4] = {};  ///< red, green, blue, alpha of 16 and 32 bits
    std::vector<Rgba> palette;
    std::size_t pixels = 0;  ///< where they begin
};

/// The file or the part of an icon, and "BMP" or "ICO": what every refusal names.
struct DibSource {
    Encoded encoded;
    const char* format;

    [[nodiscard]] std::string name() const;
    [[noreturn]] void broken(const std::string& why) const;
    [[noreturn]] void refuse(const std::string& what) const;
    /// A byte, a little-endian number; throws invalid past the end.
    [[nodiscard]] std::uint8_t byte(std::size_t at) const;
    [[nodiscard]] std::uint32_t number(std::size_t at, unsigned bytes) const;
};

/// Reads the header at `at` and its palette; `pixels` is where the file says that they begin, or 0 for behind that.
/// An icon's height is that of picture and mask together. Throws like a Codec.
[[nodiscard]] Dib read_dib(const DibSource& source, std::size_t at, std::size_t pixels);
/// Throws invalid when the pixels are not all in the file.
void check_dib(const DibSource& source, const Dib& dib);
/// The same, and decodes them.
[[nodiscard]] Picture decode_dib(const DibSource& source, const Dib& dib);

}  // namespace wbm::image
