// table_options.hpp - what create() is told beside the rows.
#pragma once

#include "cell_input.hpp"
#include "table.hpp"

#include <optional>
#include <vector>

namespace wbm::table {

struct TableOptions {
    std::optional<std::vector<ColumnName>> columns;
    json::value dtype;     ///< null: from the cells
    json::value optional;  ///< null: yes
    bool allow_mixed_types = false;
    LogMode log_mode = LogMode::immutable;
    std::optional<ColumnName> primary_key;
    json::object foreign_keys, foreign_indexes;
    std::optional<std::int64_t> increment_num;
    std::optional<json::array> previous_paths;
    std::size_t earlier_rows = 0;
    std::size_t max_rows = max_artifact_rows;

    // Of a piece of a stream: what the pieces before it have made of the columns, and how many rows they had.
    bool is_stream = false;
    std::vector<ColumnType> types_so_far;
    std::size_t first_row = 0;

    /// Throws invalid naming the option.
    [[nodiscard]] static TableOptions of(const json::object& options);
    /// Sets what a table has beside its columns and rows.
    void set_in(Table& table) const;
};

/// Those of a table whose columns nobody named (wire spec 14.2).
[[nodiscard]] std::vector<ColumnName> default_column_names();

/// Names of columns: a list of texts and integers, each once. `what` begins the error: `option "columns"`.
[[nodiscard]] std::vector<ColumnName> column_names(const json::value& v, const std::string& what);

/// The types that the columns begin with (wire spec 14.2 step 5). Throws invalid.
[[nodiscard]] std::vector<ColumnType> first_types(const TableOptions& options, const std::vector<ColumnName>& names);

/// Makes columns keys of this or other tables, once all rows are there (wire spec 14.5). Throws invalid.
void set_keys(Table& table, const TableOptions& options, CellInput& cells);

/// The text of an error about a cell that its column does not take.
[[nodiscard]] Error refused_cell(const NamedColumn& column, std::size_t row, const Cell& cell);

}  // namespace wbm::table
