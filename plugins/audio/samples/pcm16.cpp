#include "pcm16.hpp"

#include <bit>
#include <cmath>
#include <cstring>

// The loops are written so that compilers turn them into vector code: no branches, clamping before the conversion
// (which would be undefined beyond 32 bits).
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WBM_AUDIO_KERNEL __attribute__((target_clones("arch=x86-64-v4", "avx2", "sse4.1", "default"), optimize("O3")))
#else
#define WBM_AUDIO_KERNEL
#endif

namespace wbm::audio {
namespace {

/// Is it beyond -1..1 or NaN? One comparison of whole numbers, for the bits of floats are in the order of their sizes.
inline std::uint32_t is_beyond(float x) noexcept {
    return (std::bit_cast<std::uint32_t>(x) & 0x7fffffffU) > 0x3f800000U ? 1U : 0U;
}
inline std::uint64_t is_beyond(double x) noexcept {
    constexpr std::uint64_t magnitude = 0x7fffffffffffffffU;
    return (std::bit_cast<std::uint64_t>(x) & magnitude) > 0x3ff0000000000000U ? 1U : 0U;
}

/// Converts, and says how many are beyond -1..1 or NaN.
WBM_AUDIO_KERNEL std::uint64_t convert(const float* from, std::int16_t* to, std::size_t count) noexcept {
    constexpr float scale = 2147483648.0F;
    constexpr float high = 2147483520.0F;  // the float before 2^31
    std::uint32_t beyond = 0;
    for (std::size_t i = 0; i < count; ++i) {
        beyond += is_beyond(from[i]);
        float y = from[i] * scale;
        y = y < high ? y : high;
        y = y > -scale ? y : -scale;
        to[i] = static_cast<std::int16_t>(static_cast<std::int32_t>(std::rint(y)) >> 16);
    }
    return beyond;
}

WBM_AUDIO_KERNEL std::uint64_t convert(const double* from, std::int16_t* to, std::size_t count) noexcept {
    constexpr double scale = 2147483648.0;
    constexpr double high = 2147483647.0;
    std::uint64_t beyond = 0;
    for (std::size_t i = 0; i < count; ++i) {
        beyond += is_beyond(from[i]);
        double y = from[i] * scale;
        y = y < high ? y : high;
        y = y > -scale ? y : -scale;
        to[i] = static_cast<std::int16_t>(static_cast<std::int32_t>(std::rint(y)) >> 16);
    }
    return beyond;
}

template <class T>
OutOfRange in_blocks(const T* from, std::int16_t* to, std::size_t count) noexcept {
    constexpr std::size_t block = std::size_t{1} << 20;  // its count fits 32 bits, which vectors of floats have
    OutOfRange out;
    for (std::size_t at = 0; at < count; at += block) {
        const std::size_t now = count - at < block ? count - at : block;
        if (convert(from + at, to + at, now) == 0) continue;
        for (std::size_t i = at; i < at + now; ++i) {
            out.clipped += std::fabs(from[i]) > T{1} ? 1U : 0U;
            out.has_nan = out.has_nan || std::isnan(from[i]);
        }
    }
    return out;
}

}  // namespace

OutOfRange to_pcm16(const float* from, std::int16_t* to, std::size_t count) noexcept {
    return in_blocks(from, to, count);
}

OutOfRange to_pcm16(const double* from, std::int16_t* to, std::size_t count) noexcept {
    return in_blocks(from, to, count);
}

OutOfRange to_pcm16(const std::int16_t* from, std::int16_t* to, std::size_t count) noexcept {
    if (count > 0) std::memcpy(to, from, count * sizeof *to);
    return {};
}

OutOfRange to_pcm16(const std::int32_t* from, std::int16_t* to, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<std::int16_t>(from[i] >> 16);
    return {};
}

OutOfRange to_pcm16(const std::uint8_t* from, std::int16_t* to, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<std::int16_t>((from[i] - 128) * 256);
    return {};
}

float half_to_float(std::uint16_t bits) noexcept {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
    const std::uint32_t exponent = bits >> 10 & 0x1fU;
    const std::uint32_t fraction = bits & 0x3ffU;
    if (exponent == 0) {
        const float magnitude = std::ldexp(static_cast<float>(fraction), -24);
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t wide = exponent == 31 ? 0xffU : exponent + 112;
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

}  // namespace wbm::audio
