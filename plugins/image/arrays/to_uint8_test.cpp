// What becomes of an array's numbers, and how they come back. Wire spec 4.3.
#include "to_uint8.hpp"

#include <wbm/sdk/element.hpp>
#include "../test_support.hpp"
#include "source_array.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace wbm::image {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float inf = std::numeric_limits<float>::infinity();

std::string bytes_of(const void* data, std::size_t size) { return {static_cast<const char*>(data), size}; }

template <class T>
Image row_of(const std::vector<T>& numbers, const json::object& options = {}) {
    const auto width = static_cast<std::int64_t>(numbers.size());
    return made(Source::tensor(dtype_of<T>(), bytes_of(numbers.data(), numbers.size() * sizeof(T)), {1, width})
                    .with_options(options));
}

template <class T>
std::vector<int> shown_row(const std::vector<T>& numbers, bool normalize = true) {
    return shown(row_of(numbers, {{"normalize", normalize}})).values;
}

// The table of 4.3: W100 to W107.
TEST(Normalize, FollowsTheReference) {
    EXPECT_EQ(shown_row<double>({-0.2, 0.6}), (std::vector{102, 204}));
    EXPECT_EQ(shown_row<double>({0.2, 0.3}), (std::vector{51, 76}));
    EXPECT_EQ(shown_row<double>({-9, 0.1, 100, 254.5, 270}), (std::vector{0, 0, 100, 254, 255}));
    EXPECT_EQ(shown_row<float>({0, 1}), (std::vector{0, 255}));
    EXPECT_EQ(shown_row<float>({0, 2}), (std::vector{0, 2}));
    EXPECT_EQ(shown_row<float>({0, 1, 255}), (std::vector{0, 1, 255}));
    EXPECT_EQ(shown_row<float>({-1, 0, 1}), (std::vector{0, 127, 255}));
    EXPECT_EQ(shown_row<double>({0.0, 0.999, 1.0}), (std::vector{0, 254, 255}));
    EXPECT_EQ(shown_row<float>({-0.5F, 0.5F}), (std::vector{63, 191}));
    EXPECT_EQ(shown_row<float>({-1.5F, 0.5F}), (std::vector{0, 0}));
    EXPECT_EQ(shown_row<double>({0, 0.5, 1.0001}), (std::vector{0, 0, 1}));
    EXPECT_EQ(shown_row<double>({0, 127.5, 255.9}), (std::vector{0, 127, 255}));
    EXPECT_EQ(shown_row<std::int64_t>({256, 257, -1}, false), (std::vector{0, 1, 255}));
}

TEST(Normalize, IsTheSameForEveryIntegerType) {
    const auto check = []<class T>(T) {
        EXPECT_EQ(shown_row<T>({0, 1}), (std::vector{0, 255})) << sizeof(T);
        EXPECT_EQ(shown_row<T>({0, 2}), (std::vector{0, 2})) << sizeof(T);
        EXPECT_EQ(shown_row<T>({0, 0}), (std::vector{0, 0})) << sizeof(T);
        EXPECT_EQ(shown_row<T>({1, 100}), (std::vector{1, 100})) << sizeof(T);
        EXPECT_EQ(shown_row<T>({0, 1}, false), (std::vector{0, 1})) << sizeof(T);
        if constexpr (std::is_signed_v<T>) {
            EXPECT_EQ(shown_row<T>({-1, 0, 1}), (std::vector{0, 127, 255})) << sizeof(T);
            EXPECT_EQ(shown_row<T>({-2, 0, 1, 90}), (std::vector{0, 0, 1, 90})) << sizeof(T);
            EXPECT_EQ(shown_row<T>({-2, 1}, false), (std::vector{254, 1})) << sizeof(T);
        }
        if constexpr (sizeof(T) > 2) {
            EXPECT_EQ(shown_row<T>({1, 300, 70000}), (std::vector{1, 255, 255})) << sizeof(T);
        }
    };
    check(std::uint8_t{}), check(std::int8_t{}), check(std::int16_t{}), check(std::int32_t{}), check(std::int64_t{});
    check(std::uint32_t{}), check(std::uint64_t{});
}

TEST(Normalize, WarnsOfNothingAndTakesNanAndInfinity) {
    EXPECT_EQ(shown_row<float>({0, nan, 1, 0.5F}), (std::vector{0, 0, 1, 0}));  // a NaN makes it the third rule
    EXPECT_EQ(shown_row<float>({0, inf, 1}), (std::vector{0, 255, 1}));
    EXPECT_EQ(shown_row<float>({0, -inf, 1}), (std::vector{0, 0, 1}));
    EXPECT_EQ(shown_row<float>({nan, inf, -inf, 300.5F, -1, 1e30F}, false), (std::vector{0, 0, 0, 44, 255, 0}));
}

