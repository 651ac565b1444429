#include "sample_array.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace wbm::audio {
namespace {

bool is_taken(DLDataType dtype) noexcept {
    if (dtype.lanes != 1) return false;
    switch (dtype.code) {
        case kDLFloat:
            return dtype.bits == 16 || dtype.bits == 32 || dtype.bits == 64;
        case kDLInt:
            return dtype.bits == 16 || dtype.bits == 32;
        default:
            return dtype.code == kDLUInt && dtype.bits == 8;
    }
}

void check_counts(const std::string& shape, std::int64_t frames, std::int64_t channels, std::optional<Layout> layout) {
    if (frames < 0 || channels < 0) throw invalid("the array has the shape " + shape + ", with a negative length");
    if (channels == 0) throw invalid("the array has the shape " + shape + ", which has no channel");
    if (!layout && channels > max_guessed_channels && channels > frames)
        throw invalid("the array has the shape " + shape + ", which would be " + std::to_string(channels) +
                      " channels of " + std::to_string(frames) +
                      " frames; set the option \"layout\" to \"CN\" if its channels come first, or to \"NC\" if that "
                      "is meant");
    if (channels > max_channels)
        throw invalid("the array has the shape " + shape + " and so " + std::to_string(channels) + " channels; " +
                      std::to_string(max_channels) + " are taken");
    if (frames > max_samples / channels)
        throw invalid("the array has the shape " + shape + ", more than " + std::to_string(max_samples) +
                      " samples; log it in pieces");
}

double number_of(const json::value& v, bool& has_fraction) {
    if (v.is_double()) {
        has_fraction = true;
        return v.get_double();
    }
    if (!v.is_number()) throw invalid("the list of samples holds " + brief(v) + "; give numbers from -1.0 to 1.0");
    return v.to_number<double>();
}

}  // namespace

SampleArray::SampleArray(const DLTensor& array, std::optional<Layout> layout) { look_at(array, layout); }

void SampleArray::look_at(const DLTensor& array, std::optional<Layout> layout) {
    const std::string shape = shape_text(array);
    if (array.ndim != 1 && array.ndim != 2)
        throw invalid("the array has the shape " + shape + "; give N samples, or N frames x C channels");
    if (!is_taken(array.dtype))
        throw unsupported("the array has the dtype " + dtype_name(array.dtype) +
                          "; it must be float16, float32, float64, int16, int32 or uint8");
    DLTensor view = array;
    std::array<std::int64_t, 2> sizes{array.shape[0], array.ndim == 2 ? array.shape[1] : 1};
    std::array<std::int64_t, 2> strides{array.strides[0], array.ndim == 2 ? array.strides[1] : 1};
    if (layout == Layout::cn) {
        if (array.ndim == 1) sizes = {1, array.shape[0]}, strides = {1, array.strides[0]};
        std::swap(sizes[0], sizes[1]);
        std::swap(strides[0], strides[1]);
    }
    check_counts(shape, sizes[0], sizes[1], layout);
    view.ndim = 2;
    view.shape = sizes.data();
    view.strides = strides.data();
    check_array(view, array.dtype, {any, any});
    dtype_ = array.dtype;
    frames_ = sizes[0];
    channels_ = sizes[1];
    if (count() == 0) return;
    data_ = view.data;
    if (is_dense(view)) {
        if (data_ == nullptr) throw invalid("the array has no data");
        return;
    }
    copy_.resize(count() * dtype_.bits / 8);
    copy_dense(view, copy_.data());
    data_ = copy_.data();
}

SampleArray::SampleArray(const json::value& list, std::optional<Layout> layout) {
    const json::array* rows = list.if_array();
    if (rows == nullptr) throw invalid("the samples are " + brief(list) + "; give a list of numbers from -1.0 to 1.0");
    const bool is_nested = !rows->empty() && rows->front().is_array();
    const std::size_t columns = is_nested ? rows->front().get_array().size() : 1;
    std::vector<double> samples;
    bool has_fraction = rows->empty();
    for (const json::value& row : *rows) {
        if (!is_nested) {
            samples.push_back(number_of(row, has_fraction));
            continue;
        }
        const json::array* channels = row.if_array();
        if (channels == nullptr || channels->size() != columns)
            throw invalid("the list of frames holds " + brief(row) + " after one of " + std::to_string(columns) +
                          " channels; give every frame as many numbers");
        for (const json::value& sample : *channels) samples.push_back(number_of(sample, has_fraction));
    }
    if (!has_fraction)
        throw invalid(
            "the list of samples holds whole numbers only, which say nothing of their scale; give "
            "numbers from -1.0 to 1.0, or an array of int16");
    std::array<std::int64_t, 2> shape{static_cast<std::int64_t>(rows->size()), static_cast<std::int64_t>(columns)};
    std::array<std::int64_t, 2> strides{shape[1], 1};
    copy_.resize(samples.size() * sizeof(double));
    std::copy_n(reinterpret_cast<const std::byte*>(samples.data()), copy_.size(), copy_.begin());
    const std::vector<std::byte> source = std::move(copy_);
    copy_ = {};
    const DLTensor view{const_cast<std::byte*>(source.data()),  // read-only: DLPack has no other pointer
                        {kDLCPU, 0},
                        is_nested ? 2 : 1,
                        dtype_of<double>(),
                        shape.data(),
                        strides.data(),
                        0};
    look_at(view, layout);
    if (copy_.empty() && count() > 0) {
        copy_ = source;
        data_ = copy_.data();
    }
}

}  // namespace wbm::audio
