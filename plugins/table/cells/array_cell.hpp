// array_cell.hpp - the elements of an array as cells.
#pragma once

#include "cell.hpp"

#include <cstddef>

namespace wbm::table {

/// Element `i` in row-major order.
[[nodiscard]] Cell element_cell(const DenseArray& array, std::size_t i);

/// Row `i` of an array with dimensions: an array of one dimension less, or, of a one-dimensional one, an element.
[[nodiscard]] Cell row_cell(const DenseArray& array, std::size_t i);

}  // namespace wbm::table
