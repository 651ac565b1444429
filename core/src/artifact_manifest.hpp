// artifact_manifest.hpp - wandb_manifest.json: its text and what it means. Wire spec 23.2 to 23.6.
#pragma once

#include <wbm/artifact.hpp>

#include <set>
#include <string>
#include <string_view>

#include "artifact_url.hpp"

namespace wbm {

inline constexpr std::string_view manifest_name = "wandb_manifest.json";

/// Orders entries by the bytes of their paths, which for UTF-8 is the order of code points.
struct ByPath {
    using is_transparent = void;
    bool operator()(const ArtifactEntry& a, const ArtifactEntry& b) const noexcept { return a.path < b.path; }
    bool operator()(const ArtifactEntry& a, std::string_view b) const noexcept { return a.path < b; }
    bool operator()(std::string_view a, const ArtifactEntry& b) const noexcept { return a < b.path; }
};
using Entries = std::set<ArtifactEntry, ByPath>;

struct Manifest {
    json::object config;  ///< storagePolicyConfig as it was read, without our own member
    Artifact::Info info;  ///< kept in it under "_wbm", which other readers pass over
    ClientIds ids;        ///< beside it
    Entries entries;
};

/// The manifest of an artifact without entries.
[[nodiscard]] Manifest new_manifest(Artifact::Info info);

/// Reads what any writer wrote: Python's or Go's layout, more members than we know, fewer than the newest writes.
/// Throws MediaError (invalid) that names the member or the entry; so also for an entry whose path leaves the artifact.
[[nodiscard]] Manifest read_manifest(std::string_view text);

/// The text, as Python's saver lays it out.
[[nodiscard]] std::string write_manifest(const Manifest& manifest);
/// The same with other ids.
[[nodiscard]] std::string write_manifest(const Manifest& manifest, const ClientIds& ids);

/// The artifact's digest: a hash, in hex, over the paths and digests of its entries.
[[nodiscard]] std::string digest_of(const Entries& entries, DigestAlgorithm algorithm = DigestAlgorithm::md5);

/// The algorithm of an entry's digest; nullopt for one that this build does not know. Wire spec 23.4.
[[nodiscard]] std::optional<DigestAlgorithm> algorithm_of(const ArtifactEntry& entry);
/// Says in the entry which algorithm its digest is of; MD5 is not said.
void tag(ArtifactEntry& entry, DigestAlgorithm algorithm);

/// The rules of wire spec 23.1. NaN in the metadata becomes null. Throws MediaError (invalid).
void check_info(Artifact::Info& info);

}  // namespace wbm
