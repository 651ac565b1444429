#include <wbm/sdk/extra_members.hpp>
#include <wbm/sdk/members.hpp>

#include <algorithm>

namespace wbm {
inline namespace sdk {

ExtraMembers::ExtraMembers(const json::object& j, std::span<const std::string_view> known, const Store& source) {
    for (const auto& member : j)
        if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
            members_.insert(member);
    for (const auto& member : members_) collect(member.value(), source);
}

void ExtraMembers::collect(const json::value& v, const Store& source) {
    if (const json::array* elements = v.if_array()) {
        for (const json::value& element : *elements) collect(element, source);
        return;
    }
    const json::object* o = v.if_object();
    if (o == nullptr) return;
    for (const auto& member : *o) {
        collect(member.value(), source);
        if (member.key() != "path" || !member.value().is_string()) continue;
        const std::string_view path = member.value().get_string();
        try {
            files_.emplace_back(path, source.fetch(path));
        } catch (const Error&) {
            // Not every "path" of a stranger's JSON is a file's; such a member stays text.
        }
    }
}

void ExtraMembers::add_to(json::object& j, Store target) const {
    for (const auto& [path, local] : files_) {
        const std::size_t slash = path.rfind('/');
        const json::object kept = target.add_file(path.substr(0, slash == std::string::npos ? 0 : slash), local);
        if (text(kept, "path") != path)
            throw unsupported("the file " + brief(json::value(path)) +
                              " of a member that this version does not know cannot keep its name there; write the "
                              "value to an artifact of its own");
    }
    for (const auto& member : members_) j.insert(member);
}

}  // namespace sdk
}  // namespace wbm
