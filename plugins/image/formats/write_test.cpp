// Pictures to JPEG, BMP, GIF and WebP files and back.
#include "codecs.hpp"
#include "encode.hpp"

#include <wbm/sdk.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace wbm::image {
namespace {

constexpr Size small{24, 17};

template <class Value>
Picture made(Mode mode, Size size, const Value& value) {
    Picture picture = Picture::blank(mode, size);
    const std::size_t channels = picture.pixel_bytes();
    for (std::size_t y = 0; y < size.height; ++y)
        for (std::size_t i = 0; i < size.width * channels; ++i)
            picture.row(y)[i] = static_cast<std::uint8_t>(value(i / channels, y, i % channels));
    return picture;
}

/// Slopes that differ from channel to channel, or stripes of black and white.
Picture slopes(Mode mode) {
    return made(mode, small, [mode](std::size_t x, std::size_t y, std::size_t c) -> std::size_t {
        if (mode == Mode::bit) return (5 * x + 3 * y) % 7 < 3 ? 255 : 0;
        return (3 * x + y * (c + 2) + 40 * c) & 255;
    });
}

/// Slopes that do not: lossy formats keep them well.
Picture smooth(Mode mode) {
    return made(mode, small, [](std::size_t x, std::size_t y, std::size_t c) { return 4 * x + 3 * y + 25 * c; });
}

Picture noise(Mode mode, Size size) {
    unsigned state = 1;
    return made(mode, size,
                [&](std::size_t, std::size_t, std::size_t) { return (state = state * 1103515245U + 12345U) >> 24; });
}

Picture with_palette(Picture picture, std::size_t entries) {
    picture.mode = Mode::p;
    for (std::size_t i = 0; i < entries; ++i)
        picture.palette.push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(255 - 2 * i),
                                   static_cast<std::uint8_t>(3 * i), 255});
    for (std::byte& index : picture.samples)
        index = static_cast<std::byte>(std::to_integer<std::size_t>(index) % entries);
    return picture;
}

Picture read_back(const Codec& codec, const std::string& bytes) {
    EXPECT_TRUE(codec.matches(bytes));
    const Picture picture = codec.decode({bytes, "it"}, 0);
    EXPECT_EQ(codec.inspect({bytes, "it"}), (Info{.size = picture.size}));
    return picture;
}

/// The most that a sample of one is apart from the other's.
int distance(const Picture& a, const Picture& b) {
    if (a.mode != b.mode || a.size != b.size) return 1000;
    int most = 0;
    for (std::size_t i = 0; i < a.samples.size(); ++i)
        most = std::max(most, std::abs(std::to_integer<int>(a.samples[i]) - std::to_integer<int>(b.samples[i])));
    return most;
}

/// FNV-1a of 64 bits.
std::uint64_t hash_of(const std::string& bytes) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return hash;
}

template <class Call>
std::string refusal(const Call& call) {
    try {
        (void)call();
    } catch (const Error& e) {
        return std::to_string(e.status()) + " " + e.what();
    }
    return "written";
}

/// The samples of 4 a pixel, from those of any of the modes that GIF files are made of.
Picture as_rgba(const Picture& picture) {
    return made(Mode::rgba, picture.size, [&](std::size_t x, std::size_t y, std::size_t c) -> int {
        const std::uint8_t* pixel = picture.row(y) + x * picture.pixel_bytes();
        if (picture.mode != Mode::p) return c == 3 ? 255 : pixel[0];
        const Rgba colour = picture.palette.at(pixel[0]);
        return c == 0 ? colour.r : c == 1 ? colour.g : c == 2 ? colour.b : colour.a;
    });
}

// libjpeg-turbo's bytes for the same settings.
TEST(JpegFiles, AreThoseThatPillowWrites) {
    struct Sample {
        Mode mode;
        int quality;
        std::uint64_t hash;
    };
    for (const Sample& sample :
         {Sample{Mode::bit, 75, 0x42dccb6f7b32f51fU}, Sample{Mode::l, 75, 0x5499bebab6344cf5U},
          Sample{Mode::rgb, 75, 0x18e7c342dc49688eU}, Sample{Mode::cmyk, 75, 0xa7e21f2f79320083U},
          Sample{Mode::ycbcr, 75, 0xc40820e21a06949dU}, Sample{Mode::rgb, 1, 0x301edbaf65682708U},
          Sample{Mode::rgb, 95, 0x392df68ab96cbc27U}, Sample{Mode::rgb, 96, 0xddd8c8fd6af0efd5U}})
        EXPECT_EQ(hash_of(encode_jpeg(slopes(sample.mode), sample.quality)), sample.hash)
            << name_of(sample.mode) << ' ' << sample.quality;
}

