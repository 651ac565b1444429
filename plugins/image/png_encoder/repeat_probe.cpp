#include "repeat_probe.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace wbm::image::png {
namespace {

constexpr std::size_t hashed = 4;  ///< bytes
constexpr std::size_t window = 32768;
constexpr std::size_t nowhere = ~std::size_t{0};

std::uint32_t hash(const std::uint8_t* from) noexcept {
    const std::uint32_t word = std::uint32_t{from[0]} | std::uint32_t{from[1]} << 8 | std::uint32_t{from[2]} << 16 |
                               std::uint32_t{from[3]} << 24;
    return word * 0x9e3779b1U >> 20;
}

std::size_t match_length(std::span<const std::uint8_t> bytes, std::size_t before, std::size_t i) noexcept {
    if (before == nowhere || i - before > window) return 0;
    const std::size_t most = std::min(bytes.size() - i, max_match);
    std::size_t length = 0;
    for (; length + 8 <= most; length += 8)
        if (std::memcmp(&bytes[before + length], &bytes[i + length], 8) != 0) break;
    while (length < most && bytes[before + length] == bytes[i + length]) ++length;
    return length;
}

/// Of the distance's symbol, roughly, and the bits after it.
unsigned distance_bits(std::size_t distance) noexcept {
    constexpr int symbol = 3;
    return static_cast<unsigned>(symbol + std::max(0, static_cast<int>(std::bit_width(distance)) - 2));
}

}  // namespace

std::size_t RepeatProbe::exchange_place(const std::uint8_t* from, std::size_t i) noexcept {
    std::uint32_t& place = places_[hash(from + i)];
    const std::size_t before = place == 0 ? nowhere : place - 1;
    place = static_cast<std::uint32_t>(i + 1);
    return before;
}

std::uint64_t RepeatProbe::estimate_bits(std::span<const std::uint8_t> bytes) noexcept {
    places_.fill(0);
    counts_.fill(0);
    std::uint64_t bits = 0;
    std::size_t i = 0;
    while (i + hashed <= bytes.size()) {
        const std::size_t before = exchange_place(bytes.data(), i);
        const std::size_t length = match_length(bytes, before, i);
        if (length < hashed) {
            ++counts_[bytes[i++]];
            continue;
        }
        ++counts_[length_codes[length].symbol];
        bits += length_codes[length].extra_bits + distance_bits(i - before);
        i += length;
        // What follows a match often follows its end elsewhere too; the rest of it need not be remembered.
        for (std::size_t near = i - 3; near < i && near + hashed <= bytes.size(); ++near)
            exchange_place(bytes.data(), near);
    }
    for (; i < bytes.size(); ++i) ++counts_[bytes[i]];
    std::array<std::uint8_t, max_symbols> lengths;
    build_lengths(counts_, 15, lengths);
    for (std::size_t symbol = 0; symbol < max_symbols; ++symbol)
        bits += std::uint64_t{counts_[symbol]} * lengths[symbol];
    return bits;
}

}  // namespace wbm::image::png
