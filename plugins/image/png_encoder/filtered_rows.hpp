// filtered_rows.hpp - the rows of a picture as PNG compresses them: a byte that names the filter, then what it leaves.
#pragma once

#include "../formats/encode.hpp"
#include "kernel.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wbm::image::png {

/// Where a row has its samples big-endian and zeros around it.
class RowReader {
public:
    RowReader(const PixelRows& rows, const Kernel& kernel);
    /// Bytes of a row, without the filter's.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::size_t pixel_bytes() const noexcept { return pixel_bytes_; }
    /// Row y; valid until the next call.
    const std::uint8_t* read(std::size_t y);
    /// Row y to memory that has `padding` more room behind it.
    void copy(std::size_t y, std::uint8_t* to) const;
    /// The row of the call before the last one; zeros before the second.
    [[nodiscard]] const std::uint8_t* before() const noexcept { return other_.data() + padding; }

private:
    const PixelRows& rows_;
    const Kernel& kernel_;
    std::size_t pixel_bytes_;
    std::size_t bytes_;
    std::vector<std::uint8_t> row_;
    std::vector<std::uint8_t> other_;
};

class FilteredRows {
public:
    FilteredRows(const PixelRows& rows, const Kernel& kernel) : reader_(rows, kernel), kernel_(kernel) {}
    [[nodiscard]] std::size_t bytes() const noexcept { return 1 + reader_.bytes(); }
    /// Row y, with the filter that costs least against the row of the call before; `to` has room for
    /// bytes() + padding. Returns the cost.
    std::uint64_t filter(std::size_t y, std::uint8_t* to);
    /// Makes row y the one above the next that is filtered.
    void go_to(std::size_t y) { reader_.read(y); }
    /// Row y as it is.
    void copy(std::size_t y, std::uint8_t* to) const;

private:
    RowReader reader_;
    const Kernel& kernel_;
};

}  // namespace wbm::image::png
