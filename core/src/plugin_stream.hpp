// plugin_stream.hpp - a value that a plugin writes into an artifact piece by piece (wbm.stream/1).
#pragma once

#include <wbm/json.hpp>
#include <wbm/value_stream.hpp>

#include <memory>
#include <string_view>

#include "plugin_library.hpp"

namespace wbm {

class RegistryState;

/// Throws MediaError: unsupported for a type without streams; invalid for a name that is taken; the plugin's reason.
[[nodiscard]] ValueStream open_stream(std::shared_ptr<RegistryState> registry, const LoadedType& type,
                                      Artifact& artifact, std::string_view name, const json::object& options);

}  // namespace wbm
