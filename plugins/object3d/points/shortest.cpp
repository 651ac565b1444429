// Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles"). Within our range every power of ten fits 64
// bits, so that products of 128 bits are exact and no table of approximated powers is needed.
#include "shortest.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace wbm::object3d {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr auto powers_of_ten = [] {
    std::array<std::uint64_t, 20> all{};
    std::uint64_t power = 1;
    for (auto& each : all) {
        each = power;
        power *= 10;  // the last one wraps and is not used
    }
    return all;
}();

struct Decimal {
    std::uint64_t digits;
    int places;  ///< the value is digits / 10^places
};

/// The shortest decimal between the halfway points to the neighbours, and of those the nearest.
Decimal shortest(std::uint64_t mantissa, int exponent) noexcept {
    constexpr std::uint64_t least_mantissa = std::uint64_t{1} << 52;
    const bool is_uneven = mantissa == least_mantissa;  // the neighbour below is only half as far
    // floor(log10(2^exponent)), of three quarters of it where the interval is uneven
    const int power = is_uneven ? (exponent * 1262611 - 524031) >> 22 : (exponent * 315653) >> 20;
    const int places = -power;
    const std::uint64_t ten = powers_of_ten[static_cast<std::size_t>(places)];
    // Four times the value in units of the last place, the last bit set when anything is cut off. The shift is 1 to 62,
    // and what is left fits 64 bits.
    const auto whole = [shift = -exponent](Wide product) {
        const auto high = static_cast<std::uint64_t>(product >> 64);
        const auto low = static_cast<std::uint64_t>(product);
        const bool is_cut = low << (64 - shift) != 0;
        return high << (64 - shift) | low >> shift | static_cast<std::uint64_t>(is_cut);
    };
    const Wide exact = static_cast<Wide>(mantissa << 2) * ten;
    const Wide half = static_cast<Wide>(ten) << 1;
    const std::uint64_t odd = mantissa & 1;  // halfway points belong to even mantissas
    const std::uint64_t low = whole(exact - (is_uneven ? half >> 1 : half)) + odd;
    const std::uint64_t value = whole(exact);
    const std::uint64_t high = whole(exact + half) - odd;

    const std::uint64_t below = value >> 2;
    const std::uint64_t ten_below = below / 10 * 10;
    const bool is_ten_below = low <= ten_below << 2;
    const bool is_ten_above = (ten_below + 10) << 2 <= high;
    if (is_ten_below != is_ten_above) return {is_ten_below ? ten_below : ten_below + 10, places};
    const bool is_below = low <= below << 2;
    const bool is_above = (below + 1) << 2 <= high;
    if (is_below != is_above) return {is_below ? below : below + 1, places};
    const std::uint64_t middle = (below << 2) + 2;
    const bool is_nearer_below = value < middle || (value == middle && (below & 1) == 0);
    return {is_nearer_below ? below : below + 1, places};
}

/// Eight digits as text, the first one in the lowest byte.
std::uint64_t eight_digits(std::uint64_t number) noexcept {
    // Halves, quarters and eighths of the digits side by side; each quotient is by multiplication with a reciprocal.
    const std::uint64_t halves = number / 10000 | number % 10000 << 32;
    const std::uint64_t hundreds = halves * 10486 >> 20 & 0x0000007f0000007f;
    const std::uint64_t pairs = hundreds | (halves - 100 * hundreds) << 16;
    const std::uint64_t tens = pairs * 103 >> 10 & 0x000f000f000f000f;
    return (tens | (pairs - 10 * tens) << 8) | 0x3030303030303030;
}

/// The last `count` digits of a number, 1 to 19. Writes up to 16 bytes beyond them.
char* put_digits(char* p, std::uint64_t number, int count) noexcept {
    static_assert(std::endian::native == std::endian::little, "the first digit is in the lowest byte");
    constexpr std::uint64_t eight = 100000000;
    constexpr int most = 16;
    if (count > most) {
        const std::uint64_t rest = eight_digits(number / eight / eight) >> 8 * (8 - (count - most));
        std::memcpy(p, &rest, sizeof rest);
        p += count - most;
        count = most;
    }
    const Wide digits = static_cast<Wide>(eight_digits(number % eight)) << 64 | eight_digits(number / eight % eight);
    const Wide last = digits >> 8 * (most - count);
    std::memcpy(p, &last, sizeof last);
    return p + count;
}

}  // namespace

char* put_short_number(char* p, double number) noexcept {
    constexpr int mantissa_bits = 52;
    constexpr std::uint64_t hidden = std::uint64_t{1} << mantissa_bits;
    const auto bits = std::bit_cast<std::uint64_t>(number);
    if (bits >> 63 != 0) *p++ = '-';
    const auto exponent = static_cast<int>(bits >> mantissa_bits & 0x7ff) - 1075;
    Decimal decimal = shortest((bits & (hidden - 1)) | hidden, exponent);
    while (decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        --decimal.places;
    }
    const std::uint64_t ten = powers_of_ten[static_cast<std::size_t>(decimal.places)];
    // The shortest decimal never crosses an integer, which would be a double nearer by.
    const auto integer = static_cast<std::uint64_t>(std::fabs(number));
    p = std::to_chars(p, p + short_number_bytes, integer).ptr;
    *p++ = '.';
    return put_digits(p, decimal.digits - integer * ten, decimal.places);
}

}  // namespace wbm::object3d
