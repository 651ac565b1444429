// Conversions between modes, against what Pillow 13 was seen to give: 17 pictures in each of 13 modes, all 2^24
// colours, and the edges. corpus_modes/ has the pictures and the table.
#include "convert.hpp"

#include <wbm/sdk.hpp>
#include <wbm/testing/sha256.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <thread>

namespace wbm::image {
namespace {

std::string content_of(const std::string& name) {
    std::ifstream file(std::string(WBM_MODES_CORPUS) + "/" + name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

template <class T>
Picture picture(Mode mode, Size size, const std::vector<T>& values) {
    Picture made = Picture::blank(mode, size);
    EXPECT_EQ(values.size() * sizeof(T), made.samples.size());
    std::memcpy(made.samples.data(), values.data(), std::min(values.size() * sizeof(T), made.samples.size()));
    return made;
}

Picture bytes(Mode mode, Size size, const std::vector<std::uint8_t>& values) { return picture(mode, size, values); }

template <class T>
std::vector<T> values_of(const Picture& made) {
    std::vector<T> values(made.samples.size() / sizeof(T));
    std::memcpy(values.data(), made.samples.data(), made.samples.size());
    return values;
}

std::vector<std::uint8_t> bytes_of(const Picture& made) { return values_of<std::uint8_t>(made); }

std::string hash_of(const Picture& made) {
    return testing::sha256({reinterpret_cast<const char*>(made.samples.data()), made.samples.size()});
}
std::string hash_of(const std::vector<Rgba>& palette) {
    return testing::sha256({reinterpret_cast<const char*>(palette.data()), palette.size() * sizeof(Rgba)});
}

Mode mode_named(const std::string& name) {
    const auto mode = mode_of(name);
    EXPECT_TRUE(mode) << name;
    return mode.value_or(Mode::l);
}

// The 17 pictures of corpus_modes/make_conversions.py.
Picture source(const std::string& name) {
    static const std::map<std::string, std::pair<std::string, std::string>> files = {
        {"rgb", {"rgb", "RGB"}},    {"rgba", {"rgba", "RGBA"}}, {"l", {"l", "L"}},          {"la", {"la", "LA"}},
        {"one", {"one", "1"}},      {"p", {"p", "P"}},          {"p_tr_int", {"p", "P"}},   {"p_tr_bytes", {"p", "P"}},
        {"rgb_tr", {"rgb", "RGB"}}, {"l_tr", {"l", "L"}},       {"cmyk", {"rgba", "CMYK"}}, {"ycbcr", {"rgb", "YCbCr"}},
        {"hsv", {"rgb", "HSV"}},    {"lab", {"rgb", "LAB"}},    {"i", {"i", "I"}},          {"f", {"f", "F"}},
        {"i16", {"i16", "I;16"}},
    };
    const auto& [file, mode] = files.at(name);
    const std::string content = content_of(file + ".bin");
    Picture made = picture(mode_named(mode), {64, 64}, std::vector<char>(content.begin(), content.end()));
    if (made.mode == Mode::p) {
        const std::string colors = content_of("p.palette");
        for (std::size_t i = 0; i + 2 < colors.size(); i += 3)
            made.palette.push_back({static_cast<std::uint8_t>(colors[i]), static_cast<std::uint8_t>(colors[i + 1]),
                                    static_cast<std::uint8_t>(colors[i + 2]), 255});
    }
    if (name == "p_tr_int") made.palette.at(2).a = 0;
    if (name == "p_tr_bytes")
        for (std::size_t i = 0; i < 5; ++i) made.palette.at(i).a = std::array<std::uint8_t, 5>{0, 64, 128, 255, 32}[i];
    if (name == "rgb_tr") made.transparent = {255, 0, 0};
    if (name == "l_tr") made.transparent = {128, 128, 128};
    return made;
}

TEST(Conversion, GivesPillowsBytesForEveryModeToEveryMode) {
    std::istringstream table(content_of("conversions.txt"));
    int compared = 0, by_rgb = 0;
    for (std::string line; std::getline(table, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        std::string from, to, samples, palette;
        words >> from >> to >> samples >> palette;
        const Picture result = convert(source(from), mode_named(to));
        EXPECT_EQ(result.mode, mode_named(to)) << line;
        EXPECT_EQ(result.size, (Size{64, 64})) << line;
        if (samples == "refused") {
            EXPECT_EQ(result, convert(convert(source(from), Mode::rgb), mode_named(to))) << line;
            ++by_rgb;
            continue;
        }
        EXPECT_EQ(hash_of(result), samples) << line;
        EXPECT_EQ(result.palette.empty() ? "" : hash_of(result.palette), palette) << line;
        ++compared;
    }
    EXPECT_EQ(compared, 208);
    EXPECT_EQ(by_rgb, 13);
}

// All colours, 4096 x 4096: the number of a pixel is r g b. With four channels the third is 255 - r.
Picture cube(Mode mode) {
    Picture made = Picture::blank(mode, {4096, 4096});
    std::uint8_t* out = made.row(0);
    for (std::uint32_t n = 0; n < 1U << 24; ++n) {
        const auto r = static_cast<std::uint8_t>(n >> 16), g = static_cast<std::uint8_t>(n >> 8);
        *out++ = r;
        *out++ = g;
        if (channels_of(mode) == 4) *out++ = static_cast<std::uint8_t>(255 - r);
        *out++ = static_cast<std::uint8_t>(n);
    }
    return made;
}

struct CubeHash {
    const char* from;
    const char* to;
    const char* hash;
};
class Cube : public ::testing::TestWithParam<CubeHash> {};

TEST_P(Cube, IsPillowsInAllColors) {
    const Picture all = cube(mode_named(GetParam().from));
    EXPECT_EQ(hash_of(convert(all, mode_named(GetParam().to))), GetParam().hash);
}

constexpr CubeHash cubes[] = {
    {"RGB", "1", "d7461533d5d9ec34626bc6d819be7723082d57645b944ca58e6bd7b5c9700f81"},
    {"RGB", "L", "40a12c2550a7822eba958211e157974abdd4c9a442cc1047c9a48d3a968b6fcc"},
    {"RGB", "LA", "a7a155592c3ebb103f52d3b7c6d527ede61df9a2217a51ce37e9b5694586af76"},
    {"RGB", "P", "70cad7e8e9b1c59db542fad426344d7caed80637f879b83ffb7305f30d5ead21"},
    {"RGB", "RGBA", "8c1cf2104f10d9185e06205236e50f0312a2a9c1a714e081423aeaa0baa7bff9"},
    {"RGB", "CMYK", "aa79681f9618f046f03d7949fe0f680024e5a93862bfe1e4ef97ccd119b6de0f"},
    {"RGB", "YCbCr", "ca82ba513e673c35ce7aa45a4d29723e6c14d8398cd07aa60adfa4dedac00cf5"},
    {"RGB", "HSV", "21b59822901a4f6c8c1eb99c91c22061542a3832d3e257dff997caab79bc666e"},
    {"RGB", "I", "9792f8a07cfc1e04ec4b2d1c5adb7b2e83297f036864b0bb1c1c0c527ff2c638"},
    {"RGB", "F", "c994b43dfc7fe41ba3a809c5f22a7d2ca2c0c7023894a2972f93ef81ee97d8a5"},
    {"RGB", "LAB", "685f1ba267b98267c1e9cb83f6c45c098ab86795ec0dfde1e069c4423ece7be2"},
    {"YCbCr", "RGB", "71c995214d3efdbace5caebc1e25274c6d2822f0f675ce05f3bd9da47c9ebec6"},
    {"HSV", "RGB", "1d9c2d26d34e85a68dec9d8d87ce0fdcce636d7b8eaec88f7baad6b85cdf4b3b"},
    {"LAB", "RGB", "57e97bf94f9917ae120585ec4521cb358e2b03c1bebea956cf6f27dc35d30c23"},
    {"RGBA", "P", "ac157497127e956ac5571fbc9611085b8872cedbbc1bfb4fcacfe4000aa878d9"},
    {"CMYK", "RGB", "789efbfb14e622c7307d5517e35a6c55d91390d39c25955fc8e93a51d1db064f"},
};
INSTANTIATE_TEST_SUITE_P(Conversion, Cube, ::testing::ValuesIn(cubes), [](const auto& it) {
    std::string name = std::string(it.param.from) + "To" + it.param.to;
    return name;
});

TEST(Conversion, DithersPicturesOneWideOrOneHigh) {
    const std::vector<std::uint8_t> grays = {100, 100, 100, 100, 140, 128, 129, 60};
    const std::vector<std::uint8_t> dots = {0, 255, 0, 0, 255, 0, 255, 0};
    EXPECT_EQ(bytes_of(convert(bytes(Mode::l, {1, 8}, grays), Mode::bit)), dots);
    EXPECT_EQ(bytes_of(convert(bytes(Mode::l, {8, 1}, grays), Mode::bit)), dots);
    const std::vector<std::uint8_t> colors = {200, 20,  90, 30,  60,  10, 77, 77, 77,
                                              255, 128, 1,  128, 200, 20, 20, 90, 200};
    using Indices = std::vector<std::uint8_t>;
    EXPECT_EQ(bytes_of(convert(bytes(Mode::rgb, {1, 6}, colors), Mode::p)), (Indices{86, 16, 54, 33, 37, 166}));
    EXPECT_EQ(bytes_of(convert(bytes(Mode::rgb, {6, 1}, colors), Mode::p)), (Indices{86, 17, 59, 27, 37, 166}));
    EXPECT_EQ(bytes_of(convert(bytes(Mode::rgb, {2, 3}, colors), Mode::p)), (Indices{86, 17, 59, 27, 73, 166}));
}

TEST(Conversion, TakesWhatAPaletteLacksAsOpaqueBlack) {
    Picture made = bytes(Mode::p, {4, 1}, {0, 1, 2, 255});
    EXPECT_EQ(bytes_of(convert(made, Mode::rgba)),
              (std::vector<std::uint8_t>{0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255}));
    made.palette = {{255, 255, 255, 0}, {255, 255, 255, 128}};
    EXPECT_EQ(bytes_of(convert(made, Mode::la)), (std::vector<std::uint8_t>{255, 0, 255, 128, 0, 255, 0, 255}));
    EXPECT_EQ(bytes_of(convert(made, Mode::bit)), (std::vector<std::uint8_t>{255, 255, 0, 0}));
    EXPECT_EQ(convert(made, Mode::p), made);
}

TEST(Conversion, ClearsTheTransparentLevelOrColorByItsLowByte) {
    Picture gray = bytes(Mode::l, {4, 1}, {0, 1, 128, 200});
    gray.transparent = {257, 0, 0};
    EXPECT_EQ(bytes_of(convert(gray, Mode::la)), (std::vector<std::uint8_t>{0, 255, 1, 0, 128, 255, 200, 255}));
    Picture deep = picture<std::uint16_t>(Mode::i16, {3, 1}, {1, 255, 60000});
    deep.transparent = {65535, 0, 0};
    EXPECT_EQ(bytes_of(convert(deep, Mode::la)), (std::vector<std::uint8_t>{1, 255, 255, 0, 255, 0}));
    Picture wide = picture<std::int32_t>(Mode::i, {3, 1}, {-5, 255, 300});
    wide.transparent = {300, 0, 0};  // 44
    EXPECT_EQ(bytes_of(convert(wide, Mode::la)), (std::vector<std::uint8_t>{0, 255, 255, 255, 255, 255}));
    Picture bit = bytes(Mode::bit, {2, 1}, {0, 255});
    bit.transparent = {255, 255, 255};
    EXPECT_EQ(bytes_of(convert(bit, Mode::rgba)), (std::vector<std::uint8_t>{0, 0, 0, 255, 255, 255, 255, 0}));
    Picture rgb = bytes(Mode::rgb, {3, 1}, {255, 0, 0, 76, 76, 76, 1, 2, 3});
    rgb.transparent = {257, 2, 3};
    EXPECT_EQ(bytes_of(convert(rgb, Mode::rgba)),
              (std::vector<std::uint8_t>{255, 0, 0, 255, 76, 76, 76, 255, 1, 2, 3, 0}));
    EXPECT_EQ(bytes_of(convert(rgb, Mode::la)), (std::vector<std::uint8_t>{76, 255, 76, 255, 1, 0}));
}

TEST(Conversion, KeepsTheDeclaredColorWhereTheModeHasIt) {
    using Color = std::array<std::uint16_t, 3>;
    EXPECT_EQ(convert(source("l_tr"), Mode::rgb).transparent, (Color{128, 128, 128}));
    EXPECT_EQ(convert(source("l_tr"), Mode::i).transparent, (Color{128, 128, 128}));
    EXPECT_EQ(convert(source("rgb_tr"), Mode::l).transparent, (Color{76, 76, 76}));
    EXPECT_EQ(convert(source("p_tr_int"), Mode::rgb).transparent, (Color{255, 0, 0}));
    EXPECT_EQ(convert(source("p_tr_int"), Mode::l).transparent, (Color{76, 76, 76}));
    for (const Mode mode : {Mode::bit, Mode::la, Mode::rgba, Mode::cmyk, Mode::ycbcr, Mode::lab, Mode::hsv, Mode::f})
        EXPECT_FALSE(convert(source("rgb_tr"), mode).transparent) << name_of(mode);
    EXPECT_FALSE(convert(source("p_tr_bytes"), Mode::rgb).transparent);
    EXPECT_FALSE(convert(source("p"), Mode::rgb).transparent);
    Picture two = source("p_tr_int");
    two.palette.at(7).a = 0;
    EXPECT_FALSE(convert(two, Mode::rgb).transparent);
    Picture deep = Picture::blank(Mode::i16, {1, 1});
    deep.transparent = {300, 300, 300};
    EXPECT_EQ(convert(deep, Mode::i).transparent, (Color{300, 300, 300}));

    EXPECT_EQ(convert(source("l_tr"), Mode::p).palette[128], (Rgba{128, 128, 128, 0}));
    EXPECT_EQ(convert(source("rgb_tr"), Mode::p).palette[15], (Rgba{255, 0, 0, 0}));
    Picture odd = bytes(Mode::rgb, {1, 1}, {1, 2, 3});
    odd.transparent = {300, 2, 3};
    EXPECT_EQ(convert(odd, Mode::p).palette[226], (Rgba{255, 2, 3, 0}));
}

TEST(Conversion, ClipsWhatTheTargetHasNoRoomFor) {
    const Picture wide = picture<std::int32_t>(Mode::i, {5, 1}, {INT32_MIN, -1, 256, 65536, INT32_MAX});
    EXPECT_EQ(bytes_of(convert(wide, Mode::l)), (std::vector<std::uint8_t>{0, 0, 255, 255, 255}));
    EXPECT_EQ(values_of<std::uint16_t>(convert(wide, Mode::i16)),
              (std::vector<std::uint16_t>{0, 0, 256, 65535, 65535}));
    EXPECT_EQ(values_of<float>(convert(wide, Mode::f)),
              (std::vector<float>{-2147483648.0F, -1, 256, 65536, 2147483648.0F}));
    const Picture deep = picture<std::uint16_t>(Mode::i16, {2, 1}, {256, 65535});
    EXPECT_EQ(bytes_of(convert(deep, Mode::rgb)), (std::vector<std::uint8_t>(6, 255)));
}

TEST(Conversion, CutsFloatsAsPillowDoesOnX86) {
    const float inf = std::numeric_limits<float>::infinity();
    const Picture real = picture<float>(
        Mode::f, {10, 1},
        {std::nanf(""), inf, -inf, 1e10F, -1e10F, -0.5F, 255.9F, 254.99F, 2147483648.0F, -2147483648.0F});
    EXPECT_EQ(bytes_of(convert(real, Mode::l)), (std::vector<std::uint8_t>{0, 255, 0, 255, 0, 0, 255, 254, 255, 0}));
    EXPECT_EQ(values_of<std::int32_t>(convert(real, Mode::i)),
              (std::vector<std::int32_t>{INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, 0, 255, 254, INT32_MIN,
                                         INT32_MIN}));
    EXPECT_EQ(values_of<std::uint16_t>(convert(real, Mode::i16)),
              (std::vector<std::uint16_t>{0, 255, 0, 255, 0, 0, 255, 254, 255, 0}));
}

TEST(Conversion, ReadsDeepModesByTheirHighBytes) {
    const Picture la = picture<std::uint16_t>(Mode::la16, {2, 1}, {0x01ff, 0xfe80, 0x80ff, 0x00ff});
    EXPECT_EQ(bytes_of(convert(la, Mode::la)), (std::vector<std::uint8_t>{1, 254, 128, 0}));
    EXPECT_EQ(bytes_of(convert(la, Mode::cmyk)), (std::vector<std::uint8_t>{254, 254, 254, 0, 127, 127, 127, 0}));
    Picture rgb = picture<std::uint16_t>(Mode::rgb16, {2, 1}, {0x0102, 0x0304, 0x0506, 0x0201, 0x0403, 0x0605});
    EXPECT_EQ(bytes_of(convert(rgb, Mode::rgb)), (std::vector<std::uint8_t>{1, 3, 5, 2, 4, 6}));
    rgb.transparent = {0x0102, 0x0304, 0x0506};
    EXPECT_EQ(convert(rgb, Mode::rgb).transparent, rgb.transparent);
    EXPECT_EQ(bytes_of(convert(rgb, Mode::rgba)), (std::vector<std::uint8_t>{1, 3, 5, 255, 2, 4, 6, 0}));
    const Picture rgba = picture<std::uint16_t>(Mode::rgba16, {1, 1}, {0xff00, 0x80ff, 0x0001, 0x7fff});
    EXPECT_EQ(bytes_of(convert(rgba, Mode::rgba)), (std::vector<std::uint8_t>{255, 128, 0, 127}));
    EXPECT_EQ(bytes_of(convert(rgba, Mode::rgb)), (std::vector<std::uint8_t>{255, 128, 0}));
}

TEST(Conversion, CopiesItsOwnModeAndRefusesDeeperOnes) {
    const Picture rgba = picture<std::uint16_t>(Mode::rgba16, {1, 1}, {1, 2, 3, 4});
    EXPECT_EQ(convert(rgba, Mode::rgba16), rgba);
    EXPECT_EQ(convert(source("rgb_tr"), Mode::rgb), source("rgb_tr"));
    const auto text_of = [](Mode from, Mode to) -> std::string {
        try {
            (void)convert(Picture::blank(from, {1, 1}), to);
        } catch (const Error& error) {
            EXPECT_EQ(error.status(), WBM_UNSUPPORTED);
            return error.what();
        }
        return "no error";
    };
    EXPECT_EQ(text_of(Mode::rgb, Mode::rgb16),
              "a picture of mode \"RGB\" cannot be converted to \"RGB;16\", which only a file gives; ask for \"RGB\"");
    EXPECT_EQ(
        text_of(Mode::rgba16, Mode::la16),
        "a picture of mode \"RGBA;16\" cannot be converted to \"LA;16\", which only a file gives; ask for \"LA\"");
    EXPECT_EQ(text_of(Mode::l, Mode::rgba16),
              "a picture of mode \"L\" cannot be converted to \"RGBA;16\", which only a file gives; ask for \"RGBA\"");
}

TEST(Conversion, OfRgbaToAPaletteCountsClearPixelsAsTheFirstOfThem) {
    const Picture made = convert(
        bytes(Mode::rgba, {5, 1}, {10, 20, 30, 0, 250, 1, 1, 255, 99, 99, 99, 0, 250, 3, 1, 255, 255, 255, 255, 255}),
        Mode::p);
    EXPECT_EQ(bytes_of(made), (std::vector<std::uint8_t>{0, 1, 0, 1, 2}));
    ASSERT_EQ(made.palette.size(), 256U);
    EXPECT_EQ(made.palette[0], (Rgba{10, 20, 30, 0}));
    EXPECT_EQ(made.palette[1], (Rgba{250, 2, 1, 255}));
    EXPECT_EQ(made.palette[2], (Rgba{255, 255, 255, 255}));
    EXPECT_EQ(made.palette[3], (Rgba{0, 0, 0, 0}));
}

TEST(Conversion, ToLabIsTheSameFromManyThreads) {
    const Picture rgb = source("rgb");
    const std::string want = hash_of(convert(rgb, Mode::lab)), back = hash_of(convert(source("lab"), Mode::rgb));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 20; ++turn) {
                EXPECT_EQ(hash_of(convert(rgb, Mode::lab)), want);
                EXPECT_EQ(hash_of(convert(source("lab"), Mode::rgb)), back);
            }
        });
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace wbm::image
