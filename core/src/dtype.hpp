// How this library names element types and shapes in texts.
#pragma once

#include <dlpack/dlpack.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace wbm {

/// NumPy's name: "uint8", "float32", "bool", "bfloat16"; "float32x4" for four lanes, "dlpack-9-16" for an unknown code.
[[nodiscard]] std::string dtype_name(DLDataType dtype);

/// Bytes of one element, rounded up: complex numbers count both parts, vectors all lanes.
[[nodiscard]] constexpr std::size_t item_size(DLDataType dtype) noexcept {
    return (std::size_t{dtype.bits} * dtype.lanes + 7) / 8;
}

/// "[480, 640, 3]"
[[nodiscard]] std::string shape_text(std::span<const std::int64_t> shape);

/// The product of the sizes; nullopt when one is negative or the product is beyond int64.
[[nodiscard]] std::optional<std::int64_t> element_count(std::span<const std::int64_t> shape) noexcept;

}  // namespace wbm
