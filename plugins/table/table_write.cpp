// Tables as JSON text: the whole table, as an artifact has it, and the two texts of a run (wire spec 14.6, 14.9).
#include "table_write.hpp"
#include "cells/cell_json.hpp"
#include "kept_columns.hpp"
#include "limits.hpp"
#include "table.hpp"
#include "value_cell.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace wbm::table {
namespace {

constexpr const char* run_folder = "media/table";

/// Appends the rows of columns that are written side by side.
class RowWriter {
public:
    RowWriter(CellForm form, json::Style style, MediaWriter media)
        : form_(form), style_(style), media_(std::move(media)) {}

    void append(std::string& out, const std::vector<const Column*>& columns, std::size_t rows) const {
        const std::string_view comma = style_ == json::Style::fast ? "," : ", ";
        out += '[';
        for (std::size_t row = 0; row < rows; ++row) {
            if (row != 0) out += comma;
            out += '[';
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (i != 0) out += comma;
                append_cell_of(out, *columns[i], row);
            }
            out += ']';
        }
        out += ']';
    }

private:
    void append_cell_of(std::string& out, const Column& column, std::size_t row) const {
        if (column.is_null(row)) {
            out += "null";
        } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values())) {
            char digits[24];
            const auto end = std::to_chars(digits, digits + sizeof digits, (*integers)[row]);
            out.append(digits, end.ptr);
        } else if (const auto* texts = std::get_if<Column::Texts>(&column.values())) {
            json::append_string(out, texts->at(row), style_);
        } else {
            append_cell(out, column.cell(row), form_, style_, media_);
        }
    }

    CellForm form_;
    json::Style style_;
    MediaWriter media_;
};

json::array names_of(const Table& table) {
    json::array names;
    for (const NamedColumn& column : table.columns) names.push_back(json_of(column.name));
    return names;
}

/// Stores what column types refer to: other tables below `media/tables`, class lists as `media/cls`. A run has no
/// entries: there the JSON of the other table stands in the place of its path, and class lists are written in place.
TypeWriter type_writer(const Store& target) {
    if (target.is_run()) return {[target](const Media& table) { return value_of(table).to_json(target); }, {}};
    return {
        [target](const Media& table) { return text(value_of(table).add_to(target, "media/tables/t"), "path"); },
        [target](const json::object& classes) {
            const json::object entry =
                Store(target).add_entry("media/cls.classes.json", json::write(classes, json::Style::standard_sorted));
            return json::object{{"type", "classes-file"}, {"path", entry.at("path")}, {"digest", entry.at("digest")}};
        }};
}

/// The members of `_wbm`: what the wire's form of some columns loses, by name.
json::object kept_members(const Table& table, const std::vector<WrittenColumn>& columns) {
    json::object kept;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (!columns[i].kept.empty()) kept[text_of(table.columns[i].name)] = columns[i].kept;
    json::object wbm;
    if (!kept.empty()) wbm["columns"] = std::move(kept);
    return wbm;
}

ColumnType types_of(const Table& table, const std::vector<WrittenColumn>& columns) {
    Table named = {};
    for (std::size_t i = 0; i < columns.size(); ++i)
        named.columns.push_back({table.columns[i].name, columns[i].type, {}});
    return named.column_types();
}

void append_member(std::string& out, std::string_view name, const json::value& v, json::Style style) {
    if (out.size() > 1) out += style == json::Style::fast ? "," : ", ";
    json::append_string(out, name, style);
    out += style == json::Style::fast ? ":" : ": ";
    json::append(out, v, style, json::NonFinite::allow);
}

}  // namespace

json::object entry_members(const Table& table, const std::vector<WrittenColumn>& columns, Store target) {
    json::object wbm = kept_members(table, columns);
    table.wbm_extra.add_to(wbm, target);
    json::object members{{"_type", Table::type},
                         {"column_types", types_of(table, columns).to_json(type_writer(target))},
                         {"columns", names_of(table)},
                         {"ncols", table.columns.size()},
                         {"nrows", table.row_count}};
    if (table.says_log_mode) members["log_mode"] = to_string(table.log_mode);
    if (table.increment_num) members["increment_num"] = *table.increment_num;
    if (table.previous_paths) members["previous_increments_paths"] = *table.previous_paths;
    if (table.earlier_rows != 0) wbm["earlier_rows"] = table.earlier_rows;
    if (!wbm.empty()) members["_wbm"] = std::move(wbm);
    table.extra.add_to(members, target);
    return members;
}

void append_artifact_rows(std::string& out, const std::vector<const Column*>& columns, std::size_t rows,
                          const Store& target) {
    constexpr json::Style style = json::Style::standard_sorted;
    const RowWriter writer(CellForm::artifact, style, [&target](std::string& text, const MediaCell& media) {
        json::append_restyled(text, dynamic_cast<const ValueCell&>(media).value().to_json(target), style,
                              json::NonFinite::allow);
    });
    writer.append(out, columns, rows);
}

