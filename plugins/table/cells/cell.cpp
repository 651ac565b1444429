#include "cell.hpp"

#include "../limits.hpp"
#include "array_cell.hpp"

#include <wbm/sdk/element.hpp>
#include <wbm/sdk/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace wbm::table {
namespace {

std::size_t depth_of(const Cell& cell) {
    if (cell.kind() == CellKind::list) return cell.list().depth;
    if (cell.kind() == CellKind::dict) return cell.dict().depth;
    return 0;
}

std::size_t checked_depth(std::size_t inner) {
    if (inner >= max_cell_depth)
        throw invalid("a cell has more than " + std::to_string(max_cell_depth) +
                      " lists and dicts in each other; flatten it");
    return inner + 1;
}

/// Throws invalid for a name that comes twice.
void check_names(const std::vector<std::pair<std::string, Cell>>& members) {
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& member : members) names.emplace_back(member.first);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) throw invalid("a dict cell has the name \"" + std::string(*twice) + "\" twice");
}

}  // namespace

Cell Cell::time(Time time, std::string iso) {
    return Cell(Value(std::make_shared<const DatedTime>(DatedTime{time, std::move(iso)})));
}

Cell Cell::integer_of(std::string_view digits) {
    const char* const end = digits.data() + digits.size();
    std::int64_t integer = 0;
    if (std::from_chars(digits.data(), end, integer).ec == std::errc()) return integer;
    std::uint64_t natural = 0;
    if (std::from_chars(digits.data(), end, natural).ec == std::errc()) return natural;
    return Cell(Value(std::make_shared<const BigInteger>(BigInteger{std::string(digits)})));
}

Cell Cell::array(DenseArray array) { return Cell(Value(std::make_shared<const DenseArray>(std::move(array)))); }

Cell Cell::media(Media media) { return media ? Cell(Value(std::move(media))) : Cell(); }

Cell Cell::list(std::vector<Cell> cells, Sequence sequence) {
    std::size_t inner = 0;
    for (const Cell& cell : cells) inner = std::max(inner, depth_of(cell));
    const std::size_t depth = checked_depth(inner);
    return Cell(Value(std::make_shared<const List>(List{std::move(cells), sequence, depth})));
}

Cell Cell::dict(std::vector<std::pair<std::string, Cell>> members) {
    check_names(members);
    std::size_t inner = 0;
    for (const auto& member : members) inner = std::max(inner, depth_of(member.second));
    const std::size_t depth = checked_depth(inner);
    return Cell(Value(std::make_shared<const Dict>(Dict{std::move(members), depth})));
}

Cell Cell::key(TableKey key) { return Cell(Value(std::make_shared<const TableKey>(std::move(key)))); }

Cell Cell::index(TableIndex index) { return Cell(Value(std::make_shared<const TableIndex>(std::move(index)))); }

CellKind Cell::kind() const noexcept {
    using enum CellKind;
    // In the order of Value.
    constexpr std::array<CellKind, std::variant_size_v<Value>> kinds{
        null, boolean, integer, natural, real, text, time, time, array, media, list, dict, key, index, big};
    const CellKind kind = kinds[value_.index()];
    if (kind == text && (*std::get_if<Shared<std::string>>(&value_))->starts_with(link_prefix)) return link;
    return kind;
}

CellKind Cell::type_kind() const noexcept {
    const auto* number = std::get_if<double>(&value_);
    return number != nullptr && std::isnan(*number) ? CellKind::null : kind();
}

Time Cell::time() const {
    if (const auto* dated = std::get_if<Shared<DatedTime>>(&value_)) return (*dated)->time;
    return std::get<Time>(value_);
}

std::string_view Cell::iso() const noexcept {
    const auto* dated = std::get_if<Shared<DatedTime>>(&value_);
    return dated != nullptr ? std::string_view((*dated)->iso) : std::string_view();
}

const Cell* Dict::find(std::string_view name) const noexcept {
    for (const auto& member : members)
        if (member.first == name) return &member.second;
    return nullptr;
}

Cell element_cell(const DenseArray& array, std::size_t i) {
    return with_element(array.dtype, [&](auto type) -> Cell {
        const auto element = as_number(load_element<decltype(type)>(array.bytes.get() + i * sizeof type));
        if constexpr (std::is_same_v<decltype(type), std::uint8_t>)
            if (is_bool(array.dtype)) return element != 0;
        return element;
    });
}

Cell row_cell(const DenseArray& array, std::size_t i) {
    return array.shape.size() == 1 ? element_cell(array, i) : Cell::array(array.row(i));
}

}  // namespace wbm::table
