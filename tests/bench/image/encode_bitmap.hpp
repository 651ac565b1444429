// encode_bitmap.hpp - the image plugin's PNG encoder alone. Apart from the benchmark, because the plugin is made with
// the SDK and the benchmark with the application's headers, which have classes of the same names.
#pragma once

#include "pictures.hpp"

#include <string>

namespace wbm::bench {

[[nodiscard]] std::string encode_bitmap(const Bitmap& bitmap);

}  // namespace wbm::bench
