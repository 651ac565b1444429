#include "filtered_rows.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace wbm::image::png {

RowReader::RowReader(const PixelRows& rows, const Kernel& kernel)
    : rows_(rows),
      kernel_(kernel),
      pixel_bytes_(rows.channels * rows.sample_bytes),
      bytes_(static_cast<std::size_t>(rows.size.width) * pixel_bytes_),
      row_(padding + bytes_ + 2 * padding),
      other_(row_.size()) {}

const std::uint8_t* RowReader::read(std::size_t y) {
    std::swap(row_, other_);
    std::uint8_t* const row = row_.data() + padding;
    copy(y, row);
    return row;
}

void RowReader::copy(std::size_t y, std::uint8_t* to) const {
    std::memcpy(to, rows_.first + static_cast<std::ptrdiff_t>(y) * rows_.row_step, bytes_);
    if (rows_.sample_bytes == 2 && std::endian::native == std::endian::little) kernel_.swap_pairs(to, bytes_);
}

std::uint64_t FilteredRows::filter(std::size_t y, std::uint8_t* to) {
    const std::uint8_t* const row = reader_.read(y);
    const FilterInput input{row, reader_.before(), reader_.bytes(), reader_.pixel_bytes()};
    const auto costs = kernel_.costs(input);
    const auto best = std::min_element(costs.begin(), costs.end());
    const auto filter = static_cast<Filter>(best - costs.begin());
    to[0] = static_cast<std::uint8_t>(filter);
    kernel_.apply(filter, input, to + 1);
    return *best;
}

void FilteredRows::copy(std::size_t y, std::uint8_t* to) const {
    to[0] = static_cast<std::uint8_t>(Filter::none);
    reader_.copy(y, to + 1);
}

}  // namespace wbm::image::png
