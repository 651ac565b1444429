// plugin_folder.hpp - what is in one plugin folder: every manifest with its types, every file that is none.
#pragma once

#include "plugin_manifest.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wbm {

/// What tells one state of a folder from another: files that come, go or are renamed move its times; rights are in the
/// mode.
struct FolderKey {
    std::uint64_t device = 0, inode = 0;
    std::int64_t modified_ns = 0, changed_ns = 0;
    std::uint64_t mode = 0;
    friend bool operator==(const FolderKey&, const FolderKey&) = default;

    [[nodiscard]] bool exists() const noexcept { return inode != 0; }
    /// Did it change so short a time ago that it may change again without its times moving?
    [[nodiscard]] bool is_fresh() const noexcept;
};

/// All zero for a folder that does not exist or cannot be looked at.
[[nodiscard]] FolderKey folder_key(const std::filesystem::path& folder) noexcept;

/// One manifest, or one library without one.
struct FoundPlugin {
    std::string manifest;  ///< file name; empty for a library without a manifest
    std::string library;   ///< file name; empty when the manifest could not be read
    FileStamp stamp;       ///< of the manifest when it was read
    std::string id;
    std::string version;
    std::string reason;  ///< why it is refused; empty for a sound one
    std::vector<ManifestType> types;
};

/// Reads every manifest of a folder, in the order of their names. Never throws for what is in it: that becomes a
/// reason.
[[nodiscard]] std::vector<FoundPlugin> scan_folder(const std::filesystem::path& folder);

}  // namespace wbm
