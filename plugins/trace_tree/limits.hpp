// limits.hpp - every bound that a hostile trace meets, by name. docs/media/trace_tree.md lists them.
#pragma once

#include <cstddef>

namespace wbm::trace_tree {

inline constexpr std::size_t max_text_bytes = std::size_t{1}
                                              << 26;              ///< of the input, and of each text made of it, 64 MiB
inline constexpr std::size_t max_text_depth = 256;                ///< nested lists and objects in it
inline constexpr std::size_t max_span_depth = 100;                ///< spans below one another
inline constexpr std::size_t max_spans = std::size_t{1} << 18;    ///< of one tree
inline constexpr std::size_t max_results = std::size_t{1} << 20;  ///< of all spans of one tree

}  // namespace wbm::trace_tree
