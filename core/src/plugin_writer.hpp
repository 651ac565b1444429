// plugin_writer.hpp - a value that a plugin makes piece by piece (wbm.writer/1).
#pragma once

#include <wbm/json.hpp>
#include <wbm/value_writer.hpp>

#include "plugin_library.hpp"

namespace wbm {

/// Throws MediaError: unsupported for a type without a writer; the plugin's reason.
[[nodiscard]] ValueWriter open_writer(const LoadedType& type, const json::object& options);

}  // namespace wbm
