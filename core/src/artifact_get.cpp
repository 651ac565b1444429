// Finding values by name and reading them. Wire spec 23.9.
#include <wbm/error.hpp>
#include <wbm/limits.hpp>
#include <wbm/registry.hpp>

#include <algorithm>
#include <utility>

#include "artifact_state.hpp"
#include "artifact_view.hpp"
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

/// place_of_entry() for one that may be anything: empty when there is no such file, or no way to it.
fs::path file_here(const fs::path& root, const ArtifactEntry& entry, const Links& links) {
    if (entry.ref.empty()) return resolve_inside(root, entry.path);
    try {
        const fs::path place = place_of_entry(root, entry, links);
        return place.is_absolute() ? place : fs::path();
    } catch (const MediaError& error) {
        if (error.status() == Status::io) throw;
        return {};
    }
}

bool may_be_value(const ArtifactEntry& entry) {
    return entry.path.ends_with(".json") && entry.size.value_or(0) <= limits::value_json_bytes;
}

ValuePtr read_value(Registry& registry, const std::string& type, const Store& store, const fs::path& file,
                    const ArtifactEntry& entry) {
    if (!file.is_absolute()) {
        const std::string advice = is_artifact_url(entry.ref)
                                       ? "; give that artifact's directory to set_links(), or download it to this path"
                                       : "; download it to this path";
        refuse_entry(Status::not_found, entry.path,
                     "is a reference to " + quoted(entry.ref) + ", which is not here" + advice);
    }
    const std::string text = read_file(file, limits::value_json_bytes);
    return type.empty() ? registry.init_from_json(text, store) : registry.from_json(type, text, store);
}

}  // namespace

FoundValue find_value(const fs::path& root, const Entries& entries, std::string_view name, const Registry* registry,
                      const Links& links) {
    const std::string path = normalise_path(name);
    const auto find = [&](const std::string& wanted) {
        const auto at = entries.find(wanted);
        return at == entries.end() ? nullptr : &*at;
    };
    for (std::string& type : types_to_try(registry))
        if (const ArtifactEntry* entry = find(with_suffix(type, path))) return {entry, std::move(type)};

    // `<name>.<any>.json` of a type that nobody knows. Which one it is, only the file can say.
    const auto is_unknown_value = [&](const ArtifactEntry& entry) {
        std::error_code error;
        const fs::path file = may_be_value(entry) ? file_here(root, entry, links) : fs::path();
        if (file.empty() || !fs::is_regular_file(file, error)) return false;
        const std::string text = read_file(file, limits::value_json_bytes);
        std::string scratch;
        const std::string_view type = json::find_string(text, "_type", scratch);
        return !type.empty() && !is_known_type(type, registry);
    };
    if (const ArtifactEntry* exact = find(path); exact != nullptr && is_unknown_value(*exact)) return {exact, {}};
    const std::string prefix = path + ".";
    for (auto at = entries.lower_bound(prefix); at != entries.end() && at->path.starts_with(prefix); ++at)
        if (at->path.find('/', prefix.size()) == std::string::npos && is_unknown_value(*at)) return {&*at, {}};
    return {};
}

ValuePtr Artifact::get(std::string_view name, Registry& registry) const {
    state_->settle();
    const FoundValue found = find_value(state_->root, state_->manifest.entries, name, &registry, state_->links);
    if (found.entry == nullptr) return nullptr;
    Origin source = origin();
    source.name = name;
    if (is_artifact_url(found.entry->ref)) {
        const Followed followed = state_->links.follow(*found.entry);
        if (followed.target) {
            ValuePtr value = state_->read_linked(*followed.target, registry, source);
            value->origin_ = source;
            state_->remember_source(value, *followed.target->artifact.manifest, source, *followed.target->entry);
            return value;
        }
    }
    ValuePtr value = read_value(registry, found.type, *this, fetch(found.entry->path), *found.entry);
    value->origin_ = source;
    state_->remember_source(value, state_->manifest, source, *found.entry);
    return value;
}

ValuePtr Artifact::State::read_linked(const LinkTarget& target, Registry& registry, Origin& source) {
    const LocatedArtifact& artifact = target.artifact;
    source = {artifact.root, false, artifact.id_hex, target.entry->path};
    if (artifact.id_hex.empty()) ProcessArtifacts::get().opened_logged(artifact.root, artifact.manifest->ids, {});
    LinkedView& linked = linked_views[{artifact.root, artifact.id_hex}];
    if (linked.manifest != artifact.manifest) {
        linked.view = std::make_shared<const ArtifactView>(Origin{artifact.root, false, artifact.id_hex, {}},
                                                           artifact.manifest->entries, links);
        linked.manifest = artifact.manifest;
    }
    const FoundValue found =
        wbm::find_value(artifact.root, artifact.manifest->entries, target.entry->path, &registry, links);
    if (found.entry != target.entry)
        refuse_entry(Status::invalid, target.entry->path,
                     "of the artifact in " + quoted(artifact.root) + " is no value; refer to a value's entry");
    const std::shared_ptr<const ArtifactView> view = linked.view;  // reading may come back here
    return read_value(registry, found.type, *view, view->fetch(target.entry->path), *target.entry);
}

void Artifact::State::remember_source(const ValuePtr& value, const Manifest& from, const Origin& source,
                                      const ArtifactEntry& entry) {
    const bool is_named_by_client = source.artifact_id.empty() && from.ids.is_final;
    if (!is_named_by_client || !ProcessArtifacts::get().is_logged(source.root)) return;
    auto origin_owner = std::make_shared<ValueOwner>();
    origin_owner->root = source.root;
    origin_owner->client_id = from.ids.client;
    origin_owner->state = ValueOwner::State::finalized;
    ProcessArtifacts::get().added(value, {std::move(origin_owner), entry.path, entry.digest});
}

const ArtifactEntry& Artifact::get_entry(std::string_view name, const Registry* registry) const {
    const ArtifactEntry* entry = state_->find(name);
    if (entry == nullptr) entry = state_->find(normalise_path(name));
    if (entry == nullptr)
        entry = find_value(state_->root, state_->manifest.entries, name, registry, state_->links).entry;
    if (entry == nullptr) refuse_entry(Status::not_found, name, "is not in the artifact, neither as path nor as value");
    return *entry;
}

}  // namespace wbm
