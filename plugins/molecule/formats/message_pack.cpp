#include "message_pack.hpp"

#include "../limits.hpp"

namespace wbm::molecule {

void MessagePack::refuse_here(const char* reason) const {
    refuse(source_, "MMTF", "byte " + std::to_string(source_.bytes.size() - rest_.size()) + ": " + reason);
}

unsigned MessagePack::peek() const {
    if (rest_.empty()) refuse_here("it ends where a value should be");
    return static_cast<unsigned char>(rest_[0]);
}

std::string_view MessagePack::take(std::uint64_t bytes) {
    if (bytes > rest_.size()) refuse_here("a value claims more bytes than follow");
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(bytes));
    rest_.remove_prefix(taken.size());
    return taken;
}

std::uint64_t MessagePack::big_endian(unsigned bytes) {
    std::uint64_t number = 0;
    for (const char c : take(bytes)) number = number << 8U | static_cast<unsigned char>(c);
    return number;
}

std::uint64_t MessagePack::map() {
    const unsigned code = peek();
    if (code >= 0x80 && code <= 0x8f) return big_endian(1) & 0xfU;
    if (code != 0xde && code != 0xdf) refuse_here("a map should begin here");
    (void)take(1);
    return big_endian(code == 0xde ? 2 : 4);
}

std::string_view MessagePack::key() {
    const unsigned code = peek();
    if (code >= 0xa0 && code <= 0xbf) return take((big_endian(1) & 0x1fU));
    if (code < 0xd9 || code > 0xdb) refuse_here("a text should begin here");
    (void)take(1);
    return take(big_endian(1U << (code - 0xd9U)));
}

std::optional<std::int64_t> MessagePack::integer() {
    const unsigned code = peek();
    if (code <= 0x7f) return static_cast<std::int64_t>(big_endian(1));
    if (code >= 0xe0) return static_cast<std::int8_t>(big_endian(1));
    if (code < 0xcc || code > 0xd3) return std::nullopt;
    (void)take(1);
    const unsigned bytes = 1U << ((code - 0xccU) % 4U);
    const std::uint64_t number = big_endian(bytes);
    if (code < 0xd0) return number > 0x7fffffffffffffffU ? std::int64_t{-1} : static_cast<std::int64_t>(number);
    const unsigned unused = 64U - 8U * bytes;
    return static_cast<std::int64_t>(number << unused) >> unused;
}

std::optional<std::string_view> MessagePack::binary() {
    const unsigned code = peek();
    if (code < 0xc4 || code > 0xc6) return std::nullopt;
    (void)take(1);
    return take(big_endian(1U << (code - 0xc4U)));
}

void MessagePack::skip_all(std::uint64_t values, int depth) {
    if (values > rest_.size()) refuse_here("a list claims more values than bytes follow");
    for (; values > 0; --values) skip(depth + 1);
}

void MessagePack::skip(int depth) {
    if (depth > max_mmtf_depth) refuse_here("lists are nested too deep");
    const unsigned code = peek();
    if (integer() || binary()) return;
    if ((code >= 0xa0 && code <= 0xbf) || (code >= 0xd9 && code <= 0xdb)) return (void)key();
    if ((code >= 0x80 && code <= 0x8f) || code == 0xde || code == 0xdf) return skip_all(2 * map(), depth);
    (void)take(1);
    if (code >= 0x90 && code <= 0x9f) return skip_all(code & 0xfU, depth);
    if (code == 0xdc || code == 0xdd) return skip_all(big_endian(code == 0xdc ? 2 : 4), depth);
    if (code == 0xc0 || code == 0xc2 || code == 0xc3) return;
    if (code == 0xca || code == 0xcb) return (void)take(code == 0xca ? 4 : 8);
    if (code >= 0xd4 && code <= 0xd8) return (void)take((1U << (code - 0xd4U)) + 1U);
    if (code >= 0xc7 && code <= 0xc9) return (void)take(big_endian(1U << (code - 0xc7U)) + 1U);
    refuse_here("no value begins so");
}

}  // namespace wbm::molecule
