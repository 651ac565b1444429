// iso_time.hpp - moments as ISO 8601 text.
#pragma once

#include "cell.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wbm::table {

/// "2020-01-02T03:04:05.678901Z", as the reference writes UTC times into run files: microseconds, no fraction when it
/// is 0. "" for a moment outside the years 1 to 9999, which ISO text has no room for, and for NaN.
[[nodiscard]] std::string iso_text(const Time& time);

/// The moment of a date, "1999-12-31", or of a date and time, "2020-01-02T03:04:05.678901+02:00": whole milliseconds
/// towards 1970, as the reference has them (wire spec 2.5). A blank may stand for the T, Z for +00:00; without an
/// offset it is UTC; the offset counts minutes. Nullopt for another text and for dates that no calendar has.
[[nodiscard]] std::optional<Time> parse_iso(std::string_view text);

}  // namespace wbm::table
