// new_folders.hpp - takes back the folders that a command made when it fails.
#pragma once

#include <filesystem>
#include <vector>

namespace wbm::tool {

/// Remembers which of a directory and the folders above it are missing now. Unless kept, it removes those that exist
/// and are empty when it goes; make it before the Run or Artifact, so that it goes after it.
class NewFolders {
public:
    explicit NewFolders(const std::filesystem::path& directory);
    ~NewFolders();
    NewFolders(const NewFolders&) = delete;
    NewFolders& operator=(const NewFolders&) = delete;

    void keep() noexcept { missing_.clear(); }

private:
    std::vector<std::filesystem::path> missing_;  ///< innermost first
};

}  // namespace wbm::tool
