// table_builder.hpp - a table that grows cell by cell, each refining its column's type (wire spec 14.3).
#pragma once

#include "table.hpp"
#include "table_options.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::table {

/// Cells of a row are added in the order of the columns. Every add function throws invalid, naming row and column, for
/// a cell that the column does not take; the table is then of no use.
class TableBuilder {
public:
    TableBuilder(const std::vector<ColumnName>& names, const TableOptions& options);

    [[nodiscard]] std::size_t columns() const noexcept { return table_.columns.size(); }
    /// The row that is being added, counted from the first one of a stream.
    [[nodiscard]] std::size_t row() const noexcept { return first_row_ + table_.row_count; }
    /// Throws invalid for a row of another length than the columns.
    void check_length(std::size_t cells) const;

    void add_null(std::size_t i) {
        if (takes(i, CellKind::null)) return table_.columns[i].cells.push_null();
        add(i, {});
    }
    void add_boolean(std::size_t i, bool yes) {
        if (takes(i, CellKind::boolean)) return table_.columns[i].cells.push_boolean(yes);
        add(i, yes);
    }
    void add_integer(std::size_t i, std::int64_t number) {
        if (takes(i, CellKind::integer)) return table_.columns[i].cells.push_integer(number);
        add(i, number);
    }
    /// Not NaN, which is a null for the column's type.
    void add_finite(std::size_t i, double number) {
        if (takes(i, CellKind::real)) return table_.columns[i].cells.push_real(number);
        add(i, number);
    }
    /// No link, which has a type of its own.
    void add_text(std::size_t i, std::string_view text) {
        if (takes(i, CellKind::text)) return table_.columns[i].cells.push_text(text);
        add(i, Cell(text));
    }
    void add(std::size_t i, Cell cell);
    void end_row() { ++table_.row_count; }

    /// The table so far; the builder is then empty.
    [[nodiscard]] Table finish() { return std::move(table_); }

private:
    [[nodiscard]] bool takes(std::size_t i, CellKind kind) const { return table_.columns[i].type.keeps(kind); }
    void refine(NamedColumn& column, Cell& cell) const;

    Table table_;
    std::size_t first_row_;
};

}  // namespace wbm::table
