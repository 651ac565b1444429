// artifact_cache.hpp - manifests of artifacts that references lead to, read once while they stay as they are.
#pragma once

#include <filesystem>
#include <memory>

#include "artifact_manifest.hpp"

namespace wbm {

/// The manifest of the artifact at `root` as it is on disk now; null when there is none, or a broken one. A few are
/// kept, and read again when their file is another. [any thread] Throws MediaError (io).
[[nodiscard]] std::shared_ptr<const Manifest> current_manifest(const std::filesystem::path& root);

}  // namespace wbm
