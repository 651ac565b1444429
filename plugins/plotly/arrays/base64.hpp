// base64.hpp - bytes as text and back (RFC 4648, with padding).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wbm::plotly {

void append_base64(std::string& out, std::string_view bytes);

/// The bytes; nullopt for a text that is no base64.
[[nodiscard]] std::optional<std::string> of_base64(std::string_view text);

}  // namespace wbm::plotly
