#include "array_view.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cstring>

namespace wbm::image {
namespace {

struct Axis {
    std::int64_t extent;
    std::int64_t stride;
};

/// The stride of an axis of length 1 leads nowhere, and NumPy leaves any number there.
void check_reach(const DLTensor& array, Axis& axis) {
    if (axis.extent == 1) axis.stride = 0;
    std::int64_t reach = 0;
    if (__builtin_mul_overflow(axis.stride, axis.extent, &reach) ||
        __builtin_mul_overflow(reach, static_cast<std::int64_t>(array.dtype.bits / 8U), &reach))
        throw invalid("the array has a stride that no memory holds: " + std::to_string(axis.stride));
}

/// The axes with their strides, the channels last.
std::vector<Axis> axes_of(const DLTensor& array, Layout layout) {
    std::vector<Axis> axes;
    std::int64_t dense = 1;
    for (int i = array.ndim - 1; i >= 0; --i) {
        axes.insert(axes.begin(), {array.shape[i], array.strides != nullptr ? array.strides[i] : dense});
        check_reach(array, axes.front());
        dense *= array.shape[i];
    }
    if (layout == Layout::chw) {
        if (axes.size() != 3)
            throw invalid("the array has shape " + shape_text(array) + ", and layout \"CHW\" needs 3 axes: C x H x W");
        std::rotate(axes.begin(), axes.begin() + 1, axes.end());
    }
    return axes;
}

bool is_channels(std::int64_t extent) noexcept { return extent == 3 || extent == 4; }

[[noreturn]] void throw_shape(const DLTensor& array, Layout layout) {
    const std::int64_t* shape = array.shape;
    std::string advice = "give H x W, H x W x 1, H x W x 3 or H x W x 4, channels last";
    if (array.ndim == 4)
        advice = "it looks like a batch of " + std::to_string(shape[0]) +
                 " pictures; log them as a list, one value for each";
    else if (array.ndim == 3 && layout == Layout::hwc && shape[2] == 2)
        advice = "for gray with alpha give a mode, such as {\"mode\": \"LA\"}";
    else if (array.ndim == 3 && layout == Layout::hwc && is_channels(shape[0]))
        advice = "for channels first say so: {\"layout\": \"CHW\"}";
    else if (layout == Layout::chw)
        advice = "with layout \"CHW\" give 1 x H x W, 3 x H x W or 4 x H x W";
    throw invalid("the array has shape " + shape_text(array) + ", which is no picture; " + advice);
}

/// A picture that is one pixel high or wide loses that axis, and then its channels are taken for columns. The reference
/// does so and its users' recordings have it, so it is done here too, but not in silence.
void warn_if_channels_became_columns(const DLTensor& array, const std::vector<Axis>& axes) {
    if (array.ndim != 3 || axes.size() != 2 || !is_channels(array.shape[array.ndim - 1])) return;
    log_warning("image-file: the array has shape " + shape_text(array) +
                "; its axis of length 1 is removed, so it becomes a gray picture " + std::to_string(axes[1].extent) +
                " wide and " + std::to_string(axes[0].extent) + " high; with layout \"HWC\" it keeps its axes");
}

/// The reference removes every axis of length 1 when there are more than 2. Who names the layout knows better.
std::vector<Axis> squeezed(std::vector<Axis> axes) {
    if (axes.size() > 2) std::erase_if(axes, [](const Axis& axis) { return axis.extent == 1; });
    return axes;
}

ArrayView view_along(const DLTensor& array, const std::vector<Axis>& axes) {
    const bool gray = axes.size() == 2;
    ArrayView view;
    view.data = static_cast<const std::byte*>(array.data) + array.byte_offset;
    view.dtype = array.dtype;
    view.item = array.dtype.bits / 8U;
    view.height = static_cast<std::size_t>(axes[0].extent);
    view.width = static_cast<std::size_t>(axes[1].extent);
    view.channels = gray ? 1 : static_cast<std::size_t>(axes[2].extent);
    view.row_stride = axes[0].stride;
    view.column_stride = axes[1].stride;
    view.channel_stride = gray ? 0 : axes[2].stride;
    view.shape.assign(array.shape, array.shape + array.ndim);
    return view;
}

}  // namespace

bool ArrayView::has_dense_rows() const noexcept {
    return (channels == 1 || channel_stride == 1) &&
           (width == 1 || column_stride == static_cast<std::int64_t>(channels));
}

const std::byte* ArrayView::row(std::size_t y, std::byte* scratch) const noexcept {
    const auto step = static_cast<std::int64_t>(item);
    const std::byte* from = data + static_cast<std::int64_t>(y) * row_stride * step;
    if (has_dense_rows()) return from;
    std::byte* to = scratch;
    for (std::size_t x = 0; x < width; ++x, from += column_stride * step)
        for (std::size_t c = 0; c < channels; ++c, to += item)
            std::memcpy(to, from + static_cast<std::int64_t>(c) * channel_stride * step, item);
    return scratch;
}

std::vector<std::byte> ArrayView::dense() const {
    std::vector<std::byte> all(height * row_bytes());
    for (std::size_t y = 0; y < height; ++y) {
        std::byte* to = all.data() + y * row_bytes();
        if (const std::byte* from = row(y, to); from != to) std::memcpy(to, from, row_bytes());
    }
    return all;
}

ArrayView view_of(const DLTensor& array, std::optional<Layout> layout, bool has_mode) {
    if (array.device.device_type != kDLCPU)
        throw unsupported("the array is in the memory of another device; copy it to the CPU first");
    if (!is_element(array.dtype))
        throw unsupported("the array has dtype " + dtype_name(array.dtype) +
                          "; convert it to bool, an integer or a floating point type");
    if (element_count(array) == 0)
        throw invalid("the array has shape " + shape_text(array) + ", which has no elements");
    const Layout order = layout.value_or(Layout::hwc);
    std::vector<Axis> axes = axes_of(array, order);
    if (!layout) axes = squeezed(std::move(axes));
    if (axes.size() == 3 && axes[2].extent == 1) axes.pop_back();
    const bool gray = axes.size() == 2;
    const bool has_alpha = axes.size() == 3 && axes[2].extent == 2 && has_mode;
    if (!gray && !has_alpha && (axes.size() != 3 || !is_channels(axes[2].extent))) throw_shape(array, order);
    if (array.data == nullptr) throw invalid("the array has shape " + shape_text(array) + " but no data");

    ArrayView view = view_along(array, axes);
    if (order == Layout::chw) view.shape = {array.shape[1], array.shape[2], array.shape[0]};
    check_size(view.size(), "the array");
    if (!layout) warn_if_channels_became_columns(array, axes);
    return view;
}

}  // namespace wbm::image
