// Rows of frames: every element type, any strides, grids, edges.
#include "pixel_rows.hpp"

#include "../test_support.hpp"

#include <cmath>
#include <cstring>
#include <random>

namespace wbm::video {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Kind = SampleRule::Kind;

struct Picture {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t channels = 0;
};

/// R, G and B of a row, one after the other.
Bytes joined(const PixelRow& row, std::int64_t width) {
    Bytes all(row.red, row.red + width);
    all.insert(all.end(), row.green, row.green + width);
    all.insert(all.end(), row.blue, row.blue + width);
    return all;
}

/// Fills memory with bits of which every element type makes numbers of all sizes, NaN among them.
std::string bits(std::size_t count) {
    std::mt19937 random(11);
    std::string all(count, '\0');
    for (char& c : all) c = static_cast<char>(random());
    return all;
}

DLTensor tensor_of(const std::string& memory, DLDataType dtype, std::vector<std::int64_t>& shape,
                   std::vector<std::int64_t>& strides) {
    return {const_cast<char*>(memory.data()),
            {kDLCPU, 0},
            static_cast<int>(shape.size()),
            dtype,
            shape.data(),
            strides.data(),
            0};
}

/// A sample as the row of a film of one pixel gives it: no vectors, no strides.
std::uint8_t alone(const std::byte* element, const FilmArray& film, const SampleRule& rule) {
    FilmArray pixel = film;
    pixel.data = element;
    pixel.batch = pixel.frames = pixel.channels = 1;
    pixel.size = {1, 1};
    PixelRows rows(1);
    return *rows.row(pixel, 0, rule, 0).red;
}

void expect_rows(const FilmArray& film, const SampleRule& rule, const std::string& what) {
    for (const std::int64_t beyond : {0, 1, 9}) {
        const std::int64_t width = film.size.width + beyond;
        PixelRows rows(width);
        for (std::int64_t frame = 0; frame < film.frames; ++frame)
            for (std::int64_t y = 0; y < film.size.height; ++y) {
                const Bytes got = joined(rows.row(film, frame, rule, y), width);
                for (std::int64_t c = 0; c < 3; ++c)
                    for (std::int64_t x = 0; x < width; ++x) {
                        const std::int64_t column = std::min(x, film.size.width - 1);
                        const std::int64_t channel = film.channels == 1 ? 0 : c;
                        const std::byte* element =
                            film.row(0, frame, y) +
                            (column * film.column_stride + channel * film.channel_stride) * film.item;
                        ASSERT_EQ(got[static_cast<std::size_t>(c * width + x)], alone(element, film, rule))
                            << what << ": frame " << frame << ", row " << y << ", " << x << " of " << width
                            << ", channel " << c;
                    }
            }
    }
}

constexpr DLDataType all_dtypes[] = {{kDLUInt, 8, 1},   {kDLInt, 8, 1},     {kDLUInt, 16, 1},  {kDLInt, 16, 1},
                                     {kDLUInt, 32, 1},  {kDLInt, 32, 1},    {kDLUInt, 64, 1},  {kDLInt, 64, 1},
                                     {kDLFloat, 16, 1}, {kDLBfloat, 16, 1}, {kDLFloat, 32, 1}, {kDLFloat, 64, 1}};

TEST(PixelRows, OfEveryTypeRuleLayoutAndWidthAreTheirSamples) {
    const std::string memory = bits(std::size_t{2} * 2 * 4 * 71 * 8);
    for (const DLDataType dtype : all_dtypes)
        for (const auto& [height, width, channels] :
             {Picture{1, 1, 3}, {2, 7, 1}, {2, 16, 3}, {1, 33, 4}, {2, 71, 3}, {1, 70, 4}})
            for (const bool is_last : {false, true}) {
                std::vector<std::int64_t> shape{2, channels, height, width};
                std::vector<std::int64_t> strides{channels * height * width, height * width, width, 1};
                if (is_last) {
                    shape = {2, height, width, channels};
                    strides = {height * width * channels, width * channels, channels, 1};
                }
                const FilmArray film =
                    film_of(tensor_of(memory, dtype, shape, strides), layout_of(is_last ? "THWC" : "TCHW"));
                const std::string what = dtype_name(dtype) + (is_last ? " last, " : " first, ") +
                                         shape_text(tensor_of(memory, dtype, shape, strides));
                if (dtype.code == kDLUInt && dtype.bits == 8) expect_rows(film, {Kind::as_is}, what);
                for (const Kind kind : {Kind::low_byte, Kind::times_255, Kind::from_signed, Kind::cut})
                    expect_rows(film, {kind}, what);
                expect_rows(film, SampleRule::of_window({-100, 3000}), what);
            }
}

TEST(PixelRows, StridesMayGoBackAndSkip) {
    const std::string memory = bits(4000);
    std::vector<std::int64_t> shape{2, 3, 4, 37};
    std::vector<std::int64_t> strides{-1500, 500, -90, 2};
    DLTensor tensor = tensor_of(memory, {kDLUInt, 8, 1}, shape, strides);
    tensor.byte_offset = 1900;
    expect_rows(film_of(tensor, std::nullopt), {Kind::as_is}, "back");
    strides = {0, 1, 3, 3};
    expect_rows(film_of(tensor, std::nullopt), {Kind::as_is}, "as if packed");
    strides = {0, 0, 0, 0};
    expect_rows(film_of(tensor, std::nullopt), {Kind::as_is}, "one sample");
}

/// By the words of SampleRule, for the numbers that tell them apart.
TEST(PixelRows, FollowTheRules) {
    const auto row_of = [](const std::vector<float>& numbers, const SampleRule& rule) {
        std::vector<std::int64_t> shape{1, 1, 1, static_cast<std::int64_t>(numbers.size())};
        std::vector<std::int64_t> strides{0, 0, 0, 1};
        const std::string memory(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float));
        const FilmArray film = film_of(tensor_of(memory, {kDLFloat, 32, 1}, shape, strides), std::nullopt);
        PixelRows rows(film.size.width);
        const PixelRow row = rows.row(film, 0, rule, 0);
        return Bytes(row.red, row.red + film.size.width);
    };
    const float inf = INFINITY;
    std::vector<float> numbers;
    Bytes by_255;
    Bytes cut;
    for (int i = -300; i <= 600; ++i) {
        numbers.push_back(static_cast<float>(i) / 300);
        const float scaled = numbers.back() * 255;
        by_255.push_back(static_cast<std::uint8_t>(scaled <= 0 ? 0 : scaled >= 255 ? 255 : std::floor(scaled)));
        cut.push_back(static_cast<std::uint8_t>(numbers.back() <= 0 ? 0 : std::floor(numbers.back())));
    }
    EXPECT_EQ(row_of(numbers, {Kind::times_255}), by_255);
    EXPECT_EQ(row_of(numbers, {Kind::cut}), cut);
    const std::vector<float> odd{NAN, inf, -inf, -0.0F, 1e30F, -1e30F, 254.999F, 255, 256, 1e-40F};
    EXPECT_EQ(row_of(odd, {Kind::cut}), (Bytes{0, 255, 0, 0, 255, 0, 254, 255, 255, 0}));
    EXPECT_EQ(row_of(odd, {Kind::times_255}), (Bytes{0, 255, 0, 0, 255, 0, 255, 255, 255, 0}));
    EXPECT_EQ(row_of(odd, {Kind::low_byte}), (Bytes{0, 0, 0, 0, 0, 0, 254, 255, 0, 0}));
    EXPECT_EQ(row_of({-1, -0.5F, 0, 0.5F, 1, -2, 2, NAN}, {Kind::from_signed}),
              (Bytes{0, 63, 127, 191, 255, 0, 255, 0}));
    EXPECT_EQ(row_of({-10, -5, 0, 10, -11, 11, NAN}, SampleRule::of_window({-10, 10})),
              (Bytes{0, 63, 127, 255, 0, 255, 0}));
}

