// table.hpp - Table: columns of cells, each of any type (wire spec 14).
#pragma once

#include "column.hpp"
#include "limits.hpp"
#include "table_stream.hpp"
#include "types/column_type.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wbm::table {

/// A column's name: text, or a number (wire spec 14.2).
using ColumnName = std::variant<std::string, std::int64_t>;
[[nodiscard]] std::string text_of(const ColumnName& name);
[[nodiscard]] json::value json_of(const ColumnName& name);

struct NamedColumn {
    ColumnName name;
    ColumnType type;
    Column cells;

    friend bool operator==(const NamedColumn& a, const NamedColumn& b) {
        return a.name == b.name && a.type == b.type && a.cells == b.cells;
    }
};

/// How a table that grows is logged again (wire spec 14.7).
enum class LogMode : std::uint8_t { immutable, mutable_, incremental };
[[nodiscard]] std::string_view to_string(LogMode mode) noexcept;
[[nodiscard]] std::optional<LogMode> log_mode_of(std::string_view text) noexcept;

struct Table {
    static constexpr const char* type = "table";
    static constexpr const char* aliases[] = {"table-file", "incremental-table-file", nullptr};
    static constexpr auto inputs = WBM_FROM_JSON | WBM_FROM_TENSOR | WBM_FROM_ARROW | WBM_FROM_PATH | WBM_FROM_BYTES;
    static const char* const facts;

    std::vector<NamedColumn> columns;
    std::size_t row_count = 0;
    std::size_t max_rows = max_artifact_rows;  ///< an artifact may hold; no part of the value
    LogMode log_mode = LogMode::immutable;
    bool says_log_mode = true;                  ///< false for a table of a reference that had no log modes
    std::optional<std::int64_t> increment_num;  ///< of an incremental table
    std::optional<json::array> previous_paths;  ///< entry URLs of earlier increments
    std::size_t earlier_rows = 0;               ///< in those, which a run's JSON counts too (wire spec 14.6)
    ExtraMembers extra, wbm_extra;

    [[nodiscard]] static Table create(const Input& in);
    [[nodiscard]] static Table from_text(std::string_view text, const Store& source);
    [[nodiscard]] std::string to_text(const Store& target) const;

    [[nodiscard]] json::object fields() const;
    /// Rows as JSON (wbm/ext/rows.h): options first, count, columns.
    [[nodiscard]] std::string rows(const json::object& options) const;
    [[nodiscard]] Value cell_value(const json::array& place) const;
    /// Record batches (wbm/ext/arrow.h): options as rows(). Plain columns share their memory with the stream.
    void arrow(const json::object& options, ArrowArrayStream& out) const;

    /// The first column of that name, or null.
    [[nodiscard]] const NamedColumn* find(std::string_view name) const noexcept;
    /// All column types as the wire has them: a typed_dict whose repeated names keep the last type.
    [[nodiscard]] ColumnType column_types() const;

    friend bool operator==(const Table& a, const Table& b);

    using Stream = TableStream;
};

}  // namespace wbm::table
