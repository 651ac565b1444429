#include "points.hpp"

#include "limits.hpp"

#include <lzf.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace pcd {
namespace {

namespace json = wbm::json;

constexpr std::size_t sizes_bytes = 8;  // compressed and uncompressed size before LZF data

[[noreturn]] void refuse_cut(const std::string& name, std::uint64_t wanted, std::uint64_t found) {
    throw wbm::invalid(name + " is cut short: its points take " + std::to_string(wanted) + " bytes, and " +
                       std::to_string(found) + " follow its header");
}

void check_trailing(const std::string& name, std::uint64_t trailing) {
    if (trailing > max_trailing_bytes)
        throw wbm::invalid(name + " goes on for " + std::to_string(trailing) +
                           " bytes behind its last point; does its header say the right number?");
}

std::uint32_t load_size(std::string_view data, std::size_t at) {
    std::uint32_t size = 0;
    std::memcpy(&size, data.data() + at, sizeof size);
    return size;
}

std::string unpack(std::string_view data, std::uint64_t wanted, const std::string& name) {
    if (wanted == 0 && data.empty()) return {};  // what some writers leave of a cloud without points
    if (data.size() < sizes_bytes) refuse_cut(name, sizes_bytes, data.size());
    const std::uint64_t packed = load_size(data, 0);
    const std::uint64_t unpacked = load_size(data, 4);
    data.remove_prefix(sizes_bytes);
    if (packed > data.size()) refuse_cut(name, packed, data.size());
    check_trailing(name, data.size() - packed);
    if (unpacked != wanted)
        throw wbm::invalid(name + ": the compressed points take " + std::to_string(unpacked) +
                           " bytes, and its header says " + std::to_string(wanted));
    if (unpacked > packed * max_lzf_ratio)
        throw wbm::invalid(name + ": " + std::to_string(packed) + " bytes of LZF cannot hold " +
                           std::to_string(unpacked));
    std::string out(wanted, '\0');
    if (wanted > 0 &&
        lzf_decompress(data.data(), static_cast<unsigned>(packed), out.data(), static_cast<unsigned>(wanted)) != wanted)
        throw wbm::invalid(name + ": the compressed points are broken LZF data");
    return out;
}

/// The lowest and highest finite number.
struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double number) noexcept {
        if (!std::isfinite(number)) return;
        low = std::min(low, number);
        high = std::max(high, number);
    }
    [[nodiscard]] bool is_empty() const noexcept { return low > high; }
};

/// Adds bounds of x, y and z, and how many points are nowhere: a sensor that saw nothing says NaN.
void add_bounds(const Points& points, json::object& found) {
    const Header& header = points.header();
    if (!header.has("x") || !header.has("y") || !header.has("z")) return;
    Range ranges[3];
    std::vector<bool> nowhere(points.count(), false);
    const char* axes[] = {"x", "y", "z"};
    for (std::size_t axis = 0; axis < 3; ++axis)
        points.for_each(header.index_of(axes[axis]), [&](std::size_t i, std::size_t k, auto value) {
            if (k != 0) return;
            const auto number = static_cast<double>(value);
            ranges[axis].add(number);
            if (!std::isfinite(number)) nowhere[i] = true;
        });
    if (const auto count = std::count(nowhere.begin(), nowhere.end(), true); count > 0) found["nan_points"] = count;
    if (ranges[0].is_empty() || ranges[1].is_empty() || ranges[2].is_empty()) return;
    found["bounds"] = json::object{{"min", {ranges[0].low, ranges[1].low, ranges[2].low}},
                                   {"max", {ranges[0].high, ranges[1].high, ranges[2].high}}};
}

void add_intensity(const Points& points, json::object& found) {
    if (!points.header().has("intensity")) return;
    Range range;
    points.for_each(points.header().index_of("intensity"),
                    [&](std::size_t, std::size_t, auto value) { range.add(static_cast<double>(value)); });
    if (!range.is_empty()) found["intensity"] = {range.low, range.high};
}

}  // namespace

