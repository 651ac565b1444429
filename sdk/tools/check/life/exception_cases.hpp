// exception_cases.hpp - check 59.
#pragma once

#include "check/check.hpp"

namespace wbm::tool {

/// Every call of each type, with what may make it throw.
[[nodiscard]] std::vector<Case> exception_cases(const Subject& subject);

}  // namespace wbm::tool
