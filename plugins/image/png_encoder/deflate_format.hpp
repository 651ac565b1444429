// deflate_format.hpp - numbers of RFC 1951.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wbm::image::png {

inline constexpr std::size_t min_match = 3;
inline constexpr std::size_t max_match = 258;
inline constexpr std::size_t max_stored = 65535;
inline constexpr unsigned end_of_block = 256;

/// Deflate's symbol for a match length, and the extra bits that follow it.
struct LengthCode {
    std::uint16_t symbol;
    std::uint8_t extra;
    std::uint8_t extra_bits;
};
inline constexpr auto length_codes = [] {
    std::array<LengthCode, max_match + 1> codes{};
    std::uint16_t symbol = 257;
    std::size_t length = min_match;
    for (unsigned group = 0; length < max_match; ++group) {
        const unsigned bits = group < 2 ? 0 : group - 1;
        for (unsigned i = 0; i < 4; ++i, ++symbol)
            for (unsigned extra = 0; extra < 1U << bits && length < max_match; ++extra, ++length)
                codes[length] = {symbol, static_cast<std::uint8_t>(extra), static_cast<std::uint8_t>(bits)};
    }
    codes[max_match] = {285, 0, 0};
    return codes;
}();
/// Of a symbol above end_of_block.
constexpr unsigned length_extra_bits(unsigned symbol) noexcept {
    return symbol < 265 || symbol >= 285 ? 0 : (symbol - 261) / 4;
}
static_assert([] {
    for (std::size_t length = min_match; length <= max_match; ++length)
        if (length_extra_bits(length_codes[length].symbol) != length_codes[length].extra_bits) return false;
    return true;
}());
static_assert(length_codes[10].symbol == 264 && length_codes[11].symbol == 265 && length_codes[257].symbol == 284);

}  // namespace wbm::image::png
