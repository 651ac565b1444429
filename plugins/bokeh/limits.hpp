// limits.hpp - every bound that a hostile document meets, by name. docs/media/bokeh.md lists them.
#pragma once

#include <cstddef>

namespace wbm::bokeh {

inline constexpr std::size_t max_document_bytes = std::size_t{1} << 27;  ///< the text of a document, 128 MiB
inline constexpr std::size_t max_document_depth = 256;                   ///< nested lists and objects
inline constexpr std::size_t max_look_bytes = std::size_t{1} << 20;      ///< of a stored file that is looked into
inline constexpr std::size_t max_fact_bytes = 4096;                      ///< of a title or version that is told

}  // namespace wbm::bokeh
