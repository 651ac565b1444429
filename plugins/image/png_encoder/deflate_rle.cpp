#include "deflate_rle.hpp"

#include "deflate_format.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wbm::image::png {
namespace {

constexpr std::size_t stored_header = 4;
constexpr std::size_t slack = 64;  ///< for what BitWriter writes too far, and the second header of stored bytes

/// The code that needs no header.
constexpr auto fixed_lengths = [] {
    std::array<std::uint8_t, max_symbols> lengths{};
    for (std::size_t symbol = 0; symbol < max_symbols; ++symbol)
        lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    return lengths;
}();

/// Bit i: from[i] equals from[i - 1]. Reads 64 bytes.
std::uint64_t repeats(const std::uint8_t* from) noexcept {
    std::uint64_t bits = 0;
#if defined(__SSE2__)
#pragma GCC unroll 4
    for (unsigned i = 0; i < 64; i += 16) {
        const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i));
        const __m128i before = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i - 1));
        const int equal = _mm_movemask_epi8(_mm_cmpeq_epi8(here, before));
        bits |= std::uint64_t{static_cast<std::uint32_t>(equal)} << i;
    }
#else
    for (unsigned i = 0; i < 64; ++i) bits |= std::uint64_t{from[i] == from[i - 1]} << i;
#endif
    return bits;
}

/// Counts into eight tables in turn: small values are so frequent that increments of one counter would wait for each
/// other.
class LiteralCounter {
public:
    void add(const std::uint8_t* bytes, std::size_t count) noexcept {
        std::size_t i = 0;
        for (; i + 8 <= count; i += 8) {
            std::uint64_t word;
            std::memcpy(&word, bytes + i, sizeof word);
#pragma GCC unroll 8
            for (unsigned k = 0; k < 8; ++k) ++tables_[k][word >> (8 * k) & 255];
        }
        for (; i < count; ++i) ++tables_[0][bytes[i]];
    }
    void sum(std::span<std::uint32_t, 256> to) const noexcept {
        typedef std::uint32_t Four __attribute__((vector_size(16)));
        for (std::size_t i = 0; i < to.size(); i += 4) {
            Four sum{};
            for (const auto& table : tables_) {
                Four counts;
                std::memcpy(&counts, &table[i], sizeof counts);
                sum += counts;
            }
            std::memcpy(&to[i], &sum, sizeof sum);
        }
    }

private:
    std::array<std::array<std::uint32_t, 256>, 8> tables_{};
};

}  // namespace

/// The two codes of a block, as the stream tells them: the code lengths, run-length coded and themselves Huffman coded.
struct RleDeflate::Header {
    struct Item {
        std::uint8_t symbol;
        std::uint8_t extra;
    };
    static constexpr std::array<std::uint8_t, 19> order{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                        11, 4,  12, 3, 13, 2, 14, 1, 15};
    std::array<Item, max_symbols + 1> items;
    std::size_t item_count = 0;
    std::size_t literal_count = 0;
    std::size_t sent = 19;  ///< of `order`
    std::array<std::uint32_t, 19> counts{};
    std::array<std::uint8_t, 19> lengths{};
    std::array<std::uint16_t, 19> codes{};

    explicit Header(std::span<const std::uint8_t, max_symbols> literal_lengths) noexcept {
        literal_count = end_of_block + 1;
        for (std::size_t i = literal_count; i < max_symbols; ++i)
            if (literal_lengths[i] != 0) literal_count = i + 1;
        std::array<std::uint8_t, max_symbols + 1> all;
        std::copy_n(literal_lengths.begin(), literal_count, all.begin());
        all[literal_count] = 1;  // the only distance: 1, in one bit
        for (std::size_t i = 0; i <= literal_count;) {
            std::size_t end = i + 1;
            while (end <= literal_count && all[end] == all[i]) ++end;
            add(all[i], end - i);
            i = end;
        }
        build_lengths(counts, 7, lengths);
        build_codes(lengths, codes);
        while (sent > 4 && lengths[order[sent - 1]] == 0) --sent;
    }

    void add(std::uint8_t length, std::size_t count) noexcept {
        if (length != 0) {
            add_item(length, 0);
            --count;
        }
        while (count >= 3) {
            const bool long_zeros = length == 0 && count > 10;
            const std::size_t most = length != 0 ? 6 : long_zeros ? 138 : 10;
            const std::size_t taken = std::min(count, most);
            const unsigned symbol = length != 0 ? 16 : long_zeros ? 18 : 17;
            add_item(symbol, static_cast<unsigned>(taken - (long_zeros ? 11 : 3)));
            count -= taken;
        }
        for (; count > 0; --count) add_item(length, 0);
    }
    void add_item(unsigned symbol, unsigned extra) noexcept {
        items[item_count++] = {static_cast<std::uint8_t>(symbol), static_cast<std::uint8_t>(extra)};
        ++counts[symbol];
    }
    static unsigned extra_bits(unsigned symbol) noexcept {
        return symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    }

    [[nodiscard]] std::uint64_t bits() const noexcept {
        std::uint64_t sum = 3 + 5 + 5 + 4 + 3 * sent;
        for (unsigned i = 0; i < 19; ++i) sum += std::uint64_t{counts[i]} * (lengths[i] + extra_bits(i));
        return sum;
    }
    void put(BitWriter& to, bool last) const noexcept {
        to.put(last, 1);
        to.put(2, 2);
        to.put(literal_count - 257, 5);
        to.put(0, 5);
        to.put(sent - 4, 4);
        for (std::size_t i = 0; i < sent; ++i) to.put(lengths[order[i]], 3);
        for (std::size_t i = 0; i < item_count; ++i) {
            const Item item = items[i];
            const unsigned length = lengths[item.symbol];
            to.put(codes[item.symbol] | std::uint64_t{item.extra} << length, length + extra_bits(item.symbol));
        }
    }
};

