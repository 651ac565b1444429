// The header of the files that are made here, and what is said of any header.
#include "header.hpp"

#include "orientation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace nifti {
namespace {

namespace json = wbm::json;

constexpr int unit_metre = 1;
constexpr int unit_millimetre = 2;
constexpr int unit_micrometre = 3;
constexpr int unit_second = 8;
constexpr int unit_millisecond = 16;
constexpr int unit_microsecond = 24;
constexpr std::int16_t code_scanner = 1;

template <class T>
void put(std::string& out, std::size_t offset, T number) {
    std::memcpy(out.data() + offset, &number, sizeof number);
}

/// 0.8 for the float that is nearest to it: what the writer of a NIfTI-1 file meant.
double as_written(double number, int version) {
    if (version != 1) return number;
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), static_cast<float>(number)).ptr;
    double exact = number;
    std::from_chars(text, end, exact);
    return exact;
}

double in_millimetres(int units) {
    switch (units & 7) {
        case unit_metre:
            return 1000;
        case unit_micrometre:
            return 0.001;
        default:
            return 1;  // millimetres, or nobody said
    }
}

double in_seconds(int units) {
    switch (units & 0x38) {
        case unit_millisecond:
            return 0.001;
        case unit_microsecond:
            return 0.000001;
        default:
            return 1;
    }
}

}  // namespace

std::string make_header(const std::vector<std::int64_t>& shape, const VoxelType& voxel,
                        const std::vector<double>& spacing, const std::array<std::array<double, 4>, 3>* affine) {
    std::string out(header_1_bytes + 4, '\0');
    put<std::int32_t>(out, 0, header_1_bytes);
    put<char>(out, 38, 'r');  // "regular", as Analyze had it; some readers look
    put(out, 40, static_cast<std::int16_t>(shape.size()));
    put(out, 76, 1.0F);
    for (std::size_t axis = 1; axis <= 7; ++axis) {
        put(out, 40 + 2 * axis, static_cast<std::int16_t>(axis <= shape.size() ? shape[axis - 1] : 1));
        put(out, 76 + 4 * axis, static_cast<float>(axis <= spacing.size() ? spacing[axis - 1] : 1.0));
    }
    put(out, 70, static_cast<std::int16_t>(voxel.code));
    put(out, 72, static_cast<std::int16_t>(8 * voxel.bytes));
    put(out, 108, static_cast<float>(out.size()));
    put(out, 112, 1.0F);
    put(out, 123, static_cast<std::uint8_t>(unit_millimetre | unit_second));
    if (affine != nullptr) {
        put(out, 254, code_scanner);
        for (std::size_t row = 0; row < 3; ++row)
            for (std::size_t column = 0; column < 4; ++column)
                put(out, 280 + 16 * row + 4 * column, static_cast<float>((*affine)[row][column]));
    }
    std::memcpy(out.data() + 344, "n+1", 4);
    return out;
}

json::object describe(const Header& header) {
    json::object found{{"format", "nifti-" + std::to_string(header.version)}};
    found["shape"] = json::array(header.shape.begin(), header.shape.end());
    found["dtype"] = header.voxel->name;
    json::array spacing;
    json::array size;
    for (std::size_t axis = 0; axis < std::min<std::size_t>(header.shape.size(), 3); ++axis) {
        const double step =
            std::abs(as_written(header.pixdim[axis + 1], header.version)) * in_millimetres(header.units);
        spacing.emplace_back(step);
        size.emplace_back(step * static_cast<double>(header.shape[axis]));
    }
    found["spacing"] = std::move(spacing);
    found["size_mm"] = std::move(size);
    if (const std::string codes = axis_codes(header); !codes.empty()) found["orientation"] = codes;
    if (header.shape.size() > 3)
        found["time_step"] = std::abs(as_written(header.pixdim[4], header.version)) * in_seconds(header.units);
    if (header.is_scaled())
        found["scale"] =
            json::array{as_written(header.slope, header.version), as_written(header.intercept, header.version)};
    if (header.swapped) found["byte_order"] = std::endian::native == std::endian::little ? "big" : "little";
    if (!header.description.empty() && json::is_utf8(header.description)) found["description"] = header.description;
    return found;
}

}  // namespace nifti
