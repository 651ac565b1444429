// RegistryState: which types and plugins there are, from the folders' indexes.
#include "registry_state.hpp"

#include <wbm/limits.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>

#include "describe.hpp"
#include "file_io.hpp"

namespace wbm {

namespace {

namespace fs = std::filesystem;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::vector<std::string> strings(const std::vector<std::string_view>& views) { return {views.begin(), views.end()}; }

/// The first bytes of a regular file; empty when they cannot be read, since then nothing can be said of it.
std::string head_of(const fs::path& file, std::size_t size) {
    std::string head(size, '\0');
    const FileDescriptor open_file(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    if (!open_file.is_open() || fstat(open_file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
    const ssize_t count = ::pread(open_file.get(), head.data(), head.size(), 0);
    head.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return head;
}

/// Options are not in the index, which is kept small: they come from the manifest itself.
json::object options_of(const fs::path& manifest, std::string_view type) {
    try {
        for (ManifestType& t : read_manifest(manifest).types)
            if (t.name == type) return std::move(t.options);
    } catch (const MediaError&) {
    }
    return {};
}

/// Options of a type that is compiled in.
json::object options_of(const LoadedPlugin& plugin, std::string_view type) {
    for (const ManifestType& t : types_of(plugin.manifest))
        if (t.name == type) return t.options;
    return {};
}

}  // namespace

std::vector<RegistryState::Place> RegistryState::places() const {
    const std::shared_lock lock(guard_);
    return places_;
}

std::optional<RegistryState::Declared> RegistryState::declared_locked(std::string_view type) const {
    for (const Place& place : places_)
        if (const auto found = place.index->find_type(type))
            return Declared{place, *found, place.index->plugin_of(*found)};
    return std::nullopt;
}

bool RegistryState::is_owner_locked(const Place& place, std::uint32_t type) const {
    const auto owner = declared_locked(place.index->type_name(type));
    return owner && owner->place.index == place.index && owner->type == type;
}

TypeInfo RegistryState::info(const Declared& where) const {
    const FolderIndex::Type type = where.place.index->type(where.type);
    const FolderIndex::Plugin plugin = where.place.index->plugin(where.plugin);
    TypeInfo info;
    info.name = type.name;
    info.aliases = strings(type.aliases);
    info.batch = type.batch;
    info.plugin = plugin.id;
    info.version = plugin.version;
    info.inputs = type.inputs;
    info.extensions = strings(type.extensions);
    if (where.place.compiled_in != nullptr) {
        info.options = options_of(*where.place.compiled_in, type.name);
        info.loaded = true;
        return info;
    }
    const fs::path manifest = where.place.folder / plugin.manifest;
    info.library = where.place.folder / plugin.library;
    info.options = options_of(manifest, type.name);
    const std::shared_lock lock(guard_);
    info.loaded = opened_.contains(manifest);
    return info;
}

std::map<std::string, TypeInfo> RegistryState::type_mapping() const {
    std::vector<Declared> all;
    {
        const std::shared_lock lock(guard_);
        for (const Place& place : places_)
            for (std::uint32_t type = 0; type < place.index->type_count(); ++type)
                if (is_owner_locked(place, type)) all.push_back({place, type, place.index->plugin_of(type)});
    }
    std::map<std::string, TypeInfo> types;
    for (const Declared& where : all) {
        TypeInfo described = info(where);
        std::string name = described.name;
        types.emplace(std::move(name), std::move(described));
    }
    return types;
}

std::optional<TypeInfo> RegistryState::find(std::string_view type) {
    if (!plugin_table::is_type_name(type)) return std::nullopt;
    for (bool is_again = false;; is_again = true) {
        std::optional<Declared> where;
        {
            const std::shared_lock lock(guard_);
            where = declared_locked(type);
        }
        if (where) return info(*where);
        if (is_again || !refresh_changed_folders()) return std::nullopt;
    }
}

PluginInfo RegistryState::plugin_info(const Place& place, std::uint32_t index) const {
    const FolderIndex::Plugin plugin = place.index->plugin(index);
    PluginInfo out;
    out.id = plugin.id;
    out.version = plugin.version;
    out.reason = plugin.reason;
    if (!plugin.manifest.empty()) out.manifest = place.folder / plugin.manifest;
    if (!plugin.library.empty()) out.library = place.folder / plugin.library;
    const std::shared_lock lock(guard_);
    fs::path first_owner;
    for (std::uint32_t type = plugin.first_type; type < plugin.first_type + plugin.type_count; ++type) {
        const std::string name(place.index->type_name(type));
        out.types.push_back(name);
        if (is_owner_locked(place, type)) continue;
        out.shadowed_types.push_back(name);
        if (const auto owner = declared_locked(name); owner && first_owner.empty())
            first_owner = owner->place.compiled_in != nullptr
                              ? fs::path("a plugin that is compiled in")
                              : owner->place.folder / owner->place.index->plugin(owner->plugin).manifest;
    }
    if (const auto failed = failures_.find(out.manifest); failed != failures_.end())
        out.reason = failed->second.error.what();
    if (out.reason.empty() && policy_.kind() == Policy::Kind::listed && !policy_.allows(out.id))
        out.reason = "the program's policy does not list " + out.id;
    if (opened_.contains(out.manifest)) {
        out.state = PluginInfo::State::loaded;
        out.reason.clear();
    } else if (!out.reason.empty()) {
        out.state = PluginInfo::State::refused;
    } else if (!out.types.empty() && out.shadowed_types.size() == out.types.size()) {
        out.state = PluginInfo::State::shadowed;
        out.reason = "every type of it is declared before by " + first_owner.string();
    }
    return out;
}

std::vector<PluginInfo> RegistryState::plugins() const {
    std::vector<PluginInfo> all;
    for (const Place& place : places())
        for (std::uint32_t i = 0; place.compiled_in == nullptr && i < place.index->plugin_count(); ++i)
            all.push_back(plugin_info(place, i));
    return all;
}

std::string RegistryState::type_of(const Part& part) {
    std::string type = known_type_of(part);
    if (!type.empty() || (part.kind() != Part::Kind::path && part.kind() != Part::Kind::bytes)) return type;
    // A dot is in no `_type`, so extensions can stand beside them; "." is what has none.
    const std::string extension =
        "." + (part.kind() == Part::Kind::path ? lower(fs::path(part.text()).extension().string()) : std::string());
    if (is_known_unknown(extension)) return type;
    const bool has_changed = refresh_changed_folders();
    const std::uint64_t since = generation();
    if (has_changed) type = known_type_of(part);
    if (type.empty()) remember_unknown(extension, since);
    return type;
}

std::string RegistryState::known_type_of(const Part& part) const {
    if (part.kind() == Part::Kind::bytes) return type_by_magic(part.text());
    if (part.kind() != Part::Kind::path) return {};
    const fs::path file(part.text());
    std::string type = type_by_extension(lower(file.filename().string()));
    if (!type.empty()) return type;
    const std::size_t size = magic_bytes();
    return size == 0 ? type : type_by_magic(head_of(file, size));
}

std::string RegistryState::type_by_extension(std::string_view file_name) const {
    const std::shared_lock lock(guard_);
    // From the first dot on, so that ".pts.json" comes before ".json"; a name that begins with its dot has no
    // extension.
    for (std::size_t dot = file_name.find('.', 1); dot != std::string_view::npos; dot = file_name.find('.', dot + 1))
        for (const Place& place : places_)
            for (const std::uint32_t type : place.index->with_extension(file_name.substr(dot)))
                if (is_owner_locked(place, type)) return std::string(place.index->type_name(type));
    return {};
}

std::string RegistryState::type_by_magic(std::string_view head) const {
    const std::shared_lock lock(guard_);
    std::string best;
    std::size_t most = 0;
    for (const Place& place : places_)
        for (const FolderIndex::MagicMatch& match : place.index->with_magic(head))
            if (match.bytes > most && is_owner_locked(place, match.type)) {
                most = match.bytes;
                best = place.index->type_name(match.type);
            }
    return best;
}

std::size_t RegistryState::magic_bytes() const {
    const std::shared_lock lock(guard_);
    std::size_t most = 0;
    for (const Place& place : places_) most = std::max(most, place.index->magic_bytes());
    return most;
}

}  // namespace wbm
