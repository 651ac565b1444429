// wbm/part.hpp - what a value is made from: a file, bytes, an array, JSON, a URL, another value.
#pragma once

#include <dlpack/dlpack.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

struct ArrowArrayStream;

namespace wbm {

class WBValue;

/// DLPack 0.6 has no boolean code; this is the one that later versions gave it.
inline constexpr std::uint8_t dl_bool = 6;

/// The DLPack element type of a C++ number type.
template <class T>
requires std::is_arithmetic_v<T>
constexpr DLDataType dtype_of() noexcept {
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

/// One input of Registry::create(). It borrows: what it points to must live until create() returns, no longer.
class Part {
public:
    enum class Kind : std::int32_t { path = 1, bytes = 2, tensor = 4, json = 8, arrow = 16, value = 32, url = 64 };

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    /// path: the file's path; bytes: the bytes; json: the JSON text; url: the URL.
    [[nodiscard]] std::string_view text() const noexcept { return owned_.empty() ? text_ : std::string_view(owned_); }
    /// tensor: the array, with strides and without byte_offset; else nullptr.
    [[nodiscard]] const DLTensor* tensor() const noexcept;
    [[nodiscard]] ArrowArrayStream* arrow() const noexcept { return arrow_; }
    [[nodiscard]] const std::shared_ptr<WBValue>& value() const noexcept { return value_; }

private:
    friend Part path(const std::filesystem::path& file);
    friend Part bytes(std::string_view data);
    friend Part json_text(std::string text);
    friend Part url(std::string text);
    friend Part array(const void* data, DLDataType dtype, std::vector<std::int64_t> shape,
                      std::vector<std::int64_t> strides);
    friend Part tensor(const DLTensor& borrowed);
    friend Part arrow(ArrowArrayStream& stream);
    friend Part value(std::shared_ptr<WBValue> of_any_type);

    explicit Part(Kind kind) noexcept : kind_(kind) {}

    Kind kind_;
    std::string owned_;
    std::string_view text_;
    std::vector<std::int64_t> shape_;
    std::vector<std::int64_t> strides_;
    mutable DLTensor tensor_{};
    ArrowArrayStream* arrow_ = nullptr;
    std::shared_ptr<WBValue> value_;
};

/// A local file. It is not opened here, and a type that keeps files keeps it byte for byte.
[[nodiscard]] Part path(const std::filesystem::path& file);

/// Bytes in memory: a file's content, or literal text. Borrowed.
[[nodiscard]] Part bytes(std::string_view data);
[[nodiscard]] inline Part bytes(std::span<const std::byte> data) {
    return bytes({reinterpret_cast<const char*>(data.data()), data.size()});
}

/// One JSON value as text: what a type makes from plain data.
[[nodiscard]] Part json_text(std::string text);

/// Media that stays where it is: http(s)://, s3://, gs://. Nothing is fetched.
[[nodiscard]] Part url(std::string text);

/// Any strided array in CPU memory. `strides` in elements; empty means row-major. Borrowed, never written to.
/// Throws MediaError (invalid) for a negative or too large shape, strides of another length, elements without data.
[[nodiscard]] Part array(const void* data, DLDataType dtype, std::vector<std::int64_t> shape,
                         std::vector<std::int64_t> strides = {});

/// A DLPack array of any library. Borrowed. Throws as array(); create() refuses memory that is not the CPU's.
[[nodiscard]] Part tensor(const DLTensor& borrowed);

/// A contiguous range of numbers with a shape: `tensor(pixels, {480, 640, 3})`.
/// Throws MediaError (invalid) when the shape's product is not the range's size.
template <std::ranges::contiguous_range R>
[[nodiscard]] Part tensor(const R& data, std::initializer_list<std::int64_t> shape);

/// A table as an Arrow C stream. create() takes it over: it is released when create() returns or throws.
[[nodiscard]] Part arrow(ArrowArrayStream& stream);

/// A value of any type, for a type that holds others. Throws MediaError (invalid) for a null pointer.
[[nodiscard]] Part value(std::shared_ptr<WBValue> of_any_type);

/// A part with its name, for inputs with several: `{"pred", tensor(mask, {480, 640})}`. Options refer to it as "@pred".
using NamedPart = std::pair<std::string, Part>;

void check_element_count(std::initializer_list<std::int64_t> shape, std::size_t elements);  // throws MediaError

template <std::ranges::contiguous_range R>
Part tensor(const R& data, std::initializer_list<std::int64_t> shape) {
    check_element_count(shape, std::ranges::size(data));
    using Element = std::remove_cv_t<std::ranges::range_value_t<R>>;
    return array(std::ranges::data(data), dtype_of<Element>(), shape);
}

}  // namespace wbm
