// Cells as Arrow arrays.
#include "exported.hpp"

#include "../cells/array_cell.hpp"
#include "../cells/cell_json.hpp"
#include "../cells/number.hpp"
#include "../shown_rows.hpp"
#include "../value_cell.hpp"
#include "export_arrays.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>

namespace wbm::table {
namespace {

using Cells = std::span<const Cell>;

/// The kinds that come among cells, without null.
class Kinds {
public:
    explicit Kinds(Cells cells) {
        for (const Cell& cell : cells)
            if (!cell.is_null()) bits_ |= bit(cell.kind());
    }
    [[nodiscard]] bool none() const noexcept { return bits_ == 0; }
    [[nodiscard]] bool only(std::initializer_list<CellKind> kinds) const noexcept {
        unsigned allowed = 0;
        for (const CellKind kind : kinds) allowed |= bit(kind);
        return bits_ != 0 && (bits_ & ~allowed) == 0;
    }
    [[nodiscard]] bool has(CellKind kind) const noexcept { return (bits_ & bit(kind)) != 0; }

private:
    static unsigned bit(CellKind kind) noexcept { return 1U << static_cast<unsigned>(kind); }
    unsigned bits_ = 0;
};

Exported begun(Cells cells, const char* format) {
    Exported out;
    out.format = format;
    out.add_validity(cells.size(), [&](std::size_t i) { return cells[i].is_null(); });
    return out;
}

template <class T, class Get>
Exported numbers(Cells cells, const char* format, const Get& get) {
    Exported out = begun(cells, format);
    std::vector<T> values(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!cells[i].is_null()) values[i] = get(cells[i]);
    out.add_buffer(std::move(values));
    return out;
}

template <class Append>
Exported texts(Cells cells, const Append& append) {
    Exported out = begun(cells, "U");
    Column::Texts all;
    for (const Cell& cell : cells) {
        if (!cell.is_null()) append(all.bytes, cell);
        all.add({});
    }
    const auto kept = std::make_shared<const Column::Texts>(std::move(all));
    out.buffers.push_back(kept->offsets.data());
    out.buffers.push_back(kept->bytes.data());
    out.owners.push_back(kept);
    return out;
}

Exported as_json(Cells cells) {
    Exported out = texts(cells, [](std::string& text, const Cell& cell) {
        append_cell(text, cell, CellForm::shown, json::Style::fast, append_shown);
    });
    out.metadata.emplace_back("wbm.json", "true");
    return out;
}

Exported values(Cells cells) {
    Exported out = as_json(cells);
    std::set<std::string> types;
    for (const Cell& cell : cells)
        if (!cell.is_null()) types.emplace(cell.media()->type());
    if (types.size() == 1) out.metadata.emplace_back("wbm.type", *types.begin());
    return out;
}

double as_double(const Cell& cell) {
    if (cell.kind() == CellKind::real) return cell.real();
    return cell.kind() == CellKind::natural ? static_cast<double>(cell.natural()) : static_cast<double>(cell.integer());
}

/// Integers and fractions, or integers of which some are beyond 64 bits with a sign.
std::optional<Exported> mixed_numbers(Cells cells, const Kinds& kinds) {
    const auto all = [&](auto&& holds) {
        return std::ranges::all_of(cells, [&](const Cell& cell) { return cell.is_null() || holds(cell); });
    };
    const auto is_natural = [](const Cell& cell) { return cell.kind() == CellKind::natural || cell.integer() >= 0; };
    if (!kinds.has(CellKind::real) && all(is_natural))
        return numbers<std::uint64_t>(cells, "L", [](const Cell& cell) {
            return cell.kind() == CellKind::natural ? cell.natural() : static_cast<std::uint64_t>(cell.integer());
        });
    const auto is_exact = [](const Cell& cell) {
        if (cell.kind() == CellKind::real) return true;
        const double number = as_double(cell);
        return cell.kind() == CellKind::natural ? same_number(number, cell.natural())
                                                : same_number(number, cell.integer());
    };
    if (all(is_exact)) return numbers<double>(cells, "g", as_double);
    return std::nullopt;
}

/// Microseconds that the time's text has and its milliseconds, which are cut towards 1970, have not.
std::int64_t more_microseconds(const Cell& cell, std::int64_t ms) {
    const std::string_view iso = cell.iso();
    const std::size_t point = iso.find('.');
    if (point == std::string_view::npos || ms == 0) return 0;
    std::int64_t more = 0;
    for (std::size_t i = point + 4; i < point + 7; ++i) {
        const char c = i < iso.size() ? iso[i] : '0';
        if (c < '0' || c > '9') return 0;
        more = more * 10 + (c - '0');
    }
    return ms < 0 && more != 0 ? more - 1'000 : more;
}

/// Nullopt for a moment that 64 bits of microseconds do not hold.
std::optional<std::int64_t> microseconds(const Cell& cell) {
    constexpr double most = 9.2e15;  // milliseconds
    const Time time = cell.time();
    if (!(std::fabs(time.milliseconds()) < most)) return std::nullopt;
    if (const auto* ms = std::get_if<std::int64_t>(&time.ms)) return *ms * 1'000 + more_microseconds(cell, *ms);
    return std::llround(time.milliseconds() * 1'000.0);
}

/// Milliseconds where that is all there is, else microseconds.
std::optional<Exported> times(Cells cells) {
    bool is_whole = true, fits = true;
    for (const Cell& cell : cells) {
        if (cell.is_null()) continue;
        const auto us = microseconds(cell);
        const bool is_ms = std::holds_alternative<std::int64_t>(cell.time().ms);
        fits = fits && us;
        is_whole = is_whole && is_ms && (!us || *us % 1'000 == 0);
    }
    if (is_whole)
        return numbers<std::int64_t>(cells, "tsm:UTC",
                                     [](const Cell& cell) { return std::get<std::int64_t>(cell.time().ms); });
    if (!fits) return std::nullopt;
    return numbers<std::int64_t>(cells, "tsu:UTC", [](const Cell& cell) { return *microseconds(cell); });
}

Exported lists(Cells cells) {
    Exported out = begun(cells, "+L");
    std::vector<std::int64_t> offsets{0};
    std::vector<Cell> elements;
    for (const Cell& cell : cells) {
        if (!cell.is_null()) elements.insert(elements.end(), cell.list().cells.begin(), cell.list().cells.end());
        offsets.push_back(static_cast<std::int64_t>(elements.size()));
    }
    out.add_buffer(std::move(offsets));
    out.children.push_back(export_cells(elements));
    out.children.back().name = "item";
    return out;
}

Cell as_list(const Cell& cell) {
    if (cell.kind() != CellKind::array) return cell;
    const DenseArray& array = cell.array();
    if (array.shape.empty()) return element_cell(array, 0);
    std::vector<Cell> rows;
    for (std::int64_t i = 0; i < array.shape[0]; ++i)
        rows.push_back(as_list(row_cell(array, static_cast<std::size_t>(i))));
    return Cell::list(std::move(rows));
}

/// A struct, where all have the same names.
std::optional<Exported> dicts(Cells cells) {
    const auto first = std::ranges::find_if(cells, [](const Cell& cell) { return !cell.is_null(); });
    const auto& members = first->dict().members;
    const auto has_same_names = [&](const Cell& cell) {
        return cell.is_null() ||
               (cell.dict().members.size() == members.size() &&
                std::ranges::all_of(members, [&](const auto& m) { return cell.dict().find(m.first) != nullptr; }));
    };
    if (!std::ranges::all_of(cells, has_same_names)) return std::nullopt;
    Exported out = begun(cells, "+s");
    for (const auto& member : members) {
        std::vector<Cell> inner;
        inner.reserve(cells.size());
        for (const Cell& cell : cells) inner.push_back(cell.is_null() ? Cell() : *cell.dict().find(member.first));
        out.children.push_back(export_cells(inner));
        out.children.back().name = member.first;
    }
    return out;
}

/// What all cells of these kinds are in Arrow; nullopt: only their JSON says it.
std::optional<Exported> typed(Cells cells, const Kinds& kinds) {
    using enum CellKind;
    if (kinds.only({boolean})) return export_booleans(cells);
    if (kinds.only({integer}))
        return numbers<std::int64_t>(cells, "l", [](const Cell& cell) { return cell.integer(); });
    if (kinds.only({index}))
        return numbers<std::int64_t>(cells, "l", [](const Cell& cell) { return cell.index().row; });
    if (kinds.only({integer, natural, real})) return mixed_numbers(cells, kinds);
    if (kinds.only({text, link})) return texts(cells, [](std::string& out, const Cell& cell) { out += cell.text(); });
    if (kinds.only({key})) return texts(cells, [](std::string& out, const Cell& cell) { out += cell.key().text; });
    if (kinds.only({time})) return times(cells);
    if (kinds.only({array}))
        if (auto block = export_arrays(cells)) return block;
    if (kinds.only({array, list})) {
        std::vector<Cell> all;
        for (const Cell& cell : cells) all.push_back(as_list(cell));
        return Kinds(all).only({list}) ? lists(all) : std::optional<Exported>();
    }
    if (kinds.only({dict})) return dicts(cells);
    if (kinds.only({media})) return values(cells);
    return std::nullopt;
}

}  // namespace

Exported export_cells(std::span<const Cell> cells) {
    const Kinds kinds(cells);
    if (kinds.none()) {
        Exported out;
        out.format = "n";
        out.length = out.null_count = static_cast<std::int64_t>(cells.size());
        return out;
    }
    auto out = typed(cells, kinds);
    return out ? *std::move(out) : as_json(cells);
}

}  // namespace wbm::table
