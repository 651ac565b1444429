#include "shown_rows.hpp"

#include "value_cell.hpp"

#include <algorithm>

namespace wbm::table {
namespace {

std::size_t count_option(const json::object& options, std::string_view name, std::size_t fallback) {
    const auto given = optional_integer(options, name);
    if (!given) return fallback;
    if (*given < 0)
        throw invalid("option " + brief(json::value(name)) + " is " + std::to_string(*given) + "; it counts rows");
    return static_cast<std::size_t>(*given);
}

}  // namespace

ShownRows::ShownRows(const Table& table, const json::object& options) {
    only(options, {"first", "count", "columns"});
    first = std::min(table.row_count, count_option(options, "first", 0));
    end = first + std::min(table.row_count - first, count_option(options, "count", table.row_count));
    const json::value* names = options.if_contains("columns");
    if (names == nullptr || names->is_null()) {
        for (const NamedColumn& column : table.columns) columns.push_back(&column);
        return;
    }
    if (!names->is_array()) throw invalid("option \"columns\" must be a list of names, it is " + brief(*names));
    for (const json::value& name : names->get_array()) {
        const auto found = std::ranges::find_if(
            table.columns, [&](const NamedColumn& column) { return json_of(column.name) == name; });
        if (found == table.columns.end()) throw not_found("there is no column " + brief(name));
        columns.push_back(&*found);
    }
}

void append_shown(std::string& out, const MediaCell& media) {
    json::object shown{{"_type", media.type()}};
    for (auto& field : dynamic_cast<const ValueCell&>(media).value().fields()) shown.insert(field);
    json::append(out, shown, json::Style::fast, json::NonFinite::allow);
}

}  // namespace wbm::table
