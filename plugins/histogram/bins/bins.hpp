// bins.hpp - counts and edges, as numpy.histogram gives them: to the last bit, for every number type.
#pragma once

#include "../numbers/numbers.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace wbm::histogram {

/// Bin i has the numbers of edges[i] <= x < edges[i + 1]; the last bin has its right edge too.
struct Bins {
    std::vector<std::int64_t> counts;
    std::vector<double> edges;  ///< one more than counts
};

/// `bins` bins (1 or more) of one width from the smallest number to the largest. The edges have the type of
/// floating-point numbers, float64 for integers. Equal numbers x get the range x - 0.5 to x + 0.5, none 0 to 1.
/// Throws invalid for NaN and infinities, and for a range that has no room for so many different edges.
[[nodiscard]] Bins equal_bins(const Numbers& numbers, std::size_t bins);

/// Bins between given edges. Numbers outside, and NaN, are in no bin. Throws invalid for edges that fall or are NaN.
[[nodiscard]] std::vector<std::int64_t> count_between(const Numbers& numbers, const Numbers& edges);

/// The number of equal bins that a rule of NumPy's finds: auto, fd, doane, scott, stone, rice, sturges, sqrt. Throws
/// invalid for another name, and for numbers that equal_bins() refuses or for which the rule finds no number of 1 to
/// max_bins.
[[nodiscard]] std::size_t count_of_bins(const Numbers& numbers, const std::string& rule);
/// Their names, for errors.
inline constexpr const char* rule_names = "auto, fd, doane, scott, stone, rice, sturges, sqrt";

}  // namespace wbm::histogram
