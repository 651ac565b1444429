// manifest.hpp - the file beside a plugin's library that lets a program know its types without loading it.
#pragma once

#include <wbm/json.hpp>

#include <filesystem>
#include <string>

namespace wbm::tool {

/// What the author says of the plugin beside what its table says.
struct AuthorFacts {
    std::string description;
    std::string license;
};

/// The manifest of a library: its table, read in a child process, with the library's name and SHA-256.
/// Throws std::runtime_error that names the file and the reason.
[[nodiscard]] json::object describe(const std::filesystem::path& library, const AuthorFacts& facts);

/// Writes the manifest through a temporary file. Throws std::runtime_error.
void write_manifest(const std::filesystem::path& file, const json::object& manifest);

}  // namespace wbm::tool
