// huffman.hpp - length-limited prefix codes in deflate's canonical form.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace wbm::image::png {

inline constexpr std::size_t max_symbols = 288;

/// Sets lengths[s] for each symbol that occurs, 0 for the others; counts and lengths have the same size, at most
/// max_symbols. A code of two or more symbols is complete; a single symbol gets length 1. `limit` is at most 15, and
/// 2^limit at least the number of symbols. The sum of the counts stays below 2^32.
void build_lengths(std::span<const std::uint32_t> counts, unsigned limit, std::span<std::uint8_t> lengths) noexcept;

/// Deflate's codes for such lengths, with the bits in the order in which they are written.
void build_codes(std::span<const std::uint8_t> lengths, std::span<std::uint16_t> codes) noexcept;

/// Four literals fit one BitWriter::put. Shorter limits cost photos some per mille.
inline constexpr unsigned max_literal_bits = 13;

/// The codes of the 256 literals, laid out for table lookups of both kinds.
struct LiteralCodes {
    std::array<std::uint32_t, 256> code_and_length;  ///< code << 8 | length
    std::array<std::uint8_t, 256> low;               ///< code & 255
    std::array<std::uint8_t, 256> high;              ///< code >> 8
    std::array<std::uint8_t, 256> length;

    void set(std::size_t literal, unsigned code, unsigned bits) noexcept {
        code_and_length[literal] = code << 8 | bits;
        low[literal] = static_cast<std::uint8_t>(code);
        high[literal] = static_cast<std::uint8_t>(code >> 8);
        length[literal] = static_cast<std::uint8_t>(bits);
    }
};

}  // namespace wbm::image::png
