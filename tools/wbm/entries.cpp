#include "entries.hpp"

#include "files.hpp"
#include "output.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <cstdint>
#include <filesystem>
#include <utility>

namespace wbm::tool {

namespace {

constexpr std::string_view json_extension = ".json";

/// "image-file" of "a/cat.image-file.json"; empty for other names.
std::string_view type_suffix(std::string_view path) {
    path.remove_prefix(path.rfind('/') + 1);
    if (!path.ends_with(json_extension)) return {};
    path.remove_suffix(json_extension.size());
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? std::string_view() : path.substr(dot + 1);
}

}  // namespace

Item find_item(const Artifact& artifact, std::string_view name, const Registry& registry) {
    Item item{artifact.get_entry(name, &registry), {}};
    item.type = value_type(artifact, item.entry, registry, limits::value_json_bytes);
    return item;
}

ValuePtr read_value(const Artifact& artifact, const Item& item, Registry& registry) {
    ValuePtr value = artifact.get(item.entry.path, registry);
    if (value == nullptr) throw MediaError(Status::not_found, in_quotes(item.entry.path) + " is not a value");
    return value;
}

std::optional<ArtifactEntry> find_entry(const Artifact& artifact, std::string_view path) {
    try {
        const ArtifactEntry& entry = artifact.get_entry(path);
        // get_entry() also answers with a value whose name begins so.
        if (entry.path == std::filesystem::path(path).lexically_normal().generic_string()) return entry;
    } catch (const MediaError& error) {
        if (error.status() != Status::not_found) throw;
    }
    return std::nullopt;
}

std::filesystem::path file_here(const Artifact& artifact, std::string_view path) {
    std::filesystem::path place = artifact.fetch(path);
    if (place.is_absolute()) return place;
    const bool is_artifact = place.native().find("artifact://") != std::string::npos;
    throw MediaError(Status::not_found, in_quotes(path) + " is a reference to " + in_quotes(place.native()) +
                                            ", which is not here; " +
                                            (is_artifact ? "give that artifact with --links" : "download it"));
}

std::string stored_text(const Artifact& artifact, const ArtifactEntry& entry) {
    return read_file(file_here(artifact, entry.path), limits::value_json_bytes);
}

std::string value_type(const Artifact& artifact, const ArtifactEntry& entry, const Registry& registry,
                       std::uint64_t max_probed_bytes) {
    const std::string_view suffix = type_suffix(entry.path);
    if (suffix.empty()) return {};
    // A name ends with a type, never with one of its aliases.
    if (const auto info = registry.find(suffix); info && info->name == suffix) return info->name;
    if (!entry.ref.empty() || entry.size.value_or(0) > max_probed_bytes) return {};
    try {
        const std::string text = stored_text(artifact, entry);
        std::string scratch;
        const std::string type(json::find_string(text, "_type", scratch));
        return registry.find(type) ? std::string() : type;
    } catch (const MediaError&) {
        return {};  // missing on disk: the manifest's line is still worth showing, and verify says what is wrong
    }
}

json::object entry_json(const ArtifactEntry& entry) {
    json::object out;
    out["path"] = entry.path;
    out["digest"] = entry.digest;
    if (entry.size) out["size"] = *entry.size;
    if (!entry.ref.empty()) out["ref"] = entry.ref;
    if (!entry.birth_artifact_id.empty()) out["birthArtifactID"] = entry.birth_artifact_id;
    if (!entry.extra.empty()) out["extra"] = entry.extra;
    return out;
}

std::string entry_size(const ArtifactEntry& entry) { return entry.size ? human_size(*entry.size) : "-"; }

}  // namespace wbm::tool
