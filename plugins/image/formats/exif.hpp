// exif.hpp - the orientation that cameras write, and turning pictures by it.
#pragma once

#include "../picture.hpp"

#include <string_view>

namespace wbm::image {

/// The tag Orientation of an Exif block, with or without its "Exif\0\0" in front: 1 to 8; 1 when it is missing or
/// broken, as viewers do.
[[nodiscard]] int exif_orientation(std::string_view block) noexcept;

/// The picture as it is shown: 2 mirrored, 3 turned by 180 degrees, 4 upside down, 5 transposed, 6 turned clockwise, 7
/// transposed over the other diagonal, 8 turned counter-clockwise.
[[nodiscard]] Picture oriented(Picture picture, int orientation);

}  // namespace wbm::image