void RleDeflate::find_runs(std::span<const std::uint8_t> bytes) {
    runs_.clear();
    const std::uint8_t* const from = bytes.data();
    const std::size_t size = bytes.size();
    for (std::size_t i = 1; i < size;) {
        std::uint64_t here = repeats(from + i);
        here &= here >> 1;
        here &= here >> 2;
        here &= here >> (min_run_ - 4);  // bit i: so do the min_run_ - 1 after it
        if (here == 0) {
            i += 64 - (min_run_ - 1);
            continue;
        }
        const std::size_t begin = i + static_cast<std::size_t>(std::countr_zero(here));
        std::size_t end = begin + min_run_;
        for (; end < size; end += 64)
            if (const std::uint64_t other = ~repeats(from + end); other != 0) {
                end += static_cast<std::size_t>(std::countr_zero(other));
                break;
            }
        end = std::min(end, size);
        if (begin + min_run_ <= end)
            runs_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)});
        i = end + 1;  // at `end` another value begins
    }
}

void RleDeflate::count_symbols(std::span<const std::uint8_t> bytes) {
    counts_.fill(0);
    counts_[end_of_block] = 1;
    LiteralCounter literals;
    std::size_t done = 0;
    for (const Run run : runs_) {
        literals.add(bytes.data() + done, run.begin - done);
        counts_[length_codes[max_match].symbol] += run.length / std::uint32_t{max_match};
        const std::size_t rest = run.length % max_match;
        if (rest < min_match)
            literals.add(bytes.data() + run.begin, rest);
        else
            ++counts_[length_codes[rest].symbol];
        done = run.begin + run.length;
    }
    literals.add(bytes.data() + done, bytes.size() - done);
    literals.sum(std::span<std::uint32_t, 256>(counts_.data(), 256));
}

void RleDeflate::put_symbols(std::span<const std::uint8_t> bytes, unsigned distance_bits) {
    build_codes(lengths_, codes_);
    LiteralCodes literals;
    for (std::size_t i = 0; i < 256; ++i) literals.set(i, codes_[i], lengths_[i]);
    const auto put_match = [&](std::size_t length) {
        const LengthCode code = length_codes[length];
        const unsigned bits = lengths_[code.symbol];
        // The distance's code, zeros, follows.
        writer_.put(codes_[code.symbol] | std::uint64_t{code.extra} << bits, bits + code.extra_bits + distance_bits);
    };
    std::size_t done = 0;
    for (const Run run : runs_) {
        kernel_.put_literals(literals, bytes.data() + done, run.begin - done, writer_);
        for (std::size_t i = run.length / max_match; i > 0; --i) put_match(max_match);
        const std::size_t rest = run.length % max_match;
        if (rest < min_match)
            kernel_.put_literals(literals, bytes.data() + run.begin, rest, writer_);
        else
            put_match(rest);
        done = run.begin + run.length;
    }
    kernel_.put_literals(literals, bytes.data() + done, bytes.size() - done, writer_);
    writer_.put(codes_[end_of_block], lengths_[end_of_block]);
}

void RleDeflate::put_stored(std::span<const std::uint8_t> bytes, bool last) {
    while (!bytes.empty()) {
        const std::size_t count = std::min(bytes.size(), max_stored);
        writer_.put(last && count == bytes.size(), 1);
        writer_.put(0, 2);
        writer_.align();
        writer_.put(count, 16);
        writer_.put(~count & 0xffff, 16);
        std::memcpy(writer_.out, bytes.data(), count);
        writer_.out += count;
        bytes = bytes.subspan(count);
    }
}

std::uint64_t RleDeflate::estimate_bits(std::span<const std::uint8_t> bytes) {
    find_runs(bytes);
    count_symbols(bytes);
    build_lengths(counts_, max_literal_bits, lengths_);
    return symbol_bits(lengths_, 1);
}

std::uint64_t RleDeflate::symbol_bits(const Lengths& lengths, unsigned distance_bits) const noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < max_symbols; ++i) bits += std::uint64_t{counts_[i]} * lengths[i];
    for (unsigned i = end_of_block + 1; i < max_symbols; ++i)
        bits += std::uint64_t{counts_[i]} * (distance_bits + length_extra_bits(i));
    return bits;
}

std::span<const std::uint8_t> RleDeflate::block(std::span<const std::uint8_t> bytes, bool last) {
    find_runs(bytes);
    count_symbols(bytes);
    build_lengths(counts_, max_literal_bits, lengths_);
    const Header header(lengths_);
    const std::uint64_t own = header.bits() + symbol_bits(lengths_, 1);
    const std::uint64_t fixed = 3 + symbol_bits(fixed_lengths, 5);
    const std::size_t stored = bytes.size() + stored_header;
    const std::size_t smallest = std::min(stored, static_cast<std::size_t>(std::min(own, fixed) / 8));
    out_.resize(std::max(out_.size(), smallest + slack));
    writer_.out = out_.data();
    if (smallest == stored) {
        put_stored(bytes, last);
    } else if (own < fixed) {
        header.put(writer_, last);
        put_symbols(bytes, 1);
    } else {
        writer_.put(last | 1U << 1, 3);
        lengths_ = fixed_lengths;
        put_symbols(bytes, 5);
    }
    if (last) writer_.align();
    return {out_.data(), writer_.out};
}

}  // namespace wbm::image::png
