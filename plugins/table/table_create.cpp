// Tables from rows that a program has.
#include "cell_input.hpp"
#include "cells/array_cell.hpp"
#include "kept_columns.hpp"
#include "table.hpp"
#include "table_options.hpp"

#include <utility>

namespace wbm::table {
namespace {

/// Columns that take rows one by one and refine their types.
class Builder {
public:
    Builder(const std::vector<ColumnName>& names, const TableOptions& options) {
        const std::vector<ColumnType> types = first_types(options, names);
        for (std::size_t i = 0; i < names.size(); ++i) table_.columns.push_back({names[i], types[i], {}});
        table_.log_mode = options.log_mode;
        table_.increment_num = options.increment_num;
        table_.previous_paths = options.previous_paths;
        table_.max_rows = options.max_rows;
    }

    [[nodiscard]] std::size_t columns() const noexcept { return table_.columns.size(); }

    void check_length(std::size_t cells) const {
        if (cells == table_.columns.size()) return;
        throw invalid("row " + std::to_string(table_.row_count) + " has " + std::to_string(cells) +
                      " cells, the table has " + std::to_string(table_.columns.size()) + " columns: " + names());
    }
    void add(std::size_t i, Cell cell) {
        NamedColumn& column = table_.columns[i];
        if (!column.type.keeps(cell.type_kind())) refine(column, cell);
        column.cells.push(std::move(cell));
    }
    void end_row() { ++table_.row_count; }
    [[nodiscard]] Table& table() noexcept { return table_; }

private:
    void refine(NamedColumn& column, Cell& cell) const {
        // A key of another table makes its column one (wire spec 14.3).
        const bool is_link = cell.kind() == CellKind::key || cell.kind() == CellKind::index;
        if (is_link && table_.row_count == 0) column.type = ColumnType::of(cell);
        ColumnType next = column.type.assign(cell);
        if (next.is_invalid()) throw refused_cell(column, table_.row_count, cell);
        column.type = std::move(next);
        // Lists fit a column of arrays (wire spec 15.3), where they are arrays then.
        if (cell.kind() == CellKind::list)
            if (const ColumnType* array = column.type.find(TypeKind::ndarray))
                cell = array_of_lists(cell, array->shape(), column.cells);
    }

    [[nodiscard]] std::string names() const {
        std::string all;
        for (const NamedColumn& column : table_.columns) all += (all.empty() ? "" : ", ") + text_of(column.name);
        return brief(json::value(all));
    }

    Table table_;
};

std::vector<ColumnName> default_names() { return {"Input", "Output", "Expected"}; }

/// {"columns": [...], "data": [[...]]}, or the rows alone.
Table from_rows(const json::value& v, const TableOptions& options, CellInput& cells) {
    std::vector<ColumnName> names = options.columns.value_or(default_names());
    const json::value* rows = &v;
    if (const json::object* o = v.if_object()) {
        only(*o, {"columns", "data"});
        if (const json::value* given = o->if_contains("columns")) {
            if (options.columns)
                throw invalid("option \"columns\" and the member \"columns\" are both given; give one");
            names = column_names(*given, "\"columns\"");
        }
        static const json::value none = json::array();
        rows = o->if_contains("data");
        if (rows == nullptr) rows = &none;
    }
    if (!rows->is_array()) throw invalid("the rows must be a list of lists, they are " + brief(*rows));
    Builder builder(names, options);
    for (const json::value& row : rows->get_array()) {
        if (!row.is_array())
            throw invalid("row " + std::to_string(builder.table().row_count) + " must be a list of cells, it is " +
                          brief(row));
        builder.check_length(row.get_array().size());
        std::size_t i = 0;
        for (const json::value& cell : row.get_array()) builder.add(i++, cells.cell(cell));
        builder.end_row();
    }
    return std::move(builder.table());
}

/// Rows of an array of two dimensions.
Table from_array(const DLTensor& t, const TableOptions& options) {
    const DenseArray array = DenseArray::of(t);
    if (array.shape.size() != 2)
        throw invalid("the array has shape " + sdk::shape_text(t) + ", rows and columns need two dimensions");
    const auto rows = static_cast<std::size_t>(array.shape[0]), columns = static_cast<std::size_t>(array.shape[1]);
    Builder builder(options.columns.value_or(default_names()), options);
    if (rows != 0) builder.check_length(columns);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t i = 0; i < columns; ++i) builder.add(i, element_cell(array, row * columns + i));
        builder.end_row();
    }
    return std::move(builder.table());
}

}  // namespace

Table Table::create(const Input& in) {
    const TableOptions options = TableOptions::of(in.options());
    CellInput cells(in);
    Table table = in.is(WBM_FROM_TENSOR) ? from_array(in.tensor(), options) : from_rows(in.json(), options, cells);
    set_keys(table, options, cells);
    return table;
}

}  // namespace wbm::table
