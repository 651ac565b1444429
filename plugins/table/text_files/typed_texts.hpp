// typed_texts.hpp - a column of texts as what the texts say: integers, numbers, booleans, times.
#pragma once

#include "../column.hpp"
#include "../types/column_type.hpp"

namespace wbm::table {

/// Integers, numbers or booleans where every text of the column is one, exactly as written: an integer with zeros in
/// front or beyond 64 bits is text. A column that `type` says is of texts stays as it is, one of times is read as ISO
/// 8601.
[[nodiscard]] Column typed_texts(Column texts, const ColumnType& type);

}  // namespace wbm::table
