// arithmetic.hpp - NumPy computes bins in the type of the numbers: each operation is rounded to that type.
#pragma once

#include <wbm/sdk/element.hpp>

#include <cmath>
#include <type_traits>

namespace wbm::histogram {

/// Rounds to the nearest half, ties to even. Of a double at once: by way of float some would be rounded twice.
[[nodiscard]] inline double round_to_half(double x) noexcept {
    const double size = std::fabs(x);
    if (!(size < 65520.0)) return std::isnan(x) ? x : std::copysign(HUGE_VAL, x);
    int exponent = 0;
    (void)std::frexp(size, &exponent);
    const double step = std::ldexp(1.0, (exponent < -13 ? -13 : exponent) - 11);
    return std::nearbyint(x / step) * step;
}

// What to compute with for an element type: the C++ type, and how a result is rounded.
struct Doubles {
    using Real = double;
    static Real round(double x) noexcept { return x; }
};
struct Floats {
    using Real = float;
    static Real round(double x) noexcept { return static_cast<float>(x); }
    static Real round(float x) noexcept { return x; }
};
struct Halves {
    using Real = float;  // float has more than twice a half's digits, so rounding its results is rounding once
    static Real round(double x) noexcept { return static_cast<float>(round_to_half(x)); }
    static Real round(float x) noexcept { return wbm::round_to_half(x); }
};

template <class T>
using ArithmeticOf =
    std::conditional_t<std::is_same_v<T, Half>, Halves, std::conditional_t<std::is_same_v<T, float>, Floats, Doubles>>;

/// largest - smallest, without the overflow of signed integers.
template <class T>
[[nodiscard]] double difference(T largest, T smallest) noexcept {
    if constexpr (std::is_integral_v<T>) {
        using Unsigned = std::make_unsigned_t<T>;
        return static_cast<double>(
            static_cast<Unsigned>(static_cast<Unsigned>(largest) - static_cast<Unsigned>(smallest)));
    } else {
        return static_cast<double>(ArithmeticOf<T>::round(as_number(largest) - as_number(smallest)));
    }
}

}  // namespace wbm::histogram
