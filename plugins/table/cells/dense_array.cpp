#include "dense_array.hpp"

#include "../limits.hpp"
#include "number.hpp"

#include <wbm/sdk/element.hpp>
#include <wbm/sdk/error.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace wbm::table {
namespace {

void check_dtype(DLDataType dtype) {
    if (!is_element(dtype))
        throw unsupported("an array cell has dtype " + dtype_name(dtype) +
                          "; give booleans, integers or floats of 8 to 64 bits");
}

template <class T>
bool same_elements(const DenseArray& a, const DenseArray& b) {
    const std::size_t size = a.size();
    if (std::memcmp(a.bytes.get(), b.bytes.get(), size) == 0) return true;
    if constexpr (std::is_integral_v<T>) return false;
    for (std::size_t at = 0; at < size; at += sizeof(T))
        if (!same_number(static_cast<double>(as_number(load_element<T>(a.bytes.get() + at))),
                         static_cast<double>(as_number(load_element<T>(b.bytes.get() + at)))))
            return false;
    return true;
}

/// Widened to the types that same_number() compares.
template <class T>
auto wide(T x) noexcept {
    if constexpr (std::is_integral_v<T>)
        return x;
    else
        return static_cast<double>(as_number(x));
}

bool same_elements_of_any(const DenseArray& a, const DenseArray& b) {
    const std::size_t count = a.count();
    return with_element(a.dtype, [&](auto x) {
        return with_element(b.dtype, [&](auto y) {
            for (std::size_t i = 0; i < count; ++i)
                if (!same_number(wide(load_element<decltype(x)>(a.bytes.get() + i * sizeof x)),
                                 wide(load_element<decltype(y)>(b.bytes.get() + i * sizeof y))))
                    return false;
            return true;
        });
    });
}

std::size_t product(std::span<const std::int64_t> shape) noexcept {
    std::size_t count = 1;
    for (const std::int64_t extent : shape) {
        if (extent == 0) return 0;
        (void)__builtin_mul_overflow(count, static_cast<std::size_t>(extent), &count);  // checked when it was made
    }
    return count;
}

}  // namespace

std::string shape_text(std::span<const std::int64_t> shape) {
    std::string text = "[";
    for (const std::int64_t extent : shape) text.append(text.size() > 1 ? ", " : "").append(std::to_string(extent));
    return text + "]";
}

void check_shape(std::span<const std::int64_t> shape) {
    if (shape.size() > max_array_dims)
        throw invalid("an array has " + std::to_string(shape.size()) + " dimensions; give at most " +
                      std::to_string(max_array_dims));
    bool empty = false;
    std::size_t rows = 1;
    bool many = false;
    for (const std::int64_t extent : shape) {
        if (extent < 0) throw invalid("an array has shape " + shape_text(shape) + "; no extent may be negative");
        if (extent == 0)
            empty = true;
        else
            many = __builtin_mul_overflow(rows, static_cast<std::size_t>(extent), &rows) || many;
    }
    if (empty && (many || rows > max_empty_rows))
        throw invalid("an array has shape " + shape_text(shape) + " and no elements; give at most " +
                      std::to_string(max_empty_rows) + " empty rows");
}

std::optional<DLDataType> dtype_named(std::string_view name) {
    for (const std::uint8_t code :
         {std::uint8_t{kDLInt}, std::uint8_t{kDLUInt}, std::uint8_t{kDLFloat}, std::uint8_t{kDLBfloat}, dl_bool})
        for (const int bits : {8, 16, 32, 64})
            if (const DLDataType dtype{code, static_cast<std::uint8_t>(bits), 1};
                is_element(dtype) && dtype_name(dtype) == name)
                return dtype;
    return std::nullopt;
}

DenseArray DenseArray::of(const DLTensor& t) {
    const auto device = t.device.device_type;
    if (device != kDLCPU && device != kDLCUDAHost && device != kDLROCMHost)
        throw unsupported("an array cell is in the memory of device type " + std::to_string(device) +
                          "; copy it to the CPU first");
    check_dtype(t.dtype);
    const std::size_t size = element_count(t) * (t.dtype.bits / 8U);
    const std::span<const std::int64_t> shape(t.shape, static_cast<std::size_t>(t.ndim));
    check_shape(shape);
    std::shared_ptr<std::byte> bytes(new std::byte[std::max<std::size_t>(size, 1)], std::default_delete<std::byte[]>());
    copy_dense(t, bytes.get());
    return {t.dtype, {shape.begin(), shape.end()}, std::move(bytes)};
}

DenseArray DenseArray::of(DLDataType dtype, std::vector<std::int64_t> shape, std::shared_ptr<const std::byte> bytes,
                          std::size_t size) {
    check_dtype(dtype);
    check_shape(shape);
    DLTensor t{};
    t.ndim = static_cast<std::int32_t>(shape.size());
    t.dtype = dtype;
    t.shape = shape.data();
    const std::size_t needed = element_count(t) * (dtype.bits / 8U);
    if (needed != size || (size > 0 && !bytes))
        throw invalid("an array of " + dtype_name(dtype) + " has shape " + table::shape_text(shape) + " but " +
                      std::to_string(size) + " bytes; it needs " + std::to_string(needed));
    return {dtype, std::move(shape), std::move(bytes)};
}

std::size_t DenseArray::count() const noexcept { return product(shape); }

DenseArray DenseArray::row(std::size_t i) const {
    const std::size_t step = product({shape.data() + 1, shape.size() - 1}) * item_size();
    return {dtype, {shape.begin() + 1, shape.end()}, {bytes, bytes.get() + i * step}};
}

DLTensor DenseArray::view() const noexcept {
    DLTensor t{};
    t.data = const_cast<std::byte*>(bytes.get());  // NOLINT: DLPack has no const, and readers only read
    t.device = {kDLCPU, 0};
    t.ndim = static_cast<std::int32_t>(shape.size());
    t.dtype = dtype;
    t.shape = const_cast<std::int64_t*>(shape.data());  // NOLINT
    return t;
}

bool operator==(const DenseArray& a, const DenseArray& b) {
    if (a.shape != b.shape) return false;
    if (a.count() == 0) return true;
    if (is_bool(a.dtype) != is_bool(b.dtype)) return false;
    if (a.dtype.code != b.dtype.code || a.dtype.bits != b.dtype.bits) return same_elements_of_any(a, b);
    return with_element(a.dtype, [&](auto x) { return same_elements<decltype(x)>(a, b); });
}

}  // namespace wbm::table
