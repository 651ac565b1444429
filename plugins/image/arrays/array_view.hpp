// array_view.hpp - a caller's array seen as a picture: which axis is which. Implements the wire spec, sections 4.3 and
// 4.4.
#pragma once

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wbm::image {

/// Which axis the channels are on.
enum class Layout { hwc, chw };

/// A caller's array as a picture: borrowed, any element type, any strides (in elements; they may be negative or 0).
struct ArrayView {
    const std::byte* data = nullptr;
    DLDataType dtype{};
    std::size_t item = 1;  ///< bytes of an element
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 0;  ///< 1 to 4
    std::int64_t row_stride = 0;
    std::int64_t column_stride = 0;
    std::int64_t channel_stride = 0;
    std::vector<std::int64_t> shape;  ///< the caller's; for C x H x W as H x W x C

    [[nodiscard]] Size size() const noexcept { return {width, height}; }
    [[nodiscard]] std::size_t row_elements() const noexcept { return width * channels; }
    [[nodiscard]] std::size_t row_bytes() const noexcept { return row_elements() * item; }
    /// Are a row's elements neighbours? Then row() copies nothing.
    [[nodiscard]] bool has_dense_rows() const noexcept;
    /// Row `y`, either in place or gathered into `scratch`, which has row_bytes().
    const std::byte* row(std::size_t y, std::byte* scratch) const noexcept;
    /// Every element, row by row.
    [[nodiscard]] std::vector<std::byte> dense() const;
};

/// H x W is gray, H x W x 3 RGB, H x W x 4 RGBA; with layout chw the channels come first. Without a layout every axis
/// of length 1 goes when there are more than 2, as in the reference. H x W x 2 (gray and alpha) is a picture only when
/// `has_mode`: a mode was asked for.
/// Throws invalid for another shape, with advice for a batch or channels first; unsupported for a dtype that holds no
/// numbers that a picture could have.
[[nodiscard]] ArrayView view_of(const DLTensor& array, std::optional<Layout> layout = {}, bool has_mode = false);

}  // namespace wbm::image
