#include "text.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace wbm::molecule {
namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text) noexcept {
    text = trimmed(text);
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

constexpr std::size_t most_digits = 15;  // whole numbers of so many are exact doubles

/// Digits with at most one point, as coordinates are written: a whole number of at most 15 digits divided by a power of
/// ten is the nearest double, and found several times as fast as by std::from_chars.
std::optional<double> plain_decimal(std::string_view text) noexcept {
    constexpr double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    std::int64_t number = 0;
    std::size_t digits = 0;
    std::size_t behind_point = 0;
    bool has_point = false;
    for (const char c : text) {
        if (c == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
        behind_point += has_point ? 1 : 0;
        if (++digits > most_digits) return std::nullopt;
    }
    if (digits == 0) return std::nullopt;
    const double magnitude = static_cast<double>(number) / powers[behind_point];
    return is_negative ? -magnitude : magnitude;
}

/// is_plain_decimal() for the usual coordinate, which fills its columns: blanks, perhaps a minus, digits, a point at
/// `point`, and digits up to the end. All eight characters at once, as no branch on them is foreseen.
template <unsigned point>
bool is_column(const char* eight) noexcept {
    static_assert(std::endian::native == std::endian::little, "the first character is in the lowest byte");
    static_assert(point > 0 && point < 7);
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t of_point = std::uint64_t{0xff} << 8 * point;
    constexpr std::uint64_t before_units = (std::uint64_t{1} << 8 * (point - 1)) - 1;
    std::uint64_t text = 0;
    std::memcpy(&text, eight, sizeof text);
    // The high bit of each byte that is no digit, widened to all of it.
    const std::uint64_t off_zero = text ^ ones * '0';
    const std::uint64_t high_bits = (((off_zero & ones * 0x7f) + ones * (0x7f - 9)) | off_zero) & ones * 0x80;
    const std::uint64_t others = (high_bits >> 7) * 0xff;
    const std::uint64_t lead = others & before_units;
    const bool is_one_run = (lead & (lead + 1)) == 0;
    const std::uint64_t last_of_lead = lead ^ lead >> 8;
    const std::uint64_t off_blank = (text ^ ones * ' ') & lead;
    const bool is_lead = off_blank == 0 || off_blank == (ones * (' ' ^ '-') & last_of_lead);
    return (others & ~before_units) == of_point && (text & of_point) == (ones * '.' & of_point) && is_one_run &&
           is_lead;
}

/// Columns of PDB and GROMACS, then those of SDF.
bool is_coordinate(std::string_view text) noexcept {
    if (text.size() == 8 && is_column<4>(text.data())) return true;
    if (text.size() == 10 && text[0] == ' ' && text[1] == ' ' && is_column<3>(text.data() + 2)) return true;
    return is_plain_decimal(text);
}

double coordinate(const Lines& lines, std::string_view text, char axis) {
    const auto number = real(text);
    if (!number || !std::isfinite(*number))
        lines.refuse("the " + std::string(1, axis) + " coordinate is " + quoted(trimmed(text)) +
                     ", which is no finite number");
    return *number;
}

}  // namespace

void refuse(const Source& source, const char* format, const std::string& reason) {
    throw invalid(source.name + " is no sound " + format + " file: " + reason + "; export it again");
}

Lines::Lines(const Source& source, const char* format) : source_(source), format_(format), rest_(source.bytes) {
    if (rest_.empty()) molecule::refuse(source, format, "it is empty");
    if (rest_.find('\0') != std::string_view::npos)
        molecule::refuse(source, format, "it has NUL bytes, as no text has");
}

bool Lines::next(std::string_view& line) noexcept {
    if (rest_.empty()) return false;
    ++number_;
    const std::size_t end = rest_.find('\n');
    is_cut_ = end == std::string_view::npos;
    line = rest_.substr(0, end);
    rest_.remove_prefix(is_cut_ ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
}

std::string_view Lines::expect(const char* what) {
    std::string_view line;
    if (!next(line)) molecule::refuse(source_, format_, "it ends where " + std::string(what) + " should be");
    return line;
}

bool Lines::is_blank_from_here() const noexcept { return std::all_of(rest_.begin(), rest_.end(), is_blank); }

void Lines::refuse(const std::string& reason) const {
    molecule::refuse(source_, format_, "line " + std::to_string(number_) + ": " + reason);
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view columns(std::string_view line, std::size_t first, std::size_t count) noexcept {
    return first < line.size() ? line.substr(first, count) : std::string_view();
}

std::size_t split(std::string_view line, std::span<std::string_view> fields) noexcept {
    const char* at = line.data();
    const char* const end = at + line.size();
    std::size_t found = 0;
    while (found < fields.size()) {
        while (at != end && is_blank(*at)) ++at;
        if (at == end) break;
        const char* const first = at;
        while (at != end && !is_blank(*at)) ++at;
        fields[found++] = {first, static_cast<std::size_t>(at - first)};
    }
    return found;
}

bool is_plain_decimal(std::string_view text) noexcept {
    const char* at = text.data();
    const char* const end = at + text.size();
    if (text.size() > most_digits) return false;
    while (at != end && *at == ' ') ++at;
    at += at != end && *at == '-' ? 1 : 0;
    const char* const digits = at;
    while (at != end && *at >= '0' && *at <= '9') ++at;
    std::ptrdiff_t count = at - digits;
    if (at != end && *at == '.') {
        const char* const point = at++;
        while (at != end && *at >= '0' && *at <= '9') ++at;
        count += at - point - 1;
    }
    while (at != end && *at == ' ') ++at;
    return at == end && count > 0;
}

std::optional<double> real(std::string_view text) noexcept {
    text = trimmed(text);
    if (const auto number = plain_decimal(text)) return number;
    return number_of<double>(text);
}
std::optional<std::uint64_t> whole(std::string_view text) noexcept { return number_of<std::uint64_t>(text); }

std::string quoted(std::string_view text) { return brief(json::value(text)); }

Position position(const Lines& lines, std::string_view x, std::string_view y, std::string_view z) {
    return {coordinate(lines, x, 'x'), coordinate(lines, y, 'y'), coordinate(lines, z, 'z')};
}

std::optional<Position> position_if(bool is_wanted, const Lines& lines, std::string_view x, std::string_view y,
                                    std::string_view z) {
    if (!is_wanted && is_coordinate(x) && is_coordinate(y) && is_coordinate(z)) return std::nullopt;
    return position(lines, x, y, z);
}

std::uint64_t count(const Lines& lines, std::string_view text, const char* what, std::uint64_t most) {
    const auto number = whole(text);
    if (!number) lines.refuse("the number of " + std::string(what) + " is " + quoted(trimmed(text)));
    if (*number > most)
        lines.refuse("it claims " + std::to_string(*number) + " " + what + ", more than " + std::to_string(most));
    return *number;
}

void check_lines_left(const Lines& lines, std::uint64_t claimed, std::size_t least_bytes, const char* what) {
    if (claimed > lines.bytes_left() / least_bytes + 1)
        lines.refuse("it claims " + std::to_string(claimed) + " " + what + ", but only " +
                     std::to_string(lines.bytes_left()) + " bytes follow");
}

}  // namespace wbm::molecule
