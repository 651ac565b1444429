// Equality of cells: strict on kinds, by value on numbers, blind to what the wire does not keep.
#include "array_cell.hpp"
#include "cell.hpp"
#include "number.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace wbm::table {
namespace {

using Number = std::variant<std::int64_t, std::uint64_t, double>;

std::optional<Number> number_of(const Cell& cell) {
    switch (cell.kind()) {
        case CellKind::integer:
            return cell.integer();
        case CellKind::natural:
            return cell.natural();
        case CellKind::real:
            return cell.real();
        case CellKind::index:
            return cell.index().row;
        default:
            return std::nullopt;
    }
}

std::optional<std::string_view> text_of(const Cell& cell) {
    const CellKind kind = cell.kind();
    if (kind == CellKind::text || kind == CellKind::link) return cell.text();
    if (kind == CellKind::key) return cell.key().text;
    return std::nullopt;
}

/// What the artifact's wire writes as null.
bool is_nothing(const Cell& cell) {
    if (cell.kind() == CellKind::time) return std::isnan(cell.time().milliseconds());
    return cell.type_kind() == CellKind::null;
}

bool equal_lists(const List& a, const List& b) {
    return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end());
}

bool equal_dicts(const Dict& a, const Dict& b) {
    if (a.members.size() != b.members.size()) return false;
    const auto same_member = [](const auto& x, const auto& y) { return x.first == y.first && x.second == y.second; };
    if (std::equal(a.members.begin(), a.members.end(), b.members.begin(), same_member)) return true;
    // Another order: both by name, so that a big dict costs no more than sorting it.
    const auto by_name = [](const Dict& dict) {
        std::vector<const std::pair<std::string, Cell>*> sorted;
        for (const auto& member : dict.members) sorted.push_back(&member);
        std::sort(sorted.begin(), sorted.end(), [](const auto* x, const auto* y) { return x->first < y->first; });
        return sorted;
    };
    const auto left = by_name(a);
    const auto right = by_name(b);
    return std::equal(left.begin(), left.end(), right.begin(),
                      [&](const auto* x, const auto* y) { return same_member(*x, *y); });
}

/// An array and what it is on the wire: nested lists, or the number of an array without dimensions.
bool equals_written(const DenseArray& array, const Cell& other) {
    if (array.shape.empty()) return element_cell(array, 0) == other;
    if (other.kind() != CellKind::list) return false;
    const auto& cells = other.list().cells;
    if (cells.size() != static_cast<std::size_t>(array.shape.front())) return false;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!(row_cell(array, i) == cells[i])) return false;
    return true;
}

bool equal_of_one_kind(const Cell& a, const Cell& b) {
    switch (a.kind()) {
        case CellKind::boolean:
            return a.boolean() == b.boolean();
        case CellKind::big:
            return a.digits() == b.digits();
        case CellKind::time:
            return a.time() == b.time();
        case CellKind::array:
            return a.array() == b.array();
        case CellKind::media:
            return a.media() == b.media() || a.media()->equal(*b.media());
        case CellKind::list:
            return equal_lists(a.list(), b.list());
        case CellKind::dict:
            return equal_dicts(a.dict(), b.dict());
        default:
            return false;  // numbers and texts are compared across kinds
    }
}

}  // namespace

bool operator==(const Time& a, const Time& b) noexcept {
    return std::visit([](auto x, auto y) { return same_number(x, y); }, a.ms, b.ms);
}

bool operator==(const Cell& a, const Cell& b) {
    const bool nothing = is_nothing(a);
    if (nothing || is_nothing(b)) return nothing && is_nothing(b);
    if (const auto number = number_of(a)) {
        const auto other = number_of(b);
        if (other) return std::visit([](auto x, auto y) { return same_number(x, y); }, *number, *other);
    } else if (const auto text = text_of(a)) {
        return text == text_of(b);
    }
    if (a.kind() == b.kind()) return equal_of_one_kind(a, b);
    if (a.kind() == CellKind::array) return equals_written(a.array(), b);
    return b.kind() == CellKind::array && equals_written(b.array(), a);
}

}  // namespace wbm::table
