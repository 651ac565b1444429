// column.hpp - the cells of one column. Plain ones of one kind are kept as numbers and text in a row, all others as
// cells.
#pragma once

#include "cells/cell.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wbm::table {

/// Grows at the end only. [const calls are thread-safe]
class Column {
public:
    /// Texts behind each other.
    struct Texts {
        std::string bytes;
        std::vector<std::size_t> ends;  ///< of each text in `bytes`
        [[nodiscard]] std::string_view at(std::size_t i) const noexcept {
            const std::size_t begin = i == 0 ? 0 : ends[i - 1];
            return std::string_view(bytes).substr(begin, ends[i] - begin);
        }
    };
    /// Monostate: nothing but nulls so far. What stands in the place of a null means nothing.
    using Values = std::variant<std::monostate, std::vector<std::uint8_t>, std::vector<std::int64_t>,
                                std::vector<double>, Texts, std::vector<Cell>>;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool is_null(std::size_t i) const noexcept;
    [[nodiscard]] Cell cell(std::size_t i) const;
    /// For those who go over a whole column; with is_null().
    [[nodiscard]] const Values& values() const noexcept { return values_; }

    void push_null();
    void push_boolean(bool yes) { push_plain<std::vector<std::uint8_t>>(static_cast<std::uint8_t>(yes), Cell(yes)); }
    void push_integer(std::int64_t n) { push_plain<std::vector<std::int64_t>>(n, Cell(n)); }
    void push_real(double n) { push_plain<std::vector<double>>(n, Cell(n)); }
    void push_text(std::string_view text);
    void push(Cell cell);

    friend bool operator==(const Column& a, const Column& b);

private:
    template <class Vector, class Number>
    void push_plain(Number number, const Cell& otherwise) {
        auto* vector = std::get_if<Vector>(&values_);
        if (vector == nullptr) {
            if (!start<Vector>()) return push_other(otherwise);
            vector = std::get_if<Vector>(&values_);
        }
        vector->push_back(number);
        note(false);
    }
    /// Begins to keep values of that kind, if there were only nulls.
    template <class Vector>
    bool start();
    void push_other(Cell cell);
    void note(bool null);

    std::size_t size_ = 0;
    Values values_;
    std::vector<bool> nulls_;  ///< empty: there are none, or nothing else
};

}  // namespace wbm::table
