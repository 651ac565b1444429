// Number text as Python's repr (standard) and pydantic-core (fast) lay it out; wire spec 2.2.
#include "json_layout.hpp"
#include "json_scan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace wbm::json {

namespace {

constexpr int min_exponent_standard = -4;  // below: scientific
constexpr int min_exponent_fast = -5;
constexpr int max_exponent = 16;  // from here: scientific

/// Writes "1.5e+16" or "1e-07" behind p, from digits "15" and the exponent of the first one.
char* put_scientific(char* p, const char* digits, int count, int exponent, bool two_digits) {
    *p++ = digits[0];
    if (count > 1) {
        *p++ = '.';
        p = std::copy(digits + 1, digits + count, p);
    }
    *p++ = 'e';
    *p++ = exponent < 0 ? '-' : '+';
    const int size = exponent < 0 ? -exponent : exponent;
    if (two_digits && size < 10) *p++ = '0';
    return std::to_chars(p, p + 4, size).ptr;
}

/// Writes "0.0015", "15.0" or "1.5".
char* put_fixed(char* p, const char* digits, int count, int exponent) {
    const int whole = exponent + 1;  // digits before the point
    if (whole <= 0) {
        *p++ = '0';
        *p++ = '.';
        p = std::fill_n(p, -whole, '0');
        return std::copy(digits, digits + count, p);
    }
    if (count <= whole) {
        p = std::copy(digits, digits + count, p);
        p = std::fill_n(p, whole - count, '0');
        *p++ = '.';
        *p++ = '0';
        return p;
    }
    p = std::copy(digits, digits + whole, p);
    *p++ = '.';
    return std::copy(digits + whole, digits + count, p);
}

}  // namespace

namespace detail {

char* put_number(char* p, double number, bool fast) {
    char* const limit = p + number_bytes;
    if (std::signbit(number)) {
        *p++ = '-';
        number = -number;
    }
    // Up to 2^53 the digits of an integer are its shortest text; this is several times faster than the search for it.
    constexpr double exact_integers = 9007199254740992.0;
    if (number < exact_integers) {
        const auto whole = static_cast<std::int64_t>(number);
        if (static_cast<double>(whole) == number) {
            p = std::to_chars(p, limit, whole).ptr;
            *p++ = '.';
            *p++ = '0';
            return p;
        }
        // to_chars takes the shorter of both notations, the fixed one when equal: that is never 0.0000x and has no
        // more than 16 digits before a point, so it is right in every style.
        char* const end = std::to_chars(p, limit, number).ptr;
        if (std::find(p, end, 'e') == end) return end;
    }
    // Its scientific notation has the digits and the exponent; the layout is ours.
    char found[number_bytes];
    const char* const end = std::to_chars(found, found + number_bytes, number, std::chars_format::scientific).ptr;
    const char* const e = std::find<const char*>(found, end, 'e');
    int exponent = 0;
    std::from_chars(e[1] == '+' ? e + 2 : e + 1, end, exponent);
    const char* digits = found;
    if (found[1] == '.') {  // move the first digit over the point
        found[1] = found[0];
        ++digits;
    }
    const int count = static_cast<int>(e - digits);
    const int least = fast ? min_exponent_fast : min_exponent_standard;
    if (exponent < least || exponent >= max_exponent) return put_scientific(p, digits, count, exponent, !fast);
    return put_fixed(p, digits, count, exponent);
}

bool to_double(std::string_view number, double& out) noexcept {
    const char* const end = number.data() + number.size();
    if (std::from_chars(number.data(), end, out).ec == std::errc()) return true;
    // Out of range, above or below: the library does not say which. The decimal exponent of the first digit that is
    // not zero does, because it is beyond +300 or -300.
    const bool negative = number.front() == '-';
    const std::size_t e = number.find_first_of("eE");
    const std::string_view mantissa = number.substr(negative, e == std::string_view::npos ? e : e - negative);
    const std::size_t first = mantissa.find_first_not_of("0.");
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    auto place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    if (e != std::string_view::npos) {
        std::int64_t exponent = 0;
        const char* const sign = number.data() + e + 1;
        const auto read = std::from_chars(*sign == '+' ? sign + 1 : sign, end, exponent);
        if (read.ec != std::errc())
            place = *sign == '-' ? -1 : 1;  // beyond 64 bits: no mantissa outweighs it
        else
            place += std::clamp<std::int64_t>(exponent, -(std::int64_t{1} << 60), std::int64_t{1} << 60);
    }
    out = negative ? -0.0 : 0.0;
    return place <= 0;
}

}  // namespace detail

void append_number(std::string& out, double number, Style style) {
    if (!std::isfinite(number))
        throw Error("the number is " + std::string(detail::non_finite_word(number)) + ", not finite");
    char text[detail::number_bytes];
    out.append(text, static_cast<std::size_t>(detail::put_number(text, number, style == Style::fast) - text));
}

}  // namespace wbm::json
