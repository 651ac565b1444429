// tiff_samples.hpp - from the samples of a TIFF file to pixels in Pillow's modes.
#pragma once

#include "tiff_directory.hpp"

namespace wbm::image {

/// How the samples of a page become a picture.
struct TiffLayout {
    Mode mode = Mode::l;
    bool inverted = false;       ///< 0 is white
    bool premultiplied = false;  ///< colours hold alpha already
    bool through_rgb = false;    ///< YCbCr, which libtiff turns into RGB as it does for Pillow
};

/// Throws unsupported, saying what the page is, for what Pillow does not open (but 16 bits a sample are read wherever
/// 8 are).
[[nodiscard]] TiffLayout layout_of(const TiffPage& page, const std::string& name);

/// Samples of one row, in this machine's byte order, and where they belong.
struct TiffRow {
    const std::uint8_t* samples;
    std::size_t x;
    std::size_t y;
    std::size_t width;
    std::size_t plane;  ///< 0 when the samples of a pixel lie side by side
};

void put(const TiffRow& row, const TiffPage& page, Picture& picture);

/// After the last row.
void finish(const TiffLayout& layout, Picture& picture);

}  // namespace wbm::image
