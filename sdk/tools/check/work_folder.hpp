// work_folder.hpp - where the children keep their files, so that those of a child that crashed go too.
#pragma once

#include <filesystem>

namespace wbm::tool {

/// A new temporary folder, which is also TMPDIR for this process and its children. It goes with the object.
class WorkFolder {
public:
    /// Throws std::runtime_error when there can be none.
    WorkFolder();
    ~WorkFolder();
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace wbm::tool
