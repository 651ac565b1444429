// BMP, ICO and SVG files.
#include "codec_test_support.hpp"

namespace wbm::image {
namespace {

using namespace std::string_literals;

Formula of_5_bits(int bits_of_green) {
    return [=](int x, int y, int c) {
        const int last = (1 << (c == 1 ? bits_of_green : 5)) - 1;
        const int level = static_cast<int>(at8(x, y, c)) >> (8 - (c == 1 ? bits_of_green : 5));
        return level * 255 / last;
    };
}

TEST(BmpPictures, HaveTheModeAndTheSamplesThatPillowGivesThem) {
    const Formula index2 = [](int x, int y, int) { return (x + y) % 2; };
    const std::vector<std::tuple<std::string, Mode, Formula>> samples = {{"bit", Mode::bit, bit_at},
                                                                         {"palette1", Mode::p, index2},
                                                                         {"palette4", Mode::p, index_at},
                                                                         {"palette8_few_colours", Mode::p, index_at},
                                                                         {"gray", Mode::l, at8},
                                                                         {"os2_palette4", Mode::p, index_at},
                                                                         {"rgb", Mode::rgb, at8},
                                                                         {"rgb_top_down", Mode::rgb, at8},
                                                                         {"rgb32", Mode::rgb, at8},
                                                                         {"rgba_v4", Mode::rgba, at8},
                                                                         {"rgb555", Mode::rgb, of_5_bits(5)},
                                                                         {"rgb565", Mode::rgb, of_5_bits(6)},
                                                                         {"runs8", Mode::p, index_at},
                                                                         {"runs4", Mode::p, index_at}};
    for (const auto& [name, mode, formula] : samples) {
        const std::string bytes = corpus_file("bmp_" + name + ".bmp");
        EXPECT_TRUE(bmp_codec.matches(bytes)) << name;
        EXPECT_EQ(bmp_codec.inspect({bytes, "it"}), (Info{{5, 4}, 1, 1})) << name;
        const Picture picture = bmp_codec.decode({bytes, "it"}, 0);
        EXPECT_EQ(name_of(picture.mode), name_of(mode)) << name;
        EXPECT_EQ(numbers_of(picture), numbers_by(formula, static_cast<int>(channels_of(mode)))) << name;
        if (mode != Mode::p) {
            EXPECT_TRUE(picture.palette.empty()) << name;
            continue;
        }
        const std::size_t colors = std::min<std::size_t>(picture.palette.size(), 4);
        EXPECT_GE(colors, 2U) << name;
        EXPECT_TRUE(std::equal(picture.palette.begin(), picture.palette.begin() + static_cast<std::ptrdiff_t>(colors),
                               sample_palette().begin()))
            << name;
    }
}

TEST(BmpPictures, AreFoundWhereTheFileSaysNothingOrForgetsThePalette) {
    for (const auto& [name, offset] : std::vector<std::pair<std::string, char>>{{"bmp_gray.bmp", 0},
                                                                                {"bmp_gray.bmp", 54},
                                                                                {"bmp_palette4.bmp", 54},
                                                                                {"bmp_rgb565.bmp", 0},
                                                                                {"bmp_rgb.bmp", 0}}) {
        const std::string whole = corpus_file(name);
        std::string other = whole;
        other.replace(10, 4, std::string{offset, 0, 0, 0});
        ASSERT_NE(other, whole) << name;
        EXPECT_EQ(bmp_codec.decode({other, "it"}, 0), bmp_codec.decode({whole, "it"}, 0))
            << name << ", " << int{offset};
    }
}

/// The sample of 8-bit runs with other runs, in 5 x 4 pixels.
std::string with_runs(const std::string& runs) {
    const std::string whole = corpus_file("bmp_runs8.bmp");
    return whole.substr(0, 54 + 4 * 4) + runs;
}

std::vector<double> rows(const std::vector<std::vector<double>>& each) {
    std::vector<double> all;
    for (const auto& row : each) all.insert(all.end(), row.begin(), row.end());
    return all;
}

TEST(BmpRuns, SkipClipAndEnd) {
    const auto shown = [](const std::string& runs) { return numbers_of(bmp_codec.decode({with_runs(runs), "it"}, 0)); };
    const std::vector<double> none(5, 0);
    EXPECT_EQ(shown("\0\1"s), rows({none, none, none, none}));
    EXPECT_EQ(shown("\2\3\0\2\1\1\1\2\0\1"s), rows({none, none, {0, 0, 0, 2, 0}, {3, 3, 0, 0, 0}}));  // moved by 1, 1
    EXPECT_EQ(shown("\xff\1\xff\2\0\0\3\2\0\1"s), rows({none, none, {2, 2, 2, 0, 0}, {1, 1, 1, 1, 1}}));
    EXPECT_EQ(shown("\0\3\1\2\3\0\0\1"s), rows({none, none, none, {1, 2, 3, 0, 0}}));  // padded to 16 bits
    EXPECT_EQ(shown("\5\1\0\0\5\1\0\0\5\1\0\0\5\1"s), numbers_by([](int, int, int) { return 1; }, 1));  // no end
    EXPECT_EQ(shown("\0\2\0\xff\1\1"s), rows({none, none, none, none}));  // beyond the last row
    for (const std::string& runs : {""s, "\5"s, "\5\1"s, "\0"s, "\0\2\1"s, "\0\5\1\2\3\4"s, "\0\0"s})
        EXPECT_EQ(inspect_refusal(bmp_codec, with_runs(runs)), "1 it is a broken BMP file: it ends early");
}

TEST(BmpFiles, AreRefusedWhenCutShortAnywhere) {
    for (const char* name : {"bmp_gray.bmp", "bmp_rgb.bmp", "bmp_rgba_v4.bmp", "bmp_os2_palette4.bmp", "bmp_runs8.bmp",
                             "bmp_runs4.bmp", "bmp_rgb565.bmp"})
        expect_prefixes_refused(bmp_codec, name);
}

TEST(BmpFiles, WithChangedBytesAreRefusedOrShown) {
    for (const char* name : {"bmp_bit.bmp", "bmp_rgb.bmp", "bmp_rgba_v4.bmp", "bmp_palette4.bmp", "bmp_runs8.bmp",
                             "bmp_runs4.bmp", "bmp_rgb565.bmp", "bmp_os2_palette4.bmp"})
        expect_changes_survived(bmp_codec, name);
}

TEST(BmpFiles, OfTheBadCorpusAreRefusedByName) {
    const std::string to = "; convert it to 24 bits a pixel without compression";
    expect_reasons(bmp_codec,
                   {{"bmp_cut.bmp", "1 it is a broken BMP file: it ends early"},
                    {"bmp_runs_cut.bmp", "1 it is a broken BMP file: it ends early"},
                    {"bmp_2_bits.bmp", "2 it is a BMP file with 2 bits a pixel" + to},
                    {"bmp_jpeg.bmp", "2 it is a BMP file with the compression 4 of 24 bits" + to},
                    {"bmp_header.bmp", "2 it is a BMP file with a header of 41 bytes" + to},
                    {"bmp_pixels_2_31.bmp", "1 it has 65536 x 32768 pixels; all together may be 268435456"}});
    std::string masks = corpus_file("bmp_rgba_v4.bmp");
    masks[14 + 40] = '\x5a';
    EXPECT_EQ(inspect_refusal(bmp_codec, masks), "2 it is a BMP file with unusual bit masks" + to);
    EXPECT_EQ(decode_refusal(bmp_codec, corpus_file("bmp_rgb.bmp"), 1), "1 it has no frame 1; it has 1");
    EXPECT_FALSE(bmp_codec.matches("BMX is no picture"));
    EXPECT_FALSE(bmp_codec.matches("BM"));
}

double masked(double color, int x, int y, int c) { return c == 3 ? (index_at(x, y, 0) == 1 ? 0 : 255) : color; }
double color_at(int x, int y, int c) {
    const Rgba color = sample_palette()[static_cast<std::size_t>(index_at(x, y, 0))];
    return c == 0 ? color.r : c == 1 ? color.g : color.b;
}

TEST(IcoPictures, AreTheLargestOfTheFileWithItsMask) {
    const std::vector<std::pair<std::string, Formula>> samples = {
        {"bit", [](int x, int y, int c) { return masked(bit_at(x, y, c), x, y, c); }},
        {"palette4", [](int x, int y, int c) { return masked(color_at(x, y, c), x, y, c); }},
        {"rgb", [](int x, int y, int c) { return masked(at8(x, y, c), x, y, c); }},
        {"rgba", at8},
        {"png", at8},
        {"several", at8}};
    for (const auto& [name, formula] : samples) {
        const std::string bytes = corpus_file("ico_" + name + ".ico");
        EXPECT_TRUE(ico_codec.matches(bytes)) << name;
        EXPECT_EQ(ico_codec.inspect({bytes, "it"}), (Info{{5, 4}, 1, 1})) << name;
        const Picture picture = ico_codec.decode({bytes, "it"}, 0);
        EXPECT_EQ(picture.mode, Mode::rgba) << name;
        EXPECT_EQ(numbers_of(picture), numbers_by(formula, 4)) << name;
    }
}

TEST(IcoFiles, AreRefusedWhenCutShortAnywhere) {
    for (const char* name : {"ico_bit.ico", "ico_rgba.ico", "ico_several.ico"})
        expect_prefixes_refused(ico_codec, name);
}

TEST(IcoFiles, WithChangedBytesAreRefusedOrShown) {
    for (const char* name : {"ico_bit.ico", "ico_palette4.ico", "ico_rgba.ico", "ico_several.ico"})
        expect_changes_survived(ico_codec, name);
}

TEST(IcoFiles, OfTheBadCorpusAreRefusedByName) {
    expect_reasons(ico_codec,
                   {{"ico_cut.ico", "1 it is a broken ICO file: it ends early"},
                    {"ico_cut_png.ico", "1 it is a broken PNG file: "},
                    {"ico_no_mask.ico", "1 it is a broken ICO file: its mask is missing"},
                    {"ico_pixels_2_31.ico", "1 it has 65536 x 32768 pixels; all together may be 268435456"}});
    std::string within = corpus_file("ico_several.ico");
    within[6 + 16 + 12] = 6;
    EXPECT_EQ(inspect_refusal(ico_codec, within), "1 it is a broken ICO file: a picture lies within its directory");
    EXPECT_EQ(decode_refusal(ico_codec, corpus_file("ico_rgb.ico"), 1), "1 it has no frame 1; it has 1");
    for (const std::string& other :
         {"\0\0\1\0"s, "\0\0\1\0\0\0"s, "\0\0\2\0\1\0"s, "\0\0\1\0\1\0"s + std::string(16, '\0')})
        EXPECT_FALSE(ico_codec.matches(other));
}

std::string svg(const std::string& attributes) {
    return R"(<svg xmlns="http://www.w3.org/2000/svg" )" + attributes + "/>";
}

TEST(SvgFiles, HaveTheSizeThatBrowsersGiveThem) {
    const std::vector<std::pair<std::string, Size>> sizes = {
        {"", {300, 150}},
        {R"(width="24" height="16px")", {24, 16}},
        {R"(width=" 24.2 " height="16.0")", {25, 16}},
        {R"(width="72pt" height="2pc")", {96, 32}},
        {R"(width="1in" height="2.54cm")", {96, 96}},
        {R"(width="19.05mm" height="210mm")", {72, 794}},
        {R"(width="+1e2" height="0")", {100, 1}},
        {R"(viewBox="0 0 40 20.5")", {40, 21}},
        {R"(viewBox="-5,-5,40,20" width="100%" height="100%")", {40, 20}},
        {R"(viewBox="0 0 40 20" width="80")", {80, 40}},
        {R"(viewBox="0 0 40 20" height="10" width="50%")", {20, 10}},
        {R"(width="80")", {80, 150}},
        {R"(viewBox="0 0 0 20" width="7" height="-3")", {7, 150}},
        {R"(viewBox="0 0 20" width="2em" height="nan")", {300, 150}}};
    for (const auto& [attributes, size] : sizes)
        EXPECT_EQ(svg_codec.inspect({svg(attributes), "it"}), (Info{size, 1, 1})) << attributes;
    EXPECT_EQ(svg_codec.inspect({corpus_file("svg_plain.svg"), "it"}).size, (Size{24, 16}));
    EXPECT_EQ(svg_codec.inspect({corpus_file("svg_prolog.svg"), "it"}).size, (Size{96, 96}));
    EXPECT_EQ(svg_codec.inspect({corpus_file("svg_prefix.svg"), "it"}).size, (Size{31, 20}));
    EXPECT_EQ(svg_codec.decode, nullptr);
}

TEST(SvgFiles, AreKnownByTheirRootElement) {
    for (const char* name : {"svg_plain.svg", "svg_prolog.svg", "svg_prefix.svg"})
        EXPECT_TRUE(svg_codec.matches(corpus_file(name))) << name;
    EXPECT_TRUE(svg_codec.matches(" \r\n\t" + svg("")));
    EXPECT_TRUE(svg_codec.matches("<!--" + std::string(65000, ' ') + "-->" + svg("")));
    EXPECT_FALSE(svg_codec.matches("<!--" + std::string(66000, ' ') + "-->" + svg("")));
    for (const char* other : {"", "svg", "<html><svg/></html>", "<svgx/>", R"(<s:svg xmlns:s="urn:other"/>)",
                              R"(<svg xmlns="urn:other"/>)", "<!-- <svg/> -->", "\x1f\x8b\x08", "<s:svg/>"})
        EXPECT_FALSE(svg_codec.matches(other)) << other;
}

TEST(SvgFiles, AreRefusedWhenCutShortAnywhere) {
    for (const char* name : {"svg_plain.svg", "svg_prolog.svg", "svg_prefix.svg"}) {
        std::string whole = corpus_file(name);
        whole.resize(whole.rfind('>') + 1);
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_TRUE(inspect_refusal(svg_codec, whole.substr(0, size)).starts_with("1 it is a broken SVG file: "))
                << name << ", " << size << " bytes: " << inspect_refusal(svg_codec, whole.substr(0, size));
        EXPECT_EQ(inspect_refusal(svg_codec, whole), "");
    }
}

TEST(SvgFiles, OfTheBadCorpusAreRefusedByName) {
    expect_reasons(svg_codec,
                   {{"svg_cut.svg", "1 it is a broken SVG file: it ends early (line 1)"},
                    {"svg_mismatch.svg", "1 it is a broken SVG file: mismatched tag (line 1)"},
                    {"svg_billion_laughs.svg", "1 it is a broken SVG file: limit on input amplification factor"},
                    {"svg_no_namespace.svg",
                     R"(1 it is an SVG file that no viewer shows; add xmlns="http://www.w3.org/2000/svg" to its root)"},
                    {"svg_wide.svg", "1 it has 1000000000 x 1 pixels; a side may have 16777216"}});
    EXPECT_EQ(inspect_refusal(svg_codec, "<html/>"), "1 it is a broken SVG file: its root element is not svg");
}

TEST(SvgBounds, LimitTheDepth) {
    const auto nested = [](std::size_t depth) {
        std::string text = R"(<svg xmlns="http://www.w3.org/2000/svg">)";
        for (std::size_t i = 1; i < depth; ++i) text += "<g>";
        for (std::size_t i = 1; i < depth; ++i) text += "</g>";
        return text + "</svg>";
    };
    EXPECT_EQ(inspect_refusal(svg_codec, nested(1000)), "");
    EXPECT_EQ(inspect_refusal(svg_codec, nested(1001)),
              "1 it is a broken SVG file: its elements are nested deeper than 1000");
}

TEST(SvgBounds, LoadNoOtherFile) {
    const std::string text =
        R"(<!DOCTYPE svg [<!ENTITY other SYSTEM "file:///etc/hostname">]>)"
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&other;</text></svg>)";
    EXPECT_EQ(svg_codec.inspect({text, "it"}).size, (Size{9, 9}));
}

}  // namespace
}  // namespace wbm::image
