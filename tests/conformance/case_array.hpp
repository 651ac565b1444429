// Arrays of the call grammar: $npy and $ndarray.
#pragma once

#include <wbm/json.hpp>
#include <wbm/npy.hpp>

#include <filesystem>
#include <string>

namespace wbm::conformance {

/// The array of a {"$npy": file} or {"$ndarray": dtype, "shape", "data"}. Throws MediaError.
[[nodiscard]] NpyArray read_array(const json::object& node, const std::filesystem::path& folder);

/// The array as nested lists, or its only element.
[[nodiscard]] std::string list_text(const NpyArray& array);

}  // namespace wbm::conformance
