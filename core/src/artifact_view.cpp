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

ArtifactView::ArtifactView(Origin origin, const Entries& entries, Links links)
    : origin_(std::move(origin)), links_(std::move(links)) {
    ends_.reserve(entries.size());
    for (const ArtifactEntry& entry : entries) {
        if (!entry.ref.empty()) {
            references_.insert(references_.end(), entry);
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
    for (auto at = references_.lower_bound(prefix); at != references_.end() && at->path.starts_with(prefix); ++at)
        paths.push_back(at->path);
    std::inplace_merge(paths.begin(), paths.begin() + stored, paths.end());
    return paths;
}

fs::path ArtifactView::fetch(std::string_view path) const {
    const auto find = [this](std::string_view name) -> std::optional<fs::path> {
        if (has_file(name)) {
            ArtifactEntry stored;
            stored.path = name;
            return place_of_entry(origin_.root, stored, links_);
        }
        const auto found = references_.find(name);
        if (found == references_.end()) return std::nullopt;
        return place_of_entry(origin_.root, *found, links_);
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
    state_->settle();
    return std::make_shared<ArtifactView>(origin(), state_->manifest.entries, state_->links);
}

}  // namespace wbm
