// film_array.hpp - a caller's array seen as a film: which axis is which. Implements the wire spec, section 6.2.
#pragma once

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace wbm::video {

/// The order of an array's axes: batch, time, channels, height, width.
struct Layout {
    bool batch = false;
    bool channels_last = false;
    [[nodiscard]] const char* name() const noexcept {
        if (batch) return channels_last ? "BTHWC" : "BTCHW";
        return channels_last ? "THWC" : "TCHW";
    }
};
/// "TCHW", "THWC", "BTCHW", "BTHWC"; nullopt for another name.
[[nodiscard]] std::optional<Layout> layout_of(std::string_view name) noexcept;

/// A film, or several of one size to be shown side by side: borrowed, any element type, any strides in elements.
struct FilmArray {
    const std::byte* data = nullptr;
    DLDataType dtype{};
    std::int64_t item = 1;  ///< bytes of an element
    std::int64_t batch = 1;
    std::int64_t frames = 0;
    std::int64_t channels = 0;  ///< 1, 3 or 4
    Size size;                  ///< of one film's frame
    std::int64_t batch_stride = 0;
    std::int64_t frame_stride = 0;
    std::int64_t channel_stride = 0;
    std::int64_t row_stride = 0;
    std::int64_t column_stride = 0;

    /// The first element of a row of one film's frame.
    [[nodiscard]] const std::byte* row(std::int64_t film, std::int64_t frame, std::int64_t y) const noexcept {
        return data + (film * batch_stride + frame * frame_stride + y * row_stride) * item;
    }
    /// The first row and column of a film in the grid, in films. Wire spec 6.2, steps 3 to 5.
    [[nodiscard]] std::int64_t grid_rows() const noexcept;
    [[nodiscard]] std::int64_t grid_columns() const noexcept;
    /// Of all films in their grid.
    [[nodiscard]] Size grid_size() const noexcept { return {size.width * grid_columns(), size.height * grid_rows()}; }
};

/// A whole film. Without a layout rank 4 is TCHW and rank 5 BTCHW, as in the reference. Throws invalid for another
/// shape, with advice where the channels are on another axis, for no frames, for too large frames; unsupported for a
/// dtype that no frame could have and for memory that the CPU cannot read.
[[nodiscard]] FilmArray film_of(const DLTensor& array, std::optional<Layout> layout);

/// One moment of a film: its array without the axis of time, or H x W, which is gray. Throws as film_of().
[[nodiscard]] FilmArray moment_of(const DLTensor& array, std::optional<Layout> layout);

}  // namespace wbm::video
