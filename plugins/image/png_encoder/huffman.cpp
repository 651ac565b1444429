#include "huffman.hpp"

#include <algorithm>
#include <utility>

namespace wbm::image::png {
namespace {

/// A symbol that occurs, ordered by count, then by symbol.
struct Leaf {
    std::uint32_t count;
    std::uint32_t symbol;
};
using Leaves = std::array<Leaf, max_symbols>;

/// A stable radix sort: a comparing one costs more than all else of the code together.
void sort_by_count(Leaves& leaves, std::size_t size, std::uint32_t highest) noexcept {
    Leaves other;
    Leaf* from = leaves.data();
    Leaf* to = other.data();
    for (unsigned shift = 0; shift < 32 && highest >> shift != 0; shift += 8) {
        std::array<std::uint32_t, 256> position{};
        for (std::size_t i = 0; i < size; ++i) ++position[from[i].count >> shift & 255];
        std::uint32_t sum = 0;
        for (std::uint32_t& each : position) sum += std::exchange(each, sum);
        for (std::size_t i = 0; i < size; ++i) to[position[from[i].count >> shift & 255]++] = from[i];
        std::swap(from, to);
    }
    if (from != leaves.data()) std::copy_n(from, size, leaves.data());
}

/// The depth of each leaf of the Huffman tree, in place of its weight; the weights ascend. (Moffat and Katajainen,
/// "In-place calculation of minimum-redundancy codes", 1995: three passes over one array.)
void weights_to_depths(std::uint32_t* node, std::size_t size) noexcept {
    std::size_t leaf = 0;
    std::size_t root = 0;
    for (std::size_t next = 0; next + 1 < size; ++next) {
        const auto take = [&] {
            if (leaf >= size || (root < next && node[root] < node[leaf])) {
                const std::uint32_t weight = node[root];
                node[root++] = static_cast<std::uint32_t>(next);
                return weight;
            }
            return node[leaf++];
        };
        const std::uint32_t first = take();
        node[next] = first + take();
    }
    node[size - 2] = 0;
    for (std::size_t i = size - 2; i-- > 0;) node[i] = node[node[i]] + 1;

    std::size_t inner = size - 1;  // inner nodes not yet seen, deepest at the front
    std::size_t place = size;
    std::uint32_t depth = 0;
    for (std::size_t open = 1; open > 0; ++depth) {
        std::size_t used = 0;
        while (inner > 0 && node[inner - 1] == depth) {
            --inner;
            ++used;
        }
        for (; open > used; --open) node[--place] = depth;
        open = 2 * used;
    }
}

/// How many leaves each length gets: as in the tree, those below `limit` lifted to it and the debt paid by others.
std::array<std::uint32_t, 16> limited_counts(const std::uint32_t* depths, std::size_t size, unsigned limit) noexcept {
    std::array<std::uint32_t, 16> of_length{};
    std::uint32_t used = 0;  // of the code space of 2^limit
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint32_t length = std::min<std::uint32_t>(depths[i], limit);
        ++of_length[length];
        used += 1U << (limit - length);
    }
    while (used > 1U << limit) {
        unsigned length = limit - 1;
        while (of_length[length] == 0) --length;
        --of_length[length];
        of_length[length + 1] += 2;
        --of_length[limit];
        --used;
    }
    return of_length;
}

}  // namespace

void build_lengths(std::span<const std::uint32_t> counts, unsigned limit, std::span<std::uint8_t> lengths) noexcept {
    Leaves leaves;
    std::size_t size = 0;
    std::uint32_t highest = 0;
    for (std::uint32_t symbol = 0; symbol < counts.size(); ++symbol) {
        lengths[symbol] = 0;
        leaves[size] = {counts[symbol], symbol};
        size += counts[symbol] != 0;
        highest = std::max(highest, counts[symbol]);
    }
    if (size < 2) {
        if (size == 1) lengths[leaves[0].symbol] = 1;
        return;
    }
    sort_by_count(leaves, size, highest);
    std::array<std::uint32_t, max_symbols> depths;
    for (std::size_t i = 0; i < size; ++i) depths[i] = leaves[i].count;
    weights_to_depths(depths.data(), size);
    const std::array<std::uint32_t, 16> of_length = limited_counts(depths.data(), size, limit);
    std::size_t next = 0;
    for (unsigned length = limit; length > 0; --length)
        for (std::uint32_t i = 0; i < of_length[length]; ++i)
            lengths[leaves[next++].symbol] = static_cast<std::uint8_t>(length);
}

void build_codes(std::span<const std::uint8_t> lengths, std::span<std::uint16_t> codes) noexcept {
    std::array<std::uint32_t, 17> next{};
    for (const std::uint8_t length : lengths) ++next[length + 1U];
    next[1] = 0;  // symbols that do not occur
    for (std::size_t length = 1; length < next.size(); ++length) next[length] = (next[length] + next[length - 1]) << 1;
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
        const unsigned length = lengths[symbol];
        if (length == 0) continue;
        std::uint32_t code = next[length]++;
        code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
        code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
        code = (code & 0x0f0f) << 4 | (code >> 4 & 0x0f0f);
        code = (code & 0x00ff) << 8 | code >> 8;
        codes[symbol] = static_cast<std::uint16_t>(code >> (16 - length));
    }
}

}  // namespace wbm::image::png
