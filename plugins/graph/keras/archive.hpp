// archive.hpp - one file out of a .keras archive, which is a zip.
#pragma once

#include "../importer.hpp"

#include <string>

namespace wbm::graph {

/// The content of "config.json" and, where it is there, "metadata.json". Other entries, the weights among them, are not
/// unpacked.
struct KerasArchive {
    std::string config;
    std::string metadata;
};

/// Throws invalid for a damaged archive, one without a config.json and one that unpacks beyond max_config_bytes.
[[nodiscard]] KerasArchive read_keras_archive(const Source& source);

}  // namespace wbm::graph
