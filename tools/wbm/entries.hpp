// entries.hpp - an artifact's entries as commands see them: which are values, and their stored text.
#pragma once

#include <wbm/artifact.hpp>
#include <wbm/registry.hpp>
#include <wbm/value.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace wbm::tool {

/// What a NAME on the command line is: a value's entry, or (type is empty) a plain file's or a reference's.
struct Item {
    ArtifactEntry entry;
    std::string type;

    [[nodiscard]] bool is_value() const noexcept { return !type.empty(); }
};

/// The entry with exactly this path, or of the value with this name. The value itself is not read: its JSON and its
/// file can be had without its plugin. Throws MediaError: not_found.
[[nodiscard]] Item find_item(const Artifact& artifact, std::string_view name, const Registry& registry);

/// The value of an item that is one. Throws MediaError.
[[nodiscard]] ValuePtr read_value(const Artifact& artifact, const Item& item, Registry& registry);

/// The entry with exactly this path, or nullopt.
[[nodiscard]] std::optional<ArtifactEntry> find_entry(const Artifact& artifact, std::string_view path);

/// The file of an entry, in this artifact or the one that it refers to. Throws MediaError: not_found for a reference
/// whose file is not here.
[[nodiscard]] std::filesystem::path file_here(const Artifact& artifact, std::string_view path);

/// The text of a value's entry as the artifact has it. Throws MediaError.
[[nodiscard]] std::string stored_text(const Artifact& artifact, const ArtifactEntry& entry);

/// The `_type` of the value that an entry holds: `x.image-file.json` has the known type image-file; of a type that
/// nobody knows the file itself says which, if it is no larger than `max_probed_bytes`. Empty for any other file.
[[nodiscard]] std::string value_type(const Artifact& artifact, const ArtifactEntry& entry, const Registry& registry,
                                     std::uint64_t max_probed_bytes);

/// path, digest and, where the entry has them, size, ref, birthArtifactID, extra.
[[nodiscard]] json::object entry_json(const ArtifactEntry& entry);

/// "1.2 kB"; "-" when unknown.
[[nodiscard]] std::string entry_size(const ArtifactEntry& entry);

}  // namespace wbm::tool
