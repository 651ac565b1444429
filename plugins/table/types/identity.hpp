// identity.hpp - when the reference takes two plain values for the same (a constant and a cell, two ids of a set), and
// how it prints them.
#pragma once

#include "../cells/cell.hpp"

#include <wbm/json.hpp>

#include <optional>
#include <string>

namespace wbm::table {

/// A text that two values share exactly when Python's == holds for them: 1, 1.0 and true do; a dict's order does not
/// count. `set`: the value is an array whose order does not count.
[[nodiscard]] std::string identity_of(const json::value& v, bool set = false);
/// The same of a cell. Nullopt for one with an array, a time or a media value in it, which no constant equals.
[[nodiscard]] std::optional<std::string> identity_of(const Cell& cell);

/// Are the arrays equal as sets? Items that come twice count once.
[[nodiscard]] bool equal_sets(const json::array& a, const json::array& b);
/// Adds the items that are missing; true when there were any.
bool unite(json::array& into, const json::array& items);

/// Python's str() and repr() of a value: `x` and `'x'`, `[1, 'a']`, `{1, 2}` for a set.
[[nodiscard]] std::string python_str(const json::value& v, bool set = false);
[[nodiscard]] std::string python_repr(const json::value& v, bool set = false);
[[nodiscard]] std::string python_repr(std::string_view text);

}  // namespace wbm::table
