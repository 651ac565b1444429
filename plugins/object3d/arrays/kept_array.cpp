#include "kept_array.hpp"

#include "../limits.hpp"
#include "numbers.hpp"

#include <wbm/npy_header.hpp>

#include <cstring>

namespace wbm::object3d {
namespace {

constexpr const char* extension = ".npy";
constexpr DLDataType dtypes[] = {
    {dl_bool, 8, 1},   {kDLUInt, 8, 1},   {kDLUInt, 16, 1},   {kDLUInt, 32, 1}, {kDLUInt, 64, 1},
    {kDLInt, 8, 1},    {kDLInt, 16, 1},   {kDLInt, 32, 1},    {kDLInt, 64, 1},  {kDLFloat, 16, 1},
    {kDLFloat, 32, 1}, {kDLFloat, 64, 1}, {kDLBfloat, 16, 1},
};

DLDataType dtype_named(std::string_view name) {
    for (const DLDataType& dtype : dtypes)
        if (dtype_name(dtype) == name) return dtype;
    throw invalid("\"dtype\" of an array of \"_wbm\" is " + brief(json::value(name)) + ", which no object has");
}

std::vector<std::int64_t> shape_of(const json::object& j) {
    const json::value* list = j.if_contains("shape");
    const json::array* pair = list == nullptr ? nullptr : list->if_array();
    if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_int64() || !(*pair)[1].is_int64())
        throw invalid("\"shape\" of an array of \"_wbm\" must be two integers");
    const std::int64_t rows = (*pair)[0].get_int64();
    const std::int64_t columns = (*pair)[1].get_int64();
    constexpr auto most = static_cast<std::int64_t>(max_numbers);
    if (rows < 0 || columns < 0 || rows > most || columns > most || rows * columns > most)
        throw invalid("\"shape\" of an array of \"_wbm\" is " + brief(*list) + ", which no object has");
    return {rows, columns};
}

}  // namespace

KeptArray KeptArray::of(const Table& table, bool with_numbers) {
    KeptArray kept{table.dtype(), table.shape(), {}};
    if (with_numbers) {
        std::string file = npy::make_header(kept.dtype, kept.shape);
        file.append(table.bytes());
        kept.file = MediaFile::of_bytes(std::move(file), extension);
    }
    return kept;
}

KeptArray KeptArray::from_json(const json::object& j, const Store& source) {
    KeptArray kept{dtype_named(text(j, "dtype")), shape_of(j), {}};
    if (j.if_contains("path") != nullptr) kept.file = MediaFile::of_json(j, source);
    return kept;
}

json::object KeptArray::to_json(Store target, std::string_view folder) const {
    json::object j{{"dtype", dtype_name(dtype)}, {"shape", json::array(shape.begin(), shape.end())}};
    if (file)
        for (auto& member : file->keep(target, folder, extension)) j.insert(member);
    return j;
}

std::size_t KeptArray::elements() const noexcept {
    return static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]);
}

Array KeptArray::read() const {
    const std::string content = file->read();
    const std::string wanted = npy::make_header(dtype, shape);
    const std::size_t bytes = elements() * (dtype.bits / 8U);
    if (content.size() != wanted.size() + bytes || !content.starts_with(wanted))
        throw invalid("the array file of the object does not hold " + dtype_name(dtype) +
                      " numbers of the shape that "
                      "\"_wbm\" says; it is damaged");
    std::vector<std::byte> elements(bytes);
    if (bytes != 0) std::memcpy(elements.data(), content.data() + wanted.size(), bytes);
    return {dtype, shape, std::move(elements)};
}

bool operator==(const KeptArray& a, const KeptArray& b) {
    return same_dtype(a.dtype, b.dtype) && a.shape == b.shape && a.file == b.file;
}

}  // namespace wbm::object3d
