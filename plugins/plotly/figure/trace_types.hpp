// trace_types.hpp - the kinds of trace that plotly.js draws, or drew once.
#pragma once

#include <string>
#include <string_view>

namespace wbm::plotly {

/// What a trace without a type is.
inline constexpr std::string_view default_trace_type = "scatter";

[[nodiscard]] bool is_trace_type(std::string_view type) noexcept;

/// The known type that is spelled most like `type`; empty when none is near.
[[nodiscard]] std::string_view nearest_trace_type(std::string_view type);

}  // namespace wbm::plotly
