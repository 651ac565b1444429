// wbm/media/table.hpp - Table: rows of cells of any type, added one by one or by columns, and read back.
// docs/media/table.md shows each part.
//
//     wbm::Table table({"step", "image", "loss"});
//     table.add_data(1, image, 0.5);
//     run.log("samples", table);
//     for (const wbm::RowView& row : table.iterrows()) std::cout << row["loss"].get<double>() << '\n';
//
// Implements the wire spec, section 14. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/table_cell.hpp>
#include <wbm/media/table_options.hpp>
#include <wbm/media/table_rows.hpp>
#include <wbm/media/table_state.hpp>
#include <wbm/media/table_view.hpp>
#include <wbm/part.hpp>

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// A key of a row of a table: a text in its column of that name. As a cell of another table it makes that column one of
/// keys of the first.
class TableKey {
public:
    TableKey(std::shared_ptr<const detail::TableSource> table, std::string column, std::string key)
        : table_(std::move(table)), column_(std::move(column)), key_(std::move(key)) {}
    [[nodiscard]] const std::string& key() const noexcept { return key_; }
    void write_to(CellWriter& writer) const { writer.write_key(table_, column_, key_); }

private:
    std::shared_ptr<const detail::TableSource> table_;
    std::string column_, key_;
};

/// A table. A handle, as in Python: copies share the rows, and a table that is the target of keys may still grow. The
/// value is made when it is first asked for, by value(), logging or reading, and anew after a change; what was logged
/// before stays as it was. Cells are what docs/media/table.md lists. [one thread at a time]
class Table {
public:
    static constexpr std::string_view type = "table";

    /// Without columns: add_column() makes them.
    Table() : Table(std::vector<ColumnName>()) {}
    /// Without rows. The registry must outlive the table. Throws MediaError (invalid) for options of another number of
    /// columns; what else is wrong with them is known when the value is made.
    explicit Table(const std::vector<ColumnName>& columns, TableOptions options = {},
                   Registry& registry = default_registry())
        : state_(std::make_shared<detail::TableState>(columns, std::move(options), registry)) {}
    /// What Artifact::get() or Registry::init_from_json() gave, to read: it takes no rows. Throws MediaError: invalid
    /// for null and another type; unsupported when no plugin knows the type.
    explicit Table(ValuePtr value) : state_(std::make_shared<detail::TableState>(Known(std::move(value)).value())) {}
    /// The rows and columns of an array of two dimensions, to read.
    [[nodiscard]] static Table from_array(const Part& array, const std::vector<ColumnName>& columns,
                                          TableOptions options = {}, Registry& registry = default_registry()) {
        return Table(registry.create(type, array, detail::TableColumns(columns, std::move(options)).json()));
    }

    /// The rows of a CSV or JSON lines file, to read; options as docs/media/table.md has them.
    [[nodiscard]] static Table from_file(const std::filesystem::path& file, const json::object& options = {},
                                         Registry& registry = default_registry()) {
        return Table(registry.create(type, path(file), options));
    }
    /// The record batches of an Arrow stream, to read. The stream is released.
    [[nodiscard]] static Table from_arrow(ArrowArrayStream& stream, const json::object& options = {},
                                          Registry& registry = default_registry()) {
        return Table(registry.create(type, wbm::arrow(stream), options));
    }

    // ---- adding: each throws MediaError and then leaves the table as it was; all of them refuse a table that was read

