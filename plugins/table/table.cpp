#include "table.hpp"

#include "limits.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wbm::table {

namespace {

constexpr std::array<std::pair<LogMode, std::string_view>, 3> mode_names{
    {{LogMode::immutable, "IMMUTABLE"}, {LogMode::mutable_, "MUTABLE"}, {LogMode::incremental, "INCREMENTAL"}}};

}  // namespace

const char* const Table::facts = R"json({
 "description": "Columns of cells, each of which may hold any value",
 "run_type": "table-file",
 "non_finite": true,
 "extensions": [".csv", ".tsv", ".jsonl", ".ndjson"],
 "options": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "columns": {"type": "array", "items": {"type": ["string", "integer"]}, "description": "names; of a list of rows without names"},
   "dtype": {"description": "type of every column, or a list with one of each: \"number\", {\"wb_type\": \"string\"}"},
   "optional": {"description": "may cells be null: true (default), false, or a list with one of each column"},
   "allow_mixed_types": {"type": "boolean", "description": "cells of one column may differ in type"},
   "log_mode": {"enum": ["IMMUTABLE", "MUTABLE", "INCREMENTAL"]},
   "primary_key": {"type": ["string", "integer"], "description": "the column of texts that tells rows apart"},
   "foreign_keys": {"type": "object", "description": "{\"ref\": {\"table\": \"@part\", \"column\": \"id\"}}: cells of ref are keys of a row of that table"},
   "foreign_indexes": {"type": "object", "description": "{\"row\": {\"table\": \"@part\"}}: cells of row are row numbers of that table"},
   "increment_num": {"type": "integer"},
   "previous_increments_paths": {"type": "array", "items": {"type": "string"}},
   "earlier_rows": {"type": "integer", "description": "rows of the earlier increments, which a run's nrows counts too"},
   "max_rows": {"type": "integer", "description": "rows an artifact may hold; default 200000, what W&B shows"},
   "format": {"enum": ["csv", "tsv", "jsonl"], "description": "of a path or bytes; else the path's extension says it"},
   "header": {"type": "boolean", "description": "CSV: the first record names the columns; default true"},
   "delimiter": {"type": "string", "description": "CSV: one character; default a comma"},
   "null": {"type": "array", "items": {"type": "string"}, "description": "CSV: texts that are null, \"\" only without quotes; default [\"\"]"}
  }
 }
})json";

std::string text_of(const ColumnName& name) {
    if (const auto* number = std::get_if<std::int64_t>(&name)) return std::to_string(*number);
    return std::get<std::string>(name);
}

json::value json_of(const ColumnName& name) {
    if (const auto* number = std::get_if<std::int64_t>(&name)) return *number;
    return json::value(std::get<std::string>(name));
}

std::string_view to_string(LogMode mode) noexcept {
    for (const auto& [known, name] : mode_names)
        if (known == mode) return name;
    return {};
}

std::optional<LogMode> log_mode_of(std::string_view text) noexcept {
    for (const auto& [mode, name] : mode_names)
        if (name == text) return mode;
    return std::nullopt;
}

const NamedColumn* Table::find(std::string_view name) const noexcept {
    for (const NamedColumn& column : columns)
        if (const auto* text = std::get_if<std::string>(&column.name);
            text != nullptr ? *text == name : text_of(column.name) == name)
            return &column;
    return nullptr;
}

ColumnType Table::column_types() const {
    ColumnType::Members members;
    for (const NamedColumn& column : columns) members.emplace_back(text_of(column.name), column.type);
    return ColumnType::typed_dict(members);
}

json::object Table::fields() const {
    json::array names;
    for (const NamedColumn& column : columns) names.push_back(json_of(column.name));
    json::object all{{"columns", std::move(names)},
                     {"ncols", columns.size()},
                     {"nrows", row_count},
                     {"log_mode", to_string(log_mode)}};
    // Without a store a foreign key's table has no path; the rest of the types is still worth telling.
    const TypeWriter by_nobody{[](const Media&) { return std::string(); }, {}};
    all["column_types"] = column_types().to_json(by_nobody);
    if (increment_num) all["increment_num"] = *increment_num;
    if (previous_paths) all["previous_increments_paths"] = *previous_paths;
    return all;
}

bool operator==(const Table& a, const Table& b) {
    return a.row_count == b.row_count && a.columns == b.columns && a.log_mode == b.log_mode &&
           a.increment_num == b.increment_num && a.previous_paths == b.previous_paths &&
           a.earlier_rows == b.earlier_rows && a.extra == b.extra && a.wbm_extra == b.wbm_extra;
}

}  // namespace wbm::table
