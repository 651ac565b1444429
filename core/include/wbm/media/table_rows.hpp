// wbm/media/table_rows.hpp - the rows of a table that is there.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/table_view.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// A row number of a table. As a cell of another table it makes that column one of row numbers of the first.
class TableIndex {
public:
    TableIndex(std::shared_ptr<const detail::TableSource> table, std::size_t row)
        : table_(std::move(table)), row_(row) {}
    [[nodiscard]] std::size_t row() const noexcept { return row_; }
    void write_to(CellWriter& writer) const { writer.write_index(table_, row_); }

private:
    std::shared_ptr<const detail::TableSource> table_;
    std::size_t row_;
};

/// One row. Cheap to copy; keeps the table's value alive.
class RowView {
public:
    RowView(detail::TableShapePtr table, std::shared_ptr<const detail::TableSource> source,
            std::shared_ptr<const json::array> rows, std::size_t first, std::size_t row)
        : table_(std::move(table)), source_(std::move(source)), rows_(std::move(rows)), first_(first), row_(row) {}

    /// Its number; the first is 0.
    [[nodiscard]] std::size_t index() const noexcept { return row_; }
    /// Its number as a cell of another table.
    [[nodiscard]] TableIndex ref() const { return {source_, row_}; }
    [[nodiscard]] std::size_t size() const noexcept { return table_->names.size(); }
    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return table_->names; }

    /// By place, and by the column's name. Throws MediaError (not_found).
    [[nodiscard]] CellView operator[](std::size_t place) const {
        if (place >= size())
            throw MediaError(Status::not_found, "table: there is no column " + std::to_string(place) +
                                                    "; the table has " + std::to_string(size()));
        return {table_, rows_, (*rows_)[row_ - first_].get_array()[place], row_, place};
    }
    [[nodiscard]] CellView operator[](int place) const {
        return (*this)[place < 0 ? static_cast<std::size_t>(-1) : static_cast<std::size_t>(place)];
    }
    [[nodiscard]] CellView operator[](std::string_view column) const { return (*this)[table_->place_of(column)]; }
    [[nodiscard]] CellView operator[](const char* column) const { return (*this)[std::string_view(column)]; }

private:
    detail::TableShapePtr table_;
    std::shared_ptr<const detail::TableSource> source_;
    std::shared_ptr<const json::array> rows_;
    std::size_t first_;  // row number of the first of rows_
    std::size_t row_;
};

/// All rows of a table as it is now, for a range-for; they are fetched in blocks.
class RowRange {
public:
    RowRange(detail::TableShapePtr table, std::shared_ptr<const detail::TableSource> source)
        : table_(std::move(table)), source_(std::move(source)) {}

    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = RowView;
        using difference_type = std::ptrdiff_t;
        using pointer = const RowView*;
        using reference = RowView;

        [[nodiscard]] RowView operator*() const {
            if (rows_ == nullptr || row_ - first_ >= rows_->size()) fetch();
            return {range_->table_, range_->source_, rows_, first_, row_};
        }
        Iterator& operator++() noexcept {
            ++row_;
            return *this;
        }
        void operator++(int) noexcept { ++row_; }
        friend bool operator==(const Iterator& a, const Iterator& b) noexcept { return a.row_ == b.row_; }

    private:
        friend class RowRange;
        Iterator(const RowRange& range, std::size_t row) : range_(&range), row_(row) {}
        void fetch() const {
            first_ = row_;
            rows_ = std::make_shared<const json::array>(
                range_->table_->value->rows({{"first", row_}, {"count", rows_at_once}}));
        }

        const RowRange* range_;
        std::size_t row_;
        mutable std::size_t first_ = 0;
        mutable std::shared_ptr<const json::array> rows_;
    };

    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }
    [[nodiscard]] std::size_t size() const noexcept { return table_->rows; }

private:
    static constexpr std::size_t rows_at_once = 1024;
    detail::TableShapePtr table_;
    std::shared_ptr<const detail::TableSource> source_;
};

}  // namespace wbm
