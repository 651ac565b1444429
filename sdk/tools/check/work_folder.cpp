#include "check/work_folder.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace wbm::tool {

WorkFolder::WorkFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "wbm-check-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no temporary folder can be made as " + pattern + "; set TMPDIR to a folder that can");
    path_ = pattern;
    setenv("TMPDIR", pattern.c_str(), 1);
}

WorkFolder::~WorkFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace wbm::tool
