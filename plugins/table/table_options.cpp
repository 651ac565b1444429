#include "table_options.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace wbm::table {
namespace {

std::optional<json::array> texts(const json::object& options, std::string_view name) {
    const json::value* v = options.if_contains(name);
    if (v == nullptr || v->is_null()) return std::nullopt;
    if (!v->is_array() || !std::ranges::all_of(v->get_array(), [](const json::value& t) { return t.is_string(); }))
        throw invalid("option " + brief(json::value(name)) + " must be a list of texts, it is " + brief(*v));
    return v->get_array();
}

ColumnName column_name(const json::value& v, const std::string& what) {
    if (v.is_string()) return std::string(std::string_view(v.get_string()));
    if (v.is_int64()) return v.get_int64();
    throw invalid(what + " has " + brief(v) + "; a column's name is text or an integer");
}

/// One element of an option that may be a list with one for each column.
const json::value& of_column(const json::value& v, std::size_t i, std::size_t columns, const char* option) {
    const json::array* list = v.if_array();
    if (list == nullptr) return v;
    if (list->size() != columns)
        throw invalid("option \"" + std::string(option) + "\" has " + std::to_string(list->size()) + " elements for " +
                      std::to_string(columns) + " columns; give one for each, or one for all");
    return (*list)[i];
}

NamedColumn& column_of(Table& table, std::string_view name, const char* option) {
    for (NamedColumn& column : table.columns)
        if (text_of(column.name) == name) return column;
    throw invalid("option \"" + std::string(option) + "\" names the column " + brief(json::value(name)) +
                  ", which the table does not have");
}

/// Gives a column a key type that takes all of its cells.
void cast(NamedColumn& column, const ColumnType& type) {
    for (std::size_t i = 0; i < column.cells.size(); ++i)
        if (type.assign(column.cells.cell(i)).is_invalid()) {
            NamedColumn as_key{column.name, type, {}};
            throw refused_cell(as_key, i, column.cells.cell(i));
        }
    column.type = type;
}

TableLink linked(const json::value& spec, CellInput& cells, const char* option) {
    const json::object* o = spec.if_object();
    const std::string name = o == nullptr ? std::string() : text_or(*o, "table");
    if (!name.starts_with('@'))
        throw invalid("option \"" + std::string(option) +
                      "\" must name a table part for each column, such as {\"ref\": {\"table\": \"@t\"}}, it has " +
                      brief(spec));
    Media table = cells.media(std::string_view(name).substr(1));
    if (table->type() != "table")
        throw invalid("option \"" + std::string(option) + "\" refers to a value of type " + std::string(table->type()) +
                      "; give a table");
    return {std::move(table), {}};
}

bool has_column(const TableLink& link, const std::string& name) {
    const json::object facts = link.table->column_facts();
    const json::value* types = facts.if_contains("column_types");
    if (types == nullptr) return true;  // a table of a host that tells nothing of it
    const ColumnType columns = ColumnType::parse(*types);
    return std::ranges::any_of(columns.dict_members(), [&](const auto& member) { return member.first == name; });
}

}  // namespace

Error refused_cell(const NamedColumn& column, std::size_t row, const Cell& cell) {
    std::string why = column.type.explain(cell);
    std::replace(why.begin(), why.end(), '\n', ' ');
    std::erase(why, '\t');
    return invalid("row " + std::to_string(row) + ", column " + brief(json_of(column.name)) + ": " + why);
}

std::vector<ColumnName> default_column_names() { return {"Input", "Output", "Expected"}; }

std::vector<ColumnName> column_names(const json::value& v, const std::string& what) {
    if (!v.is_array()) throw invalid(what + " must be a list of names, it is " + brief(v));
    if (v.get_array().size() > max_columns)
        throw invalid(what + " names " + std::to_string(v.get_array().size()) + " columns, more than the allowed " +
                      std::to_string(max_columns));
    std::vector<ColumnName> names;
    std::vector<std::string> seen;
    for (const json::value& name : v.get_array()) {
        names.push_back(column_name(name, what));
        seen.push_back(text_of(names.back()));
    }
    std::ranges::sort(seen);
    const auto twin = std::ranges::adjacent_find(seen);
    if (twin != seen.end())
        throw invalid(what + " names the column " + brief(json::value(*twin)) +
                      " twice; cells of the two could not be told apart, rename one");
    return names;
}

