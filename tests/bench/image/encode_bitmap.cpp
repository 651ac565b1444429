#include "encode_bitmap.hpp"

#include "../../../plugins/image/formats/encode.hpp"

namespace wbm::bench {

std::string encode_bitmap(const Bitmap& bitmap) {
    return image::encode_png(image::PixelRows{reinterpret_cast<const std::byte*>(bitmap.samples.data()),
                                              static_cast<std::ptrdiff_t>(bitmap.width * bitmap.channels),
                                              {bitmap.width, bitmap.height},
                                              bitmap.channels,
                                              1});
}

}  // namespace wbm::bench
