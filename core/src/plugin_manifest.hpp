// plugin_manifest.hpp - the manifest file beside a plugin's library: which types it has, without opening it.
#pragma once

#include <wbm/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

/// Bytes at a place near the start of a file.
struct MagicPiece {
    std::uint32_t offset = 0;
    std::string bytes;
};
/// All pieces must be there.
using Magic = std::vector<MagicPiece>;

struct ManifestType {
    std::string name;
    std::vector<std::string> aliases;
    std::string batch;
    std::uint32_t inputs = 0;             ///< WBM_FROM_* bits
    std::vector<std::string> extensions;  ///< lower case, with the dot
    std::vector<Magic> magics;            ///< any of them
    json::object options;
};

struct PluginManifest {
    std::string id;
    std::string version;
    std::string library;  ///< bare file name, beside the manifest
    std::vector<ManifestType> types;
    json::object json;
};

/// What tells one state of a file from another. The change time also moves when only rights or the name change, and
/// when a file is written over in place.
struct FileStamp {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t changed_ns = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// The stamp of a file, links followed; all zero when there is none.
[[nodiscard]] FileStamp stamp_of(const std::filesystem::path& file) noexcept;

/// Reads a manifest's text. Throws MediaError (invalid); the text begins with the field.
[[nodiscard]] PluginManifest parse_manifest(std::string_view text);

/// The types of a manifest's object that passed plugin_table::check_manifest().
[[nodiscard]] std::vector<ManifestType> types_of(const json::object& manifest);

/// Reads a manifest file, whose size is looked at before it is read. Refuses one that anybody may write to and a link
/// that leads out of its folder. Throws MediaError: not_found; invalid; io. The text does not begin with the file's
/// name.
[[nodiscard]] PluginManifest read_manifest(const std::filesystem::path& file);

/// Throws MediaError: not_found when the library is missing; invalid when it is not a regular file, when anybody may
/// write to it, or when it is a link that leads out of its folder.
void check_library_file(const std::filesystem::path& library);

/// Throws MediaError (invalid) when anybody may write to the folder, and so put a plugin there, or may put another
/// folder in its place: one above it is open to all and has no sticky bit.
void check_folder(const std::filesystem::path& folder);

/// The command that writes a library's manifest, for an error text.
[[nodiscard]] std::string describe_command(const std::string& library);

/// What differs between a manifest file and what the library says, as a sentence's end; empty when they agree. Inputs
/// and abilities that this build does not know are left out on both sides.
[[nodiscard]] std::string difference(const json::object& manifest, const json::object& described);

}  // namespace wbm
