// png.hpp - PNG files, through libpng.
#pragma once

#include "image_file.hpp"

#include <string>
#include <string_view>

namespace wbm::image {

inline constexpr std::string_view png_signature{"\x89PNG\r\n\x1a\n", 8};

/// From IHDR.
[[nodiscard]] Size png_size(Encoded encoded);
/// Every chunk's checksum, every row, and IEND; bytes after IEND are ignored, as readers do.
Size validate_png(Encoded encoded);
[[nodiscard]] Raster decode_png(Encoded encoded);

/// `stretch`: each sample times 255, for data of 0 and 1. Rows go to the encoder in place when they are dense.
[[nodiscard]] std::string encode_png(const ArrayView& view, bool stretch);

}  // namespace wbm::image
