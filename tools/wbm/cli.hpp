// cli.hpp - the command line: reads it into a command that is ready to run.
#pragma once

#include "globals.hpp"

#include <functional>

namespace wbm::tool {

struct CommandLine {
    Globals globals;
    std::function<int(const Globals&)> run;  ///< also for --help and --version
};

/// Throws UsageError.
[[nodiscard]] CommandLine read_command_line(int argc, const char* const* argv);

/// Does --json come before a `--`? For errors in a command line that cannot be read.
[[nodiscard]] bool has_json_flag(int argc, const char* const* argv) noexcept;

}  // namespace wbm::tool
