// limits.hpp - every bound that a hostile figure meets, by name. docs/media/plotly.md lists them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::plotly {

inline constexpr std::size_t max_figure_bytes = std::size_t{1} << 28;  ///< a figure's text, given or made, 256 MiB
inline constexpr std::size_t max_figure_depth = 128;                   ///< nested lists and objects
inline constexpr std::uint64_t max_array_elements = std::uint64_t{1} << 25;  ///< of one array given as a part
inline constexpr int max_array_dimensions = 3;                               ///< what plotly.js reads in a typed array
inline constexpr std::size_t max_type_bytes = 64;                            ///< the name of a trace's type
inline constexpr std::size_t max_listed_types = 64;   ///< distinct trace types that fields() and a warning list
inline constexpr std::size_t max_title_bytes = 1024;  ///< a longer title is left out of fields()
inline constexpr std::size_t max_look_bytes = std::size_t{1} << 20;  ///< a stored figure that is read for its fields

}  // namespace wbm::plotly
