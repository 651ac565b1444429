// compact.hpp - the text that a figure's file gets.
#pragma once

#include "../arrays/array_parts.hpp"

#include <string>
#include <string_view>

namespace wbm::plotly {

struct Compact {
    std::string text;
    bool had_non_finite = false;  ///< bare NaN or infinities, which no browser reads, became null
};

/// A sound JSON text without blanks, its numbers and strings as they are, with null for NaN and infinities and arrays
/// in the place of their names. `typed`: as typed arrays. Throws invalid beyond max_figure_bytes.
[[nodiscard]] Compact compact(std::string_view sound, const ArrayParts& arrays, bool typed);

/// Has it bare NaN or infinities?
[[nodiscard]] bool has_non_finite(std::string_view sound) noexcept;

}  // namespace wbm::plotly
