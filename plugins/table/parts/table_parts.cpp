#include "table_parts.hpp"

#include "parallel.hpp"
#include "read_alone.hpp"

#include <wbm/json_reader.hpp>

#include <algorithm>
#include <limits>

namespace wbm::table {
namespace {

constexpr std::string_view ending = ".table.json";

std::string names_of(const Table& table) {
    json::array names;
    for (const NamedColumn& column : table.columns) names.push_back(json_of(column.name));
    return json::write(json::value(names));
}

std::size_t row_option(const json::object& options, std::string_view name, std::size_t fallback) {
    const auto given = optional_integer(options, name);
    if (!given) return fallback;
    if (*given < 0)
        throw invalid("option \"" + std::string(name) + "\" is " + std::to_string(*given) + "; it counts rows");
    return static_cast<std::size_t>(*given);
}

}  // namespace

TableParts::TableParts(const Store& source, std::vector<std::string> paths)
    : source_(source), paths_(std::move(paths)), row_counts_(paths_.size()) {}

Error TableParts::error_in(std::size_t part, const Error& why) const {
    return {why.status(), "the part " + brief(json::value(paths_[part])) + " cannot be read: " + why.what()};
}

template <class Read>
auto TableParts::reading(std::size_t part, const Read& read) const {
    try {
        if (!paths_[part].ends_with(ending))
            throw invalid("it is no table, whose entry ends with .table.json; put other files elsewhere");
        return read(text_of(part));
    } catch (const Error& e) {
        throw error_in(part, e);
    } catch (const json::Error& e) {
        throw error_in(part, invalid(e.what()));
    }
}

std::string TableParts::text_of(std::size_t part) const {
    const std::string place = source_.store().fetch(paths_[part]);
    if (!place.starts_with('/')) throw not_found("it is a reference to " + place + ", which is not here; download it");
    return read_file(place, max_part_bytes);
}

TableParts::Facts TableParts::scan(std::size_t part) const {
    return reading(part, [](const std::string& text) {
        Facts facts;
        bool has_data = false;
        json::Reader in(text);
        in.begin_object();
        while (in.next_member()) {
            const bool is_data = in.key() == "data";
            has_data = has_data || is_data;
            if (in.key() == "columns") {
                facts.columns = json::write(in.read());
            } else if (is_data && in.peek() == json::Reader::Kind::list) {
                facts.rows = 0;
                for (in.begin_list(); in.next_element(); ++facts.rows) in.skip();
            } else if (is_data) {
                throw invalid("\"data\" must be a list of rows");
            } else {
                in.skip();
            }
        }
        in.finish();
        if (facts.columns.empty()) throw not_found("\"columns\" is missing");
        if (!has_data) throw not_found("\"data\" is missing");
        return facts;
    });
}

TableParts::TablePtr TableParts::parse(std::size_t part) const {
    return reading(part, [this](const std::string& text) -> TablePtr {
        return std::make_shared<const Table>(read_alone(text, source_.store()));
    });
}

void TableParts::note(std::size_t part, const Facts& facts) {
    const std::lock_guard lock(mutex_);
    if (!columns_) columns_ = facts.columns;  // find() begins with the first part
    if (facts.columns != columns_)
        throw invalid("the part " + brief(json::value(paths_[part])) + " has the columns " + facts.columns +
                      ", the part " + brief(json::value(paths_[0])) + " has " + *columns_ +
                      "; the parts of a partitioned table must have equal columns");
    row_counts_[part] = facts.rows;
}

void TableParts::count_rows(std::size_t first) {
    const std::size_t count = std::min(part_readers(), paths_.size() - first);
    std::vector<Facts> facts(count);
    for_each_in_parallel(count, [&](std::size_t i) { facts[i] = scan(first + i); });
    for (std::size_t i = 0; i < count; ++i) note(first + i, facts[i]);
}

std::optional<TableParts::Place> TableParts::known_place(std::size_t row, Place& from) {
    const std::lock_guard lock(mutex_);
    for (; from.part < paths_.size() && row_counts_[from.part]; ++from.part) {
        const std::size_t rows = *row_counts_[from.part];
        if (row - from.rows_before < rows) return from;
        from.rows_before += rows;
    }
    // A part that begins with the row is read anyway; when it is empty the caller goes on.
    if (from.part == paths_.size() || from.rows_before == row) return from;
    return std::nullopt;
}

TableParts::Place TableParts::find(std::size_t row) {
    Place place;
    for (;;) {
        if (const auto found = known_place(row, place)) return *found;
        count_rows(place.part);
    }
}

TableParts::TablePtr TableParts::kept(std::size_t part) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(kept_, part, &std::pair<std::size_t, TablePtr>::first);
    return found == kept_.end() ? nullptr : found->second;
}

