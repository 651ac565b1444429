// Tables from JSON text, row by row: no document of the rows is built (wire spec 14.10).
#include "cells/cell_json.hpp"
#include "kept_columns.hpp"
#include "limits.hpp"
#include "parts/increments.hpp"
#include "parts/read_alone.hpp"
#include "table.hpp"
#include "value_cell.hpp"

#include <wbm/json_reader.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace wbm::table {
namespace {

constexpr std::array<std::string_view, 10> entry_members{
    "_type", "_wbm", "column_types", "columns", "data", "log_mode", "increment_num", "previous_increments_paths",
    "ncols", "nrows"};
constexpr std::array<std::string_view, 10> run_members{
    "_type", "_wbm",  "log_mode", "increment_num", "previous_increments_paths",
    "ncols", "nrows", "path",     "sha256",        "size"};
constexpr std::array<std::string_view, 5> known_wbm_members{"columns", "column_types", "earlier_rows", "entry",
                                                            "table"};

/// The members of a table's JSON but the rows, and the rows' text.
struct Parts {
    json::object members;
    std::string_view data;
};

Parts split(std::string_view text) {
    Parts parts;
    json::Reader in(text);
    in.begin_object();
    while (in.next_member()) {
        const std::string key = in.key();
        if (key == "data")
            parts.data = in.skip();
        else
            parts.members[key] = in.read();
    }
    in.finish();
    return parts;
}

ColumnName name_of(const json::value& v) {
    if (v.is_string()) return std::string(std::string_view(v.get_string()));
    if (v.is_int64()) return v.get_int64();
    throw invalid("\"columns\" has " + brief(v) + "; a column's name is text or an integer");
}

const json::array& list_of(const json::object& o, std::string_view key) {
    const json::value* found = o.if_contains(key);
    if (found == nullptr) throw not_found("\"" + std::string(key) + "\" is missing");
    if (!found->is_array()) throw invalid("\"" + std::string(key) + "\" must be a list, it is " + brief(*found));
    return found->get_array();
}

void check_type_member(const json::object& members) {
    const json::value* type = members.if_contains("_type");
    if (type == nullptr || type->is_null()) return;
    const auto is_name = [&](std::string_view name) { return type->is_string() && type->get_string() == name; };
    if (is_name("table") || is_name("table-file") || is_name("incremental-table-file")) return;
    throw invalid("\"_type\" must be \"table\", it is " + brief(*type));
}

/// Reads the rows of a table's JSON into columns.
class RowReader {
public:
    RowReader(std::vector<NamedColumn>& columns, const Store& source) : columns_(columns), source_(source) {
        for (const NamedColumn& column : columns) is_time_.push_back(column.type.find(TypeKind::timestamp) != nullptr);
    }

    std::size_t read(std::string_view data) {
        json::Reader in(data);
        if (in.peek() != json::Reader::Kind::list) throw invalid("\"data\" must be a list of rows");
        in.begin_list();
        std::size_t rows = 0;
        for (; in.next_element(); ++rows) read_row(in, rows);
        in.finish();
        return rows;
    }

private:
    void read_row(json::Reader& in, std::size_t row) {
        if (in.peek() != json::Reader::Kind::list)
            throw invalid("row " + std::to_string(row) + " of \"data\" is no list of cells");
        in.begin_list();
        std::size_t cells = 0;
        for (; in.next_element(); ++cells) {
            if (cells == columns_.size()) refuse_length(row, "more");
            read_cell(in, cells);
        }
        if (cells != columns_.size()) refuse_length(row, std::to_string(cells));
    }

    [[noreturn]] void refuse_length(std::size_t row, const std::string& cells) const {
        throw invalid("row " + std::to_string(row) + " of \"data\" has " + cells + " cells, the table has " +
                      std::to_string(columns_.size()) + " columns");
    }

