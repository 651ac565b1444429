#include "typed_texts.hpp"

#include "../cells/iso_time.hpp"
#include "../times.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wbm::table {
namespace {

template <class T>
std::optional<T> whole(std::string_view text) {
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Digits that a number would lose: "007" is a name.
bool has_leading_zero(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

bool is_digits(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Cell> integer(std::string_view text) {
    if (has_leading_zero(text) || text == "-0") return std::nullopt;
    if (const auto number = whole<std::int64_t>(text)) return Cell(*number);
    if (const auto number = whole<std::uint64_t>(text)) return Cell(*number);
    return std::nullopt;
}

std::optional<Cell> number(std::string_view text) {
    if (has_leading_zero(text) || (is_digits(text) && text != "-0" && !integer(text))) return std::nullopt;
    if (const auto real = whole<double>(text)) return Cell(*real);
    return std::nullopt;
}

std::optional<Cell> boolean(std::string_view text) {
    if (text == "true" || text == "True" || text == "TRUE") return Cell(true);
    if (text == "false" || text == "False" || text == "FALSE") return Cell(false);
    return std::nullopt;
}

std::optional<Cell> time(std::string_view text) {
    if (const auto moment = parse_iso(text)) return Cell::time(*moment, python_iso(text));
    return std::nullopt;
}

/// All texts by one reading, or nullopt.
template <class Read>
std::optional<Column> all_as(const Column& texts, const Read& read) {
    const auto& all = std::get<Column::Texts>(texts.values());
    Column column;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts.is_null(i)) {
            column.push_null();
            continue;
        }
        auto cell = read(all.at(i));
        if (!cell) return std::nullopt;
        column.push(*std::move(cell));
    }
    return column;
}

}  // namespace

Column typed_texts(Column texts, const ColumnType& type) {
    if (!std::holds_alternative<Column::Texts>(texts.values())) return texts;
    if (type.find(TypeKind::timestamp) != nullptr) {
        auto times = all_as(texts, time);
        return times ? *std::move(times) : texts;
    }
    if (type.find(TypeKind::string) != nullptr) return texts;
    if (auto column = all_as(texts, integer)) return *std::move(column);
    if (auto column = all_as(texts, number)) return *std::move(column);
    if (auto column = all_as(texts, boolean)) return *std::move(column);
    return texts;
}

}  // namespace wbm::table
