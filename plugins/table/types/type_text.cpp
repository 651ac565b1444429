// The text form of types, which is Python's print of them (wire spec 15.7): unions are sorted by it.
#include "identity.hpp"
#include "image_params.hpp"
#include "names.hpp"
#include "node.hpp"
#include "sort_text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace wbm::table {
namespace {

/// Python's str.capitalize() of an ASCII name.
std::string capitalized(std::string_view name) {
    std::string text(name);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_upper = text[i] >= 'A' && text[i] <= 'Z';
        const bool is_lower = text[i] >= 'a' && text[i] <= 'z';
        if (i == 0 && is_lower) text[i] = static_cast<char>(text[i] - 32);
        if (i > 0 && is_upper) text[i] = static_cast<char>(text[i] + 32);
    }
    return text;
}

json::value with_sorted_names(const json::value& v) {
    if (v.is_array()) {
        json::array items;
        items.reserve(v.get_array().size());
        for (const auto& item : v.get_array()) items.push_back(with_sorted_names(item));
        return items;
    }
    if (!v.is_object()) return v;
    std::vector<std::string_view> names;
    for (const auto& member : v.get_object()) names.emplace_back(member.key());
    std::sort(names.begin(), names.end());
    json::object o;
    for (const std::string_view name : names) o.emplace(name, with_sorted_names(v.get_object().at(name)));
    return o;
}

std::string layers_text(const json::object& layers) {
    std::string text = "{";
    for (const auto& member : layers)
        text.append(text.size() > 1 ? ", " : "")
            .append(python_repr(std::string_view(member.key())))
            .append(": ")
            .append(python_repr(member.value(), true));
    return text + "}";
}

std::string image_text(const ImageParams& p) {
    std::string text;
    each_image_param(p, [&](std::string_view name, const auto& value, ImageParamKind kind) {
        text.append(text.empty() ? "" : ", ").append(name).append(":");
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, json::object>)
            text += kind == ImageParamKind::layers ? layers_text(value) : python_repr(json::value(value));
        else
            text += python_repr(json::value(value), true);
    });
    return text;
}

struct ParamsText {
    const ColumnType::Node& node;
    bool sorted;

    [[nodiscard]] std::string inner(const ColumnType& type) const { return sorted ? sort_text(type) : type.text(); }
    [[nodiscard]] json::value plain(const json::value& v) const { return sorted ? with_sorted_names(v) : v; }

    /// The name with its parameters in parentheses.
    [[nodiscard]] std::string called(std::string_view params) const {
        return capitalized(name_of(node.kind)).append("(").append(params).append(")");
    }

    std::string operator()(const std::monostate&) const { return capitalized(name_of(node.kind)); }
    std::string operator()(const ListParams& p) const { return inner(p.element) + "[]"; }
    std::string operator()(const DictParams& p) const {
        std::vector<const ColumnType::Members::value_type*> members;
        for (const auto& member : p.members) members.push_back(&member);
        if (sorted) std::sort(members.begin(), members.end(), [](auto* x, auto* y) { return x->first < y->first; });
        std::string text = "{";
        for (const auto* member : members)
            text.append(text.size() > 1 ? ", " : "")
                .append(python_repr(std::string_view(member->first)))
                .append(": ")
                .append(inner(member->second));
        return text + "}";
    }
    std::string operator()(const UnionParams& p) const {
        std::string text;
        for (std::size_t i = 0; i < p.members.size(); ++i) text.append(i > 0 ? " or " : "").append(inner(p.members[i]));
        return text;
    }
    std::string operator()(const ConstParams& p) const { return python_str(plain(p.value), p.set); }
    std::string operator()(const ClassParams& p) const { return called("class_name:" + p.name); }
    std::string operator()(const ArrayParams& p) const { return called("shape:" + shape_text(p.shape)); }
    std::string operator()(const ImageParams& p) const {
        if (!sorted) return called(image_text(p));
        ImageParams q = p;
        each_image_param(q, [](std::string_view, auto& value, ImageParamKind) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, json::object>)
                value = with_sorted_names(json::value(value)).get_object();
        });
        return called(image_text(q));
    }
    std::string operator()(const ClassesParams& p) const { return called("valid_ids:" + inner(p.valid_ids)); }
    std::string operator()(const TableParams& p) const { return called("column_types:" + inner(p.columns)); }
    std::string operator()(const ForeignParams& p) const {
        const std::string table = "table:" + (p.table.path.empty() ? "a table" : p.table.path);
        return called(node.kind == TypeKind::foreign_key ? table + ", col_name:" + p.column : table);
    }
    std::string operator()(const StrangerParams& p) const {
        return capitalized(p.wb_type) + "(" + json::write(plain(p.json), json::Style::fast, json::NonFinite::allow) +
               ")";
    }
};

}  // namespace

std::string ColumnType::text() const { return std::visit(ParamsText{*node_, false}, node_->params); }

std::string sort_text(const ColumnType& type) { return std::visit(ParamsText{type.node(), true}, type.node().params); }

}  // namespace wbm::table
