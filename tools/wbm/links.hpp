// links.hpp - --links: the artifacts on this machine that references lead to.
#pragma once

#include <wbm/artifact.hpp>
#include <wbm/artifact_links.hpp>

#include <memory>
#include <string>
#include <vector>

namespace wbm::tool {

/// Each one is `DIR`, an artifact or a folder of artifacts, or `ID=DIR` with an artifact's server id in hex, as it
/// stands in a URL. Null for none. Throws UsageError; MediaError, also not_found for a folder without any.
[[nodiscard]] std::shared_ptr<const LocalArtifacts> read_links(const std::vector<std::string>& given);

/// An entry, in the artifact that has it.
struct Holder {
    Artifact artifact;
    ArtifactEntry entry;
};

/// Follows a reference to the artifact that has the value; one that leads nowhere, or to no artifact, stays. Throws
/// MediaError.
[[nodiscard]] Holder follow(Artifact artifact, ArtifactEntry entry, const std::shared_ptr<const LocalArtifacts>& links);

}  // namespace wbm::tool
