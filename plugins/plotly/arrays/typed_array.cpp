#include "typed_array.hpp"

#include "../limits.hpp"
#include "base64.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <vector>

namespace wbm::plotly {
namespace {

struct Name {
    std::string_view name;
    std::string_view long_name;
    DLDataType dtype;
};
constexpr Name names[] = {
    {"f8", "float64", {kDLFloat, 64, 1}}, {"f4", "float32", {kDLFloat, 32, 1}}, {"i1", "int8", {kDLInt, 8, 1}},
    {"u1", "uint8", {kDLUInt, 8, 1}},     {"u1c", "uint8c", {kDLUInt, 8, 1}},   {"i2", "int16", {kDLInt, 16, 1}},
    {"u2", "uint16", {kDLUInt, 16, 1}},   {"i4", "int32", {kDLInt, 32, 1}},     {"u4", "uint32", {kDLUInt, 32, 1}}};

/// The sizes of "3, 4"; empty when it says nothing of the kind.
std::vector<std::int64_t> sizes_of(std::string_view shape) {
    std::vector<std::int64_t> sizes;
    const char* at = shape.data();
    const char* const end = at + shape.size();
    const auto skip_blanks = [&] {
        while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
    };
    while (sizes.size() < static_cast<std::size_t>(max_array_dimensions)) {
        skip_blanks();
        std::int64_t size = 0;
        const auto read = std::from_chars(at, end, size);
        if (read.ec != std::errc() || size < 0 || size > static_cast<std::int64_t>(max_figure_bytes)) return {};
        sizes.push_back(size);
        at = read.ptr;
        skip_blanks();
        if (at == end) return sizes;
        if (*at++ != ',') return {};
    }
    return {};
}

struct Decoded {
    std::string bytes;
    std::vector<std::int64_t> shape;
};

Decoded decoded(const TypedArray& array, DLDataType dtype, const std::string& where) {
    std::optional<std::string> bytes = of_base64(array.bdata);
    if (!bytes) throw invalid("\"bdata\" in " + where + " is no base64; write the array anew");
    const std::size_t item = dtype.bits / 8;
    if (bytes->size() % item != 0)
        throw invalid("\"bdata\" in " + where + " has " + std::to_string(bytes->size()) +
                      " bytes, which is no whole number of \"" + array.dtype + "\"; write the array anew");
    const auto count = static_cast<std::int64_t>(bytes->size() / item);
    if (array.shape.empty()) return {std::move(*bytes), {count}};
    std::vector<std::int64_t> shape = sizes_of(array.shape);
    std::int64_t left = count;
    for (const std::int64_t size : shape) left = size == 0 || left % size != 0 ? -1 : left / size;
    const bool is_empty = count == 0 && std::find(shape.begin(), shape.end(), 0) != shape.end();
    if (shape.empty() || (left != 1 && !is_empty))
        throw invalid("\"shape\" in " + where + " is " + brief(json::value(array.shape)) + ", but \"bdata\" has " +
                      std::to_string(count) + " elements; write the array anew");
    return {std::move(*bytes), std::move(shape)};
}

}  // namespace

std::optional<DLDataType> typed_dtype(std::string_view name) {
    for (const Name& known : names)
        if (known.name == name || known.long_name == name) return known.dtype;
    return std::nullopt;
}

std::uint64_t typed_elements(const TypedArray& array, const std::string& where) {
    const auto dtype = typed_dtype(array.dtype);
    return dtype ? decoded(array, *dtype, where).bytes.size() / (dtype->bits / 8) : 0;
}

Array array_of(const TypedArray& array, const std::string& where) {
    const auto dtype = typed_dtype(array.dtype);
    if (!dtype)
        throw unsupported("\"dtype\" in " + where + " is " + brief(json::value(array.dtype)) +
                          ", which plotly.js does not know");
    Decoded found = decoded(array, *dtype, where);
    std::vector<std::byte> bytes(found.bytes.size());
    if (!bytes.empty()) std::memcpy(bytes.data(), found.bytes.data(), bytes.size());
    return {*dtype, std::move(found.shape), std::move(bytes)};
}

}  // namespace wbm::plotly
