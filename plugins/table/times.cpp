#include "times.hpp"

#include "cells/iso_time.hpp"

#include <utility>
#include <vector>

namespace wbm::table {

std::string python_iso(std::string_view iso) {
    constexpr std::size_t digits = 6;
    std::string text(iso);
    if (const std::size_t point = text.find('.'); point != std::string::npos) {
        std::size_t end = point + 1;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        std::string fraction = text.substr(point + 1, end - point - 1);
        fraction.resize(digits, '0');
        const bool is_zero = fraction.find_first_not_of('0') == std::string::npos;
        text.replace(point, end - point, is_zero ? std::string() : "." + fraction);
    }
    if (text.ends_with("+00:00")) text.replace(text.size() - digits, digits, "Z");
    return text;
}

json::object texts_of_times(const Column& cells) {
    json::object texts;
    const auto* all = std::get_if<std::vector<Cell>>(&cells.values());
    for (std::size_t i = 0; all != nullptr && i < all->size(); ++i) {
        const Cell& cell = (*all)[i];
        if (cell.kind() == CellKind::time && !cell.iso().empty() && cell.iso() != iso_text(cell.time()))
            texts[std::to_string(i)] = cell.iso();
    }
    return texts;
}

void restore_texts(Column& cells, const json::object& texts) {
    Column restored;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell cell = cells.cell(i);
        const json::value* text = texts.if_contains(std::to_string(i));
        restored.push(text != nullptr && text->is_string() && cell.kind() == CellKind::time
                          ? Cell::time(cell.time(), std::string(std::string_view(text->get_string())))
                          : cell);
    }
    cells = std::move(restored);
}

bool has_inner_times(const ColumnType& type) {
    const auto has_times = [](const ColumnType& inner) {
        return inner.find(TypeKind::timestamp) != nullptr || has_inner_times(inner);
    };
    if (const ColumnType* list = type.find(TypeKind::list); list != nullptr && has_times(list->element())) return true;
    if (const ColumnType* dict = type.find(TypeKind::typed_dict))
        for (const auto& [name, member] : dict->dict_members())
            if (has_times(member)) return true;
    return false;
}

Cell with_times(const Cell& cell, const ColumnType& type) {
    switch (cell.kind()) {
        case CellKind::integer:
            return type.find(TypeKind::timestamp) != nullptr ? Cell(Time{cell.integer()}) : cell;
        case CellKind::real:
            return type.find(TypeKind::timestamp) != nullptr ? Cell(Time{cell.real()}) : cell;
        case CellKind::list: {
            const ColumnType* list = type.find(TypeKind::list);
            if (list == nullptr) return cell;
            std::vector<Cell> cells;
            for (const Cell& element : cell.list().cells) cells.push_back(with_times(element, list->element()));
            return Cell::list(std::move(cells), cell.list().sequence);
        }
        case CellKind::dict: {
            const ColumnType* dict = type.find(TypeKind::typed_dict);
            if (dict == nullptr) return cell;
            std::vector<std::pair<std::string, Cell>> members = cell.dict().members;
            for (auto& [name, member] : members)
                for (const auto& [known, inner] : dict->dict_members())
                    if (known == name) member = with_times(member, inner);
            return Cell::dict(std::move(members));
        }
        default:
            return cell;
    }
}

}  // namespace wbm::table
