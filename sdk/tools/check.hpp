// check.hpp - the conformance checks.
#pragma once

#include <filesystem>
#include <ostream>

namespace wbm::tool {

/// Runs every check on a plugin and writes a line for each, `ok 10 - exactly one exported symbol` or
/// `not ok 10 - exactly one exported symbol  # why`, then `N passed, N failed`. `samples`: a folder of files to make
/// values from; may be empty. Returns whether all passed.
bool check_plugin(const std::filesystem::path& library, const std::filesystem::path& samples, std::ostream& out);

}  // namespace wbm::tool
