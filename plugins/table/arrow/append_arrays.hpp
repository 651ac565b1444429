// append_arrays.hpp - the parts of append_array(), by what an array holds.
#pragma once

#include "../column.hpp"
#include "array_view.hpp"
#include "field.hpp"

namespace wbm::table {

void append_integers(Column& out, const Field& field, const ArrayView& array);
void append_reals(Column& out, const Field& field, const ArrayView& array);
void append_booleans(Column& out, const ArrayView& array);
void append_decimals(Column& out, const Field& field, const ArrayView& array);
void append_texts(Column& out, const Field& field, const ArrayView& array);
void append_fixed_bytes(Column& out, const Field& field, const ArrayView& array);
void append_times(Column& out, const Field& field, const ArrayView& array);
void append_nested(Column& out, const Field& field, const ArrayView& array);

}  // namespace wbm::table
