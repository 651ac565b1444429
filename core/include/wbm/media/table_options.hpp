// wbm/media/table_options.hpp - what a table is told beside its rows.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// A column's name: text, or an integer, as the reference has them.
class ColumnName {
public:
    // NOLINTBEGIN(google-explicit-constructor): a text or a number is a name
    ColumnName(std::string text) : text_(std::move(text)), json_(text_) {}
    ColumnName(std::string_view text) : ColumnName(std::string(text)) {}
    ColumnName(const char* text) : ColumnName(std::string(text)) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) ColumnName(T number) : text_(std::to_string(number)), json_(number) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] const json::value& json() const noexcept { return json_; }

private:
    std::string text_;
    json::value json_;
};

/// What W&B shows of a table that is logged again and again.
enum class LogMode { immutable, mutable_, incremental };

/// Every member may be left out.
struct TableOptions {
    /// The type of every column, `"number"`, or a list with one of each: `{"number", "string"}`,
    /// `json::array{{{"wb_type", "ndarray"}, {"params", {{"shape", {2, 3}}}}}, "any"}`. Without it the cells decide.
    json::value dtype = {};
    json::value optional = {};       ///< may cells be null: true (default), false, or a list with one of each column
    bool allow_mixed_types = false;  ///< cells of one column may differ in type
    LogMode log_mode = LogMode::immutable;
    std::optional<std::int64_t> max_rows = {};  ///< rows that an artifact may hold; 200,000, which is what W&B shows
    std::optional<std::int64_t> increment_num = {};  ///< of an incremental table, as the reference has it
    std::vector<std::string> previous_increments_paths = {};
};

namespace detail {

/// Columns and options of a table that may still get more columns.
class TableColumns {
public:
    TableColumns(const std::vector<ColumnName>& names, TableOptions options) : options_(std::move(options)) {
        const std::size_t count = names.size();
        for (std::size_t i = 0; i < count; ++i)
            add(names[i], one_of(options_.dtype, i, count, "dtype"), one_of(options_.optional, i, count, "optional"));
    }

    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
    [[nodiscard]] const json::value& name(std::size_t i) const { return columns_.at(i); }
    [[nodiscard]] std::size_t count() const noexcept { return names_.size(); }

    void add(const ColumnName& name, json::value dtype, json::value optional) {
        names_.push_back(name.text());
        columns_.push_back(name.json());
        dtypes_.push_back(std::move(dtype));
        optionals_.push_back(std::move(optional));
    }
    /// Sets a column's type; gives the old one.
    std::pair<json::value, json::value> set_type(std::size_t column, json::value dtype, json::value optional) {
        std::swap(dtypes_[column], dtype);
        std::swap(optionals_[column], optional);
        return {std::move(dtype), std::move(optional)};
    }

    /// Throws MediaError (not_found).
    [[nodiscard]] std::size_t place_of(std::string_view name) const {
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (names_[i] == name) return i;
        throw MediaError(Status::not_found,
                         "table: there is no column " + json::write(json::value(name)) + "; the table has " + shown());
    }
    [[nodiscard]] bool has(std::string_view name) const noexcept {
        for (const std::string& each : names_)
            if (each == name) return true;
        return false;
    }
    /// Throws MediaError (invalid).
    void check_count(std::size_t row, std::size_t cells) const {
        if (cells != count())
            throw MediaError(Status::invalid, "table: row " + std::to_string(row) + " has " + std::to_string(cells) +
                                                  " cells, the table has " + std::to_string(count()) +
                                                  " columns: " + shown());
    }

    /// The options of Registry::create(), without keys.
    [[nodiscard]] json::object json() const {
        json::object all{{"columns", columns_}};
        const auto is_given = [](const json::value& v) { return !v.is_null(); };
        if (std::ranges::any_of(dtypes_, is_given)) all["dtype"] = dtypes_;
        if (std::ranges::any_of(optionals_, is_given)) all["optional"] = optionals_;
        if (options_.allow_mixed_types) all["allow_mixed_types"] = true;
        if (options_.log_mode != LogMode::immutable)
            all["log_mode"] = options_.log_mode == LogMode::mutable_ ? "MUTABLE" : "INCREMENTAL";
        if (options_.max_rows) all["max_rows"] = *options_.max_rows;
        if (options_.increment_num) all["increment_num"] = *options_.increment_num;
        const auto& paths = options_.previous_increments_paths;
        if (!paths.empty()) all["previous_increments_paths"] = json::array(paths.begin(), paths.end());
        return all;
    }

private:
    static json::value one_of(const json::value& given, std::size_t i, std::size_t count, const char* option) {
        const json::array* list = given.if_array();
        if (list == nullptr) return given;
        if (list->size() != count)
            throw MediaError(Status::invalid, "table: option \"" + std::string(option) + "\" has " +
                                                  std::to_string(list->size()) + " elements for " +
                                                  std::to_string(count) +
                                                  " columns; give one for each, or one for all");
        return (*list)[i];
    }
    [[nodiscard]] std::string shown() const { return json::write(json::value(columns_)).substr(0, 500); }

    TableOptions options_;
    std::vector<std::string> names_;  ///< as text
    json::array columns_, dtypes_, optionals_;
};

}  // namespace detail

}  // namespace wbm
