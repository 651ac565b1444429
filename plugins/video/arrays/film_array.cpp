#include "film_array.hpp"

#include <wbm/sdk/element.hpp>

#include <bit>
#include <vector>

namespace wbm::video {
namespace {

struct Axis {
    std::int64_t extent = 1;
    std::int64_t stride = 0;
};

/// The stride of an axis of length 1 leads nowhere, and NumPy leaves any number there.
Axis axis_of(const DLTensor& array, int index, std::int64_t dense) {
    Axis axis{array.shape[index], array.strides != nullptr ? array.strides[index] : dense};
    if (axis.extent == 1) axis.stride = 0;
    std::int64_t reach = 0;
    if (__builtin_mul_overflow(axis.stride, axis.extent, &reach) ||
        __builtin_mul_overflow(reach, std::int64_t{array.dtype.bits / 8}, &reach))
        throw invalid("the array has a stride that no memory holds: " + std::to_string(axis.stride));
    return axis;
}

std::vector<Axis> axes_of(const DLTensor& array) {
    std::vector<Axis> axes(static_cast<std::size_t>(array.ndim));
    std::int64_t dense = 1;
    for (int i = array.ndim - 1; i >= 0; --i) {
        axes[static_cast<std::size_t>(i)] = axis_of(array, i, dense);
        dense *= array.shape[i];
    }
    return axes;
}

void check_memory(const DLTensor& array) {
    if (array.device.device_type != kDLCPU)
        throw unsupported("the array is in the memory of another device; copy it to the CPU first");
    if (!is_element(array.dtype))
        throw unsupported("the array has dtype " + dtype_name(array.dtype) +
                          "; convert it to bool, an integer or a floating point type");
}

void check_elements(const DLTensor& array) {
    if (element_count(array) == 0)
        throw invalid("the array has shape " + shape_text(array) +
                      ", which has no elements; a film needs a frame at least");
    if (array.data == nullptr) throw invalid("the array has shape " + shape_text(array) + " but no data");
}

bool is_channels(std::int64_t extent) noexcept { return extent == 1 || extent == 3 || extent == 4; }

/// `axes` are those of one moment, the channels first or last; `prefix` is what the full layout has before them.
[[noreturn]] void throw_channels(const DLTensor& array, const Layout& layout, const std::string& said,
                                 std::int64_t other_end) {
    std::string advice = "a film has 1, 3 or 4 channels";
    if (is_channels(other_end))
        advice += layout.channels_last
                      ? std::string("; for channels first give layout \"") + Layout{layout.batch}.name()
                      : std::string("; for channels last give layout \"") + Layout{layout.batch, true}.name();
    if (is_channels(other_end)) advice += '"';
    throw invalid("the array has shape " + shape_text(array) + ", and as " + said + " its channels are " +
                  std::to_string(array.shape[layout.channels_last ? array.ndim - 1 : array.ndim - 3]) + "; " + advice);
}

FilmArray view_of(const DLTensor& array, const Layout& layout, bool has_time) {
    const std::vector<Axis> axes = axes_of(array);
    FilmArray film;
    film.data = static_cast<const std::byte*>(array.data) + array.byte_offset;
    film.dtype = array.dtype;
    film.item = array.dtype.bits / 8;
    std::size_t at = 0;
    if (layout.batch) {
        film.batch = axes[at].extent;
        film.batch_stride = axes[at++].stride;
    }
    film.frames = has_time ? axes[at].extent : 1;
    film.frame_stride = has_time ? axes[at++].stride : 0;
    const Axis channels = layout.channels_last ? axes[at + 2] : axes[at];
    const Axis rows = layout.channels_last ? axes[at] : axes[at + 1];
    const Axis columns = layout.channels_last ? axes[at + 1] : axes[at + 2];
    if (!is_channels(channels.extent)) {
        std::string said = layout.name();
        if (!has_time) said.erase(said.find('T'), 1);
        throw_channels(array, layout, said, layout.channels_last ? rows.extent : columns.extent);
    }
    film.channels = channels.extent;
    film.channel_stride = channels.stride;
    film.size = {columns.extent, rows.extent};
    film.row_stride = rows.stride;
    film.column_stride = columns.stride;
    return film;
}

void check_bounds(const FilmArray& film) {
    if (film.frames > max_frames)
        throw invalid("the array has " + std::to_string(film.frames) + " frames, more than " +
                      std::to_string(max_frames) + "; log it in pieces");
    check_size(film.size, "the array");
    // More films than pixels of the largest frame have no grid, and their number must not overflow below.
    if (film.batch > max_pixels)
        throw invalid("the array has " + std::to_string(film.batch) + " films; log them as a list");
    check_size(film.grid_size(), film.batch > 1 ? "the grid of " + std::to_string(film.batch) + " films" : "the array");
}

FilmArray gray_of(const DLTensor& array) {
    const std::vector<Axis> axes = axes_of(array);
    FilmArray film;
    film.data = static_cast<const std::byte*>(array.data) + array.byte_offset;
    film.dtype = array.dtype;
    film.item = array.dtype.bits / 8;
    film.frames = film.channels = 1;
    film.size = {axes[1].extent, axes[0].extent};
    film.row_stride = axes[0].stride;
    film.column_stride = axes[1].stride;
    return film;
}

}  // namespace

std::optional<Layout> layout_of(std::string_view name) noexcept {
    for (const bool batch : {false, true})
        for (const bool channels_last : {false, true})
            if (name == Layout{batch, channels_last}.name()) return Layout{batch, channels_last};
    return std::nullopt;
}

std::int64_t FilmArray::grid_rows() const noexcept {
    const auto bits = std::bit_width(static_cast<std::uint64_t>(batch));
    return std::int64_t{1} << (bits - 1) / 2;
}

std::int64_t FilmArray::grid_columns() const noexcept {
    return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(batch))) / grid_rows();
}

FilmArray film_of(const DLTensor& array, std::optional<Layout> layout) {
    check_memory(array);
    if (array.ndim != 4 && array.ndim != 5)
        throw invalid("the array has shape " + shape_text(array) +
                      "; give time x channels x height x width, or batch x time x channels x height x width");
    const Layout order = layout.value_or(Layout{array.ndim == 5, false});
    if (array.ndim != (order.batch ? 5 : 4))
        throw invalid("the array has shape " + shape_text(array) + ", and layout \"" + order.name() + "\" needs " +
                      (order.batch ? "5" : "4") + " axes; give the layout of this array");
    check_elements(array);
    FilmArray film = view_of(array, order, true);
    check_bounds(film);
    return film;
}

FilmArray moment_of(const DLTensor& array, std::optional<Layout> layout) {
    check_memory(array);
    const Layout order = layout.value_or(Layout{});
    const bool gray = array.ndim == 2 && !order.batch;
    std::string said = order.name();
    said.erase(said.find('T'), 1);
    if (!gray && array.ndim != (order.batch ? 4 : 3))
        throw invalid("the frame has shape " + shape_text(array) + "; with layout \"" + order.name() +
                      "\" each frame is " + said + (order.batch ? "" : " or HW"));
    check_elements(array);
    FilmArray film = gray ? gray_of(array) : view_of(array, order, false);
    check_bounds(film);
    return film;
}

}  // namespace wbm::video
