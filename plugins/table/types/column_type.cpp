#include "column_type.hpp"

#include "../cells/dense_array.hpp"
#include "identity.hpp"
#include "image_params.hpp"
#include "names.hpp"
#include "node.hpp"
#include "sort_text.hpp"

#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <algorithm>
#include <unordered_map>

namespace wbm::table {
namespace {

std::vector<ColumnType> flattened(std::vector<ColumnType> members) {
    std::vector<ColumnType> flat;
    flat.reserve(members.size());
    for (ColumnType& member : members) {
        if (member.kind() != TypeKind::union_of) {
            flat.push_back(std::move(member));
            continue;
        }
        const auto inner = member.union_members();
        flat.insert(flat.end(), inner.begin(), inner.end());
    }
    return flat;
}

void sort_by_text(std::vector<ColumnType>& members) {
    std::vector<std::pair<std::string, ColumnType>> keyed;
    keyed.reserve(members.size());
    for (ColumnType& member : members) keyed.emplace_back(sort_text(member), std::move(member));
    std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < members.size(); ++i) members[i] = std::move(keyed[i].second);
}

bool equal_members(const ColumnType::Members& a, const ColumnType::Members& b) {
    if (a.size() != b.size()) return false;
    MemberIndex<ColumnType> others(b);
    for (std::size_t i = 0; i < a.size(); ++i) {
        const ColumnType* other = others.find(a[i].first, i);
        if (other == nullptr || !(a[i].second == *other)) return false;
    }
    return true;
}

/// The parameters of two types of one kind.
struct EqualParams {
    const ColumnType::Node& other;

    bool operator()(const std::monostate&) const { return true; }
    bool operator()(const ListParams& p) const {
        const auto& q = other.as<ListParams>();
        return p.length == q.length && p.element == q.element;
    }
    bool operator()(const DictParams& p) const { return equal_members(p.members, other.as<DictParams>().members); }
    bool operator()(const UnionParams& p) const { return p.members == other.as<UnionParams>().members; }
    bool operator()(const ConstParams& p) const {
        const auto& q = other.as<ConstParams>();
        return p.set == q.set && p.identity == q.identity;
    }
    bool operator()(const ClassParams& p) const { return p.name == other.as<ClassParams>().name; }
    bool operator()(const ArrayParams& p) const { return p.shape == other.as<ArrayParams>().shape; }
    bool operator()(const ImageParams& p) const { return p == other.as<ImageParams>(); }
    bool operator()(const ClassesParams& p) const { return p.ids == other.as<ClassesParams>().ids; }
    bool operator()(const TableParams& p) const { return p.columns == other.as<TableParams>().columns; }
    bool operator()(const ForeignParams& p) const {
        const auto& q = other.as<ForeignParams>();
        return p.column == q.column && p.table == q.table;
    }
    bool operator()(const StrangerParams& p) const {
        return identity_of(p.json) == identity_of(other.as<StrangerParams>().json);  // a NaN is itself there
    }
};

ColumnType make_empty(TypeKind kind) {
    switch (kind) {
        case TypeKind::list:
            return ColumnType::list(TypeKind::unknown);
        case TypeKind::typed_dict:
            return ColumnType::typed_dict({});
        case TypeKind::union_of:
            return ColumnType::union_of({});
        case TypeKind::constant:
            return ColumnType::constant(nullptr);
        case TypeKind::image_file:
            return ColumnType::image_file({});
        case TypeKind::classes_id:
            return ColumnType::classes_id({});
        case TypeKind::table:
            return ColumnType::table(TypeKind::unknown);
        case TypeKind::python_object:
        case TypeKind::ndarray:
        case TypeKind::foreign_key:
        case TypeKind::foreign_index:
            throw invalid("the column type \"" + std::string(name_of(kind)) + "\" needs parameters");
        case TypeKind::stranger:
            throw invalid("a column type needs a name");
        default:
            return ColumnType::Node::make(kind, {});
    }
}

/// Types without parameters are made once.
ColumnType type_of_kind(TypeKind kind) {
    static const auto types = [] {
        std::vector<std::optional<ColumnType>> made(static_cast<std::size_t>(TypeKind::stranger) + 1);
        for (const TypeKind k :
             {TypeKind::invalid, TypeKind::any, TypeKind::unknown, TypeKind::none, TypeKind::string, TypeKind::number,
              TypeKind::boolean, TypeKind::timestamp, TypeKind::primary_key, TypeKind::audio_file, TypeKind::video_file,
              TypeKind::html_file, TypeKind::bokeh_file, TypeKind::object3d_file, TypeKind::joined_table,
              TypeKind::partitioned_table, TypeKind::trace_tree, TypeKind::artifact_version})
            made[static_cast<std::size_t>(k)] = ColumnType::Node::make(k, {});
        return made;
    }();
    const auto& found = types[static_cast<std::size_t>(kind)];
    return found ? *found : make_empty(kind);
}

ColumnType valid_ids_of(const json::array& class_set) {
    std::vector<ColumnType> ids;
    ids.reserve(class_set.size());
    for (const auto& item : class_set) ids.push_back(ColumnType::constant(item.as_object().at("id")));
    return ColumnType::union_of(std::move(ids));
}

void check_class(const json::value& item) {
    const json::object* o = item.if_object();
    const json::value* id = o != nullptr ? o->if_contains("id") : nullptr;
    if (id == nullptr || id->is_structured() || !o->contains("name"))
        throw invalid("\"class_set\" must hold objects with \"id\" and \"name\", it has " + brief(item));
}

}  // namespace

