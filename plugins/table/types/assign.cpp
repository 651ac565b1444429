// What a type takes, and what it becomes (wire spec 15.3).
#include "identity.hpp"
#include "image_params.hpp"
#include "list_assign.hpp"
#include "node.hpp"

#include <wbm/json.hpp>

namespace wbm::table {
namespace {

using Node = ColumnType::Node;

constexpr auto refused = TypeKind::invalid;

/// A union's members after one of them took something: `take(member)` gives what it becomes. `taken_by_unknown` is what
/// an unknown member becomes if no other takes it.
template <class Take, class Unknown>
ColumnType assign_to_union(const ColumnType& self, const Take& take, const Unknown& taken_by_unknown) {
    const auto& members = self.node().as<UnionParams>().members;
    std::vector<ColumnType> result;
    std::size_t unknowns = 0;
    bool taken = false;
    for (const ColumnType& member : members) {
        if (!taken && member.kind() == TypeKind::unknown) {
            ++unknowns;
            continue;
        }
        if (!taken)
            if (ColumnType now = take(member); !now.is_invalid()) {
                if (now.is_same(member)) return self;
                taken = true;
                result.push_back(std::move(now));
                continue;
            }
        result.push_back(member);
    }
    if (!taken) {
        if (unknowns == 0) return refused;
        ColumnType now = taken_by_unknown();
        if (now.is_invalid()) return refused;
        result.push_back(std::move(now));
        --unknowns;
    }
    result.insert(result.end(), unknowns, TypeKind::unknown);
    return ColumnType::union_of(std::move(result));
}

ColumnType assign_to_union(const ColumnType& self, const Cell& cell) {
    return assign_to_union(
        self, [&](const ColumnType& member) { return member.assign(cell); },
        [&] { return ColumnType(TypeKind::unknown).assign(cell); });
}

ColumnType assign_to_union(const ColumnType& self, const ColumnType& other) {
    const auto assign_one = [](const ColumnType& to, const ColumnType& type) {
        return assign_to_union(
            to, [&](const ColumnType& member) { return member.assign(type); }, [&] { return type; });
    };
    if (other.kind() != TypeKind::union_of) return assign_one(self, other);
    ColumnType result = self;
    for (const ColumnType& type : other.union_members()) {
        result = assign_one(result, type);
        if (result.is_invalid()) break;
    }
    return result;
}

ColumnType assign_to_list(const ColumnType& self, const ColumnType& other) {
    if (other.kind() != TypeKind::list) return refused;
    ColumnType element = self.element().assign(other.element());
    if (element.is_invalid()) return refused;
    const bool same_length = self.length() == other.length();
    if (element.is_same(self.element()) && (same_length || !self.length())) return self;
    return ColumnType::list(std::move(element), same_length ? self.length() : std::nullopt);
}

/// Each of `self`'s members takes the `others` member of its name, or `absent`.
template <class T>
ColumnType assign_to_dict(const ColumnType& self, const std::vector<std::pair<std::string, T>>& others,
                          const T& absent) {
    const auto& members = self.dict_members();
    MemberIndex<T> found(others);
    ColumnType::Members result;
    result.reserve(members.size());
    std::size_t used = 0;
    bool changed = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const T* other = found.find(members[i].first, i);
        used += other != nullptr ? 1U : 0U;
        ColumnType now = members[i].second.assign(other != nullptr ? *other : absent);
        if (now.is_invalid()) return refused;
        changed = changed || !now.is_same(members[i].second);
        result.emplace_back(members[i].first, std::move(now));
    }
    if (used != others.size()) return refused;
    return changed ? ColumnType::typed_dict(result) : self;
}

/// The shape of nested lists, followed along first items, as the reference sees it.
std::vector<std::int64_t> shape_of(const Cell& list) {
    std::vector<std::int64_t> shape;
    for (const Cell* at = &list; at->kind() == CellKind::list && at->list().sequence == Sequence::list;) {
        const auto& cells = at->list().cells;
        shape.push_back(static_cast<std::int64_t>(cells.size()));
        if (cells.empty()) break;
        at = &cells.front();
    }
    return shape;
}

ColumnType assign_to_array(const ColumnType& self, const Cell& cell) {
    if (cell.kind() == CellKind::array) return cell.array().shape == self.shape() ? self : refused;
    if (cell.kind() != CellKind::list || cell.list().sequence != Sequence::list) return refused;
    return shape_of(cell) == self.shape() ? self : refused;
}

ColumnType assign_to_constant(const ColumnType& self, const Cell& cell) {
    return identity_of(cell) == self.node().as<ConstParams>().identity ? self : refused;
}

ColumnType assign_to_classes(const ColumnType& self, const Cell& cell) {
    const auto identity = identity_of(cell);
    return identity && self.node().as<ClassesParams>().ids.contains(*identity) ? self : refused;
}

ColumnType assign_to_image(const ColumnType& self, const ColumnType& other) {
    if (other.kind() != TypeKind::image_file) return refused;
    ImageParams merged = self.node().as<ImageParams>();
    if (!merge(merged, other.node().as<ImageParams>())) return self;
    return Node::make(TypeKind::image_file, std::move(merged), self.node().extra);
}

ColumnType assign_to_table(const ColumnType& self, const ColumnType& other) {
    if (other.kind() != TypeKind::table) return refused;
    ColumnType columns = self.table_columns().assign(other.table_columns());
    if (columns.is_same(self.table_columns())) return self;
    return columns.is_invalid() ? ColumnType(refused) : ColumnType::table(std::move(columns));
}

/// Could a cell of this kind have a type that the default rule takes? Without asking, a type would be worked out for
/// each member of a union at each level of a deep cell, which doubles the work level by level.
bool may_hold(TypeKind type, CellKind cell) {
    switch (type) {
        case TypeKind::unknown:
            return true;
        case TypeKind::none:
        case TypeKind::string:
        case TypeKind::number:
        case TypeKind::boolean:
        case TypeKind::timestamp:
        case TypeKind::primary_key:
            return false;  // what they take, they keep
        case TypeKind::foreign_key:
            return cell == CellKind::key;
        case TypeKind::foreign_index:
            return cell == CellKind::index;
        case TypeKind::artifact_version:
            return cell == CellKind::dict || cell == CellKind::media;
        default:
            return cell == CellKind::media;
    }
}

bool is_none_or_invalid(const ColumnType& type) {
    return type.kind() == TypeKind::none || type.kind() == TypeKind::invalid;
}

}  // namespace

