// array_text.hpp - an array as a figure's JSON has it: nested lists of numbers, or plotly.js' typed array.
#pragma once

#include <wbm/plugin.h>

#include <string>

namespace wbm::plotly {

/// Appends `[1.0,2.5,null]`, nested for several dimensions, with the number text of wire spec 2.2. NaN and infinities
/// become null, which plotly draws as a gap. Throws invalid when `out` gets more than max_figure_bytes.
void append_lists(std::string& out, const DLTensor& array);

/// Appends `{"dtype":"f8","bdata":"..."}` with "shape":"3, 4" for several dimensions; NaN stays NaN. 64-bit integers
/// become the smallest type that holds them all, halves become float32. What has no such form, bool, 64-bit integers
/// that are too large and arrays without elements, becomes lists.
void append_typed(std::string& out, const DLTensor& array);

}  // namespace wbm::plotly
