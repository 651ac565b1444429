#include "artifact_resolve.hpp"

#include <wbm/error.hpp>

#include <set>
#include <utility>

#include "artifact_process.hpp"
#include "artifact_state.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

/// Is there a file at an entry's own path, as of a reference that was downloaded?
std::optional<fs::path> own_file(const fs::path& root, const ArtifactEntry& entry) {
    // A reference's name may be too long for a file, as that of a signed URL: then it has none.
    if (!entry.ref.empty() && !can_name_a_file(entry.path)) return std::nullopt;
    fs::path file = resolve_inside(root, entry.path);
    std::error_code error;
    return fs::is_regular_file(file, error) ? std::optional(std::move(file)) : std::nullopt;
}

/// Do both have a digest of the content, of the same kind, and not the same one? The reference's first version wrote
/// the URL as the digest of a reference.
bool tell_of_other_content(const ArtifactEntry& reference, const ArtifactEntry& target) {
    const auto is_url = [](const ArtifactEntry& e) { return e.digest.find("://") != std::string::npos; };
    return !is_url(reference) && !is_url(target) && algorithm_of(reference) == algorithm_of(target) &&
           reference.digest != target.digest;
}

}  // namespace

bool is_artifact_url(std::string_view url) noexcept {
    return url.starts_with("wandb-artifact://") || url.starts_with("wandb-client-artifact://");
}

std::optional<LocatedArtifact> Links::locate(const ArtifactUrl& url) const {
    std::optional<LocatedArtifact> found = given_ == nullptr ? std::nullopt : LinkAccess::locate(*given_, url);
    if (!found) found = LinkAccess::locate(*ProcessArtifacts::get().known(), url);
    if (found) ProcessArtifacts::get().resolved(found->root, found->id_hex);
    return found;
}

std::optional<LinkTarget> Links::entry_at(std::string_view url) const {
    const std::optional<ArtifactUrl> parts = read_artifact_url(url);
    if (!parts) throw MediaError(Status::invalid, "reference " + quoted(url) + ": it is no URL of an artifact's entry");
    std::optional<LocatedArtifact> artifact = locate(*parts);
    if (!artifact) return std::nullopt;
    LinkTarget target{*std::move(artifact), nullptr, std::string(url)};
    const auto at = target.artifact.manifest->entries.find(parts->path);
    if (at == target.artifact.manifest->entries.end())
        throw MediaError(Status::not_found, "reference " + quoted(url) + ": the artifact in " +
                                                quoted(target.artifact.root) +
                                                " has no such entry; give one that it has");
    target.entry = &*at;
    return target;
}

Followed Links::follow(const ArtifactEntry& reference) const {
    const auto refuse = [&](Status status, const std::string& reason) {
        refuse_entry(status, reference.path, "is a reference to " + quoted(reference.ref) + ", " + reason);
    };
    std::set<std::pair<fs::path, std::string>> passed;
    Followed found;
    ArtifactEntry hop = reference;
    while (is_artifact_url(hop.ref)) {
        std::optional<LinkTarget> next;
        try {
            next = entry_at(hop.ref);
        } catch (const MediaError& error) {
            if (error.status() == Status::io) throw;
            refuse(error.status(), std::string("which cannot be followed: ") + error.what());
        }
        if (!next) return {std::nullopt, hop.ref};
        const bool is_fixed = !read_artifact_url(hop.ref)->is_latest;
        if (is_fixed && tell_of_other_content(hop, *next->entry))
            refuse(Status::invalid, "whose content has changed: the digest of " + quoted(hop.ref) + " is " +
                                        quoted(next->entry->digest) + ", expected was " + quoted(hop.digest) +
                                        "; get the version of that artifact which was referred to");
        if (!passed.emplace(next->artifact.root, next->entry->path).second)
            refuse(Status::invalid, "which leads back to " + quoted(hop.ref) + ": the references form a circle");
        if (passed.size() > LocalArtifacts::max_hops)
            refuse(Status::invalid, "which leads through more than " + std::to_string(LocalArtifacts::max_hops) +
                                        " references; refer to the file itself");
        hop = *next->entry;
        found.target = std::move(next);
        if (own_file(found.target->artifact.root, hop)) break;
    }
    return found;
}

fs::path place_of_entry(const fs::path& root, const ArtifactEntry& entry, const Links& links) {
    if (std::optional<fs::path> file = own_file(root, entry)) return *std::move(file);
    if (is_artifact_url(entry.ref)) {
        const Followed followed = links.follow(entry);
        if (!followed.target) return entry.ref;
        const LinkTarget& target = *followed.target;
        try {
            return place_of_entry(target.artifact.root, *target.entry, links);
        } catch (const MediaError& error) {
            if (error.status() == Status::io) throw;
            refuse_entry(error.status(), entry.path,
                         "is a reference to " + quoted(entry.ref) + ", in " + quoted(target.artifact.root) + ": " +
                             error.what());
        }
    }
    // Only a URL: a manifest whose "ref" is a path must not lead a reader out of the store.
    if (entry.ref.find("://") != std::string::npos && !entry.ref.starts_with('/')) return entry.ref;
    if (!entry.ref.empty())
        refuse_entry(Status::invalid, entry.path, "refers to " + quoted(entry.ref) + ", which is no URL");
    refuse_entry(Status::not_found, entry.path, "has no file in the artifact's directory; download the artifact again");
}

ArtifactEntry reference_to(const LinkTarget& target, std::string path, std::string url, DigestAlgorithm algorithm) {
    ArtifactEntry entry;
    entry.path = std::move(path);
    entry.digest = target.entry->digest;
    if (algorithm_of(*target.entry) == algorithm) {
        tag(entry, algorithm);
    } else if (const auto file = own_file(target.artifact.root, *target.entry)) {
        // Entries of one artifact have digests of one kind: by them its own is computed.
        entry = content_entry(std::move(entry.path), hash_file(*file, entry_hash(algorithm)));
    }
    entry.ref = std::move(url);
    entry.size = 0;
    return entry;
}

}  // namespace wbm
