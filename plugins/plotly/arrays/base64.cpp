#include "base64.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace wbm::plotly {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t no_letter = 64;

/// Two letters at once, for each 12 bits.
const auto pairs = [] {
    std::array<std::array<char, 2>, 4096> table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = {letters[i >> 6], letters[i & 63]};
    return table;
}();

constexpr auto values = [] {
    std::array<std::uint8_t, 256> table{};
    for (auto& value : table) value = no_letter;
    for (std::size_t i = 0; i < letters.size(); ++i)
        table[static_cast<unsigned char>(letters[i])] = static_cast<std::uint8_t>(i);
    return table;
}();

std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
std::uint32_t value_at(std::string_view text, std::size_t at) { return values[static_cast<unsigned char>(text[at])]; }

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
    const std::size_t start = out.size();
    out.resize(start + (bytes.size() + 2) / 3 * 4, '=');
    char* to = out.data() + start;
    std::size_t at = 0;
    for (; at + 3 <= bytes.size(); at += 3) {
        const std::uint32_t word = byte_at(bytes, at) << 16 | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at + 2);
        std::memcpy(to, pairs[word >> 12].data(), 2);
        std::memcpy(to + 2, pairs[word & 4095].data(), 2);
        to += 4;
    }
    if (at == bytes.size()) return;
    const bool two = at + 2 == bytes.size();
    const std::uint32_t word = byte_at(bytes, at) << 16 | (two ? byte_at(bytes, at + 1) << 8 : 0);
    std::memcpy(to, pairs[word >> 12].data(), 2);
    if (two) to[2] = letters[word >> 6 & 63];
}

std::optional<std::string> of_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    const std::size_t last = text.size() - padding;
    std::string out(text.size() / 4 * 3 - padding, '\0');
    std::size_t to = 0;
    for (std::size_t at = 0; at < text.size(); at += 4) {
        std::uint32_t word = 0;
        for (std::size_t i = at; i < at + 4; ++i) {
            const std::uint32_t value = i < last ? value_at(text, i) : 0;
            if (value == no_letter) return std::nullopt;
            word = word << 6 | value;
        }
        for (int shift = 16; shift >= 0 && to < out.size(); shift -= 8) out[to++] = static_cast<char>(word >> shift);
    }
    return out;
}

}  // namespace wbm::plotly