TableOptions TableOptions::of(const json::object& options) {
    only(options, {"columns", "dtype", "optional", "allow_mixed_types", "log_mode", "primary_key", "foreign_keys",
                   "foreign_indexes", "increment_num", "previous_increments_paths", "earlier_rows", "max_rows"});
    TableOptions all;
    if (const json::value* v = options.if_contains("columns"); v != nullptr && !v->is_null())
        all.columns = column_names(*v, "option \"columns\"");
    if (const json::value* v = options.if_contains("dtype")) all.dtype = *v;
    if (const json::value* v = options.if_contains("optional")) all.optional = *v;
    all.allow_mixed_types = boolean_or(options, "allow_mixed_types", false);
    if (const json::value* v = options.if_contains("log_mode")) {
        const auto mode = v->is_string() ? log_mode_of(v->get_string()) : std::nullopt;
        if (!mode)
            throw invalid("option \"log_mode\" is " + brief(*v) + "; it is one of IMMUTABLE, MUTABLE, INCREMENTAL");
        all.log_mode = *mode;
    }
    if (const json::value* v = options.if_contains("primary_key"); v != nullptr && !v->is_null())
        all.primary_key = column_name(*v, "option \"primary_key\"");
    all.foreign_keys = object_or_empty(options, "foreign_keys");
    all.foreign_indexes = object_or_empty(options, "foreign_indexes");
    all.increment_num = optional_integer(options, "increment_num");
    all.previous_paths = texts(options, "previous_increments_paths");
    if (const auto rows = optional_integer(options, "earlier_rows")) {
        if (*rows < 0 || all.log_mode != LogMode::incremental)
            throw invalid("option \"earlier_rows\" is " + std::to_string(*rows) +
                          "; it counts the rows of earlier increments, with \"log_mode\" INCREMENTAL");
        all.earlier_rows = static_cast<std::size_t>(*rows);
    }
    if (const auto rows = optional_integer(options, "max_rows")) {
        if (*rows < 1) throw invalid("option \"max_rows\" is " + std::to_string(*rows) + "; it counts rows");
        all.max_rows = static_cast<std::size_t>(*rows);
    }
    if (all.log_mode == LogMode::incremental) {  // what the reference says of a first increment (wire spec 14.7)
        if (!all.increment_num) all.increment_num = 0;
        if (!all.previous_paths) all.previous_paths.emplace();
    }
    return all;
}

void TableOptions::set_in(Table& table) const {
    table.log_mode = log_mode;
    table.increment_num = increment_num;
    table.previous_paths = previous_paths;
    table.earlier_rows = earlier_rows;
    table.max_rows = max_rows;
}

std::vector<ColumnType> first_types(const TableOptions& options, const std::vector<ColumnName>& names) {
    if (!options.types_so_far.empty()) {
        if (options.types_so_far.size() == names.size()) return options.types_so_far;
        throw invalid("the piece has " + std::to_string(names.size()) + " columns, the stream has " +
                      std::to_string(options.types_so_far.size()) + "; give every piece the same columns");
    }
    TypeReader reader;
    reader.keep_strangers = false;
    std::vector<ColumnType> types;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const json::value& dtype = of_column(options.dtype, i, names.size(), "dtype");
        const json::value& optional = of_column(options.optional, i, names.size(), "optional");
        if (!optional.is_null() && !optional.is_bool())
            throw invalid("option \"optional\" must be true or false, or a list of them, it has " + brief(optional));
        ColumnType type = TypeKind::unknown;
        if (options.allow_mixed_types)
            type = TypeKind::any;
        else if (dtype.is_string())
            type = ColumnType::parse(json::object{{"wb_type", dtype}}, reader, "option \"dtype\"");
        else if (!dtype.is_null())
            type = ColumnType::parse(dtype, reader, "option \"dtype\"");
        const bool may_be_null = optional.is_null() || optional.get_bool();
        types.push_back(may_be_null ? ColumnType::optional(type) : type);
    }
    return types;
}

void set_keys(Table& table, const TableOptions& options, CellInput& cells) {
    if (options.primary_key)
        cast(column_of(table, text_of(*options.primary_key), "primary_key"), TypeKind::primary_key);
    for (const auto& [name, spec] : options.foreign_keys) {
        NamedColumn& column = column_of(table, name, "foreign_keys");
        if (column.type.kind() == TypeKind::primary_key)
            throw invalid("option \"foreign_keys\" names the column " + brief(json::value(name)) +
                          ", which is the primary key");
        TableLink link = linked(spec, cells, "foreign_keys");
        std::string key = text(spec.get_object(), "column");
        if (!has_column(link, key))
            throw invalid("option \"foreign_keys\": the table that " + brief(json::value(name)) +
                          " refers to has no column " + brief(json::value(key)));
        cast(column, ColumnType::foreign_key(std::move(link), std::move(key)));
    }
    for (const auto& [name, spec] : options.foreign_indexes)
        cast(column_of(table, name, "foreign_indexes"),
             ColumnType::foreign_index(linked(spec, cells, "foreign_indexes")));
}

}  // namespace wbm::table
