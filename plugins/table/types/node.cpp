#include "node.hpp"

#include "../limits.hpp"

#include <wbm/sdk/error.hpp>

#include <algorithm>
#include <initializer_list>

namespace wbm::table {
namespace {

constexpr std::uint32_t bits(std::initializer_list<CellKind> kinds) {
    std::uint32_t mask = 0;
    for (const CellKind kind : kinds) mask |= 1U << static_cast<unsigned>(kind);
    return mask;
}

constexpr std::uint32_t nulls = bits({CellKind::null});
constexpr std::uint32_t numbers = bits({CellKind::integer, CellKind::natural, CellKind::big, CellKind::real});
constexpr std::uint32_t texts = bits({CellKind::text, CellKind::link});
constexpr std::uint32_t plain = nulls | numbers | texts | bits({CellKind::boolean, CellKind::time});

/// A union asks its members from left to right. A list takes texts, letter by letter, and changes its length; a
/// constant may take anything, but changes nothing.
std::uint32_t kept_by_union(const std::vector<ColumnType>& members) {
    std::uint32_t kept = 0;
    std::uint32_t open = plain;
    for (const ColumnType& member : members) {
        kept |= member.node().kept & open;
        if (member.kind() == TypeKind::list) open &= ~texts;
    }
    return kept;
}

std::uint32_t kept_by(const ColumnType::Node& node) {
    switch (node.kind) {
        case TypeKind::any:
            return plain & ~nulls;
        case TypeKind::none:
            return nulls;
        case TypeKind::string:
        case TypeKind::primary_key:
        case TypeKind::foreign_key:
            return bits({CellKind::text});
        case TypeKind::number:
        case TypeKind::foreign_index:
            return numbers;
        case TypeKind::boolean:
            return bits({CellKind::boolean});
        case TypeKind::timestamp:
            return bits({CellKind::time});
        case TypeKind::artifact_version:
            return bits({CellKind::link});
        case TypeKind::stranger:
            return plain;
        case TypeKind::union_of:
            return kept_by_union(node.as<UnionParams>().members);
        default:
            return 0;
    }
}

std::size_t depth_of(const json::value& v) {
    std::size_t inner = 0;
    if (v.is_array())
        for (const auto& item : v.get_array()) inner = std::max(inner, depth_of(item));
    else if (v.is_object())
        for (const auto& member : v.get_object()) inner = std::max(inner, depth_of(member.value()));
    else
        return 0;
    return inner + 1;
}

/// Levels that a type's own braces add: the type, "params", and what is in it.
struct Depth {
    std::size_t operator()(const std::monostate&) const { return 1; }
    std::size_t operator()(const ListParams& p) const { return p.element.node().depth + 2; }
    std::size_t operator()(const DictParams& p) const {
        std::size_t inner = 0;
        for (const auto& member : p.members) inner = std::max(inner, member.second.node().depth);
        return inner + 3;
    }
    std::size_t operator()(const UnionParams& p) const {
        std::size_t inner = 0;
        for (const ColumnType& member : p.members) inner = std::max(inner, member.node().depth);
        return inner + 3;
    }
    std::size_t operator()(const ConstParams& p) const { return depth_of(p.value) + 2; }
    std::size_t operator()(const ClassParams&) const { return 2; }
    std::size_t operator()(const ArrayParams&) const { return 3; }
    std::size_t operator()(const ImageParams& p) const { return 6 + depth_of(p.class_map); }
    std::size_t operator()(const ClassesParams& p) const {
        const std::size_t stored = p.stored ? depth_of(*p.stored) : 0;
        return 2 + std::max({p.valid_ids.node().depth, 1 + depth_of(p.class_set), stored});
    }
    std::size_t operator()(const TableParams& p) const { return p.columns.node().depth + 2; }
    std::size_t operator()(const ForeignParams&) const { return 2; }
    std::size_t operator()(const StrangerParams& p) const { return depth_of(p.json); }
};

}  // namespace

ColumnType ColumnType::Node::make(TypeKind kind, Params params, json::object extra) {
    const auto node = std::make_shared<Node>();
    node->kind = kind;
    node->params = std::move(params);
    node->extra = std::move(extra);
    node->kept = kept_by(*node);
    node->depth = std::visit(Depth{}, node->params);
    if (!node->extra.empty()) node->depth = std::max(node->depth, depth_of(node->extra) + 1);
    if (node->depth > max_type_depth)
        throw invalid("a column type is nested deeper than " + std::to_string(max_type_depth) +
                      " levels of JSON; flatten the cells");
    return ColumnType(std::shared_ptr<const Node>(node));
}

}  // namespace wbm::table
