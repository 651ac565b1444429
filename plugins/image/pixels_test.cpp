// Arrays: shapes, strides, and what becomes of their values. Wire spec 4.3 and 4.4.
#include "pixels.hpp"

#include "test_support.hpp"

#include <numeric>

namespace wbm::image {
namespace {

std::vector<std::uint8_t> counting(std::size_t count) {
    std::vector<std::uint8_t> samples(count);
    std::iota(samples.begin(), samples.end(), std::uint8_t{2});
    return samples;
}

std::vector<int> ints(const std::vector<std::uint8_t>& samples) { return {samples.begin(), samples.end()}; }

// W108, W110 and the recordings np_*
TEST(ArrayShapes, DecideWidthHeightAndChannels) {
    using Shape = std::vector<std::int64_t>;
    const std::vector<std::pair<Shape, Shape>> shapes = {
        {{3, 4}, {3, 4}},          {{3, 4, 1}, {3, 4}},    {{3, 4, 3}, {3, 4, 3}}, {{3, 4, 4}, {3, 4, 4}},
        {{1, 5}, {1, 5}},          {{5, 1}, {5, 1}},       {{1, 1}, {1, 1}},       {{1, 3, 4}, {3, 4}},
        {{1, 3, 4, 3}, {3, 4, 3}}, {{3, 4, 1, 1}, {3, 4}}, {{1, 1, 3, 4}, {3, 4}}, {{3, 3, 3}, {3, 3, 3}},
        {{1, 7, 3}, {7, 3}},       {{1, 7, 4}, {7, 4}},    {{6, 1, 3}, {6, 3}},    {{2, 3}, {2, 3}},
        {{1, 2, 1, 3, 1}, {2, 3}},
    };
    for (const auto& [shape, picture] : shapes) {
        std::int64_t count = 1;
        for (const std::int64_t extent : shape) count *= extent;
        const auto samples = counting(static_cast<std::size_t>(count));
        const Image image = from_array(samples, shape);
        EXPECT_EQ(image.height, static_cast<std::uint64_t>(picture[0]));
        EXPECT_EQ(image.width, static_cast<std::uint64_t>(picture[1]));
        EXPECT_EQ(pixels(image), (Pixels{picture, ints(samples)})) << ::testing::PrintToString(shape);
    }
}

// W109
TEST(ArrayShapes, ThatAreNoPictureAreRefused) {
    using Shape = std::vector<std::int64_t>;
    for (const auto& [shape, text] : std::vector<std::pair<Shape, std::string>>{{{4, 5, 2}, "[4, 5, 2]"},
                                                                                {{4, 4, 5}, "[4, 4, 5]"},
                                                                                {{3, 6, 8}, "[3, 6, 8]"},
                                                                                {{2, 4, 4, 3}, "[2, 4, 4, 3]"},
                                                                                {{2, 2, 2, 2, 3}, "[2, 2, 2, 2, 3]"},
                                                                                {{3}, "[3]"},
                                                                                {{1, 1, 3}, "[1, 1, 3]"},
                                                                                {{1, 1, 1}, "[1, 1, 1]"},
                                                                                {{}, "[]"}}) {
        const std::vector<std::uint8_t> samples(1024);
        const std::string said = refusal_of(Source::tensor(samples, shape));
        EXPECT_TRUE(says(said, {"1 image-file: ", text, "H x W x 3"}));
    }
    for (const auto& [shape, text] : std::vector<std::pair<Shape, std::string>>{
             {{0, 0}, "[0, 0]"}, {{0, 5, 3}, "[0, 5, 3]"}, {{5, 0, 3}, "[5, 0, 3]"}, {{4, 4, 0}, "[4, 4, 0]"}})
        EXPECT_TRUE(says(refusal_of(Source::tensor(std::vector<std::uint8_t>(1), shape)),
                         {"1 image-file: ", text, "which has no elements"}));
    EXPECT_TRUE(says(refusal_of(Source::tensor(std::vector<std::uint8_t>(8), {2, -4})), {"1 image-file: ", "[2, -4]"}));
}

TEST(ArrayShapes, BeyondTheBoundsAreRefused) {
    const std::vector<std::uint8_t> one(1);
    EXPECT_TRUE(says(refusal_of(Source::tensor(one, {1 << 15, 1 << 14}).with_strides({0, 0})),
                     {"1 image-file: the array has 16384 x 32768 pixels"}));
    EXPECT_TRUE(says(refusal_of(Source::tensor(one, {1, (1 << 24) + 1}).with_strides({0, 0})),
                     {"1 image-file: the array has 16777217 x 1 pixels"}));
    const std::int64_t huge = std::int64_t{1} << 31;
    EXPECT_TRUE(
        says(refusal_of(Source::tensor(one, {huge, huge}).with_strides({0, 0})), {"1 image-file: the array has "}));
}

TEST(ArrayShapes, WhoseChannelsBecomeColumnsAreWarnedOf) {
    FakeHost host;
    testing::TextSink error;
    WBM_ENTRY()->start(host.table(), error.sink());
    (void)from_array(counting(21), {7, 3});
    EXPECT_TRUE(host.lines().empty());
    (void)from_array(counting(21), {1, 7, 3});
    WBM_ENTRY()->stop();
    ASSERT_EQ(host.lines().size(), 1U);
    EXPECT_EQ(host.lines()[0].level, 2);
    EXPECT_TRUE(says(host.lines()[0].text, {"[1, 7, 3]", "gray picture 3 wide and 7 high"}));
}

TEST(ArrayTypes, OtherThanUint8AreRefusedByName) {
    const std::vector<std::pair<DLDataType, std::string>> dtypes = {
        {{kDLFloat, 32, 1}, "float32"}, {{kDLFloat, 64, 1}, "float64"},
        {{kDLFloat, 16, 1}, "float16"}, {{kDLInt, 64, 1}, "int64"},
        {{kDLInt, 8, 1}, "int8"},       {{kDLUInt, 16, 1}, "uint16"},
        {{dl_bool, 8, 1}, "bool"},      {{kDLComplex, 128, 1}, "complex128"},
        {{kDLUInt, 8, 4}, "uint8x4"}};
    for (const auto& [dtype, name] : dtypes)
        EXPECT_TRUE(says(refusal_of(Source::tensor(dtype, std::string(64, 'x'), {2, 2})),
                         {"2 image-file: the array has dtype " + name + "; convert to uint8"}));
}

TEST(ArrayStrides, MayBeAny) {
    const auto samples = counting(4 * 5 * 3);
    const auto at = [&](int y, int x, int c) { return int{samples[static_cast<std::size_t>((y * 5 + x) * 3 + c)]}; };
    const auto picture = [&](Source& source) { return pixels(made(source)); };
    const auto wanted = [](std::vector<std::int64_t> shape, const auto& value) {
        Pixels p{shape, {}};
        for (int y = 0; y < shape[0]; ++y)
            for (int x = 0; x < shape[1]; ++x)
                for (int c = 0; c < (shape.size() > 2 ? shape[2] : 1); ++c) p.values.push_back(value(y, x, c));
        return p;
    };
    Source upside_down = Source::tensor(samples, {4, 5, 3}).with_strides({-15, 3, 1}, 45);
    EXPECT_EQ(picture(upside_down), wanted({4, 5, 3}, [&](int y, int x, int c) { return at(3 - y, x, c); }));
    Source mirrored = Source::tensor(samples, {4, 5, 3}).with_strides({15, -3, 1}, 12);
    EXPECT_EQ(picture(mirrored), wanted({4, 5, 3}, [&](int y, int x, int c) { return at(y, 4 - x, c); }));
    Source bgr = Source::tensor(samples, {4, 5, 3}).with_strides({15, 3, -1}, 2);
    EXPECT_EQ(picture(bgr), wanted({4, 5, 3}, [&](int y, int x, int c) { return at(y, x, 2 - c); }));
    Source transposed = Source::tensor(samples, {5, 4, 3}).with_strides({3, 15, 1});
    EXPECT_EQ(picture(transposed), wanted({5, 4, 3}, [&](int y, int x, int c) { return at(x, y, c); }));
    Source one_channel = Source::tensor(samples, {4, 5}).with_strides({15, 3}, 1);
    EXPECT_EQ(picture(one_channel), wanted({4, 5}, [&](int y, int x, int) { return at(y, x, 1); }));
    Source part = Source::tensor(samples, {2, 3, 3}).with_strides({15, 3, 1}, 18);
    EXPECT_EQ(picture(part), wanted({2, 3, 3}, [&](int y, int x, int c) { return at(y + 1, x + 1, c); }));
    Source repeated = Source::tensor(samples, {4, 5, 3}).with_strides({0, 3, 1});
    EXPECT_EQ(picture(repeated), wanted({4, 5, 3}, [&](int, int x, int c) { return at(0, x, c); }));
    Source gray_as_rgb = Source::tensor(samples, {4, 5, 3}).with_strides({5, 1, 0});
    EXPECT_EQ(picture(gray_as_rgb),
              wanted({4, 5, 3}, [&](int y, int x, int) { return int{samples[static_cast<std::size_t>(y * 5 + x)]}; }));
}

TEST(ArrayStrides, LetDenseRowsThroughInPlace) {
    const auto samples = counting(24);
    const ArrayView dense{samples.data(), 4, 2, 3, 12, 3, 1};
    EXPECT_EQ(dense.row(1, nullptr), samples.data() + 12);
    const ArrayView flipped{samples.data() + 12, 4, 2, 3, -12, 3, 1};
    EXPECT_EQ(flipped.row(1, nullptr), samples.data());
    EXPECT_FALSE((ArrayView{samples.data(), 2, 2, 3, 12, 6, 1}.has_dense_rows()));
}

// W100, W103, W104; the first column of 4.3 for 8 bits
TEST(ArrayValues, OfOnly0And1BecomeFullScale) {
    const auto shown = [](const std::vector<std::uint8_t>& row, bool normalize = true) {
        return pixels(from_array(row, {1, static_cast<std::int64_t>(row.size())}, {{"normalize", normalize}})).values;
    };
    EXPECT_EQ(shown({0, 1}), (std::vector{0, 255}));
    EXPECT_EQ(shown({0, 2}), (std::vector{0, 2}));
    EXPECT_EQ(shown({0, 1, 255}), (std::vector{0, 1, 255}));
    EXPECT_EQ(shown({0, 0}), (std::vector{0, 0}));
    EXPECT_EQ(shown({1, 1, 1}), (std::vector{255, 255, 255}));
    EXPECT_EQ(shown({0, 1}, false), (std::vector{0, 1}));
    EXPECT_EQ(pixels(from_array({0, 1, 1, 0, 0, 1}, {1, 2, 3}, {})).values, (std::vector{0, 255, 255, 0, 0, 255}));
    Source strided = Source::tensor(std::vector<std::uint8_t>{0, 9, 1, 9, 1, 9, 0, 9}, {2, 2}).with_strides({4, 2});
    EXPECT_EQ(pixels(made(strided)).values, (std::vector{0, 255, 255, 0}));
}

}  // namespace
}  // namespace wbm::image
