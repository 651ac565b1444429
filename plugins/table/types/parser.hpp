// parser.hpp - types from JSON (wire spec 15.5): what the parts of the parser share.
#pragma once

#include "names.hpp"
#include "node.hpp"

#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::table {

/// Where in the document a type stands: a chain that lives on the stack.
struct Place {
    const Place* outer;
    std::string_view step;
    std::size_t depth;

    [[nodiscard]] Place inner(std::string_view name) const { return {this, name, depth + 1}; }
    /// `the column type, at type_map.a`
    [[nodiscard]] std::string text() const;
};

class Parser {
public:
    explicit Parser(const TypeReader& reader) : reader_(reader) {}

    ColumnType parse(const json::value& v, const Place& place);
    ColumnType notation(const json::value& v, const Place& place);

private:
    ColumnType parse_kind(TypeKind kind, const json::object& params, const Place& place);
    ColumnType list(const json::object& params, const Place& place);
    ColumnType typed_dict(const json::object& params, const Place& place);
    ColumnType union_of(const json::object& params, const Place& place);
    ColumnType image(const json::object& params, const Place& place);
    ColumnType classes(const json::object& params, const Place& place);
    ColumnType stored_classes(const json::object& params, const json::object& stored, json::object extra,
                              const Place& place);
    ColumnType table(const json::object& params, const Place& place);
    ColumnType foreign(TypeKind kind, const json::object& params, const Place& place);
    ColumnType dict_of(const json::object& types, const Place& place);
    std::vector<ColumnType> types(const json::array& list, const Place& place);
    void count(const Place& place);

    const TypeReader& reader_;
    std::size_t nodes_ = 0;
};

[[noreturn]] void refuse(const Place& place, const std::string& reason);
[[noreturn]] void refuse_param(const Place& place, TypeKind kind, std::string_view name, std::string_view must,
                               const json::value& v);

using Names = std::span<const std::string_view>;

/// Null when the parameter is missing or null.
[[nodiscard]] const json::value* given(const json::object& params, std::string_view name);
/// Refuses parameters that are not `known`, as the reference does.
void only(const json::object& params, const Place& place, TypeKind kind, Names known);
/// The parameters that are not `known`, where the reference ignores them.
[[nodiscard]] json::object others(const json::object& params, Names known);
/// A required text.
[[nodiscard]] std::string text_param(const json::object& params, std::string_view name, TypeKind kind,
                                     const Place& place);

/// `make()` with refusals that say where. It must not parse inner types, which say so themselves.
template <class Make>
ColumnType placed(const Place& place, const Make& make) {
    try {
        return make();
    } catch (const Error& e) {
        throw Error(e.status(), place.text() + ": " + e.what());
    }
}

}  // namespace wbm::table
