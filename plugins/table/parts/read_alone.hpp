// read_alone.hpp - one table of an artifact, whatever else is in it.
#pragma once

#include "../table.hpp"

#include <string_view>

namespace wbm::table {

/// Table::from_text, but an incremental table gets no rows of other increments.
[[nodiscard]] Table read_alone(std::string_view text, const Store& source);

}  // namespace wbm::table
