// The call grammar's plain data as JSON text.
#pragma once

#include <wbm/json.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace wbm::conformance {

/// The tag of a tagged value ("$npy"), or empty.
[[nodiscard]] std::string_view tag_of(const json::value& node) noexcept;

/// Asked before each node, with the name of the innermost member around it: writes the node's text and returns true, or
/// returns false to have it written as plain data.
using Special = std::function<bool(std::string& out, const json::value& node, std::string_view member)>;

/// JSON text of a node: tags become what Python's JSON encoder makes of such an object.
/// Throws MediaError (invalid) for a tag that is no plain data.
[[nodiscard]] std::string text_of(const json::value& node, const Special& special = {}, std::string_view member = {});

[[nodiscard]] std::string decode_base64(std::string_view text);

}  // namespace wbm::conformance
