// Arrays: shapes, strides, and what becomes of their values. Wire spec 4.3 and 4.4.
#include "array_view.hpp"

#include "../test_support.hpp"

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
        EXPECT_EQ(shown(image), (Pixels{picture, ints(samples)})) << ::testing::PrintToString(shape);
        EXPECT_EQ(pixels(image), (Pixels{shape, ints(samples)})) << ::testing::PrintToString(shape);
    }
}

// W109
TEST(ArrayShapes, ThatAreNoPictureAreRefusedWithAdvice) {
    using Shape = std::vector<std::int64_t>;
    struct Wrong {
        Shape shape;
        std::string text;
        std::string advice;
    };
    for (const auto& [shape, text, advice] : std::vector<Wrong>{{{4, 5, 2}, "[4, 5, 2]", "{\"mode\": \"LA\"}"},
                                                                {{5, 4, 5}, "[5, 4, 5]", "H x W x 3"},
                                                                {{3, 6, 8}, "[3, 6, 8]", "{\"layout\": \"CHW\"}"},
                                                                {{2, 4, 4, 3}, "[2, 4, 4, 3]", "a batch of 2 pictures"},
                                                                {{2, 2, 2, 2, 3}, "[2, 2, 2, 2, 3]", "H x W x 3"},
                                                                {{3}, "[3]", "H x W x 3"},
                                                                {{1, 1, 3}, "[1, 1, 3]", "H x W x 3"},
                                                                {{1, 1, 1}, "[1, 1, 1]", "H x W x 3"},
                                                                {{}, "[]", "H x W x 3"}}) {
        const std::vector<std::uint8_t> samples(1024);
        EXPECT_TRUE(says(refusal_of(Source::tensor(samples, shape)), {"1 image-file: ", text, advice}));
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

TEST(ArrayTypes, ThatHoldNoNumbersAreRefusedByName) {
    const std::vector<std::pair<DLDataType, std::string>> dtypes = {
        {{kDLComplex, 128, 1}, "complex128"}, {{kDLUInt, 8, 4}, "uint8x4"}, {{kDLFloat, 8, 1}, "float8"}};
    for (const auto& [dtype, name] : dtypes)
        EXPECT_TRUE(says(refusal_of(Source::tensor(dtype, std::string(64, 'x'), {2, 2})),
                         {"2 image-file: the array has dtype " + name + "; convert it to bool, an integer"}));
}

// The same picture, channels first.
TEST(ArrayLayout, SaysWhereTheChannelsAre) {
    const auto planes = counting(3 * 2 * 4);
    const Image image = from_array(planes, {3, 2, 4}, {{"layout", "CHW"}});
    Pixels wanted{{2, 4, 3}, {}};
    for (int i = 0; i < 8; ++i)
        for (int c = 0; c < 3; ++c) wanted.values.push_back(planes[static_cast<std::size_t>(c * 8 + i)]);
    EXPECT_EQ(pixels(image), wanted);
    EXPECT_EQ(pixels(from_array(planes, {1, 4, 6}, {{"layout", "CHW"}})).values, ints(planes));
    // A named layout keeps axes of length 1.
    EXPECT_EQ(shown(from_array(planes, {1, 8, 3}, {{"layout", "HWC"}})).shape, (std::vector<std::int64_t>{1, 8, 3}));
    EXPECT_EQ(shown(from_array(planes, {3, 1, 8}, {{"layout", "CHW"}})).shape, (std::vector<std::int64_t>{1, 8, 3}));
    const auto refused = [&](std::vector<std::int64_t> shape, const char* layout) {
        return refusal_of(Source::tensor(planes, std::move(shape)).with_options({{"layout", layout}}));
    };
    EXPECT_TRUE(says(refused({4, 6}, "CHW"), {"1 image-file: ", "[4, 6]", "needs 3 axes"}));
    EXPECT_TRUE(says(refused({2, 4, 3}, "CHW"), {"1 image-file: ", "[2, 4, 3]", "1 x H x W, 3 x H x W"}));
    EXPECT_TRUE(says(refused({2, 4, 3}, "WHC"), {"1 image-file: option \"layout\" is \"WHC\"", "HWC or CHW"}));
}

TEST(ArrayLayout, OfTwoChannelsNeedsAMode) {
    const auto samples = counting(2 * 3 * 2);
    const Image image = from_array(samples, {2, 3, 2}, {{"mode", "LA"}});
    EXPECT_EQ(shown(image), (Pixels{{2, 3, 2}, ints(samples)}));
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
    const auto* data = reinterpret_cast<const std::byte*>(samples.data());
    const DLDataType dtype = dtype_of<std::uint8_t>();
    const ArrayView dense{data, dtype, 1, 4, 2, 3, 12, 3, 1, {}};
    EXPECT_EQ(dense.row(1, nullptr), data + 12);
    const ArrayView flipped{data + 12, dtype, 1, 4, 2, 3, -12, 3, 1, {}};
    EXPECT_EQ(flipped.row(1, nullptr), data);
    EXPECT_FALSE((ArrayView{data, dtype, 1, 2, 2, 3, 12, 6, 1, {}}.has_dense_rows()));
}

}  // namespace
}  // namespace wbm::image
