#include <wbm/tensor.hpp>

#include "dtype.hpp"

#include <wbm/part.hpp>

#include <algorithm>

namespace wbm {

namespace {

std::string code_name(DLDataType dtype) {
    const std::string bits = std::to_string(dtype.bits);
    switch (dtype.code) {
        case kDLInt:
            return "int" + bits;
        case kDLUInt:
            return "uint" + bits;
        case kDLFloat:
            return "float" + bits;
        case kDLBfloat:
            return "bfloat" + bits;
        case kDLComplex:
            return "complex" + bits;
        case dl_bool:
            return dtype.bits == 8 ? "bool" : "bool" + bits;
        default:
            return "dlpack-" + std::to_string(dtype.code) + "-" + bits;
    }
}

}  // namespace

std::string dtype_name(DLDataType dtype) {
    return dtype.lanes == 1 ? code_name(dtype) : code_name(dtype) + "x" + std::to_string(dtype.lanes);
}

std::string shape_text(std::span<const std::int64_t> shape) {
    std::string text = "[";
    for (const std::int64_t size : shape) {
        if (text.size() > 1) text += ", ";
        text += std::to_string(size);
    }
    return text + "]";
}

std::optional<std::int64_t> element_count(std::span<const std::int64_t> shape) noexcept {
    if (std::ranges::any_of(shape, [](std::int64_t size) { return size < 0; })) return std::nullopt;
    // A zero anywhere makes the product zero, however large the sizes before it are.
    if (std::ranges::find(shape, 0) != shape.end()) return 0;
    std::int64_t count = 1;
    for (const std::int64_t size : shape)
        if (__builtin_mul_overflow(count, size, &count)) return std::nullopt;
    return count;
}

std::string Tensor::dtype_name() const { return wbm::dtype_name(dtype()); }

std::size_t Tensor::elements() const noexcept { return static_cast<std::size_t>(element_count(shape()).value_or(0)); }

std::size_t Tensor::size_bytes() const noexcept { return elements() * item_size(dtype()); }

}  // namespace wbm