ColumnType::ColumnType(TypeKind kind) : ColumnType(type_of_kind(kind)) {}

ColumnType ColumnType::list(ColumnType element, std::optional<std::int64_t> length) {
    return Node::make(TypeKind::list, ListParams{std::move(element), length});
}

ColumnType ColumnType::typed_dict(const Members& members) {
    Members once;
    once.reserve(members.size());
    std::unordered_map<std::string_view, std::size_t> places;
    for (const auto& member : members) {
        const auto [place, is_new] = places.emplace(member.first, once.size());
        if (is_new)
            once.push_back(member);
        else
            once[place->second].second = member.second;
    }
    return Node::make(TypeKind::typed_dict, DictParams{std::move(once)});
}

ColumnType ColumnType::union_of(std::vector<ColumnType> members) {
    std::vector<ColumnType> flat = flattened(std::move(members));
    sort_by_text(flat);
    return Node::make(TypeKind::union_of, UnionParams{std::move(flat)});
}

ColumnType ColumnType::optional(const ColumnType& type) { return union_of({type, TypeKind::none}); }

ColumnType ColumnType::constant(json::value value, bool set) {
    if (set) {
        const json::array* items = value.if_array();
        if (items == nullptr || std::any_of(items->begin(), items->end(), [](auto& v) { return v.is_structured(); }))
            throw invalid("a constant set must be an array of plain values, it is " + brief(value));
        json::array once;
        unite(once, *items);
        value = std::move(once);
    }
    std::string identity = identity_of(value, set);
    return Node::make(TypeKind::constant, ConstParams{std::move(value), set, std::move(identity)});
}

ColumnType ColumnType::python_object(std::string class_name) {
    return Node::make(TypeKind::python_object, ClassParams{std::move(class_name)});
}

ColumnType ColumnType::ndarray(std::vector<std::int64_t> shape, std::optional<SerializationPath> path) {
    check_shape(shape);
    return Node::make(TypeKind::ndarray, ArrayParams{std::move(shape), std::move(path)});
}

ColumnType ColumnType::image_file(const json::object& facts) {
    return Node::make(TypeKind::image_file, image_params(facts));
}

ColumnType ColumnType::classes_id(const json::array& class_set) {
    for (const auto& item : class_set) check_class(item);
    ClassesParams p{valid_ids_of(class_set), {}, class_set, std::nullopt};
    for (const ColumnType& id : p.valid_ids.union_members()) p.ids.insert(id.node().as<ConstParams>().identity);
    return Node::make(TypeKind::classes_id, std::move(p));
}

ColumnType ColumnType::table(ColumnType columns) {
    if (columns.kind() != TypeKind::typed_dict && columns.kind() != TypeKind::unknown)
        throw invalid("\"column_types\" of a table must be a typedDict, it is " + std::string(columns.wb_type()));
    return Node::make(TypeKind::table, TableParams{std::move(columns)});
}

ColumnType ColumnType::foreign_key(TableLink table, std::string column) {
    return Node::make(TypeKind::foreign_key, ForeignParams{std::move(table), std::move(column)});
}

ColumnType ColumnType::foreign_index(TableLink table) {
    return Node::make(TypeKind::foreign_index, ForeignParams{std::move(table), ""});
}

TypeKind ColumnType::kind() const noexcept { return node_->kind; }

std::string_view ColumnType::wb_type() const noexcept {
    const auto* stranger = std::get_if<StrangerParams>(&node_->params);
    return stranger != nullptr ? std::string_view(stranger->wb_type) : name_of(node_->kind);
}

bool ColumnType::keeps(CellKind kind) const noexcept { return (node_->kept >> static_cast<unsigned>(kind) & 1U) != 0; }

const ColumnType& ColumnType::element() const { return node_->as<ListParams>().element; }
std::optional<std::int64_t> ColumnType::length() const { return node_->as<ListParams>().length; }
const ColumnType::Members& ColumnType::dict_members() const { return node_->as<DictParams>().members; }
std::span<const ColumnType> ColumnType::union_members() const { return node_->as<UnionParams>().members; }
const std::string& ColumnType::class_name() const { return node_->as<ClassParams>().name; }
const std::vector<std::int64_t>& ColumnType::shape() const { return node_->as<ArrayParams>().shape; }
const std::optional<SerializationPath>& ColumnType::path() const { return node_->as<ArrayParams>().path; }
const ColumnType& ColumnType::table_columns() const { return node_->as<TableParams>().columns; }
const TableLink& ColumnType::link() const { return node_->as<ForeignParams>().table; }
const std::string& ColumnType::key_column() const { return node_->as<ForeignParams>().column; }

const ColumnType* ColumnType::find(TypeKind kind) const noexcept {
    if (node_->kind == kind) return this;
    const ColumnType* found = nullptr;
    if (const auto* p = std::get_if<UnionParams>(&node_->params))
        for (const ColumnType& member : p->members)
            if (member.kind() == kind) found = &member;
    return found;
}

ColumnType ColumnType::replace(TypeKind kind, const ColumnType& by) const {
    const ColumnType* found = find(kind);
    if (found == nullptr) return *this;
    if (found == this) return by;
    std::vector<ColumnType> members;
    for (const ColumnType& member : union_members()) members.push_back(&member == found ? by : member);
    return union_of(std::move(members));
}

bool operator==(const ColumnType& a, const ColumnType& b) {
    if (a.node_ == b.node_) return true;
    return a.node_->kind == b.node_->kind && std::visit(EqualParams{*b.node_}, a.node_->params);
}

}  // namespace wbm::table
