// jpeg.hpp - JPEG files, through libjpeg-turbo.
#pragma once

#include "image_file.hpp"

#include <string_view>

namespace wbm::image {

inline constexpr std::string_view jpeg_signature{"\xff\xd8\xff", 3};

/// From the frame header.
[[nodiscard]] Size jpeg_size(Encoded encoded);
/// Every row and the end marker. What the library only warns of (lost data, a file cut short) is a refusal here.
Size validate_jpeg(Encoded encoded);
/// Gray, RGB, or CMYK with 0 for no ink.
[[nodiscard]] Raster decode_jpeg(Encoded encoded);

}  // namespace wbm::image