    /// Adds a row of a cell for each column. Throws MediaError: invalid for another number of cells and for text that
    /// is not UTF-8; unsupported for arrays of other libraries that are not in CPU memory. Whether cells fit their
    /// columns is known when the value is made.
    template <class... Cells>
    void add_data(const Cells&... cells) {
        state_->add_row(sizeof...(Cells),
                        [&](CellWriter& writer, const auto& next) { ((next(), writer.write(cells)), ...); });
    }
    /// The same with cells that are known at run time.
    void add_row(const std::vector<Cell>& cells) { add_cells(cells); }
    void add_row(std::initializer_list<Cell> cells) { add_cells(cells); }
    /// A row of another table. Times keep their milliseconds, arrays become lists, values are the same ones.
    void add_row(const RowView& row) {
        state_->add_row(row.size(), [&](CellWriter& writer, const auto& next) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                next();
                writer.write(row[i]);
            }
        });
    }

    /// Adds a column with a cell for each row; the first column of a table makes the rows. `optional`: may cells be
    /// null? As the reference only if you say so, and for ranges of std::optional. Throws MediaError (invalid) for a
    /// name that is there and another number of cells.
    template <std::ranges::forward_range Range>
    void add_column(const ColumnName& name, const Range& cells, std::optional<bool> optional = {}) {
        using Element = std::ranges::range_value_t<const Range>;
        state_->add_column(name, cells, optional.value_or(detail::is_made_of<Element, std::optional>));
    }
    void add_column(const ColumnName& name, std::initializer_list<Cell> cells, bool optional = false) {
        state_->add_column(name, cells, optional);
    }

    /// Gives a column a type, "number" or {"wb_type": ...}, that all cells must fit, now and later. Throws MediaError
    /// (invalid) when one does not.
    void cast(std::string_view column, json::value dtype, bool optional = false) {
        state_->cast(column, std::move(dtype), optional);
    }
    /// The column of texts that tells rows apart.
    void set_pk(std::string_view column) { state_->set_primary_key(column); }
    /// Its cells are keys in a column of another table. Throws MediaError (invalid) for a column that is not there, for
    /// the table itself and one that leads to it.
    void set_fk(std::string_view column, const Table& table, std::string_view table_column) {
        state_->set_foreign_key(column, table.state_, table_column);
    }

    // ---- the value

    /// For Run::log, Artifact::add and other values; valid until the table changes. Throws MediaError: invalid for a
    /// cell that does not fit, which names its row and column.
    [[nodiscard]] const ValuePtr& value() const { return state_->value(); }
    operator const ValuePtr&() const { return value(); }  // NOLINT(google-explicit-constructor)
    /// Makes the value now, to see whether all cells fit.
    void check() const { (void)value(); }
    friend bool operator==(const Table& a, const Table& b) { return *a.value() == *b.value(); }

    // ---- reading: of a table that is under construction this makes the value

    [[nodiscard]] std::vector<std::string> columns() const { return state_->columns(); }
    [[nodiscard]] std::size_t ncols() const { return columns().size(); }
    [[nodiscard]] std::size_t nrows() const { return state_->row_count(); }

    /// The rows as they are now.
    [[nodiscard]] RowRange iterrows() const { return {state_->shape(), state_}; }
    /// One row. Throws MediaError (not_found).
    [[nodiscard]] RowView row(std::size_t index) const {
        check_row(index);
        auto rows = std::make_shared<const json::array>(value()->rows({{"first", index}, {"count", 1}}));
        return {state_->shape(), state_, std::move(rows), index, index};
    }
    [[nodiscard]] CellView cell(std::size_t row_index, std::string_view column) const { return row(row_index)[column]; }

    /// All cells of a column: get_column<double>("loss"). Throws MediaError: not_found; invalid for a cell that is no
    /// T, as CellView::get().
    template <class T>
    [[nodiscard]] std::vector<T> get_column(std::string_view column) const {
        std::vector<T> all;
        for_each_cell(column, all, [](const CellView& cell) { return cell.get<T>(); });
        return all;
    }
    /// The same as views.
    [[nodiscard]] std::vector<CellView> get_column(std::string_view column) const {
        std::vector<CellView> all;
        for_each_cell(column, all, [](const CellView& cell) { return cell; });
        return all;
    }

    /// The rows as Arrow record batches, as WBValue::arrow().
    void arrow(ArrowArrayStream& out, const json::object& options = {}) const { value()->arrow(out, options); }

    /// Row numbers, and keys, as cells of another table. Throws MediaError (not_found) for a row that is not there.
    [[nodiscard]] std::vector<TableIndex> get_index() const {
        std::vector<TableIndex> all;
        for (std::size_t i = 0; i < nrows(); ++i) all.emplace_back(state_, i);
        return all;
    }
    [[nodiscard]] TableIndex index_ref(std::size_t row) const {
        check_row(row);
        return {state_, row};
    }
    [[nodiscard]] TableKey key_ref(std::string_view column, std::string_view key) const {
        return {state_, std::string(column), std::string(key)};
    }

private:
    struct Known : MediaValue {
        explicit Known(ValuePtr value) : MediaValue(std::move(value), type) {}
    };

    template <class Range>
    void add_cells(const Range& cells) {
        state_->add_row(cells.size(), [&](CellWriter& writer, const auto& next) {
            for (const Cell& cell : cells) {
                next();
                writer.write(cell);
            }
        });
    }
    template <class T, class Get>
    void for_each_cell(std::string_view column, std::vector<T>& all, const Get& get) const {
        const detail::TableShapePtr& shape = state_->shape();
        const std::size_t place = shape->place_of(column);
        const auto rows =
            std::make_shared<const json::array>(value()->rows({{"columns", json::array{shape->columns[place]}}}));
        all.reserve(rows->size());
        for (const json::value& row : *rows)
            all.push_back(get(CellView(shape, rows, row.as_array().at(0), all.size(), place)));
    }
    void check_row(std::size_t row) const {
        if (row >= nrows())
            throw MediaError(Status::not_found, "table: there is no row " + std::to_string(row) + "; the table has " +
                                                    std::to_string(nrows()));
    }

    std::shared_ptr<detail::TableState> state_;
};

}  // namespace wbm
