// Why a type does not take a value, in lines (wire spec 15.8).
#include "../cells/cell_json.hpp"
#include "../limits.hpp"
#include "identity.hpp"
#include "node.hpp"

#include <wbm/sdk/error.hpp>

namespace wbm::table {
namespace {

/// At most `bytes` of UTF-8 text.
std::string cut(std::string text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) --bytes;
    text.resize(bytes);
    return text + "...";
}

constexpr std::size_t longest_type = 300;
constexpr std::size_t longest_value = 120;

std::string type_text(const ColumnType& type) { return cut(type.text(), longest_type); }

/// Some values have no type, and that is said elsewhere.
std::string type_text_of(const Cell& cell) {
    try {
        return type_text(ColumnType::of(cell));
    } catch (const Error&) {
        return "no type";
    }
}

/// Arrays by shape and media by type: their contents say nothing here.
std::string value_text(const Cell& cell) {
    if (cell.kind() == CellKind::array) return "an array of shape " + shape_text(cell.array().shape);
    if (cell.kind() == CellKind::media) return "a value of type " + std::string(cell.media()->type());
    std::string text;
    append_cell(text, cell, CellForm::run, json::Style::standard,
                [](std::string& out, const MediaCell& media) { out += media.type(); });
    return cut(std::move(text), longest_value);
}

class Explanation {
public:
    void explain(const ColumnType& type, const Cell& cell, std::size_t depth) {
        if (text_.size() > max_text_form) return;
        const std::string gap(depth, '\t');
        text_ += gap;
        if (depth == 0) text_ += value_text(cell) + " of type ";
        text_ += type_text_of(cell);
        text_ += depth == 0 ? " is not assignable to " : " not assignable to ";
        text_ += type_text(type);
        if (type.kind() == TypeKind::union_of)
            explain_union(type, cell, depth, gap);
        else if (type.kind() == TypeKind::list && cell.kind() == CellKind::list)
            explain_list(type, cell.list(), depth, gap);
        else if (type.kind() == TypeKind::typed_dict && cell.kind() == CellKind::dict)
            explain_dict(type, cell.dict(), depth, gap);
    }

    [[nodiscard]] std::string text() && { return cut(std::move(text_), max_text_form); }

private:
    void explain_union(const ColumnType& type, const Cell& cell, std::size_t depth, const std::string& gap) {
        bool first = true;
        for (const ColumnType& member : type.union_members()) {
            if (!first) text_ += "\n" + gap + "and";
            first = false;
            text_ += "\n";
            explain(member, cell, depth + 1);
        }
    }

    void explain_list(const ColumnType& type, const List& list, std::size_t depth, const std::string& gap) {
        ColumnType element = type.element();
        for (std::size_t i = 0; i < list.cells.size(); ++i) {
            ColumnType now = element.assign(list.cells[i]);
            if (now.is_invalid()) {
                text_ += "\n" + gap + "Index " + std::to_string(i) + ":\n";
                return explain(element, list.cells[i], depth + 1);
            }
            element = std::move(now);
        }
    }

    void explain_dict(const ColumnType& type, const Dict& dict, std::size_t depth, const std::string& gap) {
        MemberIndex<ColumnType> types(type.dict_members());
        MemberIndex<Cell> cells(dict.members);
        std::string extra;
        for (std::size_t i = 0; i < dict.members.size() && extra.size() < longest_type; ++i)
            if (types.find(dict.members[i].first, i) == nullptr)
                extra.append(extra.empty() ? "" : ",").append(dict.members[i].first);
        if (!extra.empty()) text_ += "\n" + gap + "Found extra keys: " + cut(extra, longest_type);
        const Cell absent;
        for (std::size_t i = 0; i < type.dict_members().size() && text_.size() <= max_text_form; ++i) {
            const auto& [name, member] = type.dict_members()[i];
            const Cell* cell = cells.find(name, i);
            if (cell == nullptr) cell = &absent;
            if (!member.assign(*cell).is_invalid()) continue;
            text_ += "\n" + gap + "Key '" + name + "':\n";
            explain(member, *cell, depth + 1);
        }
    }

    std::string text_;
};

}  // namespace

std::string ColumnType::explain(const Cell& cell) const {
    Explanation explanation;
    explanation.explain(*this, cell, 0);
    return std::move(explanation).text();
}

}  // namespace wbm::table
