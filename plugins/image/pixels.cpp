#include "pixels.hpp"

#include <utility>

namespace wbm::image {
namespace {

struct Axis {
    std::int64_t extent;
    std::int64_t stride;
};

/// The axes that the reference keeps.
std::vector<Axis> squeezed(const DLTensor& array) {
    std::vector<Axis> axes;
    std::int64_t dense = 1;
    for (int i = array.ndim - 1; i >= 0; --i) {
        const std::int64_t extent = array.shape[i];
        if (array.ndim <= 2 || extent != 1)
            axes.insert(axes.begin(), {extent, array.strides != nullptr ? array.strides[i] : dense});
        dense *= extent;
    }
    return axes;
}

void check_dtype(const DLTensor& array) {
    if (array.device.device_type != kDLCPU)
        throw unsupported("the array is in the memory of another device; copy it to the CPU first");
    const DLDataType wanted = dtype_of<std::uint8_t>();
    if (array.dtype.code != wanted.code || array.dtype.bits != wanted.bits || array.dtype.lanes != wanted.lanes)
        throw unsupported("the array has dtype " + dtype_name(array.dtype) + "; convert to uint8");
}

[[noreturn]] void throw_shape(const DLTensor& array) {
    throw invalid("the array has shape " + shape_text(array) +
                  ", which is no picture; give H x W, H x W x 1, H x W x 3 or H x W x 4, channels last");
}

/// A picture that is one pixel high or wide loses that axis, and then its channels are taken for columns. The reference
/// does so and its users' recordings have it, so it is done here too, but not in silence.
void warn_if_channels_became_columns(const DLTensor& array, const std::vector<Axis>& axes) {
    const std::int64_t last = array.shape[array.ndim - 1];
    if (array.ndim != 3 || axes.size() != 2 || (last != 3 && last != 4)) return;
    log_warning("image-file: the array has shape " + shape_text(array) +
                "; its axis of length 1 is removed, so it becomes a gray picture " + std::to_string(axes[1].extent) +
                " wide and " + std::to_string(axes[0].extent) + " high");
}

}  // namespace

void check_size(Size size, const std::string& name) {
    const std::string text = std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels";
    if (size.width == 0 || size.height == 0) throw invalid(name + " has " + text + ", which is empty");
    if (size.width > max_dimension || size.height > max_dimension)
        throw invalid(name + " has " + text + "; a side may have " + std::to_string(max_dimension));
    if (size.width * size.height > max_pixels)
        throw invalid(name + " has " + text + "; all together may be " + std::to_string(max_pixels));
}

bool ArrayView::has_dense_rows() const noexcept {
    return (channels == 1 || channel_stride == 1) &&
           (width == 1 || column_stride == static_cast<std::int64_t>(channels));
}

const std::uint8_t* ArrayView::row(std::size_t y, std::uint8_t* scratch) const noexcept {
    const std::uint8_t* from = data + static_cast<std::int64_t>(y) * row_stride;
    if (has_dense_rows()) return from;
    std::uint8_t* to = scratch;
    for (std::size_t x = 0; x < width; ++x, from += column_stride)
        for (std::size_t c = 0; c < channels; ++c) *to++ = from[static_cast<std::int64_t>(c) * channel_stride];
    return scratch;
}

ArrayView view_of(const DLTensor& array) {
    check_dtype(array);
    if (element_count(array) == 0)
        throw invalid("the array has shape " + shape_text(array) + ", which has no elements");
    const std::vector<Axis> axes = squeezed(array);
    const bool gray = axes.size() == 2;
    if (!gray && (axes.size() != 3 || (axes[2].extent != 3 && axes[2].extent != 4))) throw_shape(array);
    if (array.data == nullptr) throw invalid("the array has shape " + shape_text(array) + " but no data");

    ArrayView view;
    view.data = static_cast<const std::uint8_t*>(array.data) + array.byte_offset;
    view.height = static_cast<std::size_t>(axes[0].extent);
    view.width = static_cast<std::size_t>(axes[1].extent);
    view.channels = gray ? 1 : static_cast<std::size_t>(axes[2].extent);
    view.row_stride = axes[0].stride;
    view.column_stride = axes[1].stride;
    view.channel_stride = gray ? 0 : axes[2].stride;
    check_size({view.width, view.height}, "the array");
    warn_if_channels_became_columns(array, axes);
    return view;
}

bool has_only_0_and_1(const ArrayView& view) {
    std::vector<std::uint8_t> scratch(view.row_bytes());
    for (std::size_t y = 0; y < view.height; ++y) {
        const std::uint8_t* row = view.row(y, scratch.data());
        unsigned bits = 0;  // of all samples, so that the loop has no branch
        for (std::size_t i = 0; i < scratch.size(); ++i) bits |= row[i];
        if (bits > 1) return false;
    }
    return true;
}

Array to_array(Raster raster) {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(raster.size.height),
                                    static_cast<std::int64_t>(raster.size.width)};
    if (raster.channels > 1) shape.push_back(static_cast<std::int64_t>(raster.channels));
    const DLDataType dtype = raster.sample_bytes == 2 ? dtype_of<std::uint16_t>() : dtype_of<std::uint8_t>();
    return {dtype, std::move(shape), std::move(raster.samples)};
}

}  // namespace wbm::image
