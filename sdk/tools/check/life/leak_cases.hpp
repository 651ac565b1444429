// leak_cases.hpp - check 50.
#pragma once

#include "check/check.hpp"

namespace wbm::tool {

/// What values leave behind, for each type.
[[nodiscard]] std::vector<Case> leak_cases(const Subject& subject);

}  // namespace wbm::tool
