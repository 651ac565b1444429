// The colours of video, number for number.
#include "to_yuv.hpp"
#include "../test_support.hpp"

#include <cmath>
#include <random>

namespace wbm::video {
namespace {

constexpr std::uint8_t untouched = 77;

struct Rgb {
    int red = 0;
    int green = 0;
    int blue = 0;
};

/// The formulas of the header; the factors in 1/65536, of the sum of `pixels` pixels.
int luma_of(const Rgb& p) { return (16829 * p.red + 33039 * p.green + 6416 * p.blue + (16 << 16) + (1 << 15)) >> 16; }
int blue_of(const Rgb& sum) {
    return (28784 * sum.blue - 19070 * sum.green - 9714 * sum.red + (128 << 18) + (1 << 17)) >> 18;
}
int red_of(const Rgb& sum) {
    return (28784 * sum.red - 24103 * sum.green - 4681 * sum.blue + (128 << 18) + (1 << 17)) >> 18;
}

/// Rows of noise, of which many samples are at the ends.
struct Noise {
    explicit Noise(std::size_t width, unsigned seed) : red(width), green(width), blue(width) {
        std::mt19937 random(seed);
        for (auto* row : {&red, &green, &blue})
            for (auto& s : *row) {
                const auto number = random();
                s = number % 5 == 0 ? 0 : number % 5 == 1 ? 255 : static_cast<std::uint8_t>(number >> 8);
            }
    }
    [[nodiscard]] PixelRow row() const { return {red.data(), green.data(), blue.data()}; }
    [[nodiscard]] Rgb at(std::size_t x) const { return {red[x], green[x], blue[x]}; }
    std::vector<std::uint8_t> red, green, blue;
};

Rgb operator+(const Rgb& a, const Rgb& b) { return {a.red + b.red, a.green + b.green, a.blue + b.blue}; }

TEST(ToYuv, LumaIsTheFormulaInEveryWidth) {
    for (std::size_t width = 1; width <= 200; ++width) {
        const Noise noise(width, static_cast<unsigned>(width));
        std::vector<std::uint8_t> luma(width + 64, untouched);
        to_luma(noise.row(), luma.data(), static_cast<std::int64_t>(width));
        for (std::size_t x = 0; x < width; ++x) ASSERT_EQ(luma[x], luma_of(noise.at(x))) << width << " " << x;
        for (std::size_t x = width; x < luma.size(); ++x) ASSERT_EQ(luma[x], untouched) << width;
    }
}

TEST(ToYuv, LumaIsTheFormulaForEveryColour) {
    std::vector<std::uint8_t> red(256), green(256), blue(256), luma(256);
    for (std::size_t i = 0; i < 256; ++i) blue[i] = static_cast<std::uint8_t>(i);
    for (int r = 0; r < 256; ++r)
        for (int g = 0; g < 256; ++g) {
            std::fill(red.begin(), red.end(), static_cast<std::uint8_t>(r));
            std::fill(green.begin(), green.end(), static_cast<std::uint8_t>(g));
            to_luma({red.data(), green.data(), blue.data()}, luma.data(), 256);
            for (int b = 0; b < 256; ++b) {
                const int expected = luma_of({r, g, b});
                if (luma[static_cast<std::size_t>(b)] != expected) FAIL() << r << " " << g << " " << b;
                const double exact = 16 + 219 / 255.0 * (0.299 * r + 0.587 * g + 0.114 * b);
                if (std::fabs(expected - exact) > 0.502) FAIL() << r << " " << g << " " << b << ": " << exact;
            }
        }
}

TEST(ToYuv, ChromaIsTheFormulaInEveryWidth) {
    for (std::size_t pairs = 1; pairs <= 100; ++pairs) {
        const Noise upper(2 * pairs, static_cast<unsigned>(pairs));
        const Noise lower(2 * pairs, static_cast<unsigned>(pairs) + 1000);
        std::vector<std::uint8_t> blue(pairs + 64, untouched);
        std::vector<std::uint8_t> red(pairs + 64, untouched);
        to_chroma(upper.row(), lower.row(), blue.data(), red.data(), static_cast<std::int64_t>(pairs));
        for (std::size_t i = 0; i < pairs; ++i) {
            const Rgb sum = upper.at(2 * i) + upper.at(2 * i + 1) + lower.at(2 * i) + lower.at(2 * i + 1);
            ASSERT_EQ(blue[i], blue_of(sum)) << pairs << " " << i;
            ASSERT_EQ(red[i], red_of(sum)) << pairs << " " << i;
            const double y = 0.299 * sum.red + 0.587 * sum.green + 0.114 * sum.blue;
            ASSERT_NEAR(blue[i], 128 + 112 / 255.0 * (sum.blue - y) / 4 / 0.886, 0.502);
            ASSERT_NEAR(red[i], 128 + 112 / 255.0 * (sum.red - y) / 4 / 0.701, 0.502);
        }
        for (std::size_t i = pairs; i < blue.size(); ++i) ASSERT_TRUE(blue[i] == untouched && red[i] == untouched);
    }
}

TEST(ToYuv, GrayHasNoColourAndTheEndsAreTheLimits) {
    for (int gray = 0; gray < 256; ++gray) {
        const std::vector<std::uint8_t> row(64, static_cast<std::uint8_t>(gray));
        const PixelRow pixels{row.data(), row.data(), row.data()};
        std::vector<std::uint8_t> luma(64), blue(32), red(32);
        to_luma(pixels, luma.data(), 64);
        to_chroma(pixels, pixels, blue.data(), red.data(), 32);
        if (gray == 0 || gray == 255) {
            EXPECT_EQ(luma, std::vector<std::uint8_t>(64, gray == 0 ? 16 : 235));
        }
        EXPECT_EQ(blue, std::vector<std::uint8_t>(32, 128));
        EXPECT_EQ(red, std::vector<std::uint8_t>(32, 128));
    }
}

/// The planes of one frame, each without its padding.
std::vector<std::vector<std::uint8_t>> planes_of(const std::vector<std::uint8_t>& samples,
                                                 std::vector<std::int64_t> shape, const char* layout) {
    const testing::Source source = testing::Source::tensor(samples, std::move(shape));
    testing::Source kept = source;
    const FilmArray film = film_of(*kept.input()->parts[0]->tensor, layout_of(layout));
    const Size size = film.grid_size();
    const FramePtr frame = new_frame();
    frame->width = static_cast<int>(size.width + size.width % 2);
    frame->height = static_cast<int>(size.height + size.height % 2);
    frame->format = AV_PIX_FMT_YUV420P;
    EXPECT_GE(av_frame_get_buffer(frame.get(), 0), 0);
    PixelRows rows(frame->width);
    to_yuv(film, film.frames - 1, {}, rows, *frame);
    std::vector<std::vector<std::uint8_t>> planes;
    for (int p = 0; p < 3; ++p) {
        const int half = p > 0 ? 1 : 0;
        planes.emplace_back();
        for (int y = 0; y < frame->height >> half; ++y) {
            const std::uint8_t* row = frame->data[p] + static_cast<std::ptrdiff_t>(y) * frame->linesize[p];
            planes.back().insert(planes.back().end(), row, row + (frame->width >> half));
        }
    }
    return planes;
}

TEST(ToYuv, FramesOfAnySizeAndLayoutRepeatTheirEdges) {
    std::mt19937 random(5);
    for (const auto& [height, width] :
         {std::pair{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 5}, {15, 21}, {16, 70}, {7, 133}}) {
        std::vector<std::uint8_t> samples(static_cast<std::size_t>(2 * 3 * height * width));
        for (auto& s : samples) s = static_cast<std::uint8_t>(random());
        const auto pixel = [&, height = height, width = width](int x, int y) {  // of the second frame
            const auto at = [&](int c) {
                const int place = ((3 + c) * height + std::min(y, height - 1)) * width + std::min(x, width - 1);
                return samples[static_cast<std::size_t>(place)];
            };
            return Rgb{at(0), at(1), at(2)};
        };
        std::vector<std::vector<std::uint8_t>> expected(3);
        for (int y = 0; y < height + height % 2; ++y)
            for (int x = 0; x < width + width % 2; ++x) {
                expected[0].push_back(static_cast<std::uint8_t>(luma_of(pixel(x, y))));
                if (x % 2 + y % 2 > 0) continue;
                const Rgb sum = pixel(x, y) + pixel(x + 1, y) + pixel(x, y + 1) + pixel(x + 1, y + 1);
                expected[1].push_back(static_cast<std::uint8_t>(blue_of(sum)));
                expected[2].push_back(static_cast<std::uint8_t>(red_of(sum)));
            }
        EXPECT_EQ(planes_of(samples, {2, 3, height, width}, "TCHW"), expected) << height << " x " << width;
        EXPECT_EQ(planes_of(channels_last(samples, 2, 3, height, width), {2, height, width, 3}, "THWC"), expected)
            << height << " x " << width;
    }
}

}  // namespace
}  // namespace wbm::video
