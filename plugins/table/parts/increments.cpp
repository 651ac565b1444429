#include "increments.hpp"

#include "read_alone.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string>
#include <vector>

namespace wbm::table {
namespace {

constexpr std::string_view ending = ".table.json";

std::optional<std::uint64_t> whole_number(std::string_view text) noexcept {
    std::uint64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return n;
}

/// The artifact's tables by name, those without a number first.
std::vector<std::string> entries_in_order(const Store& source) {
    std::vector<std::string> entries = source.list();
    std::erase_if(entries, [](const std::string& path) { return !path.ends_with(ending); });
    if (entries.size() > max_increments)
        throw invalid("the artifact has " + std::to_string(entries.size()) +
                      " tables, an incremental table may have at most " + std::to_string(max_increments));
    constexpr std::pair<std::uint64_t, std::uint64_t> first{0, 0};
    std::ranges::stable_sort(entries, {},
                             [&](const std::string& path) { return increment_order(path).value_or(first); });
    return entries;
}

/// The entry whose content `text` is; the end when there is none.
auto find_entry(const std::vector<std::string>& entries, std::string_view text, const Store& source) {
    return std::ranges::find_if(entries, [&](const std::string& path) {
        try {
            const std::string file = source.fetch(path);
            std::error_code error;
            return std::filesystem::file_size(file, error) == text.size() && !error && read_file(file) == text;
        } catch (const Error&) {
            return false;  // a file that is not here; when it is needed the error names it
        }
    });
}

void warn_of_names(const std::vector<std::string>& entries) {
    const auto odd = std::ranges::count_if(entries, [](const auto& path) { return !increment_order(path); });
    if (odd == 0 || entries.size() == 1) return;
    const auto one = std::ranges::find_if(entries, [](const auto& path) { return !increment_order(path); });
    log_warning("table: " + std::to_string(odd) + " of " + std::to_string(entries.size()) +
                " increments have a name that is not <number>-<milliseconds>.<key>.table.json, such as " +
                brief(json::value(*one)) + "; their rows come first");
}

Table read_entry(const std::string& path, const Store& source) {
    try {
        return read_alone(read_file(source.fetch(path)), source);
    } catch (const Error& e) {
        throw invalid("the increment " + brief(json::value(path)) + " cannot be read: " + e.what());
    } catch (const json::Error& e) {
        throw invalid("the increment " + brief(json::value(path)) + " cannot be read: " + e.what());
    }
}

bool is_increment(const Table& table) { return !table.says_log_mode || table.log_mode == LogMode::incremental; }

void append(NamedColumn& column, const NamedColumn& more, const std::string& path) {
    for (std::size_t row = 0; row < more.cells.size(); ++row) {
        Cell cell = more.cells.cell(row);
        if (!column.type.keeps(cell.type_kind())) {
            ColumnType next = column.type.assign(cell);
            if (next.is_invalid())
                throw invalid("the increment " + brief(json::value(path)) + ", row " + std::to_string(row) +
                              ", column " + brief(json_of(column.name)) +
                              ": the cell does not fit the column of the table that was asked for");
            column.type = std::move(next);
        }
        column.cells.push(std::move(cell));
    }
}

void append(Table& all, const Table& more, const std::string& path) {
    if (more.columns.size() != all.columns.size())
        throw invalid("the increment " + brief(json::value(path)) + " has " + std::to_string(more.columns.size()) +
                      " columns, the table that was asked for has " + std::to_string(all.columns.size()));
    for (std::size_t i = 0; i < all.columns.size(); ++i) append(all.columns[i], more.columns[i], path);
    all.row_count += more.row_count;
}

}  // namespace

std::optional<std::pair<std::uint64_t, std::uint64_t>> increment_order(std::string_view entry) noexcept {
    const std::string_view name = entry.substr(0, entry.find('.'));
    const std::size_t dash = name.find('-');
    const auto number = whole_number(name.substr(0, dash));
    if (!number) return std::nullopt;
    if (dash == std::string_view::npos) return std::pair{*number, std::uint64_t{0}};
    const std::string_view rest = name.substr(dash + 1);
    const auto time = whole_number(rest.substr(0, rest.find('-')));
    if (!time) return std::nullopt;
    return std::pair{*number, *time};
}

void join_increments(Table& table, std::string_view text, const Store& source) {
    if (!source.is_artifact()) return;
    const std::vector<std::string> entries = entries_in_order(source);
    const auto own = find_entry(entries, text, source);
    if (own == entries.end()) return;

    Table all = table;
    for (NamedColumn& column : all.columns) column.cells = {};
    all.row_count = 0;
    if (!table.increment_num) {
        log_warning("table: the incremental table " + brief(json::value(*own)) +
                    " has no \"increment_num\", so no rows");
    } else {
        warn_of_names(entries);
        for (auto path = entries.begin(); path != entries.end(); ++path) {
            const Table increment = path == own ? table : read_entry(*path, source);
            if (is_increment(increment)) append(all, increment, *path);
        }
    }
    all.max_rows = std::max(all.row_count, max_artifact_rows);
    table = std::move(all);
}

}  // namespace wbm::table
