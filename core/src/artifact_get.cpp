// Finding values by name and reading them. Wire spec 23.9.
#include <wbm/error.hpp>
#include <wbm/limits.hpp>
#include <wbm/registry.hpp>

#include <algorithm>
#include <utility>

#include "artifact_state.hpp"
#include "store_path.hpp"
#include "type_order.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> types_to_try(const Registry* registry) {
    std::vector<std::string> names;
    if (registry != nullptr) {
        for (const auto& [name, info] : registry->type_mapping()) names.push_back(name);
    } else {
        for (const std::string_view name : reference_type_order()) names.emplace_back(name);
    }
    return in_lookup_order(std::move(names));
}

bool is_known_type(std::string_view type, const Registry* registry) {
    if (registry != nullptr) return registry->find(type).has_value();
    const auto known = reference_type_order();
    return std::find(known.begin(), known.end(), type) != known.end();
}

bool may_be_value(const ArtifactEntry& entry) {
    return entry.path.ends_with(".json") && entry.size.value_or(0) <= limits::value_json_bytes;
}

}  // namespace

Artifact::State::FoundValue Artifact::State::find_value(std::string_view name, const Registry* registry) const {
    const std::string path = normalise_path(name);
    for (std::string& type : types_to_try(registry))
        if (const ArtifactEntry* entry = find(with_suffix(type, path))) return {entry, std::move(type)};

    // `<name>.<any>.json` of a type that nobody knows. Which one it is, only the file can say.
    const auto is_unknown_value = [&](const ArtifactEntry& entry) {
        std::error_code error;
        const fs::path file = may_be_value(entry) ? resolve_inside(root, entry.path) : fs::path();
        if (file.empty() || !fs::is_regular_file(file, error)) return false;
        const std::string text = read_file(file, limits::value_json_bytes);
        std::string scratch;
        const std::string_view type = json::find_string(text, "_type", scratch);
        return !type.empty() && !is_known_type(type, registry);
    };
    if (const ArtifactEntry* exact = find(path); exact != nullptr && is_unknown_value(*exact)) return {exact, {}};
    const std::string prefix = path + ".";
    for (auto at = manifest.entries.lower_bound(prefix); at != manifest.entries.end() && at->path.starts_with(prefix);
         ++at)
        if (at->path.find('/', prefix.size()) == std::string::npos && is_unknown_value(*at)) return {&*at, {}};
    return {};
}

ValuePtr Artifact::get(std::string_view name, Registry& registry) const {
    const State::FoundValue found = state_->find_value(name, &registry);
    if (found.entry == nullptr) return nullptr;
    const fs::path file = fetch(found.entry->path);
    if (!file.is_absolute())
        refuse_entry(Status::not_found, found.entry->path,
                     "is a reference to " + quoted(found.entry->ref) + ", which is not here; download it to this path");
    const std::string text = read_file(file, limits::value_json_bytes);
    ValuePtr value =
        found.type.empty() ? registry.init_from_json(text, *this) : registry.from_json(found.type, text, *this);
    Origin source = origin();
    source.name = name;
    value->origin_ = std::move(source);
    return value;
}

const ArtifactEntry& Artifact::get_entry(std::string_view name, const Registry* registry) const {
    const ArtifactEntry* entry = state_->find(name);
    if (entry == nullptr) entry = state_->find(normalise_path(name));
    if (entry == nullptr) entry = state_->find_value(name, registry).entry;
    if (entry == nullptr) refuse_entry(Status::not_found, name, "is not in the artifact, neither as path nor as value");
    return *entry;
}

}  // namespace wbm
