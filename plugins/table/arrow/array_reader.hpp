// array_reader.hpp - arrays of an Arrow stream as cells of a column.
#pragma once

#include "../column.hpp"
#include "field.hpp"

#include <wbm/ext/arrow.h>

#include <cstdint>

namespace wbm::table {

/// Appends elements `first` to `first + count` of an array. Numbers and texts go from vector to vector. Bytes (Arrow's
/// binary) are texts for now: see settle_bytes(). Throws invalid for an array that breaks its type or a bound, text
/// that is not UTF-8, times beyond 64 bits of milliseconds.
void append_array(Column& out, const Field& field, const ArrowArray* array, std::int64_t first, std::int64_t count);

/// What bytes are is known when all are there: texts if all of them are UTF-8, as the reference takes them, else arrays
/// of uint8.
void settle_bytes(Column& column, const Field& field);

}  // namespace wbm::table
