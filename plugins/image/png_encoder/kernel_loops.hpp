// kernel_loops.hpp - the loops of a Kernel over vectors. kernel.cpp includes it once for each register width, inside a
// namespace that has
//   WBM_TARGET      the function attribute for the instruction set
//   Bytes, Pairs    vectors of uint8_t and uint16_t of that width
//   Sums            a vector of uint64_t of any width
//   sum_of(Bytes)   the sum of the bytes, spread over Sums
// Templates cannot replace this: a function's attributes do not come from template arguments, and g++ splits the
// vectors of a function without the attribute before it inlines. No #pragma once: see above.

WBM_TARGET inline Bytes load(const std::uint8_t* from) noexcept {
    Bytes bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}
WBM_TARGET inline void store(std::uint8_t* to, Bytes bytes) noexcept { std::memcpy(to, &bytes, sizeof bytes); }

WBM_TARGET inline Bytes lower(Bytes a, Bytes b) noexcept { return a < b ? a : b; }
WBM_TARGET inline Bytes distance(Bytes a, Bytes b) noexcept { return (a < b ? b : a) - lower(a, b); }
WBM_TARGET inline Bytes average(Bytes a, Bytes b) noexcept { return (a & b) + ((a ^ b) >> 1); }

/// Of a (before), b (above) and c (above before), the one nearest to a + b - c; a before b before c. That point's
/// distance to a is |b - c|, to b |a - c|, to c their sum if both differences point the same way (then c is never the
/// nearest, and the sum, which may not fit a byte, is not needed), else their difference.
WBM_TARGET inline Bytes paeth(Bytes a, Bytes b, Bytes c) noexcept {
    const Bytes to_a = distance(b, c);
    const Bytes to_b = distance(a, c);
    const Bytes same_way = reinterpret_cast<Bytes>((b < c) == (a < c));
    const Bytes to_c = distance(to_a, to_b) | same_way;
    const Bytes a_or_b = to_a <= to_b ? a : b;
    return lower(to_a, to_b) <= to_c ? a_or_b : c;
}

WBM_TARGET inline Sums cost_of(Bytes left) noexcept {
    return sum_of(lower(lower(left, Bytes{} - left), Bytes{} + most_cost));
}
WBM_TARGET inline std::uint64_t total(Sums sums) noexcept {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < sizeof sums / sizeof sums[0]; ++i) sum += sums[i];
    return sum;
}

/// The end is rounded up alike for all widths, because left neighbours reach into what is behind the row.
WBM_TARGET std::array<std::uint64_t, filters> costs(const FilterInput& input) {
    const std::size_t end = (input.bytes + padding - 1) / padding * padding;
    Sums none{}, sub{}, up{}, mean{}, nearest{};
    for (std::size_t i = 0; i < end; i += sizeof(Bytes)) {
        const Bytes x = load(input.row + i);
        const Bytes a = load(input.row + i - input.pixel_bytes);
        const Bytes b = load(input.above + i);
        const Bytes c = load(input.above + i - input.pixel_bytes);
        none += cost_of(x);
        sub += cost_of(x - a);
        up += cost_of(x - b);
        mean += cost_of(x - average(a, b));
        nearest += cost_of(x - paeth(a, b, c));
    }
    return {total(none), total(sub), total(up), total(mean), total(nearest)};
}

WBM_TARGET void apply(Filter filter, const FilterInput& input, std::uint8_t* to) {
    const std::uint8_t* const row = input.row;
    const std::uint8_t* const above = input.above;
    const std::size_t back = input.pixel_bytes;
    constexpr std::size_t step = sizeof(Bytes);
    switch (filter) {
        case Filter::none:
            std::memcpy(to, row, input.bytes);
            break;
        case Filter::sub:
            for (std::size_t i = 0; i < input.bytes; i += step) store(to + i, load(row + i) - load(row + i - back));
            break;
        case Filter::up:
            for (std::size_t i = 0; i < input.bytes; i += step) store(to + i, load(row + i) - load(above + i));
            break;
        case Filter::average:
            for (std::size_t i = 0; i < input.bytes; i += step)
                store(to + i, load(row + i) - average(load(row + i - back), load(above + i)));
            break;
        case Filter::paeth:
            for (std::size_t i = 0; i < input.bytes; i += step)
                store(to + i, load(row + i) - paeth(load(row + i - back), load(above + i), load(above + i - back)));
            break;
    }
}

WBM_TARGET void swap_pairs(std::uint8_t* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; i += sizeof(Bytes)) {
        const Pairs pairs = reinterpret_cast<Pairs>(load(bytes + i));
        store(bytes + i, reinterpret_cast<Bytes>(pairs << 8 | pairs >> 8));
    }
}

/// Four literals at a time: their bits are joined before they meet the writer, whose state is the longest chain.
WBM_TARGET void put_each(const LiteralCodes& codes, const std::uint8_t* bytes, std::size_t count, BitWriter& to) {
    BitWriter writer = to;
    const auto& table = codes.code_and_length;
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        const std::uint32_t e0 = table[bytes[i]];
        const std::uint32_t e1 = table[bytes[i + 1]];
        const std::uint32_t e2 = table[bytes[i + 2]];
        const std::uint32_t e3 = table[bytes[i + 3]];
        const unsigned n0 = e0 & 255;
        const unsigned n2 = e2 & 255;
        const unsigned n01 = n0 + (e1 & 255);
        const std::uint64_t low = e0 >> 8 | std::uint64_t{e1 >> 8} << n0;
        const std::uint64_t high = e2 >> 8 | std::uint64_t{e3 >> 8} << n2;
        writer.put(low | high << n01, n01 + n2 + (e3 & 255));
    }
    for (; i < count; ++i) writer.put(table[bytes[i]] >> 8, table[bytes[i]] & 255);
    to = writer;
}
