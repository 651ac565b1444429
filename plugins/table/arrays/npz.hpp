// npz.hpp - NumPy's archive of one array: how the wire keeps a column of arrays (wire spec 14.9).
#pragma once

#include "../cells/dense_array.hpp"

#include <string>
#include <string_view>

namespace wbm::table {

/// A compressed archive with the array under `key`. The same array gives the same bytes.
[[nodiscard]] std::string to_npz(std::string_view key, const DenseArray& array);

/// The array `key` of the archive `file`. `name` is what an error calls it. Throws invalid for what is no such archive,
/// an array beyond max_column_array_bytes or one without `key`; unsupported for dtypes that are no numbers, such as
/// pickled objects.
[[nodiscard]] DenseArray from_npz(const std::string& file, std::string_view key, const std::string& name);

}  // namespace wbm::table
