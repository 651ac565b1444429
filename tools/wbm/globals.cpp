#include "globals.hpp"

#include "output.hpp"

#include <wbm/error.hpp>

#include <cstdlib>
#include <system_error>

namespace wbm::tool {
namespace fs = std::filesystem;

namespace {

constexpr const char* manifest_name = "wandb_manifest.json";
constexpr const char* history_name = "history.jsonl";

/// The plugins folder of the build tree that this program was built in; empty for an installed one. Only a CMake build
/// tree counts, so that a stray `plugins` folder beside an installed `bin` is never searched.
fs::path build_tree_plugins() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) return {};
    const fs::path tree = program.parent_path().parent_path();
    const fs::path plugins = tree / "plugins";
    const bool is_build_tree = fs::is_regular_file(tree / "CMakeCache.txt", error) && fs::is_directory(plugins, error);
    return is_build_tree ? plugins : fs::path();
}

}  // namespace

std::unique_ptr<Registry> open_registry(const Globals& globals) {
    RegistryOptions options;
    for (const std::string& text : globals.plugin_dirs) {
        std::error_code error;
        if (!fs::is_directory(text, error))
            throw MediaError(Status::not_found,
                             "--plugin-dir " + in_quotes(text) + " is not a folder that can be read");
        options.directories.push_back(fs::absolute(text).lexically_normal());
    }
    if (std::getenv("WBM_PLUGIN_PATH") == nullptr) {
        if (fs::path folder = build_tree_plugins(); !folder.empty()) options.directories.push_back(std::move(folder));
    }
    return std::make_unique<Registry>(std::move(options));
}

bool is_artifact(const fs::path& directory) {
    std::error_code error;
    return fs::exists(directory / manifest_name, error);
}

StoreKind store_kind(const fs::path& directory) {
    if (is_artifact(directory)) return StoreKind::artifact;
    std::error_code error;
    if (fs::exists(directory / history_name, error)) return StoreKind::run;
    if (!fs::exists(directory, error))
        throw MediaError(Status::not_found, "there is no folder " + in_quotes(directory.native()));
    throw MediaError(Status::not_found, in_quotes(directory.native()) + " is neither an artifact (no " + manifest_name +
                                            ") nor a run (no " + history_name +
                                            "); name a folder that \"wbm add\" or \"wbm log\" wrote");
}

}  // namespace wbm::tool
