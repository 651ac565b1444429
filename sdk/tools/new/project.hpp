// project.hpp - writes a new project from a template.
#pragma once

#include "names.hpp"

#include <cstddef>
#include <filesystem>

namespace wbm::tool {

/// Writes the template's files, renamed, as the folder `target`, which must not exist. All of it appears at once; a
/// failure leaves nothing. Returns the number of files. Throws std::runtime_error and
/// std::filesystem::filesystem_error.
std::size_t write_project(const std::filesystem::path& from, const ProjectNames& names,
                          const std::filesystem::path& target);

}  // namespace wbm::tool
