// table_write.hpp - the parts of a table's JSON in an artifact (wire spec 14.9).
#pragma once

#include "kept_columns.hpp"
#include "table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace wbm::table {

/// All members but "data". `columns`: how each of the table's columns is written.
[[nodiscard]] json::object entry_members(const Table& table, const std::vector<WrittenColumn>& columns, Store target);

/// Appends the rows of columns side by side, in the layout that entries are stored in; values in cells go to `target`.
void append_artifact_rows(std::string& out, const std::vector<const Column*>& columns, std::size_t rows,
                          const Store& target);

}  // namespace wbm::table