TEST(JpegFiles, HoldWhatWasWritten) {
    for (const Mode mode : {Mode::l, Mode::rgb, Mode::cmyk})
        EXPECT_LE(distance(read_back(jpeg_codec, encode_jpeg(smooth(mode), 90)), smooth(mode)), 8) << name_of(mode);
    const Picture large = noise(Mode::rgb, {301, 203});  // many times the writer's buffer
    EXPECT_LE(distance(read_back(jpeg_codec, encode_jpeg(large, 100)), large), 4);
}

TEST(BmpFiles, AreThoseThatPillowWrites) {
    EXPECT_EQ(hash_of(encode_bmp(slopes(Mode::bit))), 0xb67009d1be209546U);
    EXPECT_EQ(hash_of(encode_bmp(slopes(Mode::l))), 0x373f50641de6affcU);
    EXPECT_EQ(hash_of(encode_bmp(slopes(Mode::rgb))), 0x240e47251a6b0b00U);
    EXPECT_EQ(hash_of(encode_bmp(slopes(Mode::rgba))), 0x3c8072808857c4a8U);
    EXPECT_EQ(hash_of(encode_bmp(with_palette(slopes(Mode::l), 100))), 0xaeb0761a568db8d5U);
}

TEST(BmpFiles, HoldWhatWasWritten) {
    for (const Mode mode : {Mode::bit, Mode::l, Mode::rgb})
        EXPECT_EQ(read_back(bmp_codec, encode_bmp(slopes(mode))), slopes(mode)) << name_of(mode);
    Picture picture = with_palette(slopes(Mode::l), 100);
    EXPECT_EQ(read_back(bmp_codec, encode_bmp(picture)), picture);
    picture.row(3)[4] = 111;  // beyond the palette
    const Picture back = read_back(bmp_codec, encode_bmp(picture));
    EXPECT_EQ(back.samples, picture.samples);
    ASSERT_EQ(back.palette.size(), 112U);
    EXPECT_EQ(back.palette[111], (Rgba{0, 0, 0, 255}));
}

TEST(GifFiles, HoldIndicesAndGrays) {
    for (const std::size_t entries : {2U, 3U, 16U, 100U, 256U}) {
        const Picture picture = with_palette(noise(Mode::l, {301, 203}), entries);
        Picture back = read_back(gif_codec, encode_gif(picture));
        ASSERT_GE(back.palette.size(), entries);
        back.palette.resize(entries);  // a table in a GIF file is a power of 2 long
        EXPECT_EQ(back, picture) << entries;
    }
    EXPECT_EQ(read_back(gif_codec, encode_gif(slopes(Mode::l))), slopes(Mode::l));
    Picture bits = slopes(Mode::bit);
    Picture back = read_back(gif_codec, encode_gif(bits));
    EXPECT_EQ(back.mode, Mode::l);
    EXPECT_EQ(back.samples, bits.samples);
}

TEST(GifFiles, KeepWhatIsTransparent) {
    Picture gray = slopes(Mode::l);
    gray.transparent = {43, 0, 0};
    EXPECT_EQ(read_back(gif_codec, encode_gif(gray)), gray);

    Picture indexed = with_palette(slopes(Mode::l), 16);
    indexed.palette[5].a = indexed.palette[9].a = 0;
    indexed.palette[7].a = 128;
    const Picture back = read_back(gif_codec, encode_gif(indexed));
    for (std::size_t i = 0; i < indexed.samples.size(); ++i) {
        const auto index = std::to_integer<std::size_t>(indexed.samples[i]);
        EXPECT_EQ(std::to_integer<std::size_t>(back.samples[i]), index == 9 ? 5 : index);
    }
    for (std::size_t i = 0; i < 16; ++i) EXPECT_EQ(back.palette[i].a, i == 5 ? 0 : 255) << i;
}

TEST(GifFiles, TakeAnIndexBeyondThePaletteForBlack) {
    Picture picture = with_palette(slopes(Mode::l), 3);
    picture.row(1)[2] = 200;
    const Picture back = read_back(gif_codec, encode_gif(picture));
    EXPECT_EQ(back.samples, picture.samples);
    ASSERT_EQ(back.palette.size(), 256U);
    EXPECT_EQ(back.palette[200], (Rgba{0, 0, 0, 255}));
}

