#include "new_folders.hpp"

#include <system_error>

namespace wbm::tool {
namespace fs = std::filesystem;

NewFolders::NewFolders(const fs::path& directory) {
    std::error_code error;
    fs::path folder = fs::absolute(directory, error).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    if (!fs::exists(fs::symlink_status(folder, error))) missing_.push_back(folder / "files");  // a run's own folder
    while (!folder.empty() && folder != folder.root_path() && !fs::exists(fs::symlink_status(folder, error))) {
        missing_.push_back(folder);
        folder = folder.parent_path();
    }
}

NewFolders::~NewFolders() {
    // remove() leaves a folder that is not empty: what somebody else put there stays.
    std::error_code error;
    for (const fs::path& folder : missing_) fs::remove(folder, error);
}

}  // namespace wbm::tool