    void read_cell(json::Reader& in, std::size_t column) {
        Column& cells = columns_[column].cells;
        using Kind = json::Reader::Kind;
        switch (in.peek()) {
            case Kind::null:
                in.null();
                return cells.push_null();
            case Kind::boolean:
                return cells.push_boolean(in.boolean());
            case Kind::non_finite:
                return cells.push_real(in.non_finite());
            case Kind::text:
                return cells.push_text(in.text());
            case Kind::integer:
            case Kind::real:
                return push_number(cells, in, is_time_[column]);
            case Kind::list:
                return cells.push(cell_from_json(in.read(), [this](const json::object& o) { return value(o); }));
            case Kind::object:
                return push_object(cells, in);
        }
    }

    static void push_number(Column& cells, json::Reader& in, bool is_time) {
        const bool is_integer = in.peek() == json::Reader::Kind::integer;
        const std::string_view text = in.number();
        std::int64_t n = 0;
        const auto whole = std::from_chars(text.data(), text.data() + text.size(), n);
        if (is_integer && whole.ec == std::errc()) return is_time ? cells.push(Time{n}) : cells.push_integer(n);
        if (is_integer && !is_time) return cells.push(Cell::integer_of(text));
        const double number = json::read(text).to_number<double>();  // exact
        if (is_time) return cells.push(Time{number});
        cells.push_real(number);
    }

    void push_object(Column& cells, json::Reader& in) {
        const std::string_view text = in.skip();
        if (json::find_string(text, "_type", scratch_).empty())
            return cells.push(cell_from_json(json::read(text), [this](const json::object& o) { return value(o); }));
        if (later_ == nullptr) later_ = std::make_shared<CellSource>(CellSource{KeptStore(source_)});
        const std::size_t begin = later_->texts.size();
        later_->texts += text;
        cells.push(Cell::media(std::make_shared<ValueCell>(later_, begin, text.size())));
    }

    [[nodiscard]] Media value(const json::object& o) const {
        return std::make_shared<ValueCell>(
            Value::from_json(json::write(o, json::Style::fast, json::NonFinite::allow), source_));
    }

