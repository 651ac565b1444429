// lab.hpp - RGB (sRGB) and CIE L*a*b* (D50), by lcms2, whose rounding is Pillow's. Safe from any thread.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

// Both throw std::bad_alloc if lcms2 cannot make its transform.

[[nodiscard]] Picture lab_of(const Picture& rgb);
[[nodiscard]] Picture rgb_of_lab(const Picture& lab);

}  // namespace wbm::image
