// kept_columns.hpp - columns whose cells the wire writes in another form: arrays (wire spec 14.9).
#pragma once

#include "table.hpp"

#include <string>
#include <vector>

namespace wbm::table {

/// How one column goes to a file.
struct WrittenColumn {
    ColumnType type;      ///< as the file says
    Column cells;         ///< as the file has them; when `is_own`
    bool is_own = false;  ///< the cells are not the table's
    json::object kept;    ///< for `_wbm`: what the file's form loses; {} for nothing
};

/// Nested lists of numbers as an array of that shape, for a column that begins with `before`: of the dtype of its first
/// array, else int64 where all are integers, else float64; null is NaN. Throws invalid for anything else in them.
[[nodiscard]] Cell array_of_lists(const Cell& lists, const std::vector<std::int64_t>& shape, const Column& before);

[[nodiscard]] bool same_dtype(DLDataType a, DLDataType b) noexcept;
/// Does the wire write arrays of this shape as lists of numbers? (wire spec 14.9)
[[nodiscard]] bool is_written_as_lists(const std::vector<std::int64_t>& shape, DLDataType dtype) noexcept;
/// A column whose arrays are written so.
[[nodiscard]] WrittenColumn as_lists(const NamedColumn& column, const ColumnType& array_type, DLDataType dtype);

/// The column as files have it: short arrays as lists of numbers, others in a NumPy archive that goes to `target` with
/// null in each cell's place, plain columns as they are.
[[nodiscard]] WrittenColumn written(const NamedColumn& column, Store target);

/// Puts arrays back: `read` cells and type of a file, `kept` its member of `_wbm`, or null.
[[nodiscard]] NamedColumn restored(NamedColumn read, const json::object* kept, const Store& source);

}  // namespace wbm::table
