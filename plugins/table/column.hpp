// column.hpp - the cells of one column. Plain ones of one kind are kept as numbers and text in a row, all others as
// cells.
#pragma once

#include "cells/cell.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wbm::table {

/// Grows at the end only. A copy shares the cells until one of the two grows. [const calls are thread-safe]
class Column {
public:
    /// Texts behind each other, laid out as Arrow has them.
    struct Texts {
        std::string bytes;
        std::vector<std::int64_t> offsets{0};  ///< where each text begins in `bytes`, and the end of the last
        [[nodiscard]] std::string_view at(std::size_t i) const noexcept {
            return {bytes.data() + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])};
        }
        void add(std::string_view text) {
            bytes += text;
            offsets.push_back(static_cast<std::int64_t>(bytes.size()));
        }
    };
    /// Monostate: nothing but nulls so far. What stands in the place of a null means nothing.
    using Values = std::variant<std::monostate, std::vector<std::uint8_t>, std::vector<std::int64_t>,
                                std::vector<double>, Texts, std::vector<Cell>>;
    struct Data {
        std::size_t size = 0;
        Values values;
        std::vector<bool> nulls;  ///< empty: there are none, or nothing else; unused for cells
    };

    [[nodiscard]] std::size_t size() const noexcept { return data().size; }
    [[nodiscard]] bool is_null(std::size_t i) const noexcept;
    [[nodiscard]] Cell cell(std::size_t i) const;
    /// For those who go over a whole column; with is_null().
    [[nodiscard]] const Values& values() const noexcept { return data().values; }
    /// The same with its owner, for those who need the numbers longer than the column. Null for a column without cells.
    [[nodiscard]] std::shared_ptr<const Data> shared() const noexcept { return data_; }

    void push_null() { push_nulls(1); }
    void push_nulls(std::size_t count);
    void push_boolean(bool yes) { push_plain<std::vector<std::uint8_t>>(static_cast<std::uint8_t>(yes), Cell(yes)); }
    void push_integer(std::int64_t n) { push_plain<std::vector<std::int64_t>>(n, Cell(n)); }
    void push_real(double n) { push_plain<std::vector<double>>(n, Cell(n)); }
    void push_text(std::string_view text);
    void push(Cell cell);

    /// Room for `count` more values of one kind at the end, which the caller fills: a vector of numbers, or Texts,
    /// whose new texts are then to be added. Null when the column keeps another kind: push them one by one.
    template <class Vector>
    [[nodiscard]] Vector* grow(std::size_t count);
    /// Makes a value null that grow() gave.
    void mark_null(std::size_t i);

    friend bool operator==(const Column& a, const Column& b);

private:
    [[nodiscard]] const Data& data() const noexcept;
    /// The data as this column's own, to be changed.
    [[nodiscard]] Data& own();

    template <class Vector, class Number>
    void push_plain(Number number, const Cell& otherwise) {
        Data& all = own();
        auto* vector = std::get_if<Vector>(&all.values);
        if (vector == nullptr) {
            if (!start<Vector>(all)) return push_other(otherwise);
            vector = std::get_if<Vector>(&all.values);
        }
        vector->push_back(number);
        ++all.size;
        if (!all.nulls.empty()) all.nulls.push_back(false);
    }
    /// Begins to keep values of that kind, if there were only nulls.
    template <class Vector>
    static bool start(Data& all);
    void push_other(Cell cell);

    std::shared_ptr<Data> data_;  ///< null: no cells
};

}  // namespace wbm::table
