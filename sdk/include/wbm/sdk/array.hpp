// wbm/sdk/array.hpp - arrays in and out: dense() reads any strided tensor, Array gives one away.
#pragma once

#include <wbm/plugin.h>
#include <wbm/sdk/error.hpp>
#include <wbm/sdk/store.hpp>

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm {
inline namespace sdk {

inline constexpr std::int64_t any = -1;     ///< in a shape: any size
inline constexpr std::uint8_t dl_bool = 6;  ///< DLPack's code for booleans, which version 0.6 lacks

template <class T>
[[nodiscard]] constexpr DLDataType dtype_of() noexcept {
    static_assert(std::is_arithmetic_v<T>, "an array holds numbers");
    constexpr std::uint8_t bits = sizeof(T) * 8;
    if constexpr (std::is_floating_point_v<T>)
        return {kDLFloat, bits, 1};
    else if constexpr (std::is_same_v<T, bool>)
        return {dl_bool, 8, 1};
    else if constexpr (std::is_signed_v<T>)
        return {kDLInt, bits, 1};
    else
        return {kDLUInt, bits, 1};
}

/// "uint8", "float32"; "[480, 640, 3]".
[[nodiscard]] std::string dtype_name(DLDataType dtype);
[[nodiscard]] std::string shape_text(const DLTensor& t);

/// Elements of the array; throws invalid for a negative extent or a product that no memory holds.
[[nodiscard]] std::size_t element_count(const DLTensor& t);

/// Throws unsupported for memory that the CPU cannot read and for another dtype, invalid for another shape: `the array
/// has shape [5, 2], expected [any, 3]`.
void check_array(const DLTensor& t, DLDataType dtype, std::initializer_list<std::int64_t> shape);

/// Copies the elements in row-major order, whatever the strides: they may be negative (a flipped image) or zero (a
/// repeated row). `out` has element_count() x item size bytes. Throws invalid for an array without data.
void copy_dense(const DLTensor& t, void* out);

/// Are the elements row-major without gaps?
[[nodiscard]] bool is_dense(const DLTensor& t) noexcept;

/// The elements of an array of T in row-major order: dense<float>(in.tensor(), {any, 3}).
template <class T>
[[nodiscard]] std::vector<T> dense(const DLTensor& t, std::initializer_list<std::int64_t> shape) {
    static_assert(!std::is_same_v<T, bool>,
                  "std::vector<bool> holds bits: use check_array() with dtype_of<bool>() and copy_dense()");
    check_array(t, dtype_of<T>(), shape);
    std::vector<T> out(element_count(t));
    copy_dense(t, out.data());
    return out;
}

/// A stored file as numbers, in this machine's byte order.
template <class T>
[[nodiscard]] std::vector<T> read_array(const std::string& path) {
    const std::string content = read_file(path);
    if (content.size() % sizeof(T) != 0)
        throw invalid("the file has " + std::to_string(content.size()) +
                      " bytes, which is no whole number of elements");
    std::vector<T> out(content.size() / sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), content.data(), content.size());
    return out;
}

/// A row-major array that a value gives away through tensor().
class Array {
public:
    template <class T>
    Array(std::vector<T> elements, std::vector<std::int64_t> shape) : Array(dtype_of<T>(), std::move(shape)) {
        auto* owner = new std::vector<T>(std::move(elements));
        adopt(owner->data(), owner->size() * sizeof(T), owner, [](void* p) { delete static_cast<std::vector<T>*>(p); });
    }
    /// Elements of any dtype as bytes.
    Array(DLDataType dtype, std::vector<std::int64_t> shape, std::vector<std::byte> elements)
        : Array(dtype, std::move(shape)) {
        auto* owner = new std::vector<std::byte>(std::move(elements));
        adopt(owner->data(), owner->size(), owner, [](void* p) { delete static_cast<std::vector<std::byte>*>(p); });
    }
    Array(Array&& other) noexcept : managed_(std::exchange(other.managed_, nullptr)) {}
    Array& operator=(Array&& other) noexcept {
        std::swap(managed_, other.managed_);
        return *this;
    }
    ~Array() {
        if (managed_ != nullptr) managed_->deleter(managed_);
    }

    [[nodiscard]] const DLTensor& dl() const noexcept { return managed_->dl_tensor; }
    /// Gives the array away; the receiver runs its deleter.
    [[nodiscard]] DLManagedTensor* release() noexcept { return std::exchange(managed_, nullptr); }

private:
    Array(DLDataType dtype, std::vector<std::int64_t> shape);
    /// Takes `owner` over, also when it throws: invalid when the shape does not fit the bytes.
    void adopt(void* data, std::size_t size, void* owner, void (*free)(void*));
    DLManagedTensor* managed_ = nullptr;
};

}  // namespace sdk
}  // namespace wbm
