#include "identity.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unordered_set>
#include <utility>
#include <vector>

namespace wbm::table {
namespace {

std::string number_identity(double x) {
    constexpr double end = 9223372036854775808.0;  // 2^63
    const bool whole = std::floor(x) == x;
    if (whole && x >= -end && x < end) return std::to_string(static_cast<std::int64_t>(x));
    if (whole && x > 0 && x < 2 * end) return std::to_string(static_cast<std::uint64_t>(x));
    char text[32];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.17g", x))};
}

/// A text that ends where its length says, so that no two values have the same joined text.
std::string text_identity(std::string_view text) {
    return "\"" + std::to_string(text.size()) + ":" + std::string(text);
}

std::string joined(std::string_view open, std::vector<std::string> items, bool sorted) {
    if (sorted) {
        std::sort(items.begin(), items.end());
        items.erase(std::unique(items.begin(), items.end()), items.end());
    }
    std::string text(open);
    for (const std::string& item : items) text.append(item).append(",");
    return text + ")";
}

constexpr std::string_view opening(Sequence sequence) {
    if (sequence == Sequence::set) return "set(";
    return sequence == Sequence::tuple ? "tuple(" : "list(";
}

std::optional<std::string> list_identity(const List& list) {
    std::vector<std::string> items;
    items.reserve(list.cells.size());
    for (const Cell& cell : list.cells) {
        auto item = identity_of(cell);
        if (!item) return std::nullopt;
        items.push_back(std::move(*item));
    }
    return joined(opening(list.sequence), std::move(items), list.sequence == Sequence::set);
}

std::optional<std::string> dict_identity(const Dict& dict) {
    std::vector<std::string> items;
    items.reserve(dict.members.size());
    for (const auto& member : dict.members) {
        const auto item = identity_of(member.second);
        if (!item) return std::nullopt;
        items.push_back(text_identity(member.first) + *item);
    }
    return joined("dict(", std::move(items), true);
}

std::string real_text(double x) {
    if (std::isnan(x)) return "nan";
    if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
    std::string text;
    json::append_number(text, x, json::Style::standard);
    return text;
}

std::string items_text(const json::array& items, char open, char close) {
    std::string text(1, open);
    for (const auto& item : items) text.append(text.size() > 1 ? ", " : "").append(python_repr(item));
    return text + close;
}

}  // namespace

std::string identity_of(const json::value& v, bool set) {
    switch (v.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return v.get_bool() ? "1" : "0";
        case json::kind::int64:
            return std::to_string(v.get_int64());
        case json::kind::uint64:
            return std::to_string(v.get_uint64());
        case json::kind::double_:
            return number_identity(v.get_double());
        case json::kind::string:
            return text_identity(v.get_string());
        case json::kind::array: {
            std::vector<std::string> items;
            for (const auto& item : v.get_array()) items.push_back(identity_of(item));
            return joined(opening(set ? Sequence::set : Sequence::list), std::move(items), set);
        }
        case json::kind::object:
            break;
    }
    std::vector<std::string> items;
    for (const auto& member : v.get_object())
        items.push_back(text_identity(member.key()) + identity_of(member.value()));
    return joined("dict(", std::move(items), true);
}

std::optional<std::string> identity_of(const Cell& cell) {
    switch (cell.kind()) {
        case CellKind::null:
            return "null";
        case CellKind::boolean:
            return cell.boolean() ? "1" : "0";
        case CellKind::integer:
            return std::to_string(cell.integer());
        case CellKind::natural:
            return std::to_string(cell.natural());
        case CellKind::big:
            return std::string(cell.digits());
        case CellKind::real:
            return number_identity(cell.real());
        case CellKind::text:
        case CellKind::link:
            return text_identity(cell.text());
        case CellKind::key:
            return text_identity(cell.key().text);
        case CellKind::index:
            return std::to_string(cell.index().row);
        case CellKind::list:
            return list_identity(cell.list());
        case CellKind::dict:
            return dict_identity(cell.dict());
        case CellKind::time:
        case CellKind::array:
        case CellKind::media:
            break;
    }
    return std::nullopt;
}

bool equal_sets(const json::array& a, const json::array& b) {
    return a == b || identity_of(a, true) == identity_of(b, true);
}

bool unite(json::array& into, const json::array& items) {
    if (items.empty() || into == items) return false;
    std::unordered_set<std::string> known;
    for (const auto& item : into) known.insert(identity_of(item));
    const std::size_t before = into.size();
    for (const auto& item : items)
        if (known.insert(identity_of(item)).second) into.push_back(item);
    return into.size() != before;
}

std::string python_repr(std::string_view text) {
    const bool has_single = text.find('\'') != text.npos;
    const char quote = has_single && text.find('"') == text.npos ? '"' : '\'';
    std::string out(1, quote);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == quote || c == '\\') {
            out.append({'\\', c});
        } else if (c == '\n' || c == '\r' || c == '\t') {
            out.append({'\\', c == '\n' ? 'n' : c == '\r' ? 'r' : 't'});
        } else if (byte < 0x20 || byte == 0x7f) {
            char code[8];
            out.append(code, static_cast<std::size_t>(std::snprintf(code, sizeof code, "\\x%02x", unsigned{byte})));
        } else {
            out += c;
        }
    }
    return out + quote;
}

std::string python_repr(const json::value& v, bool set) {
    switch (v.kind()) {
        case json::kind::null:
            return "None";
        case json::kind::bool_:
            return v.get_bool() ? "True" : "False";
        case json::kind::int64:
            return std::to_string(v.get_int64());
        case json::kind::uint64:
            return std::to_string(v.get_uint64());
        case json::kind::double_:
            return real_text(v.get_double());
        case json::kind::string:
            return python_repr(std::string_view(v.get_string()));
        case json::kind::array:
            if (!set) return items_text(v.get_array(), '[', ']');
            return v.get_array().empty() ? "set()" : items_text(v.get_array(), '{', '}');
        case json::kind::object:
            break;
    }
    std::string text = "{";
    for (const auto& member : v.get_object())
        text.append(text.size() > 1 ? ", " : "")
            .append(python_repr(std::string_view(member.key())))
            .append(": ")
            .append(python_repr(member.value()));
    return text + "}";
}

std::string python_str(const json::value& v, bool set) {
    if (v.is_string()) return std::string(v.get_string());
    return python_repr(v, set);
}

}  // namespace wbm::table
