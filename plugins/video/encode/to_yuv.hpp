// to_yuv.hpp - RGB as the colours of video, BT.601 in the limited range, with 4:2:0 chroma. Wire spec 6.2.
//
//     Y  = 16  + (65.738 R + 129.057 G + 25.064 B) / 256, of each pixel
//     Cb = 128 + (112.439 B - 74.494 G - 37.945 R) / 256, of the mean of 2 x 2 pixels
//     Cr = 128 + (112.439 R - 94.154 G - 18.285 B) / 256, likewise
//
// rounded to the nearest number, ties up, with factors of 16 binary places. Whole numbers only, so that the bytes are
// the same on every machine; FFmpeg's own exact way is several times as slow.
#pragma once

#include "../arrays/pixel_rows.hpp"
#include "../libav.hpp"

#include <cstdint>

namespace wbm::video {

/// Y of a row of `width` pixels.
void to_luma(const PixelRow& from, std::uint8_t* luma, std::int64_t width) noexcept;
/// Cb and Cr of two rows of 2 `pairs` pixels.
void to_chroma(const PixelRow& upper, const PixelRow& lower, std::uint8_t* blue, std::uint8_t* red,
               std::int64_t pairs) noexcept;

/// A frame of a film. `to` is YUV420P and has room for even sides; an odd film's last column and row are there twice,
/// so that nothing dark is at its edge. `rows` has that width.
void to_yuv(const FilmArray& film, std::int64_t frame, const SampleRule& rule, PixelRows& rows, AVFrame& to);

}  // namespace wbm::video
