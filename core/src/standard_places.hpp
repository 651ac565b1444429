// standard_places.hpp - where plugins and the start-up cache are when nobody says otherwise.
#pragma once

#include <filesystem>
#include <vector>

namespace wbm {

/// The folders searched after those of the application, in order: WBM_PLUGIN_PATH, `$XDG_DATA_HOME/wbmedia/plugins`
/// (`~/.local/share`), `wbmedia/plugins` beside this library. Absolute ones only. A set-uid program gets the last
/// alone: the others are the caller's.
[[nodiscard]] std::vector<std::filesystem::path> standard_plugin_folders();

/// One spelling for each folder: no `.`, `..` or slash at the end. Links are not followed.
[[nodiscard]] std::filesystem::path without_slash(const std::filesystem::path& folder);

/// `$XDG_CACHE_HOME/wbmedia` (`~/.cache`); empty when there is none, and in set-uid programs.
[[nodiscard]] std::filesystem::path standard_cache_folder();

}  // namespace wbm
