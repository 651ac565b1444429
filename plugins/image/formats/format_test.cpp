// Encoded pictures: which are taken, which are refused, and their pixels.
#include "format.hpp"

#include "../test_support.hpp"
#include "codecs.hpp"
#include "encode.hpp"

#include <cstdlib>
#include <functional>
#include <numeric>
#include <set>

namespace wbm::image {
namespace {

// The PNG samples are 5 x 4 pixels of these values.
int at8(int x, int y, int c) { return (x * 30 + y * 50 + c * 70) & 255; }
int at16(int x, int y, int c) { return (x * 3000 + y * 5000 + c * 7000) & 65535; }
int palette(int x, int y, int c) {
    const int i = (x + y) % 4;
    const int alpha[] = {0, 100, 255, 255};
    return c == 0 ? i * 60 : c == 1 ? 255 - i * 60 : c == 2 ? i * 20 : alpha[i];
}

Pixels expected(int channels, const std::function<int(int, int, int)>& value) {
    Pixels p{{4, 5}, {}};
    if (channels > 1) p.shape.push_back(channels);
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 5; ++x)
            for (int c = 0; c < channels; ++c) p.values.push_back(value(x, y, c));
    return p;
}

TEST(PngPixels, AreAsStored) {
    const auto gray1 = [](int x, int y, int) { return ((x + y) & 1) * 255; };
    const auto gray2 = [](int x, int y, int) { return ((x + y) & 3) * 85; };
    const auto gray4 = [](int x, int y, int) { return ((x + 3 * y) & 15) * 17; };
    const std::vector<std::pair<std::string, Pixels>> samples = {
        {"gray.png", expected(1, at8)},         {"gray1.png", expected(1, gray1)},
        {"gray2.png", expected(1, gray2)},      {"gray4.png", expected(1, gray4)},
        {"gray16.png", expected(1, at16)},      {"gray_trns.png", expected(1, gray4)},
        {"gray_alpha.png", expected(2, at8)},   {"gray_alpha16.png", expected(2, at16)},
        {"rgb.png", expected(3, at8)},          {"rgb16.png", expected(3, at16)},
        {"rgb_trns.png", expected(3, at8)},     {"rgba.png", expected(4, at8)},
        {"rgba16.png", expected(4, at16)},      {"palette.png", expected(3, palette)},
        {"palette4.png", expected(3, palette)}, {"palette_alpha.png", expected(4, palette)},
        {"interlaced.png", expected(3, at8)},   {"text_chunks.png", expected(3, at8)},
        {"trailing.png", expected(3, at8)},
    };
    std::set<std::string> seen;
    for (const auto& [name, want] : samples) {
        const Image image = from_file(corpus(name));
        EXPECT_EQ(pixels(image), want) << name;
        const bool wide = name.find("16") != std::string::npos;
        EXPECT_EQ(image.tensor({}).dl().dtype.bits, wide ? 16 : 8) << name;
        seen.insert(name);
    }
    for (const auto& path : files_in(corpus("")))
        EXPECT_TRUE(path.extension() != ".png" || path.filename().string().find("exif") == 0 ||
                    seen.contains(path.filename().string()))
            << path;
}

// The JPEG samples are 24 x 16 pixels of 10 x, 15 y, 6 (x + y), 40.
TEST(JpegPixels, AreCloseToWhatWasEncoded) {
    const std::vector<std::pair<std::string, int>> samples = {
        {"gray.jpg", 1}, {"rgb.jpg", 3}, {"progressive.jpg", 3}, {"three_scans.jpg", 3}, {"cmyk.jpg", 4}};
    for (const auto& [name, channels] : samples) {
        const Pixels p = pixels(from_file(corpus(name)));
        const std::vector<std::int64_t> shape =
            channels == 1 ? std::vector<std::int64_t>{16, 24} : std::vector<std::int64_t>{16, 24, channels};
        ASSERT_EQ(p.shape, shape) << name;
        int apart = 0;
        for (int i = 0; i < 16 * 24 * channels; ++i) {
            const int c = i % channels;
            const int x = i / channels % 24;
            const int y = i / channels / 24;
            const int want = c == 0 ? 10 * x : c == 1 ? 15 * y : c == 2 ? 6 * (x + y) : 40;
            apart = std::max(apart, std::abs(p.values[static_cast<std::size_t>(i)] - want));
        }
        EXPECT_LE(apart, 16) << name;
    }
}

TEST(EncodedPictures, AreKnownByTheirContent) {
    FakeStore folder(WBM_RUN);
    EXPECT_EQ(from_file(folder.put("a.jpg", sample("rgb.png"))).width, 5U);
    EXPECT_EQ(from_file(folder.put("b.png", sample("rgb.jpg"))).width, 24U);
    EXPECT_EQ(inspect({sample("rgb.png"), "it"}).size, (Size{5, 4}));
    EXPECT_EQ(inspect({sample("rgb.jpg"), "it"}).size, (Size{24, 16}));
}

// Each prefix of a sound file is a broken one.
TEST(EncodedPictures, AreRefusedWhenCutShortAnywhere) {
    for (const char* name : {"rgb.png", "palette_alpha.png", "interlaced.png", "text_chunks.png", "rgb.jpg", "gray.jpg",
                             "progressive.jpg", "three_scans.jpg", "cmyk.jpg"}) {
        const std::string whole = sample(name);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string said = refusal_of(Source::bytes(whole.substr(0, size)));
            ASSERT_TRUE(says(said, {"1 image-file: the picture "})) << name << ", " << size << " bytes: " << said;
        }
        EXPECT_EQ(refusal_of(Source::bytes(whole)), "not refused");
        EXPECT_EQ(refusal_of(Source::bytes(whole + "more")), "not refused");
    }
}

