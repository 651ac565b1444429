// place.hpp - the bins of many numbers at once, with the widest instructions that this machine has.
#pragma once

#include "scale.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace wbm::histogram {

/// The numbers that are placed at once; the buffers of place() have room for them.
inline constexpr std::size_t block_numbers = 1024;

/// What place() needs of a Scale whose step is not 0.
template <class Real>
struct Placement {
    Real first, width, step, bins;
};

/// Writes the bin of each of `block_numbers` numbers, as Scale::bin_of() has it. False when it has none for some.
[[nodiscard]] bool place(const Placement<double>& scale, const double* numbers, std::int32_t* bins) noexcept;
[[nodiscard]] bool place(const Placement<float>& scale, const float* numbers, std::int32_t* bins) noexcept;

/// The smallest and the largest number, and whether all are finite; without any, or if not, the others mean nothing.
template <class T>
struct Range {
    T smallest{};
    T largest{};
    bool is_finite = true;
};
[[nodiscard]] Range<double> range_of(std::span<const double> numbers) noexcept;
[[nodiscard]] Range<float> range_of(std::span<const float> numbers) noexcept;

namespace detail {
/// How many kinds of instructions there are here, and which one place() and range_of() take: for tests. [not
/// thread-safe]
[[nodiscard]] std::size_t kernel_count() noexcept;
void use_kernel(std::size_t index) noexcept;
}  // namespace detail

}  // namespace wbm::histogram
