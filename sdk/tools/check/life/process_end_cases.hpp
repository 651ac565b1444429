// process_end_cases.hpp - checks 56, 57 and 60: what stays when a plugin is closed or the process ends.
#pragma once

#include "check/check.hpp"

namespace wbm::tool {

[[nodiscard]] std::vector<Case> unload_cases(const Subject& subject);  ///< nothing stays after it is closed
[[nodiscard]] std::vector<Case> reload_cases(const Subject& subject);  ///< it can be opened again
/// The process ends while values are alive.
[[nodiscard]] std::function<std::vector<Case>(const Subject&)> static_value_cases();

}  // namespace wbm::tool