TEST(EncodedPictures, AreRefusedWhenAnyByteOfAPngIsChanged) {
    const std::string whole = sample("text_chunks.png");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string broken = whole;
        broken[i] = static_cast<char>(broken[i] ^ 0x10);
        EXPECT_TRUE(says(refusal_of(Source::bytes(broken)), {"image-file: the picture "})) << "byte " << i;
    }
}

/// The refusal of making an image of a file, or else of decoding it.
std::string refusal_of_pixels(Source source) {
    return refusal([&] { (void)of(image_type().create(source)).tensor({}); });
}

TEST(EncodedPictures, OfTheBadCorpusAreRefusedByName) {
    const std::vector<std::pair<std::string, std::string>> reasons = {
        {"bit_depth_3.png", "1 is a broken PNG file: "},
        {"crc.png", "1 is a broken PNG file: the checksum of a \"IDAT\" chunk is wrong"},
        {"crc_of_text.png", "1 is a broken PNG file: the checksum of a \"tEXt\" chunk is wrong"},
        {"damaged.jpg", "1 is a broken JPEG file: "},
        {"empty.png", "1 is empty; give a PNG, JPEG, GIF"},
        {"few_rows.png", "1 is a broken PNG file: "},
        {"garbage.jpg", "1 is a broken JPEG file: "},
        {"no_end.jpg", "1 is a broken JPEG file: "},
        {"no_iend.png", "1 is a broken PNG file: it ends early"},
        {"no_ihdr.png", "1 is a broken PNG file: its header is missing"},
        {"no_palette.png", "1 is a broken PNG file: "},
        {"no_width.png", "1 has 0 x 4 pixels, which is empty"},
        {"pixels_2_31.png", "1 has 65536 x 32768 pixels; all together may be 268435456"},
        {"pixels_2_32.jpg", "1 has 65500 x 65500 pixels; all together may be 268435456"},
        {"text.png", "1 is no picture that can be read; give a PNG, JPEG, GIF"},
        {"truncated.jpg", "1 is a broken JPEG file: "},
        {"truncated.png", "1 is a broken PNG file: it ends early"},
        {"wide.png", "1 has 16777217 x 1 pixels; a side may have 16777216"},
    };
    std::set<std::string> named;
    for (const auto& [name, reason] : reasons) {
        named.insert(name);
        const std::string said = refusal_of_pixels(Source::path(corpus("bad/" + name).string()));
        EXPECT_TRUE(says(said, {reason.substr(0, 2), "the file \"", name + "\" " + reason.substr(2)}));
    }
    for (const auto& path : files_in(corpus("bad")))
        if (path.extension() == ".png" || path.extension() == ".jpg") {
            EXPECT_TRUE(named.contains(path.filename().string())) << path;
        }
}

