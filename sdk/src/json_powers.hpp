// json_powers.hpp - the powers of ten that the shortest text of a double needs, computed by the compiler. Private.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::json::detail {

/// A number of 128 bits.
struct Power {
    std::uint64_t high;
    std::uint64_t low;
};

inline constexpr int least_power = -292;
inline constexpr int most_power = 324;

/// floor(log2(10^power)), for powers of the table.
constexpr int log2_of_ten(int power) noexcept { return (power * 1741647) >> 19; }

/// For each power, 10^power x 2^(127 - floor(log2(10^power))), cut off, and one more: its 128 leading bits, a little
/// too large.
struct Powers {
    Power all[most_power - least_power + 1];

    constexpr const Power& operator[](int power) const noexcept { return all[power - least_power]; }
};

/// A whole number of many bits, lowest digits first.
class Whole {
public:
    static constexpr int digits = 36;
    static constexpr int digit_bits = 32;

    /// 2^(digit_bits * place)
    constexpr explicit Whole(int place) noexcept { digits_[place] = 1; }

    constexpr void multiply(std::uint32_t factor) noexcept {
        std::uint64_t carry = 0;
        for (std::uint32_t& digit : digits_) {
            carry += std::uint64_t{digit} * factor;
            digit = static_cast<std::uint32_t>(carry);
            carry >>= digit_bits;
        }
    }
    /// Cuts off: dividing by ten twice is dividing by a hundred.
    constexpr void divide(std::uint32_t divisor) noexcept {
        std::uint64_t rest = 0;
        for (int i = digits - 1; i >= 0; --i) {
            rest = rest << digit_bits | digits_[i];
            digits_[i] = static_cast<std::uint32_t>(rest / divisor);
            rest %= divisor;
        }
    }
    /// floor(log2(this))
    [[nodiscard]] constexpr int log2() const noexcept {
        int i = digits - 1;
        while (digits_[i] == 0) --i;
        int bits = 0;
        while (digits_[i] >> bits > 1) ++bits;
        return i * digit_bits + bits;
    }
    /// The 64 bits from bit `first` on; there are none below the lowest digit.
    [[nodiscard]] constexpr std::uint64_t bits_from(int first) const noexcept {
        std::uint64_t bits = 0;
        for (int i = 0; i < digits; ++i) {
            const int shift = i * digit_bits - first;
            if (shift > -digit_bits && shift < 0) bits |= digits_[i] >> -shift;
            if (shift >= 0 && shift < 64) bits |= std::uint64_t{digits_[i]} << shift;
        }
        return bits;
    }

private:
    std::uint32_t digits_[digits]{};
};

constexpr Power leading_bits(const Whole& number) noexcept {
    const int first = number.log2() - 127;
    const std::uint64_t low = number.bits_from(first) + 1;
    return {number.bits_from(first + 64) + (low == 0 ? 1U : 0U), low};
}

inline constexpr Powers powers = [] {
    Powers made{};
    Whole number(0);
    for (int power = 0; power <= most_power; ++power, number.multiply(10))
        made.all[power - least_power] = leading_bits(number);
    number = Whole(Whole::digits - 1);
    for (int power = -1; power >= least_power; --power) {
        number.divide(10);
        made.all[power - least_power] = leading_bits(number);
    }
    return made;
}();

}  // namespace wbm::json::detail
