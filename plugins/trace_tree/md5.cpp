#include "md5.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace wbm::trace_tree {
namespace {

constexpr std::size_t block_bytes = 64;
constexpr std::size_t length_bytes = 8;  // of the text's length, at the end of the last block

using State = std::array<std::uint32_t, 4>;

constexpr std::array<std::array<int, 4>, 4> shifts = {
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

/// RFC 1321, 3.4: the integer part of 2^32 times |sin(i + 1)|.
const std::array<std::uint32_t, 64>& sines() {
    static const auto table = [] {
        std::array<std::uint32_t, 64> t{};
        for (std::size_t i = 0; i < t.size(); ++i)
            t[i] =
                static_cast<std::uint32_t>(std::floor(std::ldexp(std::abs(std::sin(static_cast<double>(i + 1))), 32)));
        return t;
    }();
    return table;
}

std::uint32_t word_at(const char* p) noexcept {
    std::uint32_t word = 0;
    for (int i = 3; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(p[i]);
    return word;
}

/// The four functions of three words, and which word of the block comes at a step.
struct Step {
    std::uint32_t mixed;
    std::size_t word;
};
Step step(std::size_t i, std::uint32_t b, std::uint32_t c, std::uint32_t d) noexcept {
    switch (i / 16) {
        case 0:
            return {(b & c) | (~b & d), i};
        case 1:
            return {(b & d) | (c & ~d), (5 * i + 1) % 16};
        case 2:
            return {b ^ c ^ d, (3 * i + 5) % 16};
        default:
            return {c ^ (b | ~d), 7 * i % 16};
    }
}

void add_block(State& state, const char* block) {
    auto [a, b, c, d] = state;
    for (std::size_t i = 0; i < 64; ++i) {
        const Step s = step(i, b, c, d);
        const std::uint32_t sum = a + s.mixed + sines()[i] + word_at(block + 4 * s.word);
        a = d;
        d = c;
        c = b;
        b += std::rotl(sum, shifts[i / 16][i % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

/// What follows the last whole block: the rest of the text, a one bit, zeros, the text's length in bits.
std::string last_blocks(std::string_view text) {
    std::string end(text.substr(text.size() - text.size() % block_bytes));
    end += '\x80';
    while (end.size() % block_bytes != block_bytes - length_bytes) end += '\0';
    std::uint64_t bits = std::uint64_t{text.size()} * 8;
    for (std::size_t i = 0; i < length_bytes; ++i, bits >>= 8) end += static_cast<char>(bits & 0xff);
    return end;
}

}  // namespace

std::string md5_hex(std::string_view text) {
    State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    for (std::size_t at = 0; at + block_bytes <= text.size(); at += block_bytes) add_block(state, text.data() + at);
    const std::string end = last_blocks(text);
    for (std::size_t at = 0; at < end.size(); at += block_bytes) add_block(state, end.data() + at);
    std::string hex;
    for (std::uint32_t word : state)
        for (int i = 0; i < 4; ++i, word >>= 8) {
            hex += "0123456789abcdef"[word >> 4 & 0xf];
            hex += "0123456789abcdef"[word & 0xf];
        }
    return hex;
}

}  // namespace wbm::trace_tree
