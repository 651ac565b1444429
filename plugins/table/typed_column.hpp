// typed_column.hpp - a column whose cells are all there, and the type that follows from them.
#pragma once

#include "table.hpp"
#include "table_options.hpp"

#include <string>
#include <vector>

namespace wbm::table {

/// The column with the type that taking its cells one by one makes of `first`. Vectors of numbers and texts are looked
/// at as a whole. Throws invalid naming the row, counted from `first_row`, for a cell that the type does not take.
[[nodiscard]] NamedColumn typed_column(ColumnName name, ColumnType first, const Column& cells, std::size_t first_row);

/// For sources that name their columns: throws invalid where option "columns" names others. `what` begins the error.
void check_names(const std::vector<ColumnName>& names, const TableOptions& options, const std::string& what);

}  // namespace wbm::table