TEST(Normalize, IsDoneInTheArraysOwnPrecision) {
    const auto halves = [](const std::vector<std::uint16_t>& bits) {
        const auto width = static_cast<std::int64_t>(bits.size());
        return shown(made(Source::tensor(DLDataType{kDLFloat, 16, 1}, bytes_of(bits.data(), bits.size() * 2),
                                         {1, width})))
            .values;
    };
    // 0.2 in half precision is 0.199951171875; times 255 that is 50.9875..., which half precision rounds to 51.
    EXPECT_EQ(halves({0x3266, 0x3c00}), (std::vector{51, 255}));
    EXPECT_EQ(halves({0x0000, 0x3bff}), (std::vector{0, 254}));  // 0.99951171875: 254.875 is a half
    EXPECT_EQ(halves({0xbc00, 0x3c00, 0x0001}), (std::vector{0, 255, 127}));
    EXPECT_EQ(halves({0x5bf8, 0x7c00, 0x7e00, 0xfc00}), (std::vector{255, 255, 0, 0}));
    const std::vector<std::uint16_t> brain = {0x0000, 0x3f00, 0x3f80};  // bfloat16: 0, 0.5, 1
    EXPECT_EQ(shown(made(Source::tensor(DLDataType{kDLBfloat, 16, 1}, bytes_of(brain.data(), 6), {1, 3}))).values,
              (std::vector{0, 127, 255}));
    const std::string bools("\0\1\1", 3);
    EXPECT_EQ(shown(made(Source::tensor(DLDataType{dl_bool, 8, 1}, bools, {1, 3}))).values, (std::vector{0, 255, 255}));
}

TEST(Halves, AreReadAndRounded) {
    for (unsigned bits = 0; bits < 0x10000; ++bits) {
        const float x = to_float(Half{static_cast<std::uint16_t>(bits)});
        ASSERT_TRUE(std::isnan(x) || round_to_half(x) == x) << bits;
    }
    EXPECT_EQ(round_to_half(2049), 2048);  // ties to even
    EXPECT_EQ(round_to_half(2051), 2052);
    EXPECT_EQ(round_to_half(65519), 65504);
    EXPECT_EQ(round_to_half(65520), inf);
}

TEST(DeepArrays, AreShownThroughAWindow) {
    const Image depth = row_of<float>({0, 5, 10, 20, nan}, {{"window", {5, 15}}});
    EXPECT_EQ(shown(depth).values, (std::vector{0, 0, 127, 255, 0}));
    FakeStore run(WBM_RUN);
    EXPECT_EQ(json::write(depth.to_json(run.store()).at("_wbm").at("transform")), R"({"scale":25.5,"offset":-127.5})");
    const Image coloured = row_of<float>({0, 1}, {{"colormap", "viridis"}});
    EXPECT_EQ(shown(coloured), (Pixels{{1, 2, 3}, {68, 1, 84, 253, 231, 37}}));
    EXPECT_EQ(shown(row_of<float>({0, 1}, {{"colormap", "gray"}})).values, (std::vector{0, 0, 0, 255, 255, 255}));
    EXPECT_TRUE(
        says(refusal_of(Source::tensor(std::vector<float>(12), {2, 2, 3}).with_options({{"colormap", "turbo"}})),
             {"1 image-file: option \"colormap\" needs an array of one channel, this one has 3"}));
}

TEST(Uint16Arrays, BecomePngFilesOf16Bits) {
    const auto stored = [](const std::vector<std::uint16_t>& row, const json::object& options = {}) {
        const Image image = row_of(row, options);
        const Picture picture = image.picture();
        EXPECT_EQ(picture.mode, Mode::i16);
        const Image back = round_trip(image);
        EXPECT_EQ(back, image);
        EXPECT_EQ(pixels(back).values, std::vector<int>(row.begin(), row.end()));
        EXPECT_EQ(back.tensor({}).dl().dtype.bits, 16);
        return shown(image).values;
    };
    EXPECT_EQ(stored({0, 256, 65535}), (std::vector{0, 256, 65535}));
    EXPECT_EQ(stored({0, 100, 255}), (std::vector{0, 25700, 65535}));  // as bright as the same bytes
    EXPECT_EQ(stored({0, 1}), (std::vector{0, 65535}));
    EXPECT_EQ(stored({0, 100, 255}, {{"normalize", false}}), (std::vector{0, 100, 255}));
    const std::vector<std::uint16_t> rgb = {1, 300, 5, 6, 7, 60000};
    const Image colour = made(Source::tensor(rgb, {1, 2, 3}).with_options({{"layout", "HWC"}}));
    EXPECT_EQ(colour.picture().mode, Mode::rgb16);
    EXPECT_EQ(pixels(colour), (Pixels{{1, 2, 3}, {1, 300, 5, 6, 7, 60000}}));
}

