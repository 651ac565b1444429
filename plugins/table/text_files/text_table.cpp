#include "text_table.hpp"

#include "../typed_column.hpp"
#include "read_texts.hpp"
#include "text_lines.hpp"
#include "typed_texts.hpp"

#include <wbm/sdk/media_file.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace wbm::table {
namespace {

constexpr std::array<std::pair<std::string_view, TextFormat>, 4> formats{{{"csv", TextFormat::csv},
                                                                          {"tsv", TextFormat::tsv},
                                                                          {"jsonl", TextFormat::json_lines},
                                                                          {"ndjson", TextFormat::json_lines}}};

std::optional<TextFormat> format_named(std::string_view name) {
    for (const auto& [known, format] : formats)
        if (known == name) return format;
    return std::nullopt;
}

/// Removes an option and returns it; null when it is not given.
json::value take_option(json::object& options, std::string_view name) {
    json::value taken;
    if (const auto found = options.find(name); found != options.end()) {
        taken = std::move(found->value());
        options.erase(found);
    }
    return taken;
}

TextFormat format_of(const Part& source, const json::value& given) {
    if (!given.is_null()) {
        const auto format = given.is_string() ? format_named(given.get_string()) : std::nullopt;
        if (!format) throw invalid("option \"format\" is " + brief(given) + "; it is one of csv, tsv, jsonl");
        return *format;
    }
    if (!source.is(WBM_FROM_PATH))
        throw invalid("bytes do not say what they are; give the option \"format\": csv, tsv or jsonl");
    std::string extension = std::filesystem::path(source.path()).extension().string();
    for (char& c : extension)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (const auto format = format_named(extension.empty() ? extension : extension.substr(1))) return *format;
    throw invalid(
        "the file's extension is " + brief(json::value(extension)) +
        ", tables are read of .csv, .tsv, .jsonl and .ndjson; the option \"format\" tells what another file is");
}

char delimiter_of(const json::value& given) {
    const std::string_view text = given.is_string() ? std::string_view(given.get_string()) : std::string_view();
    const bool is_one = text.size() == 1 && text != "\"" && text != "\n" && text != "\r" && text[0] > 0;
    if (!is_one)
        throw invalid("option \"delimiter\" is " + brief(given) +
                      "; it is one ASCII character that is no quote and no line's end");
    return text[0];
}

std::vector<std::string> nulls_of(const json::value& given) {
    if (!given.is_array() ||
        !std::ranges::all_of(given.get_array(), [](const json::value& v) { return v.is_string(); }))
        throw invalid("option \"null\" must be a list of texts, it is " + brief(given));
    std::vector<std::string> nulls;
    for (const json::value& text : given.get_array()) nulls.emplace_back(std::string_view(text.get_string()));
    return nulls;
}

std::string read_file(const std::string& path) {
    const MediaFile file = MediaFile::of_path(path);
    std::error_code ignored;
    const std::uintmax_t size = std::filesystem::file_size(path, ignored);
    if (!ignored && size > max_text_bytes)
        throw invalid("the file has " + std::to_string(size) + " bytes, more than the allowed " +
                      std::to_string(max_text_bytes) + "; split it");
    return file.read();
}

}  // namespace

std::vector<ColumnName> names_of(std::size_t columns, const TableOptions& options, std::size_t line) {
    if (options.columns && options.columns->size() != columns)
        throw invalid(line_text(line) + " has " + std::to_string(columns) + " cells, option \"columns\" names " +
                      std::to_string(options.columns->size()));
    if (options.columns) return *options.columns;
    std::vector<ColumnName> names;
    for (std::size_t i = 0; i < columns; ++i) names.emplace_back(static_cast<std::int64_t>(i));
    return names;
}

TextOptions TextOptions::take(const Part& source, json::object& options) {
    TextOptions text;
    text.format = format_of(source, take_option(options, "format"));
    const json::value header = take_option(options, "header"), delimiter = take_option(options, "delimiter"),
                      null = take_option(options, "null");
    if (text.format == TextFormat::json_lines) {
        if (!header.is_null() || !delimiter.is_null() || !null.is_null())
            throw invalid(
                "options \"header\", \"delimiter\" and \"null\" are for CSV, the text is JSON lines; leave them out");
        return text;
    }
    if (!header.is_null() && !header.is_bool())
        throw invalid("option \"header\" must be true or false, it is " + brief(header));
    text.header = header.is_null() || header.get_bool();
    text.delimiter = text.format == TextFormat::tsv ? '\t' : ',';
    if (!delimiter.is_null()) text.delimiter = delimiter_of(delimiter);
    if (!null.is_null()) text.nulls = nulls_of(null);
    return text;
}

Table from_text_file(const Part& source, const TextOptions& text, const TableOptions& options) {
    const std::string file = source.is(WBM_FROM_PATH) ? read_file(source.path()) : std::string();
    const std::string_view all = source.is(WBM_FROM_PATH) ? std::string_view(file) : source.bytes();
    TextColumns read =
        text.format == TextFormat::json_lines ? json_columns(all, options) : csv_columns(all, text, options);
    const std::vector<ColumnType> types = first_types(options, read.names);
    Table table;
    for (std::size_t i = 0; i < types.size(); ++i) {
        Column cells = std::exchange(read.columns[i], {});
        if (text.format != TextFormat::json_lines) cells = typed_texts(std::move(cells), types[i]);
        table.columns.push_back(typed_column(std::move(read.names[i]), types[i], cells, options.first_row));
    }
    table.row_count = read.rows;
    options.set_in(table);
    return table;
}

}  // namespace wbm::table
