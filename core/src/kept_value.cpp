#include "kept_value.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include "artifact_cache.hpp"
#include "artifact_process.hpp"
#include "artifact_resolve.hpp"
#include "store_path.hpp"
#include "wire_type.hpp"

#include <optional>
#include <set>

namespace wbm {

namespace {

json::object read_text(std::string_view type, std::string_view text) {
    try {
        return json::read_object(text, json::NonFinite::allow, {limits::json_depth, limits::value_json_bytes});
    } catch (const json::Error& error) {
        throw MediaError(Status::invalid, std::string(type) + ": the value's JSON is broken: " + error.what());
    }
}

/// Every text member called "path", at any depth; depth is bounded by the reader.
void collect_paths(const json::value& v, std::set<std::string, std::less<>>& paths) {
    if (v.is_array())
        for (const json::value& item : v.get_array()) collect_paths(item, paths);
    if (!v.is_object()) return;
    for (const auto& member : v.get_object()) {
        if (member.key() == "path" && member.value().is_string())
            paths.emplace(std::string_view(member.value().get_string()));
        collect_paths(member.value(), paths);
    }
}

/// A reference of the artifact that the value came from, when it leads to a file on this machine.
std::optional<std::filesystem::path> referenced_file(const Origin& origin, std::string_view path) {
    if (origin.is_run) return std::nullopt;
    const std::shared_ptr<const Manifest> manifest = current_manifest(origin.root);
    if (manifest == nullptr) return std::nullopt;
    const auto entry = manifest->entries.find(path);
    if (entry == manifest->entries.end() || !is_artifact_url(entry->ref)) return std::nullopt;
    const Links links(ProcessArtifacts::get().links_of(origin.root));
    std::filesystem::path place = place_of_entry(origin.root, *entry, links);
    return place.is_absolute() ? std::optional(std::move(place)) : std::nullopt;
}

/// The file of that path in the store that the value came from; nullopt for a path that is none of its files, such as a
/// URL or a path of the user's.
std::optional<std::filesystem::path> file_of(const Origin& origin, std::string_view path) {
    std::error_code ignored;
    try {
        std::filesystem::path file = resolve_inside(origin.root, path);
        if (std::filesystem::is_regular_file(file, ignored)) return file;
    } catch (const MediaError&) {
        return std::nullopt;
    }
    return referenced_file(origin, path);
}

void carry_over(std::string_view type, std::string_view path, const std::filesystem::path& file, const Origin& origin,
                Store& target) {
    const std::size_t slash = path.rfind('/');
    const std::string_view folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    const StoredFile kept = target.keep_file(folder, file, {}, &origin);
    if (kept.path != path)
        throw MediaError(Status::unsupported,
                         std::string(type) + ": its file " + quoted(path) + " would become " + quoted(kept.path) +
                             " here, but no plugin knows the type and its JSON must stay as it is; install the plugin");
}

}  // namespace

KeptValue::KeptValue(std::string_view type, std::string_view text)
    : type_(type), is_known_(is_wire_type(type)), text_(text) {
    (void)read_text(type, text);
}

std::string KeptValue::to_json_text(Store& target) const {
    if (!origin() || origin()->root == target.root()) return text_;
    std::set<std::string, std::less<>> paths;
    collect_paths(read_text(type_, text_), paths);
    Store::Transaction transaction(target);
    for (const std::string& path : paths)
        if (const auto file = file_of(*origin(), path)) carry_over(type_, path, *file, *origin(), target);
    transaction.keep();
    return text_;
}

json::object KeptValue::fields() const {
    json::object all = read_text(type_, text_), shown;
    for (auto& member : all)
        if (is_known_ ? member.key() != "_type" : !member.value().is_structured())
            shown.emplace(member.key(), std::move(member.value()));
    return shown;
}

bool KeptValue::equals(const WBValue& other) const {
    const auto* same = dynamic_cast<const KeptValue*>(&other);
    return same != nullptr && same->text_ == text_;
}

}  // namespace wbm
