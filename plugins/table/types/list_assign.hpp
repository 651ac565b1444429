// list_assign.hpp - what a list type takes: all that Python iterates over (wire spec 15.3).
#pragma once

#include "column_type.hpp"

namespace wbm::table {

/// `list`: a list type. Lists give their cells, dicts their names, texts their letters, arrays their rows.
[[nodiscard]] ColumnType assign_to_list(const ColumnType& list, const Cell& cell);

}  // namespace wbm::table
