// plugin_probe.hpp - asking a plugin what a file holds (wbm.probe/1).
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>

#include "plugin_library.hpp"

namespace wbm {

/// Throws MediaError: unsupported for a type that cannot look into files and for a part that is neither a path nor
/// bytes; the plugin's reason.
[[nodiscard]] json::object probe_file(const LoadedType& type, const wbm_part& file);

}  // namespace wbm
