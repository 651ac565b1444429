#include "standard_places.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace wbm {

namespace {

namespace fs = std::filesystem;

std::string_view variable(const char* name) noexcept {
    const char* text = secure_getenv(name);
    return text == nullptr ? std::string_view() : std::string_view(text);
}

/// An absolute folder from the environment, else one below the home folder, else empty (XDG base directories).
fs::path user_folder(const char* name, const char* below_home) {
    if (fs::path given(variable(name)); given.is_absolute()) return given;
    if (fs::path home(variable("HOME")); home.is_absolute()) return home / below_home;
    return {};
}

/// The folder of the file that this code is in; empty for a program that was linked statically and started by a
/// relative name.
fs::path folder_of_this_library() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&standard_plugin_folders), &info) == 0 || info.dli_fname == nullptr)
        return {};
    const fs::path file(info.dli_fname);
    if (!file.is_absolute()) return {};
    std::error_code failed;
    const fs::path real = fs::canonical(file, failed);
    return (failed ? file : real).parent_path();
}

}  // namespace

fs::path without_slash(const fs::path& folder) {
    fs::path normal = folder.lexically_normal();
    return normal.has_filename() || !normal.has_relative_path() ? normal : normal.parent_path();
}

std::vector<fs::path> standard_plugin_folders() {
    std::vector<fs::path> folders;
    const auto add = [&](fs::path folder) {
        folder = without_slash(folder);
        if (folder.is_absolute() && std::find(folders.begin(), folders.end(), folder) == folders.end())
            folders.push_back(std::move(folder));
    };
    const std::string_view list = variable("WBM_PLUGIN_PATH");
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(':', begin), list.size());
        add(fs::path(list.substr(begin, end - begin)));
        begin = end + 1;
    }
    if (const fs::path data = user_folder("XDG_DATA_HOME", ".local/share"); !data.empty())
        add(data / "wbmedia/plugins");
    if (const fs::path library = folder_of_this_library(); !library.empty()) add(library / WBM_PLUGIN_SUBDIR);
    return folders;
}

fs::path standard_cache_folder() {
    const fs::path cache = user_folder("XDG_CACHE_HOME", ".cache");
    return cache.empty() ? cache : cache / "wbmedia";
}

}  // namespace wbm
