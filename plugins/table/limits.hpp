// limits.hpp - every bound that a hostile table meets, by name.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::table {

inline constexpr std::size_t max_cell_depth = 128;  ///< lists and dicts in each other in one cell
/// Arrays and objects in each other in the JSON of one column type. A file may have 256 levels (json::Limits), and the
/// type of a table's column lies some levels down.
inline constexpr std::size_t max_type_depth = 240;
inline constexpr std::size_t max_type_nodes = std::size_t{1} << 20;  ///< types in one column_types
inline constexpr std::size_t max_array_dims = 64;                    ///< of an array cell or an ndarray type
/// Of an array without elements: the product of its extents that are not 0, for that many rows are written.
inline constexpr std::size_t max_empty_rows = std::size_t{1} << 20;
inline constexpr std::size_t max_text_form = 4000;  ///< bytes of a type's or value's text in an error

inline constexpr std::size_t max_columns = 16384;
inline constexpr std::size_t max_run_rows = 10'000;  ///< rows in a run's file, as the reference (wire spec 14.1)
inline constexpr std::size_t max_artifact_rows =
    200'000;                                        ///< rows of an artifact unless option max_rows says otherwise
inline constexpr std::int64_t max_embedding = 150;  ///< numbers of an array that is written as a list
inline constexpr std::size_t max_column_array_bytes = std::size_t{1} << 32;  ///< one column's arrays, unpacked
inline constexpr std::size_t max_archive_members = 1000;                     ///< looked at in a NumPy archive

}  // namespace wbm::table
