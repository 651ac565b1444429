#include "to_yuv.hpp"

#include "../arrays/kernel.hpp"

#include <cstring>

namespace wbm::video {
namespace {

constexpr std::int32_t middle = (128 << 18) + (1 << 17);  // of chroma that is made of sums of four; with a half

/// Of 2 x 2 pixels. Two bytes are loaded as one number, for vectors of which each half is taken at once.
inline std::uint16_t sum_of_two(const std::uint8_t* row, std::int64_t pair) noexcept {
    std::uint16_t both;
    std::memcpy(&both, row + 2 * pair, sizeof both);
    return static_cast<std::uint16_t>((both & 0xff) + (both >> 8));
}
inline std::int32_t sum_of_four(const std::uint8_t* upper, const std::uint8_t* lower, std::int64_t pair) noexcept {
    return static_cast<std::uint16_t>(sum_of_two(upper, pair) + sum_of_two(lower, pair));
}

}  // namespace

// Y = (16829 R + 33039 G + 6416 B + (16 << 16) + 32768) >> 16, each factor as 256 high + low: 16 bits hold both sums,
// and vectors have twice as many numbers of 16 bits as of 32.
WBM_VIDEO_KERNEL void to_luma(const PixelRow& from, std::uint8_t* luma, std::int64_t width) noexcept {
    const auto [red, green, blue] = from;
    for (std::int64_t x = 0; x < width; ++x) {
        const auto low = static_cast<std::uint16_t>(189 * red[x] + 15 * green[x] + 16 * blue[x]);
        const auto high = static_cast<std::uint16_t>(65 * red[x] + 129 * green[x] + 25 * blue[x] + 16 * 256 + 128);
        luma[x] = static_cast<std::uint8_t>(static_cast<std::uint16_t>(high + (low >> 8)) >> 8);
    }
}

WBM_VIDEO_KERNEL void to_chroma(const PixelRow& upper, const PixelRow& lower, std::uint8_t* __restrict blue,
                                std::uint8_t* __restrict red, std::int64_t pairs) noexcept {
    const auto [r0, g0, b0] = upper;
    const auto [r1, g1, b1] = lower;
    for (std::int64_t pair = 0; pair < pairs; ++pair) {
        const std::int32_t r = sum_of_four(r0, r1, pair);
        const std::int32_t g = sum_of_four(g0, g1, pair);
        const std::int32_t b = sum_of_four(b0, b1, pair);
        blue[pair] = static_cast<std::uint8_t>((28784 * b - 19070 * g - 9714 * r + middle) >> 18);
        red[pair] = static_cast<std::uint8_t>((28784 * r - 24103 * g - 4681 * b + middle) >> 18);
    }
}

void to_yuv(const FilmArray& film, std::int64_t frame, const SampleRule& rule, PixelRows& rows, AVFrame& to) {
    const Size size = film.grid_size();
    const std::int64_t pairs = (size.width + 1) / 2;
    for (std::int64_t y = 0; y < size.height; y += 2) {
        const PixelRow upper = rows.row(film, frame, rule, y);
        const PixelRow lower = y + 1 < size.height ? rows.row(film, frame, rule, y + 1) : upper;
        to_luma(upper, to.data[0] + y * to.linesize[0], 2 * pairs);
        to_luma(lower, to.data[0] + (y + 1) * to.linesize[0], 2 * pairs);
        to_chroma(upper, lower, to.data[1] + y / 2 * to.linesize[1], to.data[2] + y / 2 * to.linesize[2], pairs);
    }
}

}  // namespace wbm::video
