// entries.hpp - an artifact's entries as commands see them: which are values, and their stored text.
#pragma once

#include <wbm/artifact.hpp>
#include <wbm/registry.hpp>
#include <wbm/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace wbm::tool {

/// What a NAME on the command line is: a value with its entry, or (value is null) a plain file or reference.
struct Item {
    ArtifactEntry entry;
    ValuePtr value;
};

/// Throws MediaError: not_found when the artifact has neither; what reading the value throws.
[[nodiscard]] Item find_item(const Artifact& artifact, std::string_view name, Registry& registry);

/// The entry with exactly this path, or nullopt.
[[nodiscard]] std::optional<ArtifactEntry> find_entry(const Artifact& artifact, std::string_view path);

/// The text of a value's entry as the artifact has it. Throws MediaError.
[[nodiscard]] std::string stored_text(const Artifact& artifact, const ArtifactEntry& entry);

/// The `_type` of the value that an entry holds: `x.image-file.json` has the known type image-file; of a type that
/// nobody knows the file itself must say the same. Empty for any other file.
[[nodiscard]] std::string value_type(const Artifact& artifact, const ArtifactEntry& entry, const Registry& registry);

/// path, digest and, where the entry has them, size, ref, birthArtifactID, extra.
[[nodiscard]] json::object entry_json(const ArtifactEntry& entry);

/// "1.2 kB"; "-" when unknown.
[[nodiscard]] std::string entry_size(const ArtifactEntry& entry);

}  // namespace wbm::tool
