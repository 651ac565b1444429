#include "case_array.hpp"

#include "case.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace wbm::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, DLDataType>, 11> dtypes = {{
    {"bool", {dl_bool, 8, 1}},
    {"int8", {kDLInt, 8, 1}},
    {"int16", {kDLInt, 16, 1}},
    {"int32", {kDLInt, 32, 1}},
    {"int64", {kDLInt, 64, 1}},
    {"uint8", {kDLUInt, 8, 1}},
    {"uint16", {kDLUInt, 16, 1}},
    {"uint32", {kDLUInt, 32, 1}},
    {"uint64", {kDLUInt, 64, 1}},
    {"float32", {kDLFloat, 32, 1}},
    {"float64", {kDLFloat, 64, 1}},
}};

DLDataType dtype_named(std::string_view name) {
    for (const auto& [known, dtype] : dtypes)
        if (known == name) return dtype;
    throw MediaError(Status::invalid, "array: elements of dtype " + std::string(name) + " are no numbers that C++ has");
}

double real(const json::value& element) {
    if (!element.is_object()) return element.is_bool() ? element.get_bool() : element.to_number<double>();
    const json::object& tagged = element.get_object();
    if (const auto* scalar = tagged.if_contains("value")) return real(*scalar);
    const auto name = tagged.at("$float").as_string();
    if (name == "nan") return std::numeric_limits<double>::quiet_NaN();
    return name == "inf" ? HUGE_VAL : -HUGE_VAL;
}

template <class T>
void put(std::vector<std::byte>& data, T value) {
    const auto* bytes = reinterpret_cast<const std::byte*>(&value);
    data.insert(data.end(), bytes, bytes + sizeof value);
}

void put_element(std::vector<std::byte>& data, const json::value& element, DLDataType dtype) {
    if (dtype.code == kDLFloat)
        return dtype.bits == 32 ? put(data, static_cast<float>(real(element))) : put(data, real(element));
    // Little-endian: the low bytes of 64 bits are the shorter integer.
    const auto bits = element.is_uint64() ? element.get_uint64()
                                          : static_cast<std::uint64_t>(static_cast<std::int64_t>(real(element)));
    const auto* bytes = reinterpret_cast<const std::byte*>(&bits);
    data.insert(data.end(), bytes, bytes + dtype.bits / 8);
}

void put_all(std::vector<std::byte>& data, const json::value& node, DLDataType dtype) {
    if (!node.is_array()) return put_element(data, node, dtype);
    for (const auto& child : node.get_array()) put_all(data, child, dtype);
}

std::vector<std::int64_t> row_major(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
    return strides;
}

NpyArray inline_array(const json::object& node) {
    NpyArray array;
    array.dtype = dtype_named(node.at("$ndarray").as_string());
    for (const auto& extent : node.at("shape").as_array()) array.shape.push_back(extent.to_number<std::int64_t>());
    array.strides = row_major(array.shape);
    put_all(array.data, node.at("data"), array.dtype);
    return array;
}

template <class T>
void append_number(std::string& out, const std::byte* at) {
    T number;
    std::memcpy(&number, at, sizeof number);
    json::append(out, json::value(number), json::Style::fast, json::NonFinite::allow);
}

void append_element(std::string& out, const std::byte* at, DLDataType dtype) {
    const bool is_signed = dtype.code == kDLInt;
    if (dtype.code == dl_bool)
        out += *at == std::byte{0} ? "false" : "true";
    else if (dtype.code == kDLFloat && dtype.bits == 64)
        append_number<double>(out, at);
    else if (dtype.code == kDLFloat && dtype.bits == 32)
        append_number<float>(out, at);
    else if (dtype.code != kDLInt && dtype.code != kDLUInt)
        throw MediaError(Status::invalid, "array: elements of this dtype have no JSON form");
    else if (dtype.bits == 64)
        is_signed ? append_number<std::int64_t>(out, at) : append_number<std::uint64_t>(out, at);
    else if (dtype.bits == 32)
        is_signed ? append_number<std::int32_t>(out, at) : append_number<std::uint32_t>(out, at);
    else if (dtype.bits == 16)
        is_signed ? append_number<std::int16_t>(out, at) : append_number<std::uint16_t>(out, at);
    else
        out += std::to_string(is_signed ? static_cast<int>(static_cast<signed char>(*at)) : static_cast<int>(*at));
}

void append_axis(std::string& out, const NpyArray& array, std::size_t axis, std::int64_t offset) {
    if (axis == array.shape.size())
        return append_element(out, array.data.data() + offset * (array.dtype.bits / 8), array.dtype);
    out += '[';
    for (std::int64_t i = 0; i < array.shape[axis]; ++i) {
        if (i != 0) out += ',';
        append_axis(out, array, axis + 1, offset + i * array.strides[axis]);
    }
    out += ']';
}

}  // namespace

NpyArray read_array(const json::object& node, const fs::path& folder) {
    if (node.contains("$ndarray")) return inline_array(node);
    // An array of text has no element type in DLPack: it is the call that is wrong, not a dtype that a build lacks.
    const auto dtype = node.at("dtype").as_string();
    if (dtype.starts_with("<U"))
        throw MediaError(Status::invalid, "array: elements of dtype " + std::string(dtype) + " are text, no numbers");
    return read_npy(folder / std::string(node.at("$npy").as_string()));
}

std::string list_text(const NpyArray& array) {
    std::string out;
    append_axis(out, array, 0, 0);
    return out;
}

}  // namespace wbm::conformance
