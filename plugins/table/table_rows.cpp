// The cells of a table as others see them: wbm.rows/1.
#include "cells/cell_json.hpp"
#include "table.hpp"
#include "value_cell.hpp"

#include <algorithm>
#include <utility>

namespace wbm::table {
namespace {

std::size_t count_option(const json::object& options, std::string_view name, std::size_t fallback) {
    const auto given = optional_integer(options, name);
    if (!given) return fallback;
    if (*given < 0)
        throw invalid("option " + brief(json::value(name)) + " is " + std::to_string(*given) + "; it counts rows");
    return static_cast<std::size_t>(*given);
}

std::vector<const Column*> chosen(const Table& table, const json::object& options) {
    std::vector<const Column*> columns;
    const json::value* names = options.if_contains("columns");
    if (names == nullptr || names->is_null()) {
        for (const NamedColumn& column : table.columns) columns.push_back(&column.cells);
        return columns;
    }
    if (!names->is_array()) throw invalid("option \"columns\" must be a list of names, it is " + brief(*names));
    for (const json::value& name : names->get_array()) {
        const auto found = std::ranges::find_if(
            table.columns, [&](const NamedColumn& column) { return json_of(column.name) == name; });
        if (found == table.columns.end()) throw not_found("there is no column " + brief(name));
        columns.push_back(&found->cells);
    }
    return columns;
}

void append_value(std::string& out, const MediaCell& media) {
    json::object shown{{"_type", media.type()}};
    for (auto& field : dynamic_cast<const ValueCell&>(media).value().fields()) shown.insert(field);
    json::append(out, shown, json::Style::fast, json::NonFinite::allow);
}

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
    only(options, {"first", "count", "columns"});
    const std::size_t first = std::min(row_count, count_option(options, "first", 0));
    const std::size_t end = first + std::min(row_count - first, count_option(options, "count", row_count));
    const std::vector<const Column*> shown = chosen(*this, options);
    std::string out = "[";
    for (std::size_t row = first; row < end; ++row) {
        out += row == first ? "[" : ",[";
        bool is_first = true;
        for (const Column* column : shown) {
            if (!std::exchange(is_first, false)) out += ',';
            append_cell(out, column->cell(row), CellForm::shown, json::Style::fast, append_value);
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