TEST(PixelRows, OfBatchesAreGridsWithBlackPlaces) {
    const Bytes samples{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};  // 3 films of 1 x 1 x 2 x 3
    const std::string memory(samples.begin(), samples.end());
    std::vector<std::int64_t> shape{3, 1, 1, 2, 3};
    std::vector<std::int64_t> strides{6, 6, 6, 3, 1};
    const FilmArray film = film_of(tensor_of(memory, {kDLUInt, 8, 1}, shape, strides), std::nullopt);
    ASSERT_EQ(film.grid_size(), (Size{12, 2}));
    PixelRows rows(13);
    const auto red = [&](std::int64_t y) {
        const PixelRow row = rows.row(film, 0, {}, y);
        return Bytes(row.red, row.red + 13);
    };
    for (int twice = 0; twice < 2; ++twice) {
        EXPECT_EQ(red(0), (Bytes{1, 2, 3, 7, 8, 9, 13, 14, 15, 0, 0, 0, 0}));
        EXPECT_EQ(red(1), (Bytes{4, 5, 6, 10, 11, 12, 16, 17, 18, 0, 0, 0, 0}));
    }
}

TEST(PixelRows, BytesAreBorrowedAndTwoRowsLastAtATime) {
    const Bytes samples{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const std::string memory(samples.begin(), samples.end());
    std::vector<std::int64_t> shape{1, 3, 2, 2};
    std::vector<std::int64_t> strides{12, 4, 2, 1};
    const FilmArray film = film_of(tensor_of(memory, {kDLUInt, 8, 1}, shape, strides), std::nullopt);
    PixelRows even(2);
    const PixelRow borrowed = even.row(film, 0, {}, 1);
    EXPECT_EQ(static_cast<const void*>(borrowed.red), memory.data() + 2);
    EXPECT_EQ(static_cast<const void*>(borrowed.blue), memory.data() + 10);
    PixelRows odd(3);
    const PixelRow first = odd.row(film, 0, {}, 0);
    const PixelRow second = odd.row(film, 0, {}, 1);
    EXPECT_EQ(joined(first, 3), (Bytes{1, 2, 2, 5, 6, 6, 9, 10, 10}));
    EXPECT_EQ(joined(second, 3), (Bytes{3, 4, 4, 7, 8, 8, 11, 12, 12}));
}

}  // namespace
}  // namespace wbm::video
