// table.hpp - a caller's array as rows and columns, in row-major order.
#pragma once

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::object3d {

/// Borrows the array where it is dense; has a copy of its own otherwise.
class Table {
public:
    /// Throws invalid unless the array has two axes and at most max_numbers elements; unsupported for element types
    /// that are no numbers and for memory of another device. `name` begins the sentence: "the array of points".
    Table(const DLTensor& array, const std::string& name);

    [[nodiscard]] DLDataType dtype() const noexcept { return dtype_; }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] std::vector<std::int64_t> shape() const {
        return {static_cast<std::int64_t>(rows_), static_cast<std::int64_t>(columns_)};
    }
    [[nodiscard]] std::string_view bytes() const noexcept;
    /// Row-major elements; T must be the dtype's.
    template <class T>
    [[nodiscard]] const T* data() const noexcept {
        return reinterpret_cast<const T*>(bytes().data());
    }
    /// All elements as doubles. Throws invalid for NaN and infinities, naming the row and column.
    [[nodiscard]] std::vector<double> numbers(const char* what) const;

private:
    DLDataType dtype_{};
    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    const void* borrowed_ = nullptr;
    std::vector<std::byte> own_;
};

/// `points[12][2] is NaN; drop that row`
[[nodiscard]] Error not_finite(const char* what, std::size_t row, std::size_t column, double number);

}  // namespace wbm::object3d
