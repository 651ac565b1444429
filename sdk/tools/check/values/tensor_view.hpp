// tensor_view.hpp - the same elements in many layouts and number types.
#pragma once

#include <dlpack/dlpack.h>

#include <cstdint>
#include <string>
#include <vector>

namespace wbm::tool {

/// An array as create() gets it: how the elements lie in `bytes`.
struct TensorView {
    std::string label;  ///< "float32 [4, 3], rows reversed"
    DLDataType dtype{};
    std::vector<std::int64_t> shape, strides;  ///< strides in elements
    std::string bytes;
    std::size_t first = 0;    ///< the byte where the element [0, 0, ...] begins
    bool descending = false;  ///< some stride is negative
};

/// Every number type that an array may have, and some that it may not.
[[nodiscard]] const std::vector<DLDataType>& all_dtypes();
/// The usual ones.
[[nodiscard]] const std::vector<DLDataType>& common_dtypes();
/// Shapes of one to five axes.
[[nodiscard]] const std::vector<std::vector<std::int64_t>>& common_shapes();

/// Row-major. The elements are 0, 0.25, 0.5 and 0.75, or 0 to 3, in no order. `repeated`: the same along the first
/// axis.
[[nodiscard]] TensorView dense_view(DLDataType dtype, const std::vector<std::int64_t>& shape, bool repeated = false);
/// The elements of dense_view() in other places: with gaps, in column-major order, backwards.
[[nodiscard]] std::vector<TensorView> other_views(DLDataType dtype, const std::vector<std::int64_t>& shape);
/// The elements of the repeated dense_view(), which is there once.
[[nodiscard]] TensorView repeating_view(DLDataType dtype, const std::vector<std::int64_t>& shape);

}  // namespace wbm::tool
