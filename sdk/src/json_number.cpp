// Number text as Python's repr (standard) and pydantic-core (fast) lay it out; wire spec 2.2.
#include "json_layout.hpp"
#include "json_scan.hpp"
#include "json_shortest.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#ifdef _LIBCPP_VERSION
#include <clocale>
#include <string>
#endif

namespace wbm::json {

namespace {

constexpr int min_exponent_standard = -4;  // below: scientific
constexpr int min_exponent_fast = -5;
constexpr int max_exponent = 16;  // from here: scientific

constexpr int most_digits = 17;
constexpr std::uint64_t ten_to_8 = 100'000'000;
constexpr std::uint64_t ten_to_16 = ten_to_8 * ten_to_8;

/// Eight digits, each in a byte, the first one in the lowest.
std::uint64_t eight_digits(std::uint64_t number) noexcept {
    // Halves, quarters and eighths of the digits side by side; each quotient is by multiplication with a reciprocal.
    const std::uint64_t halves = number / 10000 | number % 10000 << 32;
    const std::uint64_t hundreds = halves * 10486 >> 20 & 0x0000007f0000007f;
    const std::uint64_t pairs = hundreds | (halves - 100 * hundreds) << 16;
    const std::uint64_t tens = pairs * 103 >> 10 & 0x000f000f000f000f;
    return tens | (pairs - 10 * tens) << 8;
}

/// All 17 digits of a number as text, and how many there are without the zeros at the end.
struct Digits {
    char first;
    detail::Wide rest;  ///< the 16 others
    int count;
    int exponent;  ///< of the first one

    explicit Digits(detail::Decimal decimal) noexcept : exponent(decimal.exponent + most_digits - 1) {
        // Whether there are 16 or 17 is as good as random, so no branch depends on it.
        const bool is_short = decimal.digits < ten_to_16;
        decimal.digits += decimal.digits * 9 & -static_cast<std::uint64_t>(is_short);
        exponent -= static_cast<int>(is_short);
        while (decimal.digits < ten_to_16) [[unlikely]] {  // subnormal
                decimal.digits *= 10;
                --exponent;
            }
        const std::uint64_t upper = decimal.digits / ten_to_8;
        const std::uint64_t first_eight = eight_digits(upper % ten_to_8);
        const std::uint64_t last_eight = eight_digits(decimal.digits % ten_to_8);
        constexpr std::uint64_t zeros = 0x3030303030303030;  // as text
        first = static_cast<char>('0' + upper / ten_to_8);
        rest = static_cast<detail::Wide>(last_eight | zeros) << 64 | (first_eight | zeros);
        count = last_eight != 0 ? 9 + bytes_of(last_eight) : 1 + bytes_of(first_eight);
    }

private:
    static int bytes_of(std::uint64_t number) noexcept {
        return static_cast<int>((static_cast<unsigned>(std::bit_width(number)) + 7) / 8);
    }
};

/// Writes 16 digits behind p.
void put_rest(char* p, detail::Wide rest) noexcept {
    static_assert(std::endian::native == std::endian::little, "the first digit is in the lowest byte");
    std::memcpy(p, &rest, sizeof rest);
}

/// Writes "1.5e+16" or "1e-07".
char* put_scientific(char* p, const Digits& digits, bool two_digits) noexcept {
    p[0] = digits.first;
    p[1] = '.';
    put_rest(p + 2, digits.rest);
    p += digits.count == 1 ? 1 : digits.count + 1;
    *p++ = 'e';
    *p++ = digits.exponent < 0 ? '-' : '+';
    const int size = std::abs(digits.exponent);
    if (two_digits && size < 10) *p++ = '0';
    return std::to_chars(p, p + 4, size).ptr;
}

/// Writes "15.0" or "1.5".
char* put_fixed(char* p, const Digits& digits) noexcept {
    // All digits, then once more those behind the point, a place further: cheaper than to copy so many of each.
    const int point = digits.exponent + 1;
    p[0] = digits.first;
    put_rest(p + 1, digits.rest);
    put_rest(p + point + 1, digits.rest >> 8 * digits.exponent);
    p[point] = '.';
    return p + std::max(digits.count + 1, point + 2);
}

/// Writes "0.0015".
char* put_fraction(char* p, const Digits& digits) noexcept {
    std::memset(p, '0', 1 - min_exponent_fast);
    p[1] = '.';
    p += 1 - digits.exponent;
    p[0] = digits.first;
    put_rest(p + 1, digits.rest);
    return p + digits.count;
}

/// The nearest double, whatever the process's locale is. False where it is beyond the range.
bool read_double(std::string_view number, double& out) {
#ifdef _LIBCPP_VERSION  // before version 20 it reads integers alone
    static const locale_t c_locale = newlocale(LC_ALL_MASK, "C", nullptr);
    out = strtod_l(std::string(number).c_str(), nullptr, c_locale);
    return std::isfinite(out);
#else
    return std::from_chars(number.data(), number.data() + number.size(), out).ec == std::errc();
#endif
}

}  // namespace

namespace detail {

char* put_number(char* p, double number, bool fast) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    *p = '-';
    p += bits >> 63;
    const double size = std::fabs(number);
    // Up to 2^53 the digits of an integer are its shortest text; this is several times faster than the search for it.
    constexpr double exact_integers = 9007199254740992.0;
    if (size < exact_integers) {
        const auto whole = static_cast<std::int64_t>(size);
        if (static_cast<double>(whole) == size) {
            p = std::to_chars(p, p + number_bytes / 2, whole).ptr;
            *p++ = '.';
            *p++ = '0';
            return p;
        }
    }
    const Digits digits(shortest(bits));
    if (digits.exponent >= 0 && digits.exponent < max_exponent) return put_fixed(p, digits);
    const int least = fast ? min_exponent_fast : min_exponent_standard;
    if (digits.exponent < 0 && digits.exponent >= least) return put_fraction(p, digits);
    return put_scientific(p, digits, !fast);
}

bool to_double(std::string_view number, double& out) {
    const char* const end = number.data() + number.size();
    if (read_double(number, out)) return true;
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
