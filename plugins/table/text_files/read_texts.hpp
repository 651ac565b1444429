// read_texts.hpp - CSV and JSON lines as columns.
#pragma once

#include "../table.hpp"
#include "../table_options.hpp"
#include "text_table.hpp"

#include <string_view>
#include <vector>

namespace wbm::table {

struct TextColumns {
    std::vector<ColumnName> names;
    std::vector<Column> columns;
    std::size_t rows = 0;
};

/// Columns of texts, which typed_texts() makes numbers of.
[[nodiscard]] TextColumns csv_columns(std::string_view text, const TextOptions& format, const TableOptions& options);

/// One object or list on each line. Objects give their names as columns, in the order in which they first come; a name
/// that a line does not have is null there.
[[nodiscard]] TextColumns json_columns(std::string_view text, const TableOptions& options);

/// The names that option "columns" gives, or the numbers 0, 1, ... Throws invalid for another count.
[[nodiscard]] std::vector<ColumnName> names_of(std::size_t columns, const TableOptions& options, std::size_t line);

}  // namespace wbm::table
