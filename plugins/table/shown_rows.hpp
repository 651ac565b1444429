// shown_rows.hpp - which rows and columns of a table somebody asks for, and how values in cells look to them.
#pragma once

#include "table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace wbm::table {

/// The options of wbm.rows/1 and wbm.arrow/1: "first", "count", "columns".
struct ShownRows {
    std::size_t first = 0, end = 0;
    std::vector<const NamedColumn*> columns;

    /// Throws invalid for other options and what is no number or list, not_found for a column that is not there.
    ShownRows(const Table& table, const json::object& options);
};

/// Appends a value as an object with its `_type` and fields.
void append_shown(std::string& out, const MediaCell& media);

}  // namespace wbm::table