TEST(GifFiles, HoldUpTo256ColoursExactly) {
    const Picture rgb = made(Mode::rgb, {16, 16}, [](std::size_t x, std::size_t y, std::size_t c) {
        return c == 0 ? 100 + x : c == 1 ? 50 + y : 7;
    });
    const Picture back = as_rgba(read_back(gif_codec, encode_gif(rgb)));
    for (std::size_t i = 0; i < 256; ++i)
        for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(back.row(0)[4 * i + c], rgb.row(0)[3 * i + c]);

    Picture clear = rgb;
    clear.transparent = {103, 52, 7};
    const Picture clear_back = as_rgba(read_back(gif_codec, encode_gif(clear)));
    for (std::size_t i = 0; i < 256; ++i) EXPECT_EQ(clear_back.row(0)[4 * i + 3], i == 2 * 16 + 3 ? 0 : 255);

    const Picture la = made(Mode::la, {200, 2}, [](std::size_t x, std::size_t y, std::size_t c) {
        return c == 0 ? x + y : x % 7 == 0 ? 0 : 50 + x;
    });
    const Picture la_back = as_rgba(read_back(gif_codec, encode_gif(la)));
    for (std::size_t i = 0; i < 400; ++i) {
        const std::uint8_t* pixel = la.row(0) + 2 * i;
        EXPECT_EQ(la_back.row(0)[4 * i + 3], pixel[1] == 0 ? 0 : 255);
        EXPECT_EQ(la_back.row(0)[4 * i + 1], pixel[1] == 0 ? 0 : pixel[0]);
    }
}

TEST(GifFiles, ComeNearToMoreColours) {
    const Picture rgba = made(Mode::rgba, {64, 64}, [](std::size_t x, std::size_t y, std::size_t c) {
        return c == 0 ? 4 * x : c == 1 ? 4 * y : c == 2 ? 2 * (x + y) : (x + y) % 5 == 0 ? 0 : 200 + x % 56;
    });
    const Picture back = as_rgba(read_back(gif_codec, encode_gif(rgba)));
    int apart = 0;
    for (std::size_t i = 0; i < 64 * 64; ++i) {
        const std::uint8_t* want = rgba.row(0) + 4 * i;
        const std::uint8_t* got = back.row(0) + 4 * i;
        ASSERT_EQ(got[3], want[3] == 0 ? 0 : 255) << i;
        for (int c = 0; want[3] != 0 && c < 3; ++c) apart += std::abs(got[c] - want[c]);
    }
    EXPECT_LT(apart / (64 * 64 * 3), 14);
}

TEST(WebpFiles, WithoutLossHoldEveryPixel) {
    for (const Mode mode : {Mode::rgb, Mode::rgba}) {
        EXPECT_EQ(read_back(webp_codec, encode_webp(slopes(mode), {})), slopes(mode));
        EXPECT_EQ(read_back(webp_codec, encode_webp(noise(mode, {301, 203}), {})), noise(mode, {301, 203}));
    }
    Picture clear = noise(Mode::rgba, small);  // with colours that nobody sees
    for (std::size_t i = 3; i < clear.samples.size(); i += 8) clear.samples[i] = std::byte{0};
    EXPECT_EQ(read_back(webp_codec, encode_webp(clear, {})), clear);
}

TEST(WebpFiles, HoldOtherModesAsColours) {
    const auto written = [](const Picture& picture) { return read_back(webp_codec, encode_webp(picture, {})); };
    for (const Mode mode : {Mode::bit, Mode::l}) {
        const Picture picture = slopes(mode);
        EXPECT_EQ(written(picture),
                  made(Mode::rgb, small, [&](std::size_t x, std::size_t y, std::size_t) { return picture.row(y)[x]; }));
    }
    Picture indexed = with_palette(slopes(Mode::l), 100);
    EXPECT_EQ(written(indexed).mode, Mode::rgb);
    indexed.palette[2].a = 0;
    EXPECT_EQ(written(indexed), as_rgba(indexed));
    Picture la = slopes(Mode::la);
    EXPECT_EQ(written(la), made(Mode::rgba, small, [&](std::size_t x, std::size_t y, std::size_t c) {
                  return la.row(y)[2 * x + (c == 3 ? 1 : 0)];
              }));
    Picture gray = slopes(Mode::l);
    gray.transparent = {43, 0, 0};
    EXPECT_EQ(written(gray), made(Mode::rgba, small, [&](std::size_t x, std::size_t y, std::size_t c) {
                  return c < 3 ? gray.row(y)[x] : gray.row(y)[x] == 43 ? 0 : 255;
              }));
}

