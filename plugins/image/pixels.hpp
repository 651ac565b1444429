// pixels.hpp - pictures as pixels: a caller's array seen as rows, and decoded samples.
// Implements the wire spec, sections 4.3 and 4.4, for arrays of 8 bits.
#pragma once

#include "limits.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wbm::image {

/// A caller's uint8 array as a picture: borrowed, any strides (in elements).
struct ArrayView {
    const std::uint8_t* data = nullptr;
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 0;  ///< 1, 3 or 4
    std::int64_t row_stride = 0;
    std::int64_t column_stride = 0;
    std::int64_t channel_stride = 0;

    [[nodiscard]] std::size_t row_bytes() const noexcept { return width * channels; }
    /// Are a row's samples neighbours? Then row() copies nothing.
    [[nodiscard]] bool has_dense_rows() const noexcept;
    /// Row `y`, either in place or gathered into `scratch`, which has row_bytes().
    const std::uint8_t* row(std::size_t y, std::uint8_t* scratch) const noexcept;
};

/// Length-1 axes go when there are more than 2; then H x W is gray, H x W x 3 RGB, H x W x 4 RGBA. Throws unsupported
/// for a dtype other than uint8, invalid for another shape.
[[nodiscard]] ArrayView view_of(const DLTensor& array);

/// Is no sample above 1? The reference takes such data for fractions of full scale.
[[nodiscard]] bool has_only_0_and_1(const ArrayView& view);

/// A decoded picture, row-major.
struct Raster {
    Size size;
    std::size_t channels = 1;
    std::size_t sample_bytes = 1;  ///< 2: uint16 in this machine's byte order
    std::vector<std::byte> samples;

    [[nodiscard]] std::size_t row_bytes() const noexcept { return size.width * channels * sample_bytes; }
    bool operator==(const Raster&) const = default;
};

/// H x W, or H x W x channels.
[[nodiscard]] Array to_array(Raster raster);

}  // namespace wbm::image
