// limits.hpp - every bound that a hostile frame meets, by name. docs/media/data-frame.md lists them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::data_frame {

inline constexpr std::int64_t max_file_bytes = std::int64_t{1} << 36;    ///< a file that a user gives, 64 GiB
inline constexpr std::int64_t max_made_bytes = std::int64_t{1} << 31;    ///< a file made here: it is in memory
inline constexpr std::int64_t max_footer_bytes = std::int64_t{1} << 23;  ///< a file's description of itself
inline constexpr std::int32_t max_footer_text = std::int32_t{1} << 24;   ///< one text in it
inline constexpr std::int32_t max_footer_list = std::int32_t{1} << 16;   ///< one list in it
inline constexpr int max_columns = 16384;                                ///< also counting those inside of columns
inline constexpr std::size_t max_name_bytes = 4096;                      ///< of a column
inline constexpr std::size_t max_type_bytes = std::size_t{1} << 16;      ///< of a column's type, as text
inline constexpr int max_depth = 32;                                     ///< lists and structs in each other
inline constexpr int max_row_groups = 1 << 15;
inline constexpr std::int64_t max_group_rows = std::int64_t{1} << 28;      ///< rows of one row group
inline constexpr std::int64_t max_group_bytes = std::int64_t{1} << 32;     ///< one row group, decompressed
inline constexpr std::int64_t max_allocation = std::int64_t{1} << 30;      ///< a page, a column of one batch
inline constexpr std::int64_t max_read_memory = std::int64_t{1} << 32;     ///< of one reader and what it gave
inline constexpr std::int64_t max_batch_rows = std::int64_t{1} << 16;      ///< that one reader gives at a time
inline constexpr std::int64_t default_group_rows = std::int64_t{1} << 20;  ///< rows of a row group made here
inline constexpr std::size_t max_rows_text = std::size_t{1} << 28;         ///< rows as JSON, 256 MiB
inline constexpr std::int64_t max_tensor_numbers = std::int64_t{1} << 27;  ///< rows x columns of an array
inline constexpr std::size_t max_label_bytes = 1024;                       ///< a project's, entity's or run's name

}  // namespace wbm::data_frame
