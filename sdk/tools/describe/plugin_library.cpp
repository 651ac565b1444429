#include "plugin_library.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace wbm::tool {
namespace {

[[noreturn]] void throw_loader_error(const std::string& what) {
    const char* reason = dlerror();
    throw std::runtime_error(what + (reason != nullptr ? reason : "the loader gives no reason"));
}

}  // namespace

PluginLibrary::PluginLibrary(const std::filesystem::path& file)
    : handle_(dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) throw_loader_error("cannot be loaded: ");
    entry_ = reinterpret_cast<wbm_plugin_entry>(dlsym(handle_, WBM_ENTRY_SYMBOL));
    if (entry_ != nullptr) return;
    const std::string reason = dlerror();
    dlclose(handle_);
    throw std::runtime_error("has no function " WBM_ENTRY_SYMBOL ": " + reason);
}

PluginLibrary::~PluginLibrary() { dlclose(handle_); }

const wbm_plugin& PluginLibrary::plugin() const {
    const wbm_plugin* plugin = entry_();
    if (plugin == nullptr) throw std::runtime_error("gave no table: " WBM_ENTRY_SYMBOL "() returned null");
    return *plugin;
}

}  // namespace wbm::tool
