#include "table_builder.hpp"

#include "kept_columns.hpp"

#include <utility>

namespace wbm::table {

TableBuilder::TableBuilder(const std::vector<ColumnName>& names, const TableOptions& options)
    : first_row_(options.first_row) {
    const std::vector<ColumnType> types = first_types(options, names);
    table_.columns.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) table_.columns.push_back({names[i], types[i], {}});
    options.set_in(table_);
}

void TableBuilder::check_length(std::size_t cells) const {
    if (cells == table_.columns.size()) return;
    std::string names;
    for (const NamedColumn& column : table_.columns) names += (names.empty() ? "" : ", ") + text_of(column.name);
    throw invalid("row " + std::to_string(row()) + " has " + std::to_string(cells) + " cells, the table has " +
                  std::to_string(table_.columns.size()) + " columns: " + brief(json::value(names)));
}

void TableBuilder::add(std::size_t i, Cell cell) {
    NamedColumn& column = table_.columns[i];
    if (!column.type.keeps(cell.type_kind())) refine(column, cell);
    column.cells.push(std::move(cell));
}

void TableBuilder::refine(NamedColumn& column, Cell& cell) const {
    // A key of another table makes its column one (wire spec 14.3).
    const bool is_link = cell.kind() == CellKind::key || cell.kind() == CellKind::index;
    if (is_link && row() == 0) column.type = ColumnType::of(cell);
    ColumnType next = column.type.assign(cell);
    if (next.is_invalid()) throw refused_cell(column, row(), cell);
    column.type = std::move(next);
    // Lists fit a column of arrays (wire spec 15.3), where they are arrays then.
    if (cell.kind() == CellKind::list)
        if (const ColumnType* array = column.type.find(TypeKind::ndarray))
            cell = array_of_lists(cell, array->shape(), column.cells);
}

}  // namespace wbm::table
