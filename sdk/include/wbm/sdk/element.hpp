// wbm/sdk/element.hpp - the number types of arrays: every one that DLPack has whole bytes for, as C++ types.
#pragma once

#include <wbm/sdk/array.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

namespace wbm {
inline namespace sdk {

/// IEEE half precision and bfloat16, as the bits that arrays have. g++ 12 has no arithmetic for them on every machine.
struct Half {
    std::uint16_t bits;
};
struct BFloat16 {
    std::uint16_t bits;
};

[[nodiscard]] inline float to_float(BFloat16 x) noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(x.bits) << 16);
}

[[nodiscard]] inline float to_float(Half x) noexcept {
    const std::uint32_t sign = static_cast<std::uint32_t>(x.bits & 0x8000U) << 16;
    const std::uint32_t exponent = x.bits >> 10 & 0x1fU;
    const std::uint32_t fraction = x.bits & 0x3ffU;
    if (exponent == 0) {
        const float magnitude = std::ldexp(static_cast<float>(fraction), -24);
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t wide = exponent == 31 ? 0xffU : exponent + 112;
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

/// Rounds a float to the nearest half, ties to even. One operation on halves done in float and rounded by this gives
/// what half arithmetic gives, for float has more than twice the digits.
[[nodiscard]] inline float round_to_half(float x) noexcept {
    const float size = std::fabs(x);
    if (!(size < 65520.0F)) return std::isnan(x) ? x : std::copysign(std::numeric_limits<float>::infinity(), x);
    int exponent = 0;
    (void)std::frexp(size, &exponent);
    const float step = std::ldexp(1.0F, (exponent < -13 ? -13 : exponent) - 11);
    return std::nearbyint(x / step) * step;
}

/// Calls `call` with a value of the element type: bool as std::uint8_t, Half and BFloat16 as such.
template <class Call>
decltype(auto) with_element(DLDataType dtype, Call&& call) {
    const unsigned key = dtype.code << 8U | dtype.bits;
    switch (key) {
        case kDLInt << 8U | 8U:
            return call(std::int8_t{});
        case kDLInt << 8U | 16U:
            return call(std::int16_t{});
        case kDLInt << 8U | 32U:
            return call(std::int32_t{});
        case kDLInt << 8U | 64U:
            return call(std::int64_t{});
        case kDLUInt << 8U | 16U:
            return call(std::uint16_t{});
        case kDLUInt << 8U | 32U:
            return call(std::uint32_t{});
        case kDLUInt << 8U | 64U:
            return call(std::uint64_t{});
        case kDLFloat << 8U | 16U:
            return call(Half{});
        case kDLBfloat << 8U | 16U:
            return call(BFloat16{});
        case kDLFloat << 8U | 32U:
            return call(float{});
        case kDLFloat << 8U | 64U:
            return call(double{});
        default:
            return call(std::uint8_t{});  // uint8 and bool
    }
}

/// Is it bool, an integer of 8 to 64 bits, float16, float32, float64 or bfloat16?
[[nodiscard]] inline bool is_element(DLDataType dtype) noexcept {
    if (dtype.lanes != 1) return false;
    const bool sized = dtype.bits == 8 || dtype.bits == 16 || dtype.bits == 32 || dtype.bits == 64;
    switch (dtype.code) {
        case kDLInt:
        case kDLUInt:
            return sized;
        case kDLFloat:
            return sized && dtype.bits != 8;
        case kDLBfloat:
            return dtype.bits == 16;
        default:
            return dtype.code == dl_bool && dtype.bits == 8;
    }
}

[[nodiscard]] inline bool is_bool(DLDataType dtype) noexcept { return dtype.code == dl_bool; }

/// An element as a number to compute with.
template <class T>
[[nodiscard]] auto as_number(T x) noexcept {
    if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>)
        return to_float(x);
    else
        return x;
}

/// The element at `at`, which need not be aligned.
template <class T>
[[nodiscard]] T load_element(const std::byte* at) noexcept {
    T x;
    std::memcpy(&x, at, sizeof x);
    return x;
}

}  // namespace sdk
}  // namespace wbm
