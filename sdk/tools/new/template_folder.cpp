#include "template_folder.hpp"

#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;

/// The source folder that a build tree was configured from; empty when `tree` is none.
fs::path source_of(const fs::path& tree) {
    constexpr std::string_view key = "CMAKE_HOME_DIRECTORY:INTERNAL=";
    std::ifstream cache(tree / "CMakeCache.txt");
    for (std::string line; std::getline(cache, line);)
        if (line.compare(0, key.size(), key) == 0) return line.substr(key.size());
    return {};
}

/// The build tree's program, in its `bin` or at its top, takes the sources', which may just have been changed.
fs::path folder_of_sources(const fs::path& program_folder) {
    for (const fs::path& tree : {program_folder.parent_path(), program_folder}) {
        const fs::path source = source_of(tree);
        if (source.empty()) continue;
        for (const fs::path& folder : {source / "sdk/template", source / "template"})
            if (fs::is_directory(folder)) return folder;
    }
    return {};
}

}  // namespace

fs::path template_folder(Language language) {
    const fs::path program_folder = fs::read_symlink("/proc/self/exe").parent_path();
    const fs::path installed = (program_folder / WBM_TEMPLATE_FOLDER).lexically_normal();
    fs::path folder = folder_of_sources(program_folder);
    if (folder.empty()) folder = installed;
    folder /= folder_of(language);
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw std::runtime_error("the templates are missing: there is no folder " + folder.string() +
                                 "; install the SDK again (Debian: libwbm-dev)");
    return folder;
}

}  // namespace wbm::tool
