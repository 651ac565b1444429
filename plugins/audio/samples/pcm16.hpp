// pcm16.hpp - samples as 16-bit numbers, to the last bit as libsndfile with clipping makes them. Wire spec 5.1.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::audio {

/// What was not in -1..1.
struct OutOfRange {
    std::uint64_t clipped = 0;  ///< numbers below -1 or above 1, also infinite ones
    bool has_nan = false;
};

// Fractions of full scale become floor(round(x * 2^31) / 65536), rounded half to even, and are clipped; int32 keeps its
// upper half; uint8 has its silence at 128.
OutOfRange to_pcm16(const float* from, std::int16_t* to, std::size_t count) noexcept;
OutOfRange to_pcm16(const double* from, std::int16_t* to, std::size_t count) noexcept;
OutOfRange to_pcm16(const std::int16_t* from, std::int16_t* to, std::size_t count) noexcept;
OutOfRange to_pcm16(const std::int32_t* from, std::int16_t* to, std::size_t count) noexcept;
OutOfRange to_pcm16(const std::uint8_t* from, std::int16_t* to, std::size_t count) noexcept;

/// An IEEE half, as the bits that arrays have.
[[nodiscard]] float half_to_float(std::uint16_t bits) noexcept;

}  // namespace wbm::audio
