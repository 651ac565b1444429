// globals.hpp - what every command shares: the global options, the registry they ask for, and the tool's own errors.
#pragma once

#include <wbm/registry.hpp>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::tool {

/// What the process returns. Scripts rely on these: they are part of the tool's API and in every --help.
enum ExitCode : int {
    exit_done = 0,
    exit_finding = 1,  ///< verify or probe found a problem, diff a difference
    exit_usage = 2,
    exit_refused = 3,  ///< the input: invalid, unsupported or not found; also a bug (the message says "internal")
    exit_io = 4,       ///< disk, permissions, memory
};

struct Globals {
    bool json = false;
    std::vector<std::string> plugin_dirs;  ///< as given: may be relative
};

/// A command line that cannot be carried out as it is written. what() is one sentence.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A registry that searches --plugin-dir first, then, when the tool runs from its build tree and WBM_PLUGIN_PATH is not
/// set, the build tree's plugins, then the standard places. Throws MediaError: not_found for a folder that is missing.
[[nodiscard]] std::unique_ptr<Registry> open_registry(const Globals& globals);

enum class StoreKind { artifact, run };

/// Which of the two a directory is, by the file that each has. Throws MediaError (not_found) when it is neither.
[[nodiscard]] StoreKind store_kind(const std::filesystem::path& directory);

/// Is there an artifact's manifest in the directory?
[[nodiscard]] bool is_artifact(const std::filesystem::path& directory);

}  // namespace wbm::tool
