// did_you_mean.hpp - the known name that a mistyped one is nearest to.
#pragma once

#include <string_view>
#include <vector>

namespace wbm {

/// The candidate with the fewest edits (insert, drop, change, swap neighbours) from `name`, if they are at most a third
/// of its length; empty when none is that near. The first of several that are equally near.
[[nodiscard]] std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace wbm