Points::Points(const Header& header, std::string_view content, const std::string& name) : header_(header) {
    const std::string_view data = content.substr(header.offset);
    const std::uint64_t wanted = header.points * header.point_bytes();
    if (header.data == Data::ascii) {
        unpacked_ = read_ascii(header, data, name);
        bytes_ = unpacked_;
    } else if (header.data == Data::binary_compressed) {
        unpacked_ = unpack(data, wanted, name);
        bytes_ = unpacked_;
        by_field_ = true;
    } else {
        if (data.size() < wanted) refuse_cut(name, wanted, data.size());
        check_trailing(name, data.size() - wanted);
        bytes_ = data;
    }
}

Column Points::column(std::size_t index) const {
    std::size_t before = 0;
    for (std::size_t i = 0; i < index; ++i) before += header_.fields[i].bytes();
    const Field& field = header_.fields[index];
    const auto* first = reinterpret_cast<const std::byte*>(bytes_.data());
    return by_field_ ? Column{&field, first + before * count(), field.bytes()}
                     : Column{&field, first + before, header_.point_bytes()};
}

std::string compress(const Header& header, std::string_view bytes) {
    std::string by_field;
    by_field.reserve(bytes.size());
    std::size_t before = 0;
    const std::size_t step = header.point_bytes();
    for (const Field& field : header.fields) {
        for (std::size_t i = 0; i < header.points; ++i) by_field.append(bytes.substr(i * step + before, field.bytes()));
        before += field.bytes();
    }
    // What cannot be packed grows by one byte in 32.
    std::string out(sizes_bytes + by_field.size() + by_field.size() / 16 + 64, '\0');
    const auto size = static_cast<std::uint32_t>(by_field.size());
    const unsigned packed = size == 0 ? 0
                                      : lzf_compress(by_field.data(), size, out.data() + sizes_bytes,
                                                     static_cast<unsigned>(out.size() - sizes_bytes));
    std::memcpy(out.data(), &packed, 4);
    std::memcpy(out.data() + 4, &size, 4);
    out.resize(sizes_bytes + packed);
    return out;
}

json::object describe(const Points& points) {
    const Header& header = points.header();
    json::object found{{"points", header.points}, {"width", header.width}, {"height", header.height}};
    found["organised"] = header.height > 1;
    json::array names;  // a list and not an object: an artifact sorts the members of objects
    json::array types;
    for (const Field& field : header.fields) {
        if (field.is_padding()) continue;
        names.emplace_back(field.name);
        types.emplace_back(wbm::dtype_name(field.dtype) +
                           (field.count > 1 ? "[" + std::to_string(field.count) + "]" : ""));
    }
    found["fields"] = std::move(names);
    found["types"] = std::move(types);
    found["data"] = name_of(header.data);
    add_bounds(points, found);
    add_intensity(points, found);
    if (header.viewpoint != Header().viewpoint)
        found["viewpoint"] = json::array(header.viewpoint.begin(), header.viewpoint.end());
    return found;
}

std::vector<std::uint8_t> colours_of(const Points& points) {
    const std::size_t index = points.header().index_of(points.header().has("rgba") ? "rgba" : "rgb");
    const Column column = points.column(index);
    if (column.field->dtype.bits != 32 || column.field->count != 1)
        throw wbm::unsupported("the field \"" + column.field->name +
                               "\" is no colour: it is not one number of 4 bytes");
    std::vector<std::uint8_t> colours;
    colours.reserve(3 * points.count());
    for (std::size_t i = 0; i < points.count(); ++i) {
        // PCL packs them, and calls the result a float or an integer.
        const auto packed = wbm::load_element<std::uint32_t>(column.first + i * column.step);
        for (const unsigned shift : {16U, 8U, 0U})
            colours.push_back(static_cast<std::uint8_t>(packed >> shift & 0xffU));
    }
    return colours;
}

}  // namespace pcd
