// wbm/sdk/extra_members.hpp - the members of a value's JSON that its type does not know: a later version's, a
// stranger's. They are kept with the stored files that they name and written back as they were, so that reading and
// writing a value loses nothing.
#pragma once

#include <wbm/json.hpp>
#include <wbm/sdk/store.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {
inline namespace sdk {

class ExtraMembers {
public:
    ExtraMembers() = default;
    /// Members that name no files.
    explicit ExtraMembers(json::object members) : members_(std::move(members)) {}
    /// The members of `j` that are not `known`. A text member "path" at any depth in them that names a file of `source`
    /// takes that file along.
    ExtraMembers(const json::object& j, std::span<const std::string_view> known, const Store& source);

    /// Puts the members into `j` and keeps their files under the same names. Throws unsupported when `target` cannot
    /// keep such a name: a run names files itself, an artifact may have another file there.
    void add_to(json::object& j, Store target) const;

    [[nodiscard]] const json::object& members() const noexcept { return members_; }
    [[nodiscard]] const json::value* find(std::string_view key) const noexcept { return members_.if_contains(key); }
    friend bool operator==(const ExtraMembers& a, const ExtraMembers& b) { return a.members_ == b.members_; }

private:
    void collect(const json::value& v, const Store& source);

    json::object members_;
    std::vector<std::pair<std::string, std::string>> files_;  ///< path in the store, local path
};

}  // namespace sdk
}  // namespace wbm
