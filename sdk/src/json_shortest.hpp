// json_shortest.hpp - the shortest decimal that reads back as a given double: Raffaello Giulietti's Schubfach ("The
// Schubfach way to render doubles"), after the paper's mathematics. Private.
#pragma once

#include "json_powers.hpp"

#include <bit>
#include <cstdint>

namespace wbm::json::detail {

__extension__ using Wide = unsigned __int128;

/// digits x 10^exponent
struct Decimal {
    std::uint64_t digits;
    int exponent;
};

/// scaled x power / 2^128, its lowest bit set when anything but the power's own excess is cut off. So the result still
/// compares with whole numbers of even size as the exact product does.
inline std::uint64_t round_to_odd(Power power, std::uint64_t scaled) noexcept {
    const Wide product = static_cast<Wide>(power.high) * scaled +
                         static_cast<std::uint64_t>((static_cast<Wide>(power.low) * scaled) >> 64);
    const auto cut = static_cast<std::uint64_t>(product);
    return static_cast<std::uint64_t>(product >> 64) | static_cast<std::uint64_t>(cut > 1);
}

/// Of all decimals between the halfway points to the neighbours one of the shortest, and of those the nearest.
/// Zeros may end its digits; they have 16 or 17 places unless the double is subnormal. `bits`: of a double that is
/// neither zero nor infinite nor NaN; its sign does not count.
/// There are no branches that depend on the digits: those of measured data cannot be foretold.
inline Decimal shortest(std::uint64_t bits) noexcept {
    constexpr int mantissa_bits = 52;
    constexpr int bias = 1075;
    constexpr std::uint64_t hidden = std::uint64_t{1} << mantissa_bits;
    const std::uint64_t fraction = bits & (hidden - 1);
    const auto raised = static_cast<int>(bits >> mantissa_bits & 0x7ff);
    // The double is mantissa x 2^exponent.
    const std::uint64_t mantissa = raised != 0 ? fraction | hidden : fraction;
    const int exponent = (raised != 0 ? raised : 1) - bias;
    // At a power of two the neighbour below is only half as far.
    const bool is_uneven = fraction == 0 && raised > 1;

    // The largest power of ten that is not larger than the interval.
    const int tens = is_uneven ? (exponent * 1262611 - 524031) >> 22  // floor(log10(3/4 x 2^exponent))
                               : (exponent * 315653) >> 20;           // floor(log10(2^exponent))
    const Power power = powers[-tens];
    const int shift = exponent + log2_of_ten(-tens) + 1;  // 1 to 4

    // Four times the value and its halfway points, in units of 10^tens. Those belong to even mantissas.
    const std::uint64_t odd = mantissa & 1;
    const std::uint64_t quarters = mantissa << 2;
    const std::uint64_t low = round_to_odd(power, (quarters - (is_uneven ? 1 : 2)) << shift) + odd;
    const std::uint64_t value = round_to_odd(power, quarters << shift);
    const std::uint64_t high = round_to_odd(power, (quarters + 2) << shift) - odd;

    const std::uint64_t below = value >> 2;
    std::uint64_t one = (value + 1 + (below & 1)) >> 2;  // the nearest, which lies between the halfway points
    if (is_uneven && low > one << 2) ++one;              // but not always between these
    const std::uint64_t ten_below = below / 10 * 10;
    const bool is_ten_below = low <= ten_below << 2;
    const bool is_ten_above = (ten_below + 10) << 2 <= high;
    const std::uint64_t ten = ten_below + (is_ten_above ? 10U : 0U);
    return {is_ten_below != is_ten_above ? ten : one, tens};
}

}  // namespace wbm::json::detail
