// Arrays as films: layouts, grids, numbers, options.
#include "test_support.hpp"

#include <cmath>
#include <limits>

namespace wbm::video {
namespace {

/// A GIF of few colours holds them exactly.
std::vector<int> shown(const Video& video) {
    const Frames all = frames(video);
    return {all.samples.begin(), all.samples.end()};
}

TEST(FilmArray, LayoutsAreTheSameFilm) {
    const auto first = blocks(3, 4, 6);
    const Video film = from_array(first, {3, 3, 4, 6});
    EXPECT_EQ(film, from_array(first, {3, 3, 4, 6}, {{"layout", "TCHW"}}));
    EXPECT_EQ(film, from_array(first, {1, 3, 3, 4, 6}));
    EXPECT_EQ(film, from_array(first, {1, 3, 3, 4, 6}, {{"layout", "BTCHW"}}));
    const auto last = channels_last(first, 3, 3, 4, 6);
    EXPECT_EQ(film, from_array(last, {3, 4, 6, 3}, {{"layout", "THWC"}}));
    EXPECT_EQ(film, from_array(last, {1, 3, 4, 6, 3}, {{"layout", "BTHWC"}}));
}

TEST(FilmArray, StridesMayBeAnything) {
    const std::vector<std::uint8_t> samples{0, 50, 100, 150, 200, 250, 10, 20};
    const Video film = made(testing::Source::tensor(samples, {2, 1, 2, 2}).with_strides({-4, 9, 2, 1}, 4));
    const std::vector<int> expected{200, 200, 200, 250, 250, 250, 10,  10,  10,  20,  20,  20,
                                    0,   0,   0,   50,  50,  50,  100, 100, 100, 150, 150, 150};
    EXPECT_EQ(shown(film), expected);
    EXPECT_EQ(made(testing::Source::tensor(samples, {2, 1, 2, 2}).with_strides({0, 0, 0, 0}, 1)).size, (Size{2, 2}));
}

TEST(FilmArray, GrayIsRepeatedAndAlphaLeftOut) {
    const std::vector<std::uint8_t> gray{7, 9};
    EXPECT_EQ(shown(from_array(gray, {1, 1, 1, 2})), (std::vector<int>{7, 7, 7, 9, 9, 9}));
    const std::vector<std::uint8_t> rgba{1, 2, 3, 4, 5, 6, 7, 8};
    EXPECT_EQ(shown(from_array(rgba, {1, 1, 2, 4}, {{"layout", "THWC"}})), (std::vector<int>{1, 2, 3, 5, 6, 7}));
}

TEST(FilmArray, ABatchIsTheReferencesGrid) {
    // Wire spec 6.2: films, rows, columns.
    constexpr int grids[][3] = {{1, 1, 1}, {2, 1, 2}, {3, 1, 4}, {4, 2, 2},
                                {5, 2, 4}, {8, 2, 4}, {9, 2, 8}, {16, 4, 4}};
    for (const auto& [films, rows, columns] : grids) {
        std::vector<std::uint8_t> samples;
        for (int b = 0; b < films; ++b) samples.insert(samples.end(), 6, static_cast<std::uint8_t>(10 + b));
        const Video film = from_array(samples, {films, 1, 1, 2, 3});
        ASSERT_EQ(film.size, (Size{columns * 3, rows * 2})) << films;
        const Frames all = frames(film);
        for (int b = 0; b < rows * columns; ++b) {
            const auto top = static_cast<std::size_t>(b / columns * 2 + 1);
            const auto left = static_cast<std::size_t>(b % columns * 3 + 2);
            EXPECT_EQ(all.samples[(top * static_cast<std::size_t>(columns) * 3 + left) * 3], b < films ? 10 + b : 0)
                << films << ", place " << b;
        }
    }
}

template <class T>
std::vector<int> one_pixel_each(const std::vector<T>& numbers, const json::object& options = {}) {
    const auto count = static_cast<std::int64_t>(numbers.size());
    const std::vector<int> all = shown(from_array(numbers, {count, 1, 1, 1}, options));
    std::vector<int> red;
    for (std::size_t i = 0; i < all.size(); i += 3) red.push_back(all[i]);
    return red;
}

TEST(FilmArray, NumbersBecomeBytesByTheRangeOfTheWholeFilm) {
    using Ints = std::vector<int>;
    EXPECT_EQ(one_pixel_each(std::vector<std::uint8_t>{0, 1, 255}), (Ints{0, 1, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<std::uint8_t>{0, 1, 1}), (Ints{0, 1, 1}));  // bytes are as they are
    EXPECT_EQ(one_pixel_each(std::vector<float>{0, 0.2F, 0.5F, 1}), (Ints{0, 51, 127, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<double>{-1, 0, 0.5, 1}), (Ints{0, 127, 191, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<double>{0.5, -9, 100, 254.5, 270}), (Ints{0, 0, 100, 254, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<std::int64_t>{-3, 4, 200, 300}), (Ints{0, 4, 200, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<std::int32_t>{0, 1, 1}), (Ints{0, 255, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<std::uint16_t>{0, 256, 65535}), (Ints{0, 255, 255}));
}

TEST(FilmArray, BooleansAndHalvesAreNumbersToo) {
    const std::string bits("\0\1\1", 3);
    EXPECT_EQ(shown(made(testing::Source::tensor({dl_bool, 8, 1}, bits, {3, 1, 1, 1}))),
              (std::vector<int>{0, 0, 0, 255, 255, 255, 255, 255, 255}));
    const std::string halves("\x00\x38\x00\x3c", 4);  // 0.5, 1
    EXPECT_EQ(shown(made(testing::Source::tensor({kDLFloat, 16, 1}, halves, {2, 1, 1, 1}))),
              (std::vector<int>{127, 127, 127, 255, 255, 255}));
}

TEST(FilmArray, NanIsBlackAndDoesNotDarkenTheRest) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(one_pixel_each(std::vector<float>{nan, 0.5F, 1, nan}), (std::vector<int>{0, 127, 255, 0}));
    EXPECT_EQ(one_pixel_each(std::vector<float>{nan, nan}), (std::vector<int>{0, 0}));
    const float inf = std::numeric_limits<float>::infinity();
    EXPECT_EQ(one_pixel_each(std::vector<float>{-inf, 40, inf}), (std::vector<int>{0, 40, 255}));
}

TEST(FilmArray, RangeAndNormalizeTakeThePlaceOfTheRule) {
    const json::object range{{"range", json::array{-10, 10}}};
    EXPECT_EQ(one_pixel_each(std::vector<double>{-20, -10, 0, 5, 10, 20}, range),
              (std::vector<int>{0, 0, 127, 191, 255, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<std::uint8_t>{0, 1}, {{"range", json::array{0, 1}}}),
              (std::vector<int>{0, 255}));
    EXPECT_EQ(one_pixel_each(std::vector<std::int64_t>{256, 257, -1}, {{"normalize", false}}),
              (std::vector<int>{0, 1, 255}));
}

TEST(FilmArray, OfAWrongShapeIsRefusedWithAdvice) {
    const std::vector<std::uint8_t> few(8 * 8);
    EXPECT_TRUE(says(refusal_of(few, {8, 8}), {"1 video-file: the array has shape [8, 8]; give time x channels"}));
    EXPECT_TRUE(says(refusal_of(few, {1, 1, 1, 1, 8, 8}), {"1 ", "give time x channels"}));
    const std::vector<std::uint8_t> film(2 * 8 * 8 * 3);
    EXPECT_TRUE(says(refusal_of(film, {2, 8, 8, 3}),
                     {"1 ", "shape [2, 8, 8, 3], and as TCHW its channels are 8", "give layout \"THWC\""}));
    EXPECT_TRUE(says(refusal_of(film, {2, 3, 8, 8}, {{"layout", "THWC"}}), {"1 ", "give layout \"TCHW\""}));
    EXPECT_TRUE(says(refusal_of(film, {1, 2, 8, 8, 3}), {"1 ", "give layout \"BTHWC\""}));
    EXPECT_TRUE(says(refusal_of(film, {2, 6, 8, 4}, {{"layout", "BTCHW"}}), {"1 ", "\"BTCHW\" needs 5 axes"}));
    EXPECT_TRUE(says(refusal_of(film, {1, 2, 24, 8}), {"1 ", "a film has 1, 3 or 4 channels"}));
    EXPECT_TRUE(says(refusal_of(few, {0, 3, 8, 8}), {"1 ", "has no elements; a film needs a frame"}));
    EXPECT_TRUE(says(refusal_of(few, {64, 1, 1, 0}), {"1 ", "no elements"}));
    EXPECT_TRUE(says(refusal_of(testing::Source::tensor({kDLComplex, 64, 1}, std::string(8, '\0'), {1, 1, 1, 1})),
                     {"2 ", "dtype complex64; convert it"}));
    EXPECT_TRUE(says(refusal_of(testing::Source::tensor(few, {1, 1, 1, 2}).with_strides({0, 0, 0, INT64_MAX})),
                     {"1 ", "a stride that no memory holds"}));
}

TEST(FilmArray, TooLargeIsRefusedBeforeAnythingIsTaken) {
    const std::vector<std::uint8_t> one(1);
    const auto of_shape = [&](std::vector<std::int64_t> shape) {
        return refusal_of(testing::Source::tensor(one, shape).with_strides(std::vector<std::int64_t>(shape.size())));
    };
    EXPECT_TRUE(says(of_shape({1, 1, 1, 16385}), {"1 ", "a side may have 16384"}));
    EXPECT_TRUE(says(of_shape({1, 1, 16384, 16384}), {"1 ", "all together may be 67108864"}));
    EXPECT_TRUE(says(of_shape({(1 << 24) + 1, 1, 1, 1}), {"1 ", "16777217 frames, more than"}));
    EXPECT_TRUE(says(of_shape({1 << 12, 1, 1, 256, 256}), {"1 ", "the grid of 4096 films"}));
}

TEST(VideoOptions, AreRefusedByName) {
    const std::vector<std::uint8_t> film(3 * 4);
    const auto with = [&](const json::object& options) { return refusal_of(film, {1, 3, 2, 2}, options); };
    EXPECT_TRUE(says(with({{"captoin", "x"}}), {"1 video-file: option \"captoin\" is not known"}));
    EXPECT_TRUE(says(with({{"format", "avi"}}), {"option \"format\" is \"avi\"; it must be gif, mp4, webm or ogg"}));
    EXPECT_TRUE(says(with({{"format", "GIF"}}), {"it must be gif, mp4"}));
    EXPECT_TRUE(says(with({{"fps", 0}}), {"option \"fps\" is 0; give 0.002 to 1000"}));
    EXPECT_TRUE(says(with({{"fps", 1001}}), {"give 0.002 to 1000"}));
    EXPECT_TRUE(says(with({{"fps", "4"}}), {"option \"fps\" is \"4\"; give a number"}));
    EXPECT_TRUE(says(with({{"fps", 101}}), {"a GIF has at most 100 frames per second; give format \"mp4\""}));
    EXPECT_TRUE(says(with({{"layout", "CTHW"}}), {"it must be TCHW, THWC, BTCHW or BTHWC"}));
    EXPECT_TRUE(says(with({{"range", json::array{1, 0}}}), {"option \"range\" is [1,0]; give two numbers"}));
    EXPECT_TRUE(says(with({{"quality", 50}}), {"option \"quality\" is for the formats mp4, webm and ogg"}));
    EXPECT_TRUE(says(with({{"format", "mp4"}, {"quality", 0}}), {"give 1 to 100"}));
}

}  // namespace
}  // namespace wbm::video