    std::vector<NamedColumn>& columns_;
    const Store& source_;
    std::vector<bool> is_time_;
    std::string scratch_;
    std::shared_ptr<CellSource> later_;  ///< null until a cell holds a value
};

TypeReader type_reader(const Store& source) {
    return {[source](const std::string& path) -> Media {
                // A run's table has the other table's JSON in the place of a path: see type_writer().
                const Value other = path.starts_with('{') ? Value::from_json(path, source) : Value::get(source, path);
                return std::make_shared<ValueCell>(other);
            },
            [source](const std::string& path) { return json::read_object(read_file(source.fetch(path))); }, true};
}

/// Sets the columns' types from their names, which may be text forms of numbers.
void set_types(std::vector<NamedColumn>& columns, const json::value& types, const Store& source) {
    const ColumnType all = ColumnType::parse(types, type_reader(source), "\"column_types\"");
    if (all.kind() != TypeKind::typed_dict)
        throw invalid("\"column_types\" is " + std::string(all.wb_type()) + ", it must be a typedDict of the columns");
    for (NamedColumn& column : columns)
        for (const auto& [name, type] : all.dict_members())
            if (name == text_of(column.name)) column.type = type;
}

/// Where nobody says the types, what the cells are.
void infer_types(std::vector<NamedColumn>& columns) {
    for (NamedColumn& column : columns) {
        ColumnType type = ColumnType::optional(TypeKind::unknown);
        for (std::size_t i = 0; i < column.cells.size(); ++i) {
            const Cell cell = column.cells.cell(i);
            if (type.keeps(cell.type_kind())) continue;
            ColumnType next = type.assign(cell);
            if (next.is_invalid()) next = ColumnType::optional(TypeKind::any);
            type = std::move(next);
        }
        column.type = std::move(type);
    }
}

void read_table(Table& table, const Parts& parts, const json::value* types, const json::object& kept,
                const Store& source) {
    const json::array& names = list_of(parts.members, "columns");
    if (names.size() > max_columns)
        throw invalid("\"columns\" names " + std::to_string(names.size()) + " columns, more than the allowed " +
                      std::to_string(max_columns));
    for (const json::value& name : names) table.columns.push_back({name_of(name), TypeKind::unknown, {}});
    const bool has_types = types != nullptr && !types->is_null();
    if (has_types) set_types(table.columns, *types, source);
    if (parts.data.empty()) throw not_found("\"data\" is missing");
    table.row_count = RowReader(table.columns, source).read(parts.data);
    if (!has_types) infer_types(table.columns);
    for (NamedColumn& column : table.columns) {
        const json::value* own = kept.if_contains(text_of(column.name));
        column = restored(std::move(column), own == nullptr ? nullptr : own->if_object(), source);
    }
}

/// Members that an artifact's entry and a run's JSON have both.
void read_common(Table& table, const json::object& members) {
    const auto mode = optional_text(members, "log_mode");
    table.says_log_mode = mode.has_value();
    if (mode) {
        const auto known = log_mode_of(*mode);
        if (!known)
            throw invalid("\"log_mode\" is " + brief(json::value(*mode)) +
                          "; it is one of IMMUTABLE, MUTABLE, INCREMENTAL");
        table.log_mode = *known;
    }
    table.increment_num = optional_integer(members, "increment_num");
    if (const json::value* paths = members.if_contains("previous_increments_paths"); paths != nullptr)
        if (paths->is_array()) table.previous_paths = paths->get_array();
}

/// A run's JSON counts the rows of all increments, an artifact's those that it has.
std::size_t earlier_rows(const json::object& members, std::size_t own_rows, bool is_entry) {
    const auto given = is_entry ? optional_integer(object_or_empty(members, "_wbm"), "earlier_rows")
                                : optional_integer(members, "nrows");
    if (!given || *given < 0) return 0;
    const auto rows = static_cast<std::size_t>(*given);
    return is_entry ? rows : rows - std::min(rows, own_rows);
}

/// Members of a run's JSON that it has no use for, and those of an entry whose names it has: see run_json().
ExtraMembers run_extra(const json::object& members, const Store& source) {
    json::object others;
    for (const auto& member : members)
        if (std::ranges::find(run_members, std::string_view(member.key())) == run_members.end()) others.insert(member);
    for (const auto& member : object_or_empty(object_or_empty(members, "_wbm"), "entry")) others.insert(member);
    return {others, std::span<const std::string_view>(), source};
}

Table read_run_json(const json::object& members, const Store& source) {
    const json::object wbm = object_or_empty(members, "_wbm");
    const json::object whole = object_or_empty(wbm, "table");
    const json::object& file = whole.empty() ? members : whole;
    const std::string text = read_file(source.fetch(sdk::text(file, "path")));
    const Parts parts = split(text);
    Table table;
    if (whole.empty()) {
        const json::object none;
        read_table(table, parts, wbm.if_contains("column_types"), none, source);
    } else {
        const json::object inner = object_or_empty(parts.members, "_wbm");
        read_table(table, parts, parts.members.if_contains("column_types"), object_or_empty(inner, "columns"), source);
        table.wbm_extra = ExtraMembers(inner, known_wbm_members, source);
    }
    if (whole.empty()) table.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    return table;
}

}  // namespace

Table read_alone(std::string_view text, const Store& source) {
    const Parts parts = split(text);
    check_type_member(parts.members);
    // The run's JSON names a file; an artifact's entry has the rows itself, also where a run's members stand in it.
    const bool is_entry = parts.members.contains("columns");
    Table table;
    if (is_entry) {
        const json::object wbm = object_or_empty(parts.members, "_wbm");
        read_table(table, parts, parts.members.if_contains("column_types"), object_or_empty(wbm, "columns"), source);
        table.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    } else {
        table = read_run_json(parts.members, source);
    }
    read_common(table, parts.members);
    if (table.log_mode == LogMode::incremental)
        table.earlier_rows = earlier_rows(parts.members, table.row_count, is_entry);
    table.max_rows = std::max(table.row_count, max_artifact_rows);
    table.extra = is_entry ? ExtraMembers(parts.members, entry_members, source) : run_extra(parts.members, source);
    return table;
}

Table Table::from_text(std::string_view text, const Store& source) {
    Table table = read_alone(text, source);
    if (table.log_mode == LogMode::incremental) join_increments(table, text, source);
    return table;
}

}  // namespace wbm::table