TEST(WebpFiles, WithLossComeNear) {
    for (const Mode mode : {Mode::rgb, Mode::rgba}) {
        const Picture picture = smooth(mode);
        const std::string fine = encode_webp(picture, 95);
        EXPECT_LE(distance(read_back(webp_codec, fine), picture), 12) << name_of(mode);
        EXPECT_LT(encode_webp(picture, 1).size(), fine.size());
    }
}

TEST(Writers, RefuseTheModesThatTheirFormatHasNot) {
    const auto refused = [](const char* format, Mode mode, const char* advice) {
        const Picture picture = Picture::blank(mode, {1, 1});
        const std::string name = format;
        const std::string said = refusal([&] {
            return name == "JPEG"  ? encode_jpeg(picture, 75)
                   : name == "BMP" ? encode_bmp(picture)
                   : name == "GIF" ? encode_gif(picture)
                                   : encode_webp(picture, 80);
        });
        const std::string mode_name(name_of(mode));
        EXPECT_EQ(said, advice == nullptr
                            ? "written"
                            : "2 cannot write mode " + mode_name + " as " + name + "; give mode \"" + advice + "\"");
    };
    for (const char* format : {"JPEG", "BMP", "GIF", "WebP"}) {
        for (const Mode mode : {Mode::bit, Mode::l, Mode::rgb}) refused(format, mode, nullptr);
        for (const Mode mode : {Mode::lab, Mode::hsv, Mode::rgb16}) refused(format, mode, "RGB");
        for (const Mode mode : {Mode::i, Mode::f, Mode::i16}) refused(format, mode, "L");
    }
    for (const char* format : {"BMP", "GIF", "WebP"}) {
        for (const Mode mode : {Mode::p, Mode::rgba}) refused(format, mode, nullptr);
        for (const Mode mode : {Mode::cmyk, Mode::ycbcr}) refused(format, mode, "RGB");
        for (const Mode mode : {Mode::la16, Mode::rgba16}) refused(format, mode, "RGBA");
    }
    for (const Mode mode : {Mode::p, Mode::rgba, Mode::rgba16}) refused("JPEG", mode, "RGB");
    for (const Mode mode : {Mode::la, Mode::la16}) refused("JPEG", mode, "L");
    for (const Mode mode : {Mode::cmyk, Mode::ycbcr}) refused("JPEG", mode, nullptr);
    refused("BMP", Mode::la, "RGBA");
    for (const char* format : {"GIF", "WebP"}) refused(format, Mode::la, nullptr);
}

TEST(Writers, RefuseSidesThatTheirFormatHasNot) {
    const auto line = [](std::uint64_t width) { return Picture::blank(Mode::l, {width, 1}); };
    EXPECT_EQ(refusal([&] { return encode_jpeg(line(65501), 75); }),
              "2 cannot write 65501 x 1 pixels as JPEG; a side may have 65500");
    EXPECT_EQ(refusal([&] { return encode_gif(line(65536)); }),
              "2 cannot write 65536 x 1 pixels as GIF; a side may have 65535");
    EXPECT_EQ(refusal([&] { return encode_webp(line(16384), 80); }),
              "2 cannot write 16384 x 1 pixels as WebP; a side may have 16383");
    EXPECT_EQ(read_back(jpeg_codec, encode_jpeg(line(65500), 75)), line(65500));
    EXPECT_EQ(read_back(gif_codec, encode_gif(line(65535))), line(65535));
    EXPECT_EQ(read_back(webp_codec, encode_webp(line(16383), {})).size, (Size{16383, 1}));
}

TEST(Writers, RefuseQualitiesOutside1To100) {
    for (const int quality : {-1, 0, 101}) {
        const std::string of = std::to_string(quality) + "; give 1 to 100";
        EXPECT_EQ(refusal([&] { return encode_jpeg(smooth(Mode::l), quality); }),
                  "1 cannot write a JPEG of quality " + of);
        EXPECT_EQ(refusal([&] { return encode_webp(smooth(Mode::l), quality); }),
                  "1 cannot write a WebP of quality " + of);
    }
}

}  // namespace
}  // namespace wbm::image
