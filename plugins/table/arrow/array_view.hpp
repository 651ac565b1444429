// array_view.hpp - one array of an Arrow stream, held to what its type says as far as a reader can see it: nobody tells
// how long its buffers are.
#pragma once

#include "field.hpp"

#include <wbm/ext/arrow.h>
#include <wbm/sdk/element.hpp>

#include <cstddef>
#include <cstdint>

namespace wbm::table {

class ArrayView {
public:
    /// Elements `first` to `first + count` of the array, which it must have. Throws invalid for an array that is
    /// released, counts below 0 or beyond max_arrow_rows, has other buffers or children than its type, or no memory.
    ArrayView(const Field& field, const ArrowArray* array, std::int64_t first, std::int64_t count);

    [[nodiscard]] std::int64_t count() const noexcept { return count_; }
    /// Place of the first element in the buffers and in the children of a struct or fixed list.
    [[nodiscard]] std::int64_t start() const noexcept { return start_; }
    [[nodiscard]] bool has_nulls() const noexcept { return validity_ != nullptr; }
    [[nodiscard]] bool is_null(std::int64_t i) const noexcept {
        return validity_ != nullptr && !bit(validity_, start_ + i);
    }

    /// A buffer that begins with the array, not with `first`.
    [[nodiscard]] const std::byte* buffer(std::int64_t index) const noexcept {
        return static_cast<const std::byte*>(array_->buffers[index]);
    }
    /// Element `i` of the values, or of the offsets, which have one more.
    template <class T>
    [[nodiscard]] T value(std::int64_t i) const noexcept {
        return load_element<T>(buffer(1) + (start_ + i) * static_cast<std::int64_t>(sizeof(T)));
    }
    [[nodiscard]] bool boolean(std::int64_t i) const noexcept { return bit(buffer(1), start_ + i); }
    /// Where a text or list begins. To be used after check_offsets().
    [[nodiscard]] std::int64_t offset(std::int64_t i) const noexcept {
        return large_ ? value<std::int64_t>(i) : value<std::int32_t>(i);
    }
    /// Throws invalid unless the offsets begin at 0 or above and never go back.
    void check_offsets() const;

    [[nodiscard]] const ArrowArray* child(std::int64_t i) const noexcept { return array_->children[i]; }
    [[nodiscard]] const ArrowArray* dictionary() const noexcept { return array_->dictionary; }
    [[nodiscard]] const ArrowArray& array() const noexcept { return *array_; }

private:
    static bool bit(const std::byte* bits, std::int64_t i) noexcept {
        return (static_cast<unsigned>(bits[i >> 3]) >> (static_cast<unsigned>(i) & 7U) & 1U) != 0;
    }
    void check_counts(std::int64_t first) const;
    void take_buffers();

    const Field& field_;
    const ArrowArray* array_;
    std::int64_t start_ = 0, count_;
    bool large_;
    const std::byte* validity_ = nullptr;
};

}  // namespace wbm::table
