// registry_cache.hpp - the start-up cache: one file for each plugin folder, so that a program that starts reads a
// handful of files whatever the number of plugins. A cache only ever saves work: a file that is damaged, old or not
// ours is ignored and written anew, and a folder that cannot be cached is read.
#pragma once

#include "folder_index.hpp"

#include <filesystem>
#include <memory>

namespace wbm {

class RegistryCache {
public:
    /// `base` empty: no cache. The files are in `<base>/<version>-<machine>/`.
    explicit RegistryCache(const std::filesystem::path& base);

    /// The index of a folder, from the cache when that is of the folder as it is now, otherwise read and cached.
    [[nodiscard]] std::shared_ptr<const FolderIndex> index(const std::filesystem::path& folder) const;
    /// The index of a folder, always read, and cached.
    [[nodiscard]] std::shared_ptr<const FolderIndex> fresh_index(const std::filesystem::path& folder) const;

    /// The file for a folder. Two folders may share one: each index knows its folder.
    [[nodiscard]] std::filesystem::path file_for(const std::filesystem::path& folder) const;

private:
    std::filesystem::path directory_;
};

}  // namespace wbm
