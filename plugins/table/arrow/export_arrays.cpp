#include "export_arrays.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>
#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cstring>

namespace wbm::table {
namespace {

std::string format_of(DLDataType dtype) {
    const std::size_t width = dtype.bits == 8 ? 0U : dtype.bits == 16 ? 1U : dtype.bits == 32 ? 2U : 3U;
    if (is_bool(dtype)) return "b";
    if (dtype.code == kDLBfloat) return "f";
    constexpr std::string_view floats = " efg", integers = "csil", naturals = "CSIL";
    return std::string(1, (dtype.code == kDLFloat ? floats : dtype.code == kDLInt ? integers : naturals)[width]);
}

bool is_like(const DenseArray& a, const DenseArray& b) {
    return a.shape == b.shape && a.dtype.code == b.dtype.code && a.dtype.bits == b.dtype.bits;
}

/// The bytes of all arrays behind each other, zeros for nulls.
std::vector<std::byte> stacked(std::span<const Cell> cells, const DenseArray& like) {
    const std::size_t row = like.size();
    if (row != 0 && cells.size() > max_column_array_bytes / row)
        throw unsupported("a column of arrays takes more than " + std::to_string(max_column_array_bytes) +
                          " bytes; ask for fewer rows with option \"count\"");
    std::vector<std::byte> all(row * cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!cells[i].is_null() && row != 0) std::memcpy(all.data() + i * row, cells[i].array().bytes.get(), row);
    return all;
}

std::vector<std::uint8_t> bits_of(std::span<const std::byte> bytes) {
    std::vector<std::uint8_t> bits((bytes.size() + 7) / 8);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (bytes[i] != std::byte{0} ? 1U : 0U) << i % 8);
    return bits;
}

std::vector<float> floats_of(std::span<const std::byte> bytes) {
    std::vector<float> floats(bytes.size() / sizeof(BFloat16));
    for (std::size_t i = 0; i < floats.size(); ++i)
        floats[i] = to_float(load_element<BFloat16>(bytes.data() + i * sizeof(BFloat16)));
    return floats;
}

void add_elements(Exported& out, std::vector<std::byte> bytes, DLDataType dtype) {
    out.format = format_of(dtype);
    if (is_bool(dtype)) return out.add_buffer(bits_of(bytes));
    if (dtype.code == kDLBfloat) return out.add_buffer(floats_of(bytes));
    out.add_buffer(std::move(bytes));
}

std::string shape_json(const std::vector<std::int64_t>& shape) {
    return json::write(json::value(json::array(shape.begin(), shape.end())));
}

}  // namespace

Exported export_booleans(std::span<const Cell> cells) {
    Exported out;
    out.add_validity(cells.size(), [&](std::size_t i) { return cells[i].is_null(); });
    std::vector<std::byte> bytes;
    for (const Cell& cell : cells) bytes.push_back(std::byte{!cell.is_null() && cell.boolean()});
    add_elements(out, std::move(bytes), {dl_bool, 8, 1});
    return out;
}

std::optional<Exported> export_arrays(std::span<const Cell> cells) {
    const auto first = std::ranges::find_if(cells, [](const Cell& cell) { return !cell.is_null(); });
    const DenseArray& like = first->array();
    if (!std::ranges::all_of(cells, [&](const Cell& cell) { return cell.is_null() || is_like(cell.array(), like); }))
        return std::nullopt;
    Exported out;
    out.add_validity(cells.size(), [&](std::size_t i) { return cells[i].is_null(); });
    Exported* at = &out;
    for (const std::int64_t extent : like.shape) {
        at->format = "+w:" + std::to_string(extent);
        const std::int64_t length = at->length * extent;
        at = &at->children.emplace_back();
        at->name = "item";
        at->length = length;
        at->buffers.push_back(nullptr);
    }
    add_elements(*at, stacked(cells, like), like.dtype);
    if (!like.shape.empty()) out.metadata.emplace_back("wbm.shape", shape_json(like.shape));
    return out;
}

}  // namespace wbm::table
