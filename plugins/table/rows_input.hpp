// rows_input.hpp - the rows that a program gives: JSON text, or an array of two dimensions.
#pragma once

#include "cell_input.hpp"
#include "table.hpp"
#include "table_options.hpp"
#include "text_files/text_table.hpp"

#include <string_view>

namespace wbm::table {

/// {"columns": [...], "data": [[...]]}, or the rows alone. Read row by row: no document of the rows is built. Throws
/// invalid naming the row, and for a text that is not JSON.
[[nodiscard]] Table from_rows(std::string_view text, const TableOptions& options, CellInput& cells);

/// Rows of an array of two dimensions.
[[nodiscard]] Table from_array(const DLTensor& array, const TableOptions& options);

/// Rows of any source, without keys (wire spec 14.5). `text` is for paths and bytes.
[[nodiscard]] Table from_input(const Input& in, const TextOptions& text, const TableOptions& options, CellInput& cells);

}  // namespace wbm::table
