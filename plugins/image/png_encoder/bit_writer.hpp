// bit_writer.hpp - bits to memory, the lowest first, as deflate wants them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace wbm::image::png {

inline void store_little_endian(std::uint8_t* to, std::uint64_t value) noexcept {
    if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
    std::memcpy(to, &value, sizeof value);
}

/// Whole bytes are at [start, out); fewer than 8 bits wait in `bits`. Each put may write 8 bytes from `out` on, so the
/// memory must reach that far beyond what is put.
struct BitWriter {
    std::uint8_t* out;
    std::uint64_t bits = 0;
    unsigned count = 0;

    /// At most 56 bits; those above `length` must be 0.
    void put(std::uint64_t value, unsigned length) noexcept {
        bits |= value << count;
        count += length;
        store_little_endian(out, bits);
        out += count >> 3;
        bits >>= count & ~7U;
        count &= 7;
    }
    /// Zeros up to the next byte.
    void align() noexcept { put(0, (8 - count) & 7); }
};

}  // namespace wbm::image::png
