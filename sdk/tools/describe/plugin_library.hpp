// plugin_library.hpp - a plugin's library, opened as the registry opens it.
#pragma once

#include <wbm/plugin.h>

#include <filesystem>

namespace wbm::tool {

/// Opens the library and finds its entry. Throws std::runtime_error with the loader's reason. Closes it again.
class PluginLibrary {
public:
    explicit PluginLibrary(const std::filesystem::path& file);
    ~PluginLibrary();
    PluginLibrary(const PluginLibrary&) = delete;
    PluginLibrary& operator=(const PluginLibrary&) = delete;

    /// What the entry returns. Throws when that is null.
    [[nodiscard]] const wbm_plugin& plugin() const;
    [[nodiscard]] wbm_plugin_entry entry() const noexcept { return entry_; }

private:
    void* handle_;
    wbm_plugin_entry entry_;
};

}  // namespace wbm::tool
