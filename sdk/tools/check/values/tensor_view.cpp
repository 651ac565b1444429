#include "check/values/tensor_view.hpp"

#include <wbm/sdk/array.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace wbm::tool {
namespace {

using Index = std::vector<std::int64_t>;

std::size_t item_size(DLDataType dtype) { return std::max<std::size_t>(1, std::size_t{dtype.bits} * dtype.lanes / 8); }

/// The bits of 0, 0.25, 0.5 or 0.75, in the low bytes.
std::uint64_t float_bits(unsigned bits, bool is_bfloat, unsigned quarter) {
    constexpr std::array<std::uint64_t, 4> half{0, 0x3400, 0x3800, 0x3a00}, brain{0, 0x3e80, 0x3f00, 0x3f40};
    if (bits == 16) return is_bfloat ? brain[quarter] : half[quarter];
    std::uint64_t out = 0;
    const double wide = quarter / 4.0;
    const auto narrow = static_cast<float>(wide);
    if (bits == 64)
        std::memcpy(&out, &wide, sizeof wide);
    else
        std::memcpy(&out, &narrow, sizeof narrow);
    return out;
}

/// One element that says 0 to 3.
std::string element(DLDataType dtype, unsigned value) {
    const bool is_float = dtype.code == kDLFloat || dtype.code == kDLBfloat || dtype.code == kDLComplex;
    const unsigned parts = dtype.code == kDLComplex ? 2U : 1U;
    const unsigned bits = dtype.bits / parts;
    std::uint64_t raw = is_float ? float_bits(bits, dtype.code == kDLBfloat, value) : value;
    if (dtype.code == dl_bool) raw = value % 2;
    std::string part(std::max<std::size_t>(1, bits / 8), '\0');
    std::memcpy(part.data(), &raw, std::min(part.size(), sizeof raw));
    std::string all;
    for (unsigned i = 0; i < parts * dtype.lanes; ++i) all += part;
    all.resize(item_size(dtype));
    return all;
}

/// Calls `call` with each index of the shape, in row-major order.
template <class Call>
void for_each_index(const Index& shape, const Call& call) {
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return;
    Index at(shape.size(), 0);
    for (;;) {
        call(at);
        std::size_t axis = shape.size();
        while (axis > 0 && ++at[axis - 1] == shape[axis - 1]) at[--axis] = 0;
        if (axis == 0) return;
    }
}

std::int64_t offset_of(const Index& at, const Index& strides) {
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < at.size(); ++i) offset += at[i] * strides[i];
    return offset;
}

/// The value of an element, from its index alone.
unsigned value_at(const Index& at, bool repeated) {
    std::uint64_t hash = 7;
    for (std::size_t i = repeated ? 1 : 0; i < at.size(); ++i)
        hash = (hash ^ static_cast<std::uint64_t>(at[i] + 1)) * 0x9e3779b97f4a7c15U;
    return static_cast<unsigned>(hash >> 62U);
}

/// Puts the elements where the strides say, into as few bytes as they need.
TensorView laid_out(DLDataType dtype, const Index& shape, Index strides, bool repeated, const std::string& how) {
    constexpr char filler = '\xdb';
    std::int64_t lowest = 0, highest = -1;
    for_each_index(shape, [&](const Index& at) {
        const std::int64_t offset = offset_of(at, strides);
        lowest = std::min(lowest, offset);
        highest = std::max(highest, offset);
    });
    const std::size_t item = item_size(dtype);
    TensorView view;
    view.bytes.assign(static_cast<std::size_t>(highest - lowest + 1) * item, filler);
    for_each_index(shape, [&](const Index& at) {
        const std::string one = element(dtype, value_at(at, repeated));
        std::copy(one.begin(), one.end(),
                  view.bytes.begin() + (offset_of(at, strides) - lowest) * static_cast<std::int64_t>(item));
    });
    view.first = static_cast<std::size_t>(-lowest) * item;
    view.descending = lowest < 0;
    view.dtype = dtype;
    view.shape = shape;
    view.strides = std::move(strides);
    DLTensor named{};
    named.shape = view.shape.data();
    named.ndim = static_cast<int>(view.shape.size());
    view.label = dtype_name(dtype) + " " + shape_text(named) + how;
    return view;
}

/// Strides of a row-major array; `padding`: elements between two rows.
Index row_major(const Index& shape, std::int64_t step = 1, std::int64_t padding = 0) {
    Index strides(shape.size());
    for (std::size_t i = shape.size(); i-- > 0; step *= shape[i]) {
        strides[i] = step;
        if (i + 1 == shape.size()) step += padding;
    }
    return strides;
}

Index column_major(const Index& shape) {
    Index strides(shape.size());
    std::int64_t step = 1;
    for (std::size_t i = 0; i < shape.size(); step *= shape[i++]) strides[i] = step;
    return strides;
}

Index reversed(Index strides, std::size_t axis) {
    strides[axis] = -strides[axis];
    return strides;
}

}  // namespace

const std::vector<DLDataType>& common_dtypes() {
    static const std::vector<DLDataType> all{{kDLUInt, 8, 1}, {kDLFloat, 32, 1}, {kDLFloat, 64, 1}, {kDLInt, 64, 1}};
    return all;
}

const std::vector<DLDataType>& all_dtypes() {
    static const std::vector<DLDataType> all = [] {
        std::vector<DLDataType> made;
        for (const int code : {kDLInt, kDLUInt})
            for (const int bits : {1, 4, 8, 16, 24, 32, 64, 128})
                made.push_back({static_cast<std::uint8_t>(code), static_cast<std::uint8_t>(bits), 1});
        for (const int bits : {8, 16, 32, 64, 128}) made.push_back({kDLFloat, static_cast<std::uint8_t>(bits), 1});
        for (const DLDataType one : std::initializer_list<DLDataType>{{kDLBfloat, 16, 1},
                                                                      {kDLComplex, 64, 1},
                                                                      {kDLComplex, 128, 1},
                                                                      {dl_bool, 8, 1},
                                                                      {kDLOpaqueHandle, 64, 1},
                                                                      {kDLFloat, 32, 4},
                                                                      {kDLUInt, 8, 4},
                                                                      {kDLUInt, 8, 0},
                                                                      {kDLUInt, 0, 1},
                                                                      {200, 8, 1}})
            made.push_back(one);
        return made;
    }();
    return all;
}

const std::vector<std::vector<std::int64_t>>& common_shapes() {
    static const std::vector<Index> all{{6}, {4, 3}, {4, 5, 3}, {8, 2}, {2, 3, 4, 5}, {3, 4, 5, 3}, {1, 2, 3, 4, 5}};
    return all;
}

TensorView dense_view(DLDataType dtype, const Index& shape, bool repeated) {
    return laid_out(dtype, shape, row_major(shape), repeated, "");
}

std::vector<TensorView> other_views(DLDataType dtype, const Index& shape) {
    const Index dense = row_major(shape);
    return {
        laid_out(dtype, shape, row_major(shape, 2), false, ", every second element"),
        laid_out(dtype, shape, row_major(shape, 1, 3), false, ", gaps between rows"),
        laid_out(dtype, shape, column_major(shape), false, ", column-major"),
        laid_out(dtype, shape, reversed(dense, 0), false, ", the first axis backwards"),
        laid_out(dtype, shape, reversed(dense, shape.size() - 1), false, ", the last axis backwards"),
    };
}

TensorView repeating_view(DLDataType dtype, const Index& shape) {
    Index strides = row_major(shape);
    strides[0] = 0;
    return laid_out(dtype, shape, strides, true, ", the first axis repeated by a stride of 0");
}

}  // namespace wbm::tool
