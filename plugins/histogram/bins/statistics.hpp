// statistics.hpp - what NumPy's rules for the number of bins are built on, with NumPy's own roundings: sums in pairs,
// in the type of the numbers. Every call wants at least one number, all of them finite.
#pragma once

#include "../numbers/numbers.hpp"

namespace wbm::histogram {

/// largest - smallest.
[[nodiscard]] double spread_of(const Numbers& numbers);
/// Of all numbers (ddof 0).
[[nodiscard]] double standard_deviation_of(const Numbers& numbers);
/// The mean of ((x - mean) / standard deviation) cubed. The deviation must not be 0.
[[nodiscard]] double skewness_of(const Numbers& numbers);
/// The 75 % quantile less the 25 % one, both between neighbours by their distance.
[[nodiscard]] double quartile_range_of(const Numbers& numbers);

}  // namespace wbm::histogram