TEST(EncodedPictures, OfTheBadCorpusAreAllRefused) {
    for (const auto& path : files_in(corpus("bad")))
        EXPECT_TRUE(says(refusal_of_pixels(Source::path(path.string())), {path.filename().string()})) << path;
}

TEST(EncodedPictures, InOtherFormatsAreNamed) {
    using namespace std::string_literals;
    const std::vector<std::pair<std::string, std::string>> formats = {{"\0\0\2\0\1\0"s, "CUR"},
                                                                      {"\0\0\0\x1c"s + "ftypavif"s, "AVIF"},
                                                                      {"8BPS"s, "PSD"},
                                                                      {"qoif\0\0"s, "QOI"},
                                                                      {"\x76\x2f\x31\x01"s, "OpenEXR"},
                                                                      {"\0\0\0\x0cJXL "s, "JPEG XL"},
                                                                      {"\0\0\0\x0cjP  "s, "JPEG 2000"}};
    for (const auto& [bytes, format] : formats)
        EXPECT_TRUE(
            says(refusal_of(Source::bytes(bytes)), {"2 image-file: the picture is in the format " + format + ","}));
    EXPECT_TRUE(says(refusal_of(Source::bytes("BMX is no picture")), {"1 image-file: the picture is no picture"}));
}

/// The sample of three scans with its last one written `times` times.
std::string with_scans(int times) {
    const std::string whole = sample("three_scans.jpg");
    const std::string end = whole.substr(whole.size() - 2);
    const std::size_t last = whole.rfind("\xff\xda");
    const std::string scan = whole.substr(last, whole.size() - 2 - last);
    std::string out = whole.substr(0, last);
    for (int i = 0; i < times; ++i) out += scan;
    return out + end;
}

TEST(JpegPixels, AreReadPastBytesBetweenMarkers) {  // cameras write such files, and every viewer shows them
    std::string padded = sample("rgb.jpg");
    const std::size_t app0 = 2 + 2 + static_cast<unsigned char>(padded[5]);
    padded.insert(app0, 3, '\0');
    EXPECT_EQ(inspect({padded, "it"}).size, (Size{24, 16}));
    EXPECT_EQ(decode({padded, "it"}).size, (Size{24, 16}));
}

TEST(JpegBounds, LimitTheScans) {
    EXPECT_EQ(refusal_of_pixels(Source::bytes(with_scans(max_jpeg_scans - 2))), "not refused");
    EXPECT_TRUE(says(refusal_of_pixels(Source::bytes(with_scans(max_jpeg_scans - 1))),
                     {"1 ", "is a broken JPEG file: it has more than 500 scans"}));
}

TEST(JpegKinds, ThatCannotBeReadAreNamed) {
    std::string lossless = sample("rgb.jpg");
    lossless[lossless.find("\xff\xc0") + 1] = '\xc3';
    EXPECT_TRUE(
        says(refusal_of_pixels(Source::bytes(lossless)), {"2 ", "a JPEG file of a kind that is not supported: "}));
    std::string deep = sample("rgb.jpg");
    deep[deep.find("\xff\xc0") + 4] = 12;
    EXPECT_TRUE(says(refusal_of_pixels(Source::bytes(deep)), {"2 ", "a JPEG file of a kind that is not supported: "}));
}

TEST(PngEncoder, GivesBackWhatItWasGiven) {
    std::vector<std::uint8_t> samples(301 * 67 * 4);
    unsigned state = 1;
    for (auto& s : samples) s = static_cast<std::uint8_t>((state = state * 1103515245U + 12345U) >> 24);
    for (const std::size_t channels : {1U, 3U, 4U}) {
        const PixelRows rows{reinterpret_cast<const std::byte*>(samples.data()),
                             static_cast<std::ptrdiff_t>(301 * channels),
                             {301, 67},
                             channels,
                             1};
        const Picture back = decode({encode_png(rows), "it"});
        ASSERT_EQ(back.samples.size(), 301 * 67 * channels);
        EXPECT_EQ(std::memcmp(back.samples.data(), samples.data(), back.samples.size()), 0) << channels;
        EXPECT_EQ(inspect({encode_png(rows), "it"}).size, (Size{301, 67}));
    }
}

}  // namespace
}  // namespace wbm::image
