// RegistryState: from a type's name to a plugin that is open and started.
#include "registry_state.hpp"

#include <wbm/json.hpp>

#include "describe.hpp"
#include "did_you_mean.hpp"
#include "file_io.hpp"

#include <algorithm>
#include <mutex>

namespace wbm {

namespace {

namespace fs = std::filesystem;

/// How many `_type`s and extensions that nobody declares are remembered: a stranger's table asks once per cell.
constexpr std::size_t most_unknown = 4096;

bool declares(const PluginManifest& manifest, std::string_view type) {
    return std::any_of(manifest.types.begin(), manifest.types.end(), [&](const ManifestType& t) {
        return t.name == type || std::find(t.aliases.begin(), t.aliases.end(), type) != t.aliases.end();
    });
}

/// Does the index still say what is on disk? The folder's own times miss a manifest that was written over in place.
bool is_current(const fs::path& folder, const FolderIndex& index) {
    if (folder_key(folder) != index.key()) return false;
    for (std::uint32_t i = 0; i < index.plugin_count(); ++i) {
        const FolderIndex::Plugin plugin = index.plugin(i);
        if (!plugin.manifest.empty() && stamp_of(folder / plugin.manifest) != plugin.stamp) return false;
    }
    return true;
}

std::string shown(std::string_view type) {
    std::string text;
    if (json::is_utf8(type) && type.size() <= limits::path_component_bytes)
        json::append_string(text, type, json::Style::standard);
    return text.empty() ? "\"...\"" : text;
}

}  // namespace

const LoadedType* RegistryState::load(std::string_view type) {
    if (const LoadedType* in_use = loaded(type)) return in_use;
    if (!plugin_table::is_type_name(type)) return nullptr;  // no manifest can declare it
    for (bool is_again = false;; is_again = true) {
        std::uint64_t since = 0;
        std::optional<Declared> where;
        {
            const std::shared_lock lock(guard_);
            since = generation_;
            where = declared_locked(type);
        }
        const LoadedType* found = nullptr;
        if (where) found = load_found(*where, type);
        if (found == nullptr && !is_again && refresh_changed_folders()) continue;
        if (found != nullptr) publish(type, found, since);
        return found;
    }
}

const LoadedType& RegistryState::required(std::string_view type) {
    if (const LoadedType* found = load(type)) return *found;
    throw no_such_type(type);
}

MediaError RegistryState::no_such_type(std::string_view type) const {
    std::string text = "no plugin has the type " + shown(type);
    std::vector<std::string_view> names;
    std::size_t refused = 0;
    const std::vector<Place> all = places();  // keeps the indexes that `names` points into
    for (const Place& place : all) {
        const std::vector<std::string_view> more = place.index->names();
        names.insert(names.end(), more.begin(), more.end());
        for (std::uint32_t i = 0; i < place.index->plugin_count(); ++i)
            refused += place.index->plugin(i).reason.empty() ? 0 : 1;
    }
    if (const std::string_view near = nearest_name(type, names); !near.empty())
        text += "; did you mean \"" + std::string(near) + "\"?";
    else if (refused > 0)
        text += "; " + std::to_string(refused) + " plugin file(s) were refused, Registry::plugins() says why";
    else
        text += "; install its plugin, or name its folder with add_directory() or WBM_PLUGIN_PATH";
    return {Status::not_found, text};
}

bool RegistryState::refresh_changed_folders() {
    std::vector<Place> changed;
    for (Place& place : places()) {
        if (place.compiled_in != nullptr || is_current(place.folder, *place.index)) continue;
        place.index = cache_.fresh_index(place.folder);
        changed.push_back(std::move(place));
    }
    if (changed.empty()) return false;
    const std::unique_lock lock(guard_);
    for (Place& known : places_)
        for (const Place& fresh : changed)
            if (known.compiled_in == nullptr && known.folder == fresh.folder) known.index = fresh.index;
    forget_types_locked();
    return true;
}

const LoadedType* RegistryState::load_found(const Declared& where, std::string_view type) {
    const std::string_view name = where.place.index->type_name(where.type);
    if (where.place.compiled_in != nullptr) return where.place.compiled_in->find(name);
    const FolderIndex::Plugin plugin = where.place.index->plugin(where.plugin);
    const fs::path file = where.place.folder / plugin.manifest;
    const FolderKey key = folder_key(where.place.folder);
    const FileStamp stamp = stamp_of(file), library_stamp = stamp_of(where.place.folder / plugin.library);
    const std::string start = "type " + shown(type) + " is declared by " + file.string() + ", but ";
    {
        const std::shared_lock lock(guard_);
        const auto failed = failures_.find(file);
        if (failed != failures_.end() && failed->second.folder == key && failed->second.manifest == stamp &&
            failed->second.library == library_stamp)
            throw MediaError(failed->second.error.status(), start + failed->second.error.what(),
                             failed->second.error.plugin());
    }
    try {
        check_folder(where.place.folder);
        const PluginManifest manifest = read_manifest(file);
        if (!declares(manifest, type)) return nullptr;
        const LoadedPlugin& opened = open_plugin(where.place.folder, manifest);
        const std::unique_lock lock(guard_);
        failures_.erase(file);
        opened_[file] = &opened;
        return opened.find(name);
    } catch (const MediaError& error) {
        {
            const std::unique_lock lock(guard_);
            failures_.insert_or_assign(file, Failure{key, stamp, library_stamp, error});
        }
        throw MediaError(error.status(), start + error.what(), error.plugin());
    }
}

const LoadedPlugin& RegistryState::open_plugin(const fs::path& folder, const PluginManifest& manifest) {
    const fs::path library = folder / manifest.library;
    check_library_file(library);
    check_policy(manifest, library);
    const LoadedPlugin& plugin = adopt_table(open_library(library), library.string());
    if (const std::string what = difference(manifest.json, plugin.manifest); !what.empty())
        throw MediaError(Status::invalid, what + "; write it again with " + describe_command(manifest.library) +
                                              ", and restart a program that has an older version open");
    plugin.start(shared_from_this());
    return plugin;
}

void RegistryState::check_policy(const PluginManifest& manifest, const fs::path& library) const {
    if (policy_.kind() == Policy::Kind::listed && !policy_.allows(manifest.id))
        throw MediaError(Status::unsupported, "the program's policy does not list " + manifest.id);
    if (policy_.kind() != Policy::Kind::pinned) return;
    const std::string sum = hash_file(library, Hashes::sha256).sha256_hex();
    if (!policy_.allows(sum))
        throw MediaError(Status::unsupported,
                         "the program's policy does not pin the SHA-256 of " + library.string() + ", " + sum);
}

void RegistryState::publish(std::string_view type, const LoadedType* loaded_type, std::uint64_t since) {
    const std::unique_lock lock(guard_);
    if (since != generation_) return;  // found among folders that are not searched like that any more
    auto types = std::make_unique<TypeMap>(*in_use_.load(std::memory_order_relaxed));
    types->emplace(type, loaded_type);
    put_in_use_locked(std::move(types));
}

void RegistryState::put_in_use_locked(std::unique_ptr<const TypeMap> types) {
    maps_.push_back(std::move(types));
    in_use_.store(maps_.back().get(), std::memory_order_release);
}

void RegistryState::forget_types_locked() {
    ++generation_;
    unknown_.clear();
    put_in_use_locked(std::make_unique<TypeMap>());
}

std::uint64_t RegistryState::generation() const {
    const std::shared_lock lock(guard_);
    return generation_;
}

bool RegistryState::is_known_unknown(std::string_view type) const {
    const std::shared_lock lock(guard_);
    return unknown_.contains(type);
}

void RegistryState::remember_unknown(std::string_view type, std::uint64_t since) {
    const std::unique_lock lock(guard_);
    if (since == generation_ && unknown_.size() < most_unknown) unknown_.emplace(type);
}

}  // namespace wbm
