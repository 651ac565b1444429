// deflate_rle.hpp - deflate (RFC 1951) with Huffman codes and matches at distance 1 only. On the noise that
// filters leave of a photo, longer matches cost more bits than they save, and finding them is what makes others slow.
#pragma once

#include "bit_writer.hpp"
#include "huffman.hpp"
#include "kernel.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wbm::image::png {

class RleDeflate {
public:
    static constexpr std::size_t max_block = std::size_t{1} << 16;

    /// Shorter repetitions than `min_run` (4 to 8) stay literals: the code of a match is long where it is rare, and the
    /// literal's short where it is frequent.
    RleDeflate(const Kernel& kernel, std::size_t min_run) noexcept : kernel_(kernel), min_run_(min_run) {}

    /// Appends 1 to max_block bytes to the stream as one block (or stored ones, where these are smaller), and returns
    /// the whole bytes that this completed, valid until the next call. `bytes` is readable `padding` bytes beyond its
    /// end. `last` ends the stream.
    [[nodiscard]] std::span<const std::uint8_t> block(std::span<const std::uint8_t> bytes, bool last);

    /// About how many bits such a block takes, without its header; does not change the stream.
    [[nodiscard]] std::uint64_t estimate_bits(std::span<const std::uint8_t> bytes);

private:
    /// bytes[begin, begin + length) repeat bytes[begin - 1].
    struct Run {
        std::uint32_t begin;
        std::uint32_t length;
    };
    using Lengths = std::array<std::uint8_t, max_symbols>;
    struct Header;

    void find_runs(std::span<const std::uint8_t> bytes);
    void count_symbols(std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::uint64_t symbol_bits(const Lengths& lengths, unsigned distance_bits) const noexcept;
    void put_stored(std::span<const std::uint8_t> bytes, bool last);
    void put_symbols(std::span<const std::uint8_t> bytes, unsigned distance_bits);

    const Kernel& kernel_;
    std::size_t min_run_;
    BitWriter writer_{};
    std::vector<std::uint8_t> out_;
    std::vector<Run> runs_;
    std::array<std::uint32_t, max_symbols> counts_{};
    Lengths lengths_{};
    std::array<std::uint16_t, max_symbols> codes_{};
};

}  // namespace wbm::image::png
