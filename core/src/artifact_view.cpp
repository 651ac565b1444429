#include "artifact_view.hpp"

#include <wbm/error.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "artifact_state.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

/// What the paths below a folder begin with.
std::string folder_prefix(std::string_view folder) {
    if (folder.empty()) return {};
    return store_path(folder, PathUse::reference) + "/";
}

[[noreturn]] void refuse_adding() {
    throw MediaError(Status::invalid, "the store that a value is read from takes no files; add them in to_json");
}

}  // namespace

fs::path place_of_entry(const fs::path& root, std::string_view path, std::string_view ref) {
    // A reference's name may be too long for a file, as that of a signed URL: then it has none.
    if (ref.empty() || can_name_a_file(path)) {
        fs::path file = resolve_inside(root, path);
        std::error_code error;
        if (fs::is_regular_file(file, error)) return file;
    }
    // Only a URL: a manifest whose "ref" is a path must not lead a reader out of the store.
    if (ref.find("://") != std::string_view::npos && !ref.starts_with('/')) return ref;
    if (!ref.empty()) refuse_entry(Status::invalid, path, "refers to " + quoted(ref) + ", which is no URL");
    refuse_entry(Status::not_found, path, "has no file in the artifact's directory; download the artifact again");
}

ArtifactView::ArtifactView(Origin origin, const Entries& entries) : origin_(std::move(origin)) {
    ends_.reserve(entries.size());
    for (const ArtifactEntry& entry : entries) {
        if (!entry.ref.empty()) {
            references_.emplace_hint(references_.end(), entry.path, entry.ref);
            continue;
        }
        paths_ += entry.path;
        ends_.push_back(paths_.size());
    }
}

std::string_view ArtifactView::path_at(std::size_t i) const noexcept {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(paths_).substr(begin, ends_[i] - begin);
}

std::size_t ArtifactView::first_from(std::string_view path) const noexcept {
    std::size_t first = 0, last = ends_.size();
    while (first < last) {
        const std::size_t middle = first + (last - first) / 2;
        if (path_at(middle) < path)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

bool ArtifactView::has_file(std::string_view path) const noexcept {
    const std::size_t at = first_from(path);
    return at < ends_.size() && path_at(at) == path;
}

std::vector<std::string> ArtifactView::list(std::string_view folder) const {
    const std::string prefix = folder_prefix(folder);
    std::vector<std::string> paths;
    for (std::size_t i = first_from(prefix); i < ends_.size() && path_at(i).starts_with(prefix); ++i)
        paths.emplace_back(path_at(i));
    const auto stored = static_cast<std::ptrdiff_t>(paths.size());
    for (auto at = references_.lower_bound(prefix); at != references_.end() && at->first.starts_with(prefix); ++at)
        paths.push_back(at->first);
    std::inplace_merge(paths.begin(), paths.begin() + stored, paths.end());
    return paths;
}

fs::path ArtifactView::fetch(std::string_view path) const {
    const auto find = [this](std::string_view name) -> std::optional<fs::path> {
        if (has_file(name)) return place_of_entry(origin_.root, name, {});
        const auto found = references_.find(name);
        if (found == references_.end()) return std::nullopt;
        return place_of_entry(origin_.root, name, found->second);
    };
    if (auto place = find(path)) return *std::move(place);
    check_store_path(path, PathUse::reference);
    if (auto place = find(normalise_path(path))) return *std::move(place);
    refuse_entry(Status::not_found, path, "is not in the artifact's manifest");
}

StoredFile ArtifactView::keep_bytes(std::string_view, std::string_view, std::string_view) { refuse_adding(); }
StoredFile ArtifactView::keep_file(std::string_view, const fs::path&, std::string_view, const Origin*) {
    refuse_adding();
}
StoredFile ArtifactView::keep_reference(std::string_view, std::string_view, const Origin*) { refuse_adding(); }
StoredFile ArtifactView::keep_entry(std::string_view, std::string_view, std::string&) { refuse_adding(); }
void ArtifactView::keep_config(std::string_view, std::string_view, std::string_view) { refuse_adding(); }

std::vector<std::string> Artifact::list(std::string_view folder) const {
    const std::string prefix = folder_prefix(folder);
    const Entries& entries = state_->manifest.entries;
    std::vector<std::string> paths;
    for (auto at = entries.lower_bound(prefix); at != entries.end() && at->path.starts_with(prefix); ++at)
        paths.push_back(at->path);
    return paths;
}

std::shared_ptr<const Store> Artifact::view() const {
    return std::make_shared<ArtifactView>(origin(), state_->manifest.entries);
}

}  // namespace wbm
