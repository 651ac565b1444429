// decoy.hpp - a library that exports every function of Boost.JSON, none of which returns.
#pragma once

#include <filesystem>

namespace wbm::tool {

/// Writes the library into a folder and returns its file. It is part of this program, so that it is always there.
[[nodiscard]] std::filesystem::path write_decoy(const std::filesystem::path& folder);

}  // namespace wbm::tool
