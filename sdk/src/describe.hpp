// describe.hpp - what a plugin's table says, checked and as JSON: the manifest that is written beside the library, and
// what the registry compares that manifest with.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>

#include "manifest_check.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::plugin_table {

/// The manifest object: {"manifest":1,"id","version","abi","types":[{"name","aliases","inputs","abilities", and the
/// members of wbm_type.facts}]}. Reads the table and asks each type's extension() for the abilities; calls nothing
/// else. Throws Error that names the field when the table breaks a rule of wbm/plugin.h or of check_manifest().
[[nodiscard]] json::object describe(const wbm_plugin* plugin);

/// "path", "bytes", ... for the WBM_FROM_* bits, lowest first. Bits that are not known are left out: a plugin for a
/// later host may take more.
[[nodiscard]] std::vector<std::string_view> input_names(std::uint32_t bits);
/// The bit of a name; 0 for one that is not known.
[[nodiscard]] std::uint32_t input_bit(std::string_view name) noexcept;

/// Is `name` an ability of this build: "tensor", "fields", "batch"?
[[nodiscard]] bool is_ability(std::string_view name) noexcept;

}  // namespace wbm::plugin_table
