#include "deflate_rle.hpp"
#include "huffman.hpp"
#include "kernel.hpp"
#include "test_bytes.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

namespace wbm::image {
namespace {

/// What zlib makes of the stream that RleDeflate writes for such blocks.
Bytes inflated(const std::vector<Bytes>& blocks, const png::Kernel& kernel, Bytes* out = nullptr,
               std::size_t min_run = 8) {
    png::RleDeflate deflate(kernel, min_run);
    Bytes stream;
    std::size_t total = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        // As if the runs at both ends went on, which must not matter.
        const std::size_t size = blocks[i].size();
        Bytes padded(png::padding + size + png::padding, blocks[i].back());
        std::fill_n(padded.begin(), png::padding, blocks[i].front());
        std::copy(blocks[i].begin(), blocks[i].end(), padded.begin() + png::padding);
        const auto part = deflate.block({padded.data() + png::padding, size}, i + 1 == blocks.size());
        stream.insert(stream.end(), part.begin(), part.end());
        total += size;
    }
    if (out != nullptr) *out = stream;
    Bytes bytes(total + 1);
    z_stream zlib{};
    EXPECT_EQ(inflateInit2(&zlib, -15), Z_OK);
    zlib.next_in = stream.data();
    zlib.avail_in = static_cast<uInt>(stream.size());
    zlib.next_out = bytes.data();
    zlib.avail_out = static_cast<uInt>(bytes.size());
    EXPECT_EQ(inflate(&zlib, Z_FINISH), Z_STREAM_END);
    EXPECT_EQ(zlib.avail_in, 0U);
    bytes.resize(zlib.total_out);
    inflateEnd(&zlib);
    return bytes;
}

TEST(PngDeflate, RunsOfEveryLengthAndPlace) {
    for (std::size_t length = 1; length <= 600; ++length) {
        Bytes bytes = random_bytes(length % 67, 9);
        bytes.insert(bytes.end(), length, 255);
        const Bytes rest = random_bytes(length % 31, 10);
        bytes.insert(bytes.end(), rest.begin(), rest.end());
        for (const std::size_t min_run : {4, 5, 8})
            ASSERT_EQ(inflated({bytes}, png::best_kernel(), nullptr, min_run), bytes) << length << ' ' << min_run;
    }
}

TEST(PngDeflate, RunsCrossBlocks) {
    Bytes all;
    std::vector<Bytes> blocks;
    for (const std::size_t length : {1, 2, 8, 9, 64, 65, 259, 1000}) {
        blocks.emplace_back(length, std::uint8_t{0});
        all.insert(all.end(), length, 0);
    }
    EXPECT_EQ(inflated(blocks, png::best_kernel()), all);
}

TEST(PngDeflate, StoredBlocksMixWithOthers) {
    const std::vector<Bytes> blocks{random_bytes(png::RleDeflate::max_block, 11),
                                    Bytes(500, 3),
                                    random_bytes(20'000, 12),
                                    run_heavy(5000, 13),
                                    random_bytes(3, 14),
                                    random_bytes(png::RleDeflate::max_block, 15)};
    Bytes all;
    for (const Bytes& block : blocks) all.insert(all.end(), block.begin(), block.end());
    Bytes stream;
    EXPECT_EQ(inflated(blocks, png::best_kernel(), &stream), all);
    EXPECT_LT(stream.size(), 2 * png::RleDeflate::max_block + 21'000);
}

TEST(PngDeflate, SkewedCountsKeepToTheLongestCode) {
    Bytes bytes;  // counts like Fibonacci's numbers make the deepest tree
    std::size_t a = 1;
    std::size_t b = 1;
    for (std::uint8_t value = 0; bytes.size() + b <= png::RleDeflate::max_block; ++value) {
        bytes.insert(bytes.end(), b, value);
        a = std::exchange(b, a + b);
    }
    std::shuffle(bytes.begin(), bytes.end(), std::mt19937(15));
    EXPECT_EQ(inflated({bytes}, png::best_kernel()), bytes);
}

/// The share of the code space of 2^limit that the lengths take.
std::uint64_t used_space(const std::vector<std::uint8_t>& lengths, unsigned limit) {
    std::uint64_t used = 0;
    for (const std::uint8_t length : lengths)
        if (length != 0) used += std::uint64_t{1} << (limit - length);
    return used;
}

TEST(PngHuffman, CodesAreCompleteAndWithinTheLimit) {
    std::mt19937 random(16);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::uint32_t> counts(2 + random() % (png::max_symbols - 1));
        for (std::uint32_t& count : counts)
            count = random() % 3 == 0 ? 0 : static_cast<std::uint32_t>(1 + (random() >> (12 + random() % 19)));
        counts.back() = counts.front() = 1;
        std::vector<std::uint8_t> lengths(counts.size());
        for (const unsigned limit : {9U, 12U, 15U}) {
            png::build_lengths(counts, limit, lengths);
            ASSERT_EQ(used_space(lengths, limit), std::uint64_t{1} << limit);
            for (std::size_t i = 0; i < counts.size(); ++i) {
                ASSERT_EQ(lengths[i] == 0, counts[i] == 0);
                ASSERT_LE(lengths[i], limit);
            }
        }
    }
}

TEST(PngHuffman, FrequentSymbolsGetTheShorterCodes) {
    const std::vector<std::uint32_t> counts{1, 1, 2, 3, 5, 8, 13, 21, 34, 55};
    std::vector<std::uint8_t> lengths(counts.size());
    png::build_lengths(counts, 15, lengths);
    EXPECT_EQ(lengths, (std::vector<std::uint8_t>{9, 9, 8, 7, 6, 5, 4, 3, 2, 1}));
    png::build_lengths(counts, 5, lengths);
    EXPECT_TRUE(std::is_sorted(lengths.rbegin(), lengths.rend()));
    EXPECT_EQ(*std::max_element(lengths.begin(), lengths.end()), 5);
    EXPECT_EQ(used_space(lengths, 5), 32U);
}

TEST(PngHuffman, CodesAreThoseOfTheStandard) {
    const std::vector<std::uint8_t> lengths{3, 3, 3, 3, 3, 2, 4, 4};  // the example of RFC 1951, 3.2.2
    std::vector<std::uint16_t> codes(8);
    png::build_codes(lengths, codes);
    EXPECT_EQ(codes, (std::vector<std::uint16_t>{0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111}));
}

TEST(PngKernel, AllKernelsGiveTheSameBytes) {
    const auto kernels = png::usable_kernels();
    std::mt19937 random(17);
    for (int round = 0; round < 400; ++round) {
        const std::size_t bytes = 1 + random() % 300;
        const std::size_t pixel_bytes = 1 + random() % 8;
        Bytes rows[2];
        for (Bytes& row : rows) {
            const auto seed = static_cast<unsigned>(random());
            const Bytes inside = round % 2 != 0 ? random_bytes(bytes, seed) : run_heavy(bytes, seed);
            row.assign(png::padding + bytes + 2 * png::padding, 0);
            std::copy(inside.begin(), inside.end(), row.begin() + png::padding);
        }
        const png::FilterInput input{rows[0].data() + png::padding, rows[1].data() + png::padding, bytes, pixel_bytes};
        const auto costs = kernels.back()->costs(input);
        for (const png::Kernel* kernel : kernels) {
            EXPECT_EQ(kernel->costs(input), costs) << kernel->name;
            for (std::size_t filter = 0; filter < png::filters; ++filter) {
                Bytes out[2];
                for (int i = 0; i < 2; ++i) {
                    out[i].resize(bytes + png::padding);
                    (i == 0 ? kernel : kernels.back())->apply(static_cast<png::Filter>(filter), input, out[i].data());
                    out[i].resize(bytes);
                }
                ASSERT_EQ(out[0], out[1]) << kernel->name << " filter " << filter;
            }
        }
    }
}

TEST(PngKernel, AllKernelsDeflateAlike) {
    for (const png::Kernel* kernel : png::usable_kernels())
        for (unsigned round = 0; round < 300; ++round) {
            Bytes bytes = random_bytes(1 + round * 7, round);
            for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(byte * byte >> (8 + round % 5));
            Bytes streams[2];
            ASSERT_EQ(inflated({bytes}, *kernel, &streams[0]), bytes) << kernel->name;
            (void)inflated({bytes}, *png::usable_kernels().back(), &streams[1]);
            ASSERT_EQ(streams[0], streams[1]) << kernel->name;
        }
}

/// A second, plain reading of the PNG standard, section 9.
TEST(PngKernel, FiltersAreThoseOfTheStandard) {
    constexpr std::size_t bytes = 200;
    constexpr std::size_t back = 3;
    Bytes row(bytes + 3 * png::padding);
    Bytes above(row.size());
    Bytes random = random_bytes(2 * bytes, 18);
    for (std::size_t i = 0; i < random.size(); i += 1 + i / 100 % 2) random[i] %= 4;  // ties of the Paeth filter
    std::copy_n(random.begin(), bytes, row.begin() + png::padding);
    std::copy_n(random.begin() + bytes, bytes, above.begin() + png::padding);
    const png::FilterInput input{row.data() + png::padding, above.data() + png::padding, bytes, back};
    for (std::size_t filter = 0; filter < png::filters; ++filter) {
        Bytes out(bytes + png::padding);
        png::best_kernel().apply(static_cast<png::Filter>(filter), input, out.data());
        for (std::size_t i = 0; i < bytes; ++i) {
            const int a = input.row[static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(back)];
            const int b = input.above[i];
            const int c = input.above[static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(back)];
            const int p = a + b - c;
            const int nearest = std::abs(p - a) <= std::abs(p - b) && std::abs(p - a) <= std::abs(p - c) ? a
                                : std::abs(p - b) <= std::abs(p - c)                                     ? b
                                                                                                         : c;
            const int predicted[] = {0, a, b, (a + b) / 2, nearest};
            ASSERT_EQ(out[i], static_cast<std::uint8_t>(input.row[i] - predicted[filter])) << filter << ' ' << i;
        }
    }
}

}  // namespace
}  // namespace wbm::image
