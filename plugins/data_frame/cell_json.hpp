// cell_json.hpp - one cell of an Arrow column as JSON text, as wbm/ext/rows.h wants it.
#pragma once

#include <arrow/array.h>

#include <cstdint>
#include <string>

namespace wbm::data_frame {

/// null, booleans, numbers (NaN and infinities as bare tokens), text; times as milliseconds since 1970, times of day
/// and durations as milliseconds; decimals as numbers with all their digits; lists; structs as objects; maps as lists
/// of pairs; bytes as text in hexadecimal; a dictionary's value. Any other type as Arrow's own text.
void append_cell(std::string& out, const arrow::Array& column, std::int64_t row);

}  // namespace wbm::data_frame
