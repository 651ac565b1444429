// check_field.hpp - a column's name, the names in it and its depth against limits.hpp.
#pragma once

#include <arrow/type.h>

#include <string>

namespace wbm::data_frame {

/// `what` begins the sentence: `column 3 of the file "a.parquet"`. Throws invalid.
void check_field(const arrow::Field& field, const std::string& what);

}  // namespace wbm::data_frame
