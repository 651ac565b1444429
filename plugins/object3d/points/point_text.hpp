// point_text.hpp - points as the JSON text that the newest reference writes: no blanks, UTF-8, pydantic-core's numbers.
// Wire spec 7.3 and 2.1 ("fast").
#pragma once

#include "../arrays/table.hpp"
#include "../bounds.hpp"

#include <wbm/json.hpp>

#include <string>

namespace wbm::object3d {

/// Appends `[[0.0,1.5,2.0],[...]]` and adds the first three columns to `bounds`. Integers stay integers, floats are
/// widened to binary64, booleans are true and false. Throws invalid for NaN and infinities, naming row and column, and
/// for a text beyond max_point_text_bytes.
void append_rows(std::string& out, const Table& table, Bounds& bounds);

}  // namespace wbm::object3d
