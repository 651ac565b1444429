// octree.hpp - RGBA to P with a palette of its own, alpha included, without dithering.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

[[nodiscard]] Picture octree_of(const Picture& rgba);

}  // namespace wbm::image
