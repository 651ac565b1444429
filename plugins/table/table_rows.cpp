// The cells of a table as others see them: wbm.rows/1.
#include "cells/cell_json.hpp"
#include "shown_rows.hpp"
#include "table.hpp"
#include "value_cell.hpp"

#include <algorithm>
#include <utility>

namespace wbm::table {
namespace {

std::size_t index_in(const json::value& v, std::size_t size, const char* what) {
    if (!v.is_int64() || v.get_int64() < 0 || static_cast<std::size_t>(v.get_int64()) >= size)
        throw not_found("there is no " + std::string(what) + " " + brief(v));
    return static_cast<std::size_t>(v.get_int64());
}

/// What lies one level down in a list or dict.
Cell inner(const Cell& cell, const json::value& step) {
    if (cell.kind() == CellKind::list) return cell.list().cells[index_in(step, cell.list().cells.size(), "element")];
    if (cell.kind() == CellKind::dict && step.is_string())
        if (const Cell* found = cell.dict().find(step.get_string())) return *found;
    throw not_found("there is nothing at " + brief(step) + " in the cell");
}

}  // namespace

std::string Table::rows(const json::object& options) const {
    const ShownRows shown(*this, options);
    std::string out = "[";
    for (std::size_t row = shown.first; row < shown.end; ++row) {
        out += row == shown.first ? "[" : ",[";
        bool is_first = true;
        for (const NamedColumn* column : shown.columns) {
            if (!std::exchange(is_first, false)) out += ',';
            append_cell(out, column->cells.cell(row), CellForm::shown, json::Style::fast, append_shown);
        }
        out += ']';
    }
    return out + "]";
}

Value Table::cell_value(const json::array& place) const {
    if (place.size() < 2)
        throw invalid("a place is a list of row, column and the steps in the cell, it is " + brief(json::value(place)));
    const std::size_t row = index_in(place[0], row_count, "row");
    Cell cell = columns[index_in(place[1], columns.size(), "column")].cells.cell(row);
    for (std::size_t i = 2; i < place.size(); ++i) cell = inner(cell, place[i]);
    if (cell.kind() != CellKind::media)
        throw not_found("the cell at " + brief(json::value(place)) + " holds no value; rows() gives plain cells");
    return value_of(cell.media());
}

}  // namespace wbm::table