/// The array that comes back from a round trip, as bytes.
template <class T>
std::string array_back(const Image& image) {
    const Image back = round_trip(image);
    EXPECT_EQ(back, image);
    const Array array = back.tensor({});
    EXPECT_EQ(array.dl().dtype.bits, 8 * sizeof(T));
    return bytes_of(array.dl().data, element_count(array.dl()) * sizeof(T));
}

TEST(OriginalArrays, ComeBackBitForBit) {
    const auto check = []<class T>(const std::vector<T>& row, bool has_file) {
        const Image image = row_of(row);
        EXPECT_EQ(array_back<T>(image), bytes_of(row.data(), row.size() * sizeof(T)));
        ASSERT_TRUE(image.array);
        EXPECT_EQ(image.array->file.has_value(), has_file);
    };
    check(std::vector<float>{0.1F, nan, inf, -inf, -0.0F, 1e-42F}, true);
    check(std::vector<double>{0.1, 0.7}, true);
    check(std::vector<float>{0, 1, 200}, false);  // the picture says it all
    check(std::vector<float>{0, 1, -0.0F}, true);
    check(std::vector<double>{0, 1}, false);
    check(std::vector<std::int64_t>{-1, 0, 1}, false);
    check(std::vector<std::int64_t>{-5, 0, 1}, true);
    check(std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()},
          true);
    check(std::vector<std::uint64_t>{0, 255, ~std::uint64_t{0}}, true);
    check(std::vector<std::uint32_t>{0, 255}, false);
    check(std::vector<std::int8_t>{-128, 127}, true);
    check(std::vector<std::uint8_t>{0, 1, 1}, false);  // stretched, and back
}

TEST(OriginalArrays, ComeBackWhateverTheEncoding) {
    const std::vector<float> row = {0.25F, 0.5F};
    for (const char* type : {"png", "jpg", "bmp", "webp", "gif"}) {
        const Image image = row_of(row, {{"file_type", type}});
        EXPECT_EQ(image.format, type);
        EXPECT_EQ(array_back<float>(image), bytes_of(row.data(), 8)) << type;
    }
    EXPECT_EQ(array_back<float>(row_of(row, {{"mode", "RGB"}})), bytes_of(row.data(), 8));
    const Image without = row_of(row, {{"keep_original", false}});
    EXPECT_FALSE(without.array);
    EXPECT_EQ(pixels(without).values, (std::vector{63, 127}));
}

TEST(OriginalArrays, MustBeWhatTheImageSays) {
    FakeStore store(WBM_ARTIFACT);
    const json::object j = row_of<float>({0.1F, 0.7F}).to_json(store.store());
    const auto read = [&](const char* member, json::value v) {
        json::object changed = j;
        changed["_wbm"].get_object()["array"].get_object()[member] = std::move(v);
        return refusal([&] { (void)Image::from_json(changed, store.store()).tensor({}); });
    };
    EXPECT_EQ(read("dtype", "float32"), "not refused");
    EXPECT_TRUE(says(read("dtype", "float33"), {"1 \"dtype\"", "float33"}));
    EXPECT_TRUE(says(read("dtype", "int32"), {"1 ", "another type or shape"}));
    EXPECT_TRUE(says(read("shape", json::array{2, 1}), {"1 ", "another type or shape"}));
    EXPECT_TRUE(says(read("shape", json::array{1, 3}), {"1 ", "does not unpack to"}));
    EXPECT_TRUE(says(read("shape", json::array{100000, 1000}), {"1 ", "too short for its array of 400000000 bytes"}));
    EXPECT_TRUE(says(read("shape", json::array{1 << 20, 1 << 20}), {"1 \"shape\""}));
    EXPECT_TRUE(says(read("shape", json::array{-1}), {"1 \"shape\""}));
    EXPECT_TRUE(says(read("path", "gone.npy.gz"), {"3 "}));
}

}  // namespace
}  // namespace wbm::image
