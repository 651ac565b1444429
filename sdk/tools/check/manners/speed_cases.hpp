// speed_cases.hpp - check 65.
#pragma once

#include "check/check.hpp"

namespace wbm::tool {

/// How long a type takes, compared with the last time.
[[nodiscard]] std::vector<Case> speed_cases(const Subject& subject);

}  // namespace wbm::tool
