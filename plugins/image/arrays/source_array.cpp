#include "source_array.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace wbm::image {
namespace {

constexpr std::size_t max_axes = 64;
constexpr const char* extension = ".npy.gz";
constexpr DLDataType dtypes[] = {
    {dl_bool, 8, 1},   {kDLUInt, 8, 1},   {kDLUInt, 16, 1},   {kDLUInt, 32, 1}, {kDLUInt, 64, 1},
    {kDLInt, 8, 1},    {kDLInt, 16, 1},   {kDLInt, 32, 1},    {kDLInt, 64, 1},  {kDLFloat, 16, 1},
    {kDLFloat, 32, 1}, {kDLFloat, 64, 1}, {kDLBfloat, 16, 1},
};

DLDataType dtype_named(std::string_view name) {
    for (const DLDataType& dtype : dtypes)
        if (dtype_name(dtype) == name) return dtype;
    throw invalid("\"dtype\" of the image's array is " + brief(json::value(name)) + ", which no picture has");
}

std::vector<std::int64_t> shape_of(const json::object& array) {
    const json::value* list = array.if_contains("shape");
    if (list == nullptr || !list->is_array() || list->get_array().size() > max_axes)
        throw invalid("\"shape\" of the image's array must be a list of numbers");
    std::vector<std::int64_t> shape;
    std::uint64_t elements = 1;
    for (const json::value& extent : list->get_array()) {
        if (!extent.is_int64() || extent.get_int64() <= 0 ||
            static_cast<std::uint64_t>(extent.get_int64()) > max_pixels * 4)
            throw invalid("\"shape\" of the image's array is " + brief(*list) + ", which no picture has");
        shape.push_back(extent.get_int64());
        elements *= static_cast<std::uint64_t>(extent.get_int64());
        if (elements > max_pixels * 4)
            throw invalid("\"shape\" of the image's array is " + brief(*list) + "; all together may be " +
                          std::to_string(max_pixels * 4));
    }
    return shape;
}

bool same_dtype(DLDataType a, DLDataType b) noexcept {
    return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}

/// The shape that decoding the picture gives.
std::vector<std::int64_t> natural_shape(const ArrayView& view) {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(view.height), static_cast<std::int64_t>(view.width)};
    if (view.channels > 1) shape.push_back(static_cast<std::int64_t>(view.channels));
    return shape;
}

std::vector<std::byte> samples_of(const Samples& shown) {
    const PixelRows& rows = shown.rows;
    const std::size_t row_bytes = rows.size.width * rows.channels * rows.sample_bytes;
    std::vector<std::byte> all(rows.size.height * row_bytes);
    for (std::size_t y = 0; y < rows.size.height; ++y)
        std::memcpy(all.data() + y * row_bytes, rows.first + static_cast<std::ptrdiff_t>(y) * rows.row_step, row_bytes);
    return all;
}

bool holds_exactly(const ArrayView& view, const Samples& shown) {
    if (!shown.transform.colour_map.empty()) return false;
    const std::vector<std::byte> samples = samples_of(shown);
    const std::size_t count = samples.size() / shown.rows.sample_bytes;
    return restored(samples.data(), count, shown.rows.sample_bytes, view.dtype, shown.transform) == view.dense();
}

}  // namespace

std::optional<SourceArray> SourceArray::of(const ArrayView& view, const Samples& shown) {
    const bool own_dtype = same_dtype(view.dtype, {kDLUInt, static_cast<std::uint8_t>(8 * shown.rows.sample_bytes), 1});
    if (own_dtype && shown.transform.is_identity() && view.shape == natural_shape(view)) return std::nullopt;
    // Bytes that only have another name or shape need no look at each of them.
    const bool same_bytes = shown.transform.is_identity() && view.item == shown.rows.sample_bytes && own_dtype;
    if (same_bytes || holds_exactly(view, shown)) return SourceArray{view.dtype, view.shape, shown.transform, {}};
    return kept(view, shown.transform);
}

SourceArray SourceArray::kept(const ArrayView& view, const Transform& transform) {
    return {view.dtype, view.shape, transform,
            MediaFile::of_bytes(npy_gz(view.dtype, view.shape, view.dense()), extension)};
}

std::optional<SourceArray> SourceArray::from_json(const json::object& wbm, const Store& source) {
    const json::value* found = wbm.if_contains("array");
    if (found == nullptr) return std::nullopt;
    if (!found->is_object()) throw invalid("\"array\" of \"_wbm\" must be an object, it is " + brief(*found));
    const json::object& array = found->get_object();
    SourceArray made{dtype_named(text(array, "dtype")), shape_of(array), {}, {}};
    if (const json::value* transform = wbm.if_contains("transform"); transform != nullptr && transform->is_object())
        made.transform = Transform::from_json(transform->get_object());
    if (array.if_contains("path") != nullptr) made.file = MediaFile::of_json(array, source);
    return made;
}

void SourceArray::add_to(json::object& wbm, Store target, std::string_view folder) const {
    json::array extents;
    for (const std::int64_t extent : shape) extents.emplace_back(extent);
    json::object array{{"dtype", dtype_name(dtype)}, {"shape", std::move(extents)}};
    if (file)
        for (auto& member : file->keep(target, folder, extension)) array.insert(member);
    wbm["array"] = std::move(array);
    if (!transform.is_identity()) wbm["transform"] = transform.to_json();
}

std::size_t SourceArray::elements() const noexcept {
    std::size_t count = 1;
    for (const std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
    return count;
}

Array SourceArray::array(const std::byte* stored, std::size_t count, std::size_t sample_bytes) const {
    if (file) {
        const std::string name = file->path().empty() ? "the array" : "the array file of the image";
        return {dtype, shape, read_npy_gz(file->read(), dtype, shape, name)};
    }
    if (sample_bytes > 2)
        throw invalid("the image's picture has samples of " + std::to_string(8 * sample_bytes) +
                      " bits, which no array is kept in");
    if (count != elements())
        throw invalid("the image's picture has " + std::to_string(count) + " samples, its array " +
                      std::to_string(elements()));
    return {dtype, shape, restored(stored, count, sample_bytes, dtype, transform)};
}

bool operator==(const SourceArray& a, const SourceArray& b) {
    return same_dtype(a.dtype, b.dtype) && a.shape == b.shape && a.transform == b.transform && a.file == b.file;
}

}  // namespace wbm::image
