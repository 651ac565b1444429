#include "text.hpp"

#include <wbm/sdk.hpp>

#include <charconv>
#include <cmath>

namespace wbm::molecule {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";

template <class Number>
std::optional<Number> number_of(std::string_view text) noexcept {
    text = trimmed(text);
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// Digits with at most one point, as coordinates are written: a whole number of at most 15 digits divided by a power of
/// ten is the nearest double, and found several times as fast as by std::from_chars.
std::optional<double> plain_decimal(std::string_view text) noexcept {
    constexpr double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr std::size_t most_digits = 15;
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

bool Lines::is_blank_from_here() const noexcept { return rest_.find_first_not_of(blanks) == std::string_view::npos; }

void Lines::refuse(const std::string& reason) const {
    molecule::refuse(source_, format_, "line " + std::to_string(number_) + ": " + reason);
}

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view columns(std::string_view line, std::size_t first, std::size_t count) noexcept {
    return first < line.size() ? line.substr(first, count) : std::string_view();
}

std::size_t split(std::string_view line, std::span<std::string_view> fields) noexcept {
    std::size_t found = 0;
    while (found < fields.size()) {
        const std::size_t first = line.find_first_not_of(blanks);
        if (first == std::string_view::npos) break;
        line.remove_prefix(first);
        const std::size_t end = line.find_first_of(blanks);
        fields[found++] = line.substr(0, end);
        if (end == std::string_view::npos) break;
        line.remove_prefix(end);
    }
    return found;
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
