// codecs.hpp - every file format that is read. Two formats never match the same bytes.
#pragma once

#include "codec.hpp"

namespace wbm::image {

extern const Codec png_codec;
extern const Codec jpeg_codec;
extern const Codec gif_codec;
extern const Codec webp_codec;
extern const Codec tiff_codec;
extern const Codec bmp_codec;
extern const Codec ico_codec;
extern const Codec svg_codec;

inline constexpr const Codec* codecs[] = {&png_codec,  &jpeg_codec, &gif_codec, &webp_codec,
                                          &tiff_codec, &bmp_codec,  &ico_codec, &svg_codec};

}  // namespace wbm::image