namespace {

/// The whole table as an artifact has it, in the layout that it is stored in.
std::string whole_table(const Table& table, Store target) {
    std::vector<WrittenColumn> columns;
    std::vector<const Column*> cells;
    columns.reserve(table.columns.size());
    for (const NamedColumn& column : table.columns) {
        columns.push_back(written(column, target));
        cells.push_back(columns.back().is_own ? &columns.back().cells : &column.cells);
    }
    std::string out = "{";
    bool has_rows = false;
    json::object members = entry_members(table, columns, target);
    std::map<std::string_view, const json::value*> sorted;
    for (const auto& member : members) sorted.emplace(member.key(), &member.value());
    const auto append_data = [&] {
        out += out.size() > 1 ? ", \"data\": " : "\"data\": ";
        append_artifact_rows(out, cells, table.row_count, target);
        has_rows = true;
    };
    for (const auto& [name, value] : sorted) {
        if (!has_rows && name > "data") append_data();
        append_member(out, name, *value, json::Style::standard_sorted);
    }
    if (!has_rows) append_data();
    out += '}';
    return out;
}

/// The run's file: names and rows, with the names of classes in the place of media.
std::string run_file(const Table& table) {
    std::vector<const Column*> cells;
    for (const NamedColumn& column : table.columns) cells.push_back(&column.cells);
    std::string out = "{\"columns\":";
    json::append(out, names_of(table), json::Style::fast);
    out += ",\"data\":";
    const RowWriter rows(CellForm::run, json::Style::fast, [](std::string& text, const MediaCell& media) {
        json::append_string(text, class_name_of(media.type()), json::Style::fast);
    });
    rows.append(out, cells, std::min(table.row_count, max_run_rows));
    out += '}';
    return out;
}

bool is_plain(const Cell& cell) {
    switch (cell.kind()) {
        case CellKind::list:
            return std::ranges::all_of(cell.list().cells, is_plain);
        case CellKind::dict:
            return !cell.dict().members.empty() &&
                   std::ranges::all_of(cell.dict().members, [](const auto& member) { return is_plain(member.second); });
        case CellKind::time:
        case CellKind::array:
        case CellKind::media:
        case CellKind::key:
        case CellKind::index:
            return false;
        default:
            return true;
    }
}

/// Can the table be read back from the run's file alone?
bool run_file_has_all(const Table& table) {
    if (table.row_count > max_run_rows) return false;
    for (const NamedColumn& column : table.columns) {
        if (column.type.find(TypeKind::foreign_key) != nullptr || column.type.find(TypeKind::foreign_index) != nullptr)
            return false;
        const auto* cells = std::get_if<std::vector<Cell>>(&column.cells.values());
        if (cells != nullptr && !std::ranges::all_of(*cells, is_plain)) return false;
    }
    return true;
}

std::string run_json(const Table& table, Store target) {
    const bool is_incremental = table.log_mode == LogMode::incremental;
    json::object j{{"_type", is_incremental ? "incremental-table-file" : "table-file"}};
    for (auto& member : target.add_bytes(run_folder, run_file(table), ".table.json")) j.insert(member);
    if (table.increment_num) j["increment_num"] = *table.increment_num;
    if (table.previous_paths) j["previous_increments_paths"] = *table.previous_paths;
    j["ncols"] = table.columns.size();
    j["nrows"] = table.row_count + table.earlier_rows;
    if (table.says_log_mode) j["log_mode"] = to_string(table.log_mode);
    json::object wbm;
    if (run_file_has_all(table)) {
        wbm["column_types"] = table.column_types().to_json();
        table.wbm_extra.add_to(wbm, target);
    } else {
        wbm["table"] = target.add_bytes(run_folder, whole_table(table, target), ".whole.json");
    }
    // An entry that was logged to a run before has that file's members (wire spec 14.9): here they are this file's.
    json::object others, of_entry;
    table.extra.add_to(others, target);
    for (auto& member : others) (j.contains(member.key()) ? of_entry : j).insert(member);
    if (!of_entry.empty()) wbm["entry"] = std::move(of_entry);
    j["_wbm"] = std::move(wbm);
    return json::write(j, json::Style::fast, json::NonFinite::allow);
}

}  // namespace

std::string Table::to_text(const Store& target) const {
    if (target.is_run()) return run_json(*this, target);
    if (row_count > max_rows)
        throw unsupported("the table has " + std::to_string(row_count) + " rows, an artifact's table at most " +
                          std::to_string(max_rows) + "; set option \"max_rows\" to store it whole, or split it");
    return whole_table(*this, target);
}

}  // namespace wbm::table