ColumnType ColumnType::assign(const Cell& cell) const {
    const CellKind cell_kind = cell.type_kind();
    if (keeps(cell_kind)) return *this;
    switch (kind()) {
        case TypeKind::invalid:
            return *this;
        case TypeKind::any:
            return cell_kind == CellKind::null ? ColumnType(refused) : *this;
        case TypeKind::stranger:
            return *this;
        case TypeKind::constant:
            return assign_to_constant(*this, cell);
        case TypeKind::union_of:
            return assign_to_union(*this, cell);
        case TypeKind::list:
            return assign_to_list(*this, cell);
        case TypeKind::ndarray:
            return assign_to_array(*this, cell);
        case TypeKind::typed_dict:
            return cell_kind == CellKind::dict ? assign_to_dict(*this, cell.dict().members, Cell())
                                               : ColumnType(refused);
        case TypeKind::classes_id:
            return assign_to_classes(*this, cell);
        default:
            return may_hold(kind(), cell_kind) ? assign(of(cell)) : ColumnType(refused);
    }
}

ColumnType ColumnType::assign(const ColumnType& other) const {
    const TypeKind from = other.kind();
    switch (kind()) {
        case TypeKind::invalid:
        case TypeKind::stranger:
            return *this;
        case TypeKind::any:
            return is_none_or_invalid(other) ? ColumnType(refused) : *this;
        case TypeKind::unknown:
            return from == TypeKind::none ? ColumnType(refused) : other;
        case TypeKind::union_of:
            return assign_to_union(*this, other);
        case TypeKind::list:
            return assign_to_list(*this, other);
        case TypeKind::typed_dict:
            return from == TypeKind::typed_dict
                       ? assign_to_dict(*this, other.dict_members(), ColumnType(TypeKind::unknown))
                       : ColumnType(refused);
        case TypeKind::ndarray:
            return from == TypeKind::list || *this == other ? *this : ColumnType(refused);
        case TypeKind::image_file:
            return assign_to_image(*this, other);
        case TypeKind::classes_id:
            return node_->as<ClassesParams>().valid_ids.assign(other).is_invalid() ? ColumnType(refused) : *this;
        case TypeKind::table:
            return assign_to_table(*this, other);
        case TypeKind::primary_key:
            return from == TypeKind::string || from == kind() ? *this : ColumnType(refused);
        case TypeKind::foreign_key:
            if (from == TypeKind::string) return *this;
            return from == kind() && link().is_same(other.link()) && key_column() == other.key_column()
                       ? *this
                       : ColumnType(refused);
        case TypeKind::foreign_index:
            if (from == TypeKind::number) return *this;
            return from == kind() && link().is_same(other.link()) ? *this : ColumnType(refused);
        default:
            return *this == other ? *this : ColumnType(refused);
    }
}

}  // namespace wbm::table
