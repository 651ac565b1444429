// luma.hpp - the two grays that Pillow makes of a colour. They round differently.
#pragma once

#include <cstdint>

namespace wbm::image {

/// What L gets: rounded, in 16 bit fixed point.
[[nodiscard]] constexpr std::uint8_t luma8(unsigned r, unsigned g, unsigned b) noexcept {
    return static_cast<std::uint8_t>((19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
}

/// What F and 1 get: 0 to 255000.
[[nodiscard]] constexpr std::uint32_t luma1000(unsigned r, unsigned g, unsigned b) noexcept {
    return 299 * r + 587 * g + 114 * b;
}

}  // namespace wbm::image
