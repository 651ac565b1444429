// numbers.hpp - the element types that points and meshes may have, and a call for each.
#pragma once

#include <wbm/sdk.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>

namespace wbm::object3d {

/// IEEE binary16.
struct Half {
    std::uint16_t bits;
};
/// The upper half of a float32.
struct Bfloat {
    std::uint16_t bits;
};

[[nodiscard]] inline double to_double(Half h) noexcept {
    const int exponent = h.bits >> 10 & 0x1f;
    const int fraction = h.bits & 0x3ff;
    double size = exponent == 0    ? std::ldexp(fraction, -24)
                  : exponent == 31 ? (fraction == 0 ? HUGE_VAL : std::nan(""))
                                   : std::ldexp(1024 + fraction, exponent - 25);
    return (h.bits & 0x8000) != 0 ? -size : size;
}
[[nodiscard]] inline double to_double(Bfloat b) noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(b.bits) << 16);
}
template <class T>
requires std::is_arithmetic_v<T>
[[nodiscard]] double to_double(T number) noexcept { return static_cast<double>(number); }

/// The Half or Bfloat with this value, which must have one: the number was read from one.
template <class T>
[[nodiscard]] T from_double(double number) noexcept {
    if constexpr (std::is_same_v<T, Bfloat>) {
        return {static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(static_cast<float>(number)) >> 16)};
    } else if constexpr (std::is_same_v<T, Half>) {
        const auto sign = static_cast<std::uint16_t>(std::signbit(number) ? 0x8000 : 0);
        const double size = std::fabs(number);
        if (size == 0) return {sign};
        int exponent = 0;
        const double fraction = std::frexp(size, &exponent);  // size = fraction x 2^exponent, 0.5 <= fraction < 1
        if (exponent < -13) return {static_cast<std::uint16_t>(sign | static_cast<int>(std::ldexp(size, 24)))};
        const int digits = static_cast<int>(std::ldexp(fraction, 11)) & 0x3ff;
        return {static_cast<std::uint16_t>(sign | (exponent + 14) << 10 | digits)};
    } else {
        return static_cast<T>(number);
    }
}

/// Calls `f` with an element type as its template argument: f.operator()<float>(). Throws unsupported, naming the
/// type, for complex numbers and others that are no coordinates.
template <class F>
auto with_type(DLDataType dtype, F&& f) {
    const auto is = [&](int code, int bits) { return dtype.code == code && dtype.bits == bits && dtype.lanes == 1; };
    if (is(kDLFloat, 64)) return f.template operator()<double>();
    if (is(kDLFloat, 32)) return f.template operator()<float>();
    if (is(kDLFloat, 16)) return f.template operator()<Half>();
    if (is(kDLBfloat, 16)) return f.template operator()<Bfloat>();
    if (is(kDLInt, 64)) return f.template operator()<std::int64_t>();
    if (is(kDLInt, 32)) return f.template operator()<std::int32_t>();
    if (is(kDLInt, 16)) return f.template operator()<std::int16_t>();
    if (is(kDLInt, 8)) return f.template operator()<std::int8_t>();
    if (is(kDLUInt, 64)) return f.template operator()<std::uint64_t>();
    if (is(kDLUInt, 32)) return f.template operator()<std::uint32_t>();
    if (is(kDLUInt, 16)) return f.template operator()<std::uint16_t>();
    if (is(kDLUInt, 8)) return f.template operator()<std::uint8_t>();
    if (is(dl_bool, 8)) return f.template operator()<bool>();
    throw unsupported("the array has elements of type " + dtype_name(dtype) +
                      "; give floats or integers of up to 64 bits");
}

[[nodiscard]] inline bool same_dtype(DLDataType a, DLDataType b) noexcept {
    return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}

}  // namespace wbm::object3d
