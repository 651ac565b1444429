#include "orientation.hpp"

#include <cmath>

namespace nifti {
namespace {

constexpr std::string_view upward = "RAS";
constexpr std::string_view downward = "LPI";

Affine of_quaternion(const Header& header) {
    const auto& [b, c, d, x, y, z] = header.quaternion;
    const double rest = 1 - b * b - c * c - d * d;
    const double a = rest > 0 ? std::sqrt(rest) : 0;
    const double mirrored = header.pixdim[0] < 0 ? -1 : 1;
    const double step[3] = {header.pixdim[1], header.pixdim[2], header.pixdim[3] * mirrored};
    Affine m{{{a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c), x},
              {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b), y},
              {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c, z}}};
    for (auto& row : m)
        for (std::size_t column = 0; column < 3; ++column) row[column] *= step[column];
    return m;
}

double length(const Affine& m, std::size_t column) {
    return std::sqrt(m[0][column] * m[0][column] + m[1][column] * m[1][column] + m[2][column] * m[2][column]);
}

bool is_finite(const Affine& m) {
    for (const auto& row : m)
        for (const double number : row)
            if (!std::isfinite(number)) return false;
    return true;
}

}  // namespace

std::optional<Affine> affine_of(const Header& header) {
    if (header.sform_code > 0) return header.srow;
    if (header.qform_code > 0) return of_quaternion(header);
    return std::nullopt;
}

std::string axis_codes(const Header& header) {
    const std::optional<Affine> m = affine_of(header);
    if (!m || !is_finite(*m)) return {};
    std::string codes;
    bool taken[3] = {false, false, false};
    for (std::size_t column = 0; column < 3; ++column) {  // each axis takes the direction that it is nearest to
        std::size_t best = 3;
        for (std::size_t row = 0; row < 3; ++row)
            if (!taken[row] && (best == 3 || std::abs((*m)[row][column]) > std::abs((*m)[best][column]))) best = row;
        const double along = (*m)[best][column];
        if (std::abs(along) <= 1e-5 * length(*m, column)) return {};
        taken[best] = true;
        codes += along > 0 ? upward[best] : downward[best];
    }
    return codes;
}

Affine affine_from(std::string_view codes, const std::vector<double>& spacing) {
    Affine m{};
    bool taken[3] = {false, false, false};
    bool sound = codes.size() == 3;
    for (std::size_t column = 0; sound && column < 3; ++column) {
        const std::size_t up = upward.find(codes[column]);
        const std::size_t row = up != std::string_view::npos ? up : downward.find(codes[column]);
        sound = row != std::string_view::npos && !taken[row];
        if (!sound) break;
        taken[row] = true;
        m[row][column] = (up != std::string_view::npos ? 1 : -1) * (column < spacing.size() ? spacing[column] : 1.0);
    }
    if (!sound)
        throw wbm::invalid("option \"orientation\" is " + wbm::brief(wbm::json::value(codes)) +
                           "; give one letter of each of R L, A P and S I, such as RAS");
    return m;
}

}  // namespace nifti
