// template_folder.hpp - where the templates of new projects are.
#pragma once

#include "names.hpp"

#include <filesystem>

namespace wbm::tool {

/// Beside the program as both were installed, or in the sources for a program that stands in its build tree. Throws
/// std::runtime_error when there is none.
[[nodiscard]] std::filesystem::path template_folder(Language language);

}  // namespace wbm::tool
