// An array of any element type, shape and strides with any options, as a picture and back. The first bytes choose, the
// rest are the elements.
#include "image_fuzz_support.hpp"

#include "../../plugins/image/arrays/array_view.hpp"

#include <cstring>
#include <limits>

namespace {

using namespace wbm::image;
namespace json = wbm::json;
using wbm::testing::Source;

constexpr DLDataType dtypes[] = {
    {wbm::dl_bool, 8, 1}, {kDLUInt, 8, 1},    {kDLUInt, 16, 1},        {kDLUInt, 32, 1}, {kDLUInt, 64, 1},
    {kDLInt, 8, 1},       {kDLInt, 16, 1},    {kDLInt, 32, 1},         {kDLInt, 64, 1},  {kDLFloat, 16, 1},
    {kDLFloat, 32, 1},    {kDLFloat, 64, 1},  {kDLBfloat, 16, 1},      {kDLUInt, 8, 3},  {kDLComplex, 64, 1},
    {kDLUInt, 128, 1},    {kDLFloat, 128, 1}, {kDLOpaqueHandle, 8, 1},
};
constexpr std::size_t most_axes = 6;
constexpr std::size_t most_elements = 1 << 14;

/// An array whose elements, wherever its strides lead, are in memory.
struct Chosen {
    DLDataType dtype{};
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    std::size_t first = 0;
    std::size_t elements = 1;
};

std::int64_t stride_of(fuzz::Choices& choices, std::int64_t extent, std::int64_t dense) {
    constexpr std::int64_t wild[] = {0, -1, std::numeric_limits<std::int64_t>::max(),
                                     std::numeric_limits<std::int64_t>::min()};
    const std::size_t kind = choices.of(8);
    if (extent == 1 && kind > 3) return wild[kind % 4];  // NumPy leaves anything there
    constexpr std::int64_t factors[] = {1, 1, 1, 1, -1, 0, 2, -3};
    return dense * factors[kind];
}

Chosen chosen_array(fuzz::Choices& choices) {
    Chosen array;
    array.dtype = dtypes[choices.of(std::size(dtypes))];
    const std::size_t axes = choices.of(most_axes);
    constexpr std::int64_t extents[] = {1, 2, 3, 4, 1, 3, 4, 8, 17, 0};
    std::size_t count = 1;
    for (std::size_t i = 0; i < axes; ++i) {
        std::int64_t extent = extents[choices.of(std::size(extents))];
        if (count * static_cast<std::size_t>(extent) > most_elements) extent = 1;
        count *= static_cast<std::size_t>(extent);
        array.shape.push_back(extent);
    }
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    std::int64_t dense = 1;
    array.strides.resize(axes);
    for (std::size_t i = axes; i-- > 0;) {
        const std::int64_t extent = array.shape[i];
        array.strides[i] = stride_of(choices, extent, dense);
        if (extent > 1) (array.strides[i] < 0 ? lowest : highest) += array.strides[i] * (extent - 1);
        dense *= std::max<std::int64_t>(extent, 1);
    }
    array.first = static_cast<std::size_t>(-lowest);
    array.elements = static_cast<std::size_t>(highest - lowest) + 1;
    return array;
}

std::string elements_of(const Chosen& array, std::string_view from) {
    std::string bytes(array.elements * array.dtype.bits * array.dtype.lanes / 8, '\0');
    for (std::size_t i = 0; i < bytes.size() && !from.empty(); ++i) bytes[i] = from[i % from.size()];
    return bytes;
}

json::object chosen_options(fuzz::Choices& choices) {
    constexpr const char* files[] = {"png", "png", "jpg", "jpeg", "bmp", "webp", "gif", "tiff"};
    constexpr const char* modes[] = {"1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F"};
    constexpr const char* maps[] = {"gray", "viridis", "turbo", "jet"};
    json::object options;
    const unsigned given = choices.byte();
    if ((given & 1) != 0) options["file_type"] = files[choices.of(std::size(files))];
    if ((given & 2) != 0) options["mode"] = modes[choices.of(std::size(modes))];
    if ((given & 4) != 0) options["layout"] = choices.yes() ? "CHW" : "HWC";
    if ((given & 8) != 0) options["normalize"] = choices.yes();
    if ((given & 16) != 0) options["quality"] = choices.byte();
    if ((given & 32) != 0) options["window"] = json::array{choices.byte() / 16.0 - 8, choices.byte() / 4.0};
    if ((given & 64) != 0) options["colormap"] = maps[choices.of(std::size(maps))];
    if ((given & 128) != 0) options["keep_original"] = choices.yes();
    return options;
}

/// Whoever does not say otherwise gets every number back.
bool gives_back_all(const Chosen& array, const json::object& options) {
    for (const char* key : {"layout", "keep_original", "mode", "colormap", "window"})
        if (options.contains(key)) return false;
    const json::value* file = options.if_contains("file_type");
    const bool lossless = file == nullptr || *file == json::value("png") || *file == json::value("bmp");
    return array.dtype.bits > 8 || array.dtype.code == kDLInt || (lossless && array.dtype.bits == 8);
}

void check_elements(const Chosen& array, const std::string& elements, const wbm::Array& back) {
    const DLTensor& t = back.dl();
    fuzz::require(t.dtype.code == array.dtype.code && t.dtype.bits == array.dtype.bits, "the element type comes back");
    fuzz::require(std::vector<std::int64_t>(t.shape, t.shape + t.ndim) == array.shape, "the shape comes back");
    const std::size_t item = array.dtype.bits / 8;
    std::vector<std::byte> wanted(wbm::element_count(t) * item);
    DLTensor own{
        const_cast<char*>(elements.data() + array.first * item), {kDLCPU, 0}, t.ndim, array.dtype, t.shape, {}, 0};
    std::vector<std::int64_t> strides = array.strides;
    for (std::size_t i = 0; i < strides.size(); ++i)
        if (array.shape[i] == 1) strides[i] = 0;
    own.strides = strides.data();
    wbm::copy_dense(own, wanted.data());
    fuzz::require(std::memcmp(wanted.data(), t.data, wanted.size()) == 0, "the elements come back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices(data, size);
    const Chosen array = chosen_array(choices);
    const json::object options = chosen_options(choices);
    const std::string elements = elements_of(array, choices.rest());
    fuzz::refusable([&] {
        Source source = Source::tensor(array.dtype, elements, array.shape);
        source.with_strides(array.strides, array.first).with_options(options);
        const wbm::testing::Value value = fuzz::image_type().create(source);
        fuzz::check_round_trip(value);
        const wbm::Array back = fuzz::of(value).tensor({});
        if (gives_back_all(array, options)) check_elements(array, elements, back);
    });
    return 0;
}
