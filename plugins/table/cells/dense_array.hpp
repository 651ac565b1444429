// dense_array.hpp - an array in a table's cell: numbers in row-major order without gaps.
#pragma once

#include <wbm/sdk/array.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::table {

/// The dtype of that name, "float64" and its like; nullopt for what no array holds.
[[nodiscard]] std::optional<DLDataType> dtype_named(std::string_view name);

/// Bytes may be shared with other cells (rows of one loaded column). Immutable once made.
struct DenseArray {
    DLDataType dtype{};               ///< one of those that is_element() accepts
    std::vector<std::int64_t> shape;  ///< at most max_array_dims extents, none below 0; [] is one number
    std::shared_ptr<const std::byte> bytes;

    /// Copies any array the CPU can read. Throws unsupported for another dtype or device, invalid for a shape that
    /// breaks a bound or an array without data.
    [[nodiscard]] static DenseArray of(const DLTensor& t);
    /// Takes `size` bytes that are in this machine's byte order. Throws as of() does, and invalid when the shape does
    /// not fit the size.
    [[nodiscard]] static DenseArray of(DLDataType dtype, std::vector<std::int64_t> shape,
                                       std::shared_ptr<const std::byte> bytes, std::size_t size);

    [[nodiscard]] std::size_t count() const noexcept;  ///< elements
    [[nodiscard]] std::size_t item_size() const noexcept { return dtype.bits / 8U; }
    [[nodiscard]] std::size_t size() const noexcept { return count() * item_size(); }
    /// Row `i` of an array with at least one dimension; shares the bytes.
    [[nodiscard]] DenseArray row(std::size_t i) const;
    /// The array as a tensor that borrows it.
    [[nodiscard]] DLTensor view() const noexcept;
};

/// Throws invalid for a shape that breaks max_array_dims or max_empty_rows, or has an extent below 0.
void check_shape(std::span<const std::int64_t> shape);

/// "[2, 3]"
[[nodiscard]] std::string shape_text(std::span<const std::int64_t> shape);

/// Equal shapes and elements, compared as numbers whatever their dtypes: 1 equals 1.0. NaN equals NaN, so that what was
/// written and read back is equal. A boolean equals no number.
[[nodiscard]] bool operator==(const DenseArray& a, const DenseArray& b);

}  // namespace wbm::table