void TableParts::keep(std::size_t part, const TablePtr& table) {
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [part](const auto& one) { return one.first == part; });
    kept_.emplace_back(part, table);
    if (kept_.size() > max_kept_tables) kept_.pop_front();
}

std::vector<TableParts::TablePtr> TableParts::tables(std::size_t first, std::size_t count) {
    std::vector<TablePtr> read(count);
    for (std::size_t i = 0; i < count; ++i) read[i] = kept(first + i);
    for_each_in_parallel(count, [&](std::size_t i) {
        if (read[i] == nullptr) read[i] = parse(first + i);
    });
    for (std::size_t i = 0; i < count; ++i) {
        note(first + i, {names_of(*read[i]), read[i]->row_count});
        keep(first + i, read[i]);
    }
    return read;
}

std::string TableParts::rows(const json::object& options) {
    only(options, {"first", "count", "columns"});
    const std::size_t first = row_option(options, "first", 0);
    std::size_t left = row_option(options, "count", std::numeric_limits<std::size_t>::max());
    json::object wanted;
    if (const json::value* columns = options.if_contains("columns")) wanted["columns"] = *columns;

    auto [part, before] = find(first);
    std::size_t skipped = first - before;
    std::string out = "[";
    // A few rows are in one part most likely; then as many parts as the rows so far let us expect.
    const std::size_t most = 2 * part_readers();  // so that nobody waits long for the slowest
    std::size_t together = options.contains("count") ? 1 : most;
    while (part < paths_.size() && left != 0) {
        const std::vector<TablePtr> read = tables(part, std::min(together, paths_.size() - part));
        std::vector<std::string> texts(read.size());
        std::vector<Range> ranges;
        for (const TablePtr& table : read) {
            const std::size_t from = std::min(skipped, table->row_count);
            const std::size_t count = std::min(left, table->row_count - from);
            ranges.push_back({from, count});
            skipped -= from;
            left -= count;
        }
        for_each_in_parallel(read.size(), [&](std::size_t i) {
            json::object some = wanted;
            some["first"] = ranges[i].first;
            some["count"] = ranges[i].count;
            texts[i] = read[i]->rows(some);
        });
        for (const std::string& text : texts) {
            if (text.size() <= 2) continue;
            if (out.size() > 1) out += ',';
            out.append(text, 1, text.size() - 2);
        }
        part += read.size();
        const std::size_t expected = left / std::max<std::size_t>(read.back()->row_count, 1);
        together = std::clamp<std::size_t>(expected, 1, most);
    }
    return out + "]";
}

Value TableParts::cell_value(const json::array& place) {
    if (place.size() < 2)
        throw invalid("a place is a list of row, column and the steps in the cell, it is " + brief(json::value(place)));
    const json::value& row = place[0];
    if (!row.is_int64() || row.get_int64() < 0) throw not_found("there is no row " + brief(row));
    const auto wanted = static_cast<std::size_t>(row.get_int64());
    auto [part, before] = find(wanted);
    std::vector<TablePtr> read;
    if (part < paths_.size()) read = tables(part, 1);
    while (!read.empty() && read.front()->row_count == 0 && ++part < paths_.size()) read = tables(part, 1);
    if (part >= paths_.size()) throw not_found("there is no row " + brief(row));
    json::array inside = place;
    inside[0] = static_cast<std::int64_t>(wanted - before);
    return read.front()->cell_value(inside);
}

}  // namespace wbm::table
