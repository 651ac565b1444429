// typed_array.hpp - reading plotly.js' typed arrays: {"dtype": "f8", "bdata": "...", "shape": "3, 4"}.
#pragma once

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::plotly {

struct TypedArray {
    std::string dtype;  ///< "f8", or the long name "float64" that plotly.js knows too
    std::string bdata;  ///< base64, little-endian
    std::string shape;  ///< "3, 4"; empty for one dimension
};

/// The element type; nullopt for a name that plotly.js does not know.
[[nodiscard]] std::optional<DLDataType> typed_dtype(std::string_view name);

/// How many elements it has; 0 for a dtype that plotly.js does not know. Throws invalid for bytes that are no base64 or
/// no whole number of elements, and a shape of another number. `where`: `data[0] of the figure`.
[[nodiscard]] std::uint64_t typed_elements(const TypedArray& array, const std::string& where);

/// The array itself. Throws as typed_elements(); unsupported for a dtype that plotly.js does not know.
[[nodiscard]] Array array_of(const TypedArray& array, const std::string& where);

}  // namespace wbm::plotly
