// node.hpp - what a ColumnType holds: its kind and parameters, and what is worked out once when it is made.
#pragma once

#include "column_type.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

namespace wbm::table {

struct ListParams {
    ColumnType element;
    std::optional<std::int64_t> length;
};
struct DictParams {
    ColumnType::Members members;  ///< no name twice
};
struct UnionParams {
    std::vector<ColumnType> members;  ///< no unions, sorted
};
struct ConstParams {
    json::value value;
    bool set = false;
    std::string identity;  ///< of identity.hpp
};
struct ClassParams {
    std::string name;
};
struct ArrayParams {
    std::vector<std::int64_t> shape;
    std::optional<SerializationPath> path;
};
/// The six parameters as plain JSON; the ids of a layer and the score keys are sets.
struct ImageParams {
    json::object box_layers;
    json::array box_score_keys;
    json::object mask_layers;
    json::object box_class_maps;
    json::object mask_class_maps;
    json::object class_map;
    /// Read from a version that had no class maps of layers: empty ones are not written then.
    bool has_no_layer_maps = false;
};
struct ClassesParams {
    ColumnType valid_ids;                 ///< a union of constants
    std::unordered_set<std::string> ids;  ///< their identities
    json::array class_set;                ///< [{"id":1,"name":"cat"}, ...], when it is known
    std::optional<json::object> stored;   ///< {"type":"classes-file","path":...}, when it is not
};
struct TableParams {
    ColumnType columns;
};
struct ForeignParams {
    TableLink table;
    std::string column;  ///< of a foreign key
};
struct StrangerParams {
    std::string wb_type;
    json::object json;
};

struct ColumnType::Node {
    using Params = std::variant<std::monostate, ListParams, DictParams, UnionParams, ConstParams, ClassParams,
                                ArrayParams, ImageParams, ClassesParams, TableParams, ForeignParams, StrangerParams>;

    TypeKind kind = TypeKind::unknown;
    Params params;
    json::object extra = {};  ///< parameters of a later version, where the reference ignores them
    std::uint32_t kept = 0;   ///< bit per CellKind: keeps()
    std::size_t depth = 1;    ///< arrays and objects in each other in its JSON

    template <class T>
    [[nodiscard]] const T& as() const {
        return std::get<T>(params);
    }

    /// Works out `kept` and `depth`. Throws invalid for a type deeper than max_type_depth.
    [[nodiscard]] static ColumnType make(TypeKind kind, Params params, json::object extra = {});
};

/// Finds members by name; cheap when they are asked for in their own order.
template <class T>
class MemberIndex {
public:
    explicit MemberIndex(const std::vector<std::pair<std::string, T>>& members) : members_(members) {}

    /// `at`: where it likely is.
    [[nodiscard]] const T* find(std::string_view name, std::size_t at);

private:
    const std::vector<std::pair<std::string, T>>& members_;
    std::vector<std::pair<std::string_view, const T*>> sorted_;
};

template <class T>
const T* MemberIndex<T>::find(std::string_view name, std::size_t at) {
    if (at < members_.size() && members_[at].first == name) return &members_[at].second;
    if (sorted_.size() != members_.size()) {
        for (const auto& member : members_) sorted_.emplace_back(member.first, &member.second);
        std::sort(sorted_.begin(), sorted_.end());
    }
    const auto found = std::lower_bound(sorted_.begin(), sorted_.end(), name,
                                        [](const auto& member, std::string_view n) { return member.first < n; });
    return found != sorted_.end() && found->first == name ? found->second : nullptr;
}

}  // namespace wbm::table
