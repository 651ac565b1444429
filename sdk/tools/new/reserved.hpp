// reserved.hpp - names that a project cannot have.
#pragma once

#include "names.hpp"

#include <string_view>

namespace wbm::tool {

/// Why the name would not compile: "a keyword of C++"; empty for one that does.
[[nodiscard]] std::string_view reserved_for(std::string_view name, Language language);

}  // namespace wbm::tool
