// limits.hpp - every bound that a hostile histogram meets, by name. docs/media/histogram.md lists them.
#pragma once

#include <cstddef>

namespace wbm::histogram {

inline constexpr std::size_t max_bins = 512;                             ///< the reference's MAX_LENGTH
inline constexpr std::size_t max_numbers = std::size_t{1} << 32;         ///< of an array
inline constexpr std::size_t max_copied_numbers = std::size_t{1} << 28;  ///< of an array that is not dense
inline constexpr std::size_t max_list_numbers = std::size_t{1} << 26;    ///< of a JSON list
inline constexpr std::size_t max_list_depth = 64;                        ///< lists in lists; NumPy's own limit
inline constexpr std::size_t max_stone_numbers = std::size_t{1} << 22;   ///< Stone's rule makes one histogram for each
                                                                         ///< whole number up to their square root

}  // namespace wbm::histogram
