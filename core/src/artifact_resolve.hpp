// artifact_resolve.hpp - following references to the artifacts that this machine has. Wire spec 23.9 and 23.10.
#pragma once

#include <wbm/artifact_links.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "artifact_manifest.hpp"
#include "artifact_url.hpp"

namespace wbm {

/// An artifact that a URL names.
struct LocatedArtifact {
    std::filesystem::path root;
    std::string id_hex;  ///< its server id, where that is known
    std::shared_ptr<const Manifest> manifest;
};

/// An entry that a reference leads to.
struct LinkTarget {
    LocatedArtifact artifact;
    const ArtifactEntry* entry = nullptr;  ///< in artifact.manifest
    std::string url;                       ///< of the last hop
};

/// Where a reference leads. Without a target, `unknown_url` names the artifact that nobody knows here.
struct Followed {
    std::optional<LinkTarget> target;
    std::string unknown_url;
};

/// The way into LocalArtifacts for the core.
struct LinkAccess {
    [[nodiscard]] static std::optional<LocatedArtifact> locate(const LocalArtifacts& artifacts, const ArtifactUrl& url);
    /// Never refuses for the number: the oldest one goes.
    static void remember(LocalArtifacts& artifacts, const std::filesystem::path& root, const ClientIds& ids,
                         std::string_view id_hex);
};

/// What an artifact's references are looked up in: what its user gave it, then what this process knows. [any thread]
class Links {
public:
    Links() = default;
    explicit Links(std::shared_ptr<const LocalArtifacts> given) : given_(std::move(given)) {}

    [[nodiscard]] std::optional<LocatedArtifact> locate(const ArtifactUrl& url) const;
    /// The entry that a URL names; nullopt when its artifact is not known. Throws MediaError: not_found when that
    /// artifact has no such entry, invalid for what is no artifact's URL; io.
    [[nodiscard]] std::optional<LinkTarget> entry_at(std::string_view url) const;
    /// Follows an entry whose `ref` is an artifact's URL to a stored file, or to a reference of another kind. Throws
    /// MediaError that names the entry: not_found for a hop that its artifact does not have; invalid for a URL that is
    /// none, a circle, a chain of more than LocalArtifacts::max_hops, or a hop whose digest is another; io.
    [[nodiscard]] Followed follow(const ArtifactEntry& reference) const;

private:
    std::shared_ptr<const LocalArtifacts> given_;
};

/// Is it a URL of an entry of an artifact, sound or not?
[[nodiscard]] bool is_artifact_url(std::string_view url) noexcept;

/// Where the file of an entry is: the absolute path, in its own artifact or in the one that it refers to; the URL of a
/// reference whose file is not here. Throws MediaError as Store::fetch() and Links::follow().
[[nodiscard]] std::filesystem::path place_of_entry(const std::filesystem::path& root, const ArtifactEntry& entry,
                                                   const Links& links);

/// A reference to an entry of another artifact: its size is 0, its digest is that entry's, made anew where that one is
/// of another algorithm than `algorithm`. Throws MediaError: not_found; io.
[[nodiscard]] ArtifactEntry reference_to(const LinkTarget& target, std::string path, std::string url,
                                         DigestAlgorithm algorithm);

}  // namespace wbm
