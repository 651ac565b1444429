// type_order.hpp - in which order an artifact tries types for a name without suffix. Wire spec 1.2 and 23.9.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

/// The reference's own types, in its order.
[[nodiscard]] std::span<const std::string_view> reference_type_order() noexcept;

/// The same types as in `names`, those of the reference first and in its order, then the others by name.
[[nodiscard]] std::vector<std::string> in_lookup_order(std::vector<std::string> names);

}  // namespace wbm
