// sort_text.hpp - what the members of a union are sorted by.
#pragma once

#include "column_type.hpp"

#include <string>

namespace wbm::table {

/// text(), but with the names of dicts in order: an artifact's JSON has its names sorted, and a union that was read
/// from it must have the order that it was written in.
[[nodiscard]] std::string sort_text(const ColumnType& type);

}  // namespace wbm::table
