// commands.hpp - the subcommands of wbm-plugin. Each adds itself with its options; its callback sets the exit code.
#pragma once

#include <CLI/CLI.hpp>

namespace wbm::tool {

/// What main returns. A callback that throws std::exception ends the program with failed and its text.
enum ExitCode : int { done = 0, failed = 1 };

void add_check_command(CLI::App& app, int& exit_code);
void add_describe_command(CLI::App& app, int& exit_code);
void add_new_command(CLI::App& app, int& exit_code);

}  // namespace wbm::tool
