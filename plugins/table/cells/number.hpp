// number.hpp - numbers of any width compared by value, exactly.
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <utility>

namespace wbm::table {

/// Is this double this integer? 2^53 + 1 is not the double next to it.
template <std::integral T>
[[nodiscard]] bool same_number(double a, T b) noexcept {
    constexpr double too_big = 18446744073709551616.0;  // 2^64
    if (!(a > -too_big && a < too_big) || std::floor(a) != a) return false;
    if (a < 0) return a >= -too_big / 2 && std::cmp_equal(static_cast<std::int64_t>(a), b);
    return std::cmp_equal(static_cast<std::uint64_t>(a), b);
}

template <std::integral T>
[[nodiscard]] bool same_number(T a, double b) noexcept {
    return same_number(b, a);
}

template <std::integral A, std::integral B>
[[nodiscard]] bool same_number(A a, B b) noexcept {
    return std::cmp_equal(a, b);
}

/// NaN is NaN here: what was written and read back must be equal.
[[nodiscard]] inline bool same_number(double a, double b) noexcept {
    return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace wbm::table
