// TIFF files: their modes, their pixels, and what is refused.
#include "tiff_test_support.hpp"

#include <cmath>
#include <thread>

namespace wbm::image {
namespace {

double high8(int x, int y, int c) { return std::floor(at16(x, y, c) / 256); }
double small_signed(int x, int y, int c) { return at16(x, y, c) - 20000; }
/// Alpha of the columns: 0, 50, 100, 150, 255; colours as stored, and divided by it.
double alpha_at(int x) { return x == 4 ? 255 : x * 50; }
double multiplied(int x, int y, int c) {
    if (c == 3) return alpha_at(x);
    return x == 1 ? at8(x, y, c) : std::min(alpha_at(x), at8(x, y, c));  // in column 1 colours are beyond alpha
}
double divided(int x, int y, int c) {
    if (c == 3 || x == 0) return c == 3 ? alpha_at(x) : 0;
    return std::min(255.0, std::floor(multiplied(x, y, c) * 255 / alpha_at(x)));
}

std::vector<Kind> kinds() {
    const Formula level1 = [](int x, int y, int) { return (x + y) & 1; };
    const Formula scaled2 = [](int x, int y, int c) { return index_at(x, y, c) * 85; };
    const Formula level4 = [](int x, int y, int) { return (x + 3 * y) & 15; };
    const Formula scaled4 = [=](int x, int y, int c) { return level4(x, y, c) * 17; };
    const auto white = [](const Formula& f) -> Formula {
        return [=](int x, int y, int c) { return 255 - f(x, y, c); };
    };
    const Formula level12 = [](int x, int y, int) { return (x * 900 + y * 500) & 4095; };
    const Formula deep = [](int x, int y, int) { return (x - 2) * 500000000.0 + y; };
    const Formula premultiplied16 = [](int x, int y, int c) { return multiplied(x, y, c) * 256 + 77; };
    return {{1, 1, 1, Mode::bit, bit_at, {}, 1, level1},
            {0, 1, 1, Mode::bit, white(bit_at), {}, 1, level1},
            {1, 2, 1, Mode::l, scaled2, {}, 1, index_at},
            {0, 2, 1, Mode::l, white(scaled2), {}, 1, index_at},
            {1, 4, 1, Mode::l, scaled4, {}, 1, level4},
            {0, 4, 1, Mode::l, white(scaled4), {}, 1, level4},
            {1, 8, 1, Mode::l, at8},
            {0, 8, 1, Mode::l, white(at8), {}, 1, at8},
            {1, 12, 1, Mode::i16, level12},
            {1, 16, 1, Mode::i16, at16},
            {0, 16, 1, Mode::i16, at16},
            {1, 16, 1, Mode::i, small_signed, {}, 2},
            {1, 32, 1, Mode::i, deep, {}, 2},
            {1, 32, 1, Mode::i, deep, {}, 1},
            {1, 8, 2, Mode::la, at8, {2}},
            {1, 16, 2, Mode::la16, at16, {2}},
            {2, 8, 3, Mode::rgb, at8},
            {2, 8, 4, Mode::rgba, at8},
            {2, 8, 4, Mode::rgb, at8, {0}},
            {2, 8, 4, Mode::rgba, divided, {1}, 1, multiplied},
            {2, 8, 4, Mode::rgba, at8, {2}},
            {2, 8, 4, Mode::rgba, at8, {999}},
            {2, 8, 6, Mode::rgba, at8, {2, 0, 0}},
            {2, 8, 5, Mode::rgb, at8, {0, 0}},
            {2, 16, 3, Mode::rgb16, at16},
            {2, 16, 4, Mode::rgba16, at16, {2}},
            {2, 16, 4, Mode::rgba, divided, {1}, 1, premultiplied16},
            {3, 2, 1, Mode::p, index_at},
            {3, 4, 1, Mode::p, index_at},
            {3, 8, 1, Mode::p, index_at},
            {5, 8, 4, Mode::cmyk, at8},
            {5, 8, 5, Mode::cmyk, at8, {0}},
            {5, 16, 4, Mode::cmyk, high8, {}, 1, at16},
            {8, 8, 3, Mode::lab, at8}};
}

TEST(TiffPictures, HaveTheModeAndTheSamplesThatPillowGivesThem) {
    for (const Kind& kind : kinds())
        for (int layout = 0; layout < 8; ++layout) {
            const bool planar = (layout & 4) != 0;
            const std::string file = made(kind, (layout & 1) == 0, (layout & 2) != 0, planar);
            const std::string which = std::to_string(kind.photometric) + ", " + std::to_string(kind.bits) + " bits, " +
                                      std::to_string(kind.samples) + " samples, layout " + std::to_string(layout);
            ASSERT_TRUE(tiff_codec.matches(file)) << which;
            ASSERT_EQ(inspect_refusal(tiff_codec, file), "") << which;
            EXPECT_EQ(tiff_codec.inspect({file, "it"}), (Info{{5, 4}, 1, 1})) << which;
            ASSERT_EQ(decode_refusal(tiff_codec, file), "") << which;
            const Picture picture = tiff_codec.decode({file, "it"}, 0);
            EXPECT_EQ(name_of(picture.mode), name_of(kind.mode)) << which;
            EXPECT_EQ(numbers_of(picture), numbers_by(kind.shown, static_cast<int>(channels_of(kind.mode)))) << which;
            if (kind.mode != Mode::p) continue;
            ASSERT_EQ(picture.palette.size(), std::size_t{1} << kind.bits) << which;
            EXPECT_TRUE(std::equal(picture.palette.begin(), picture.palette.begin() + 4, sample_palette().begin()))
                << which;
        }
}

TEST(TiffPictures, OfTheCorpusHaveTheSamplesThatWereCompressed) {
    const Formula int32 = [](int x, int y, int c) { return (at16(x, y, c) - 30000) * 60000; };
    const Formula float32 = [](int x, int y, int c) { return (at16(x, y, c) - 30000) / 8; };
    const std::vector<std::tuple<std::string, Mode, Formula>> samples = {{"bit_fax3", Mode::bit, bit_at},
                                                                         {"bit_fax4", Mode::bit, bit_at},
                                                                         {"bit_ccitt", Mode::bit, bit_at},
                                                                         {"gray_packbits", Mode::l, at8},
                                                                         {"gray_alpha", Mode::la, at8},
                                                                         {"palette_lzw", Mode::p, index_at},
                                                                         {"rgb_lzw_predictor", Mode::rgb, at8},
                                                                         {"rgba_deflate", Mode::rgba, at8},
                                                                         {"rgba_zstd", Mode::rgba, at8},
                                                                         {"rgb_lzma", Mode::rgb, at8},
                                                                         {"cmyk_deflate", Mode::cmyk, at8},
                                                                         {"lab", Mode::lab, at8},
                                                                         {"int32_lzw", Mode::i, int32},
                                                                         {"float32", Mode::f, float32},
                                                                         {"gray16_deflate", Mode::i16, at16},
                                                                         {"rgb16_planar_big_endian", Mode::rgb16, at16},
                                                                         {"gray_alpha16_bigtiff", Mode::la16, at16}};
    for (const auto& [name, mode, formula] : samples) {
        const Picture picture = tiff_codec.decode({corpus_file("tiff_" + name + ".tif"), name}, 0);
        EXPECT_EQ(name_of(picture.mode), name_of(mode)) << name;
        EXPECT_EQ(numbers_of(picture), numbers_by(formula, static_cast<int>(channels_of(mode)))) << name;
    }
    const Picture tiles = tiff_codec.decode({corpus_file("tiff_tiles_bigtiff.tif"), "it"}, 0);
    EXPECT_EQ(numbers_of(tiles), numbers_by(at8, 3, 20, 18));
}

TEST(TiffPictures, OfYCbCrAreShownAsRgb) {
    const Formula shown = [](int x, int y, int c) { return c == 0 ? 10 * x : c == 1 ? 15 * y : 6 * (x + y); };
    const std::vector<double> want = numbers_by(shown, 3, 24, 16);
    for (const char* name : {"rgb_jpeg", "ycbcr_jpeg", "ycbcr_old_jpeg", "ycbcr_subsampled", "ycbcr_tiles"}) {
        const Picture picture = tiff_codec.decode({corpus_file(std::string("tiff_") + name + ".tif"), "it"}, 0);
        EXPECT_EQ(picture.mode, Mode::rgb) << name;
        const std::vector<double> got = numbers_of(picture);
        ASSERT_EQ(got.size(), want.size()) << name;
        double apart = 0;
        for (std::size_t i = 0; i < got.size(); ++i) apart = std::max(apart, std::abs(got[i] - want[i]));
        EXPECT_LE(apart, 16) << name;
    }
}

TEST(TiffFiles, TellTheirPagesAndOrientation) {
    const std::string pages = corpus_file("tiff_pages.tif");
    EXPECT_EQ(tiff_codec.inspect({pages, "it"}), (Info{{5, 4}, 4, 1}));
    const Mode modes[] = {Mode::rgb, Mode::l, Mode::p, Mode::bit};
    for (std::uint32_t i = 0; i < 4; ++i) {
        const Picture page = tiff_codec.decode({pages, "it"}, i);
        EXPECT_EQ(page.mode, modes[i]) << i;
        EXPECT_EQ(page.size, (i == 2 ? Size{3, 2} : Size{5, 4})) << i;
    }
    EXPECT_EQ(decode_refusal(tiff_codec, pages, 4), "1 it has no page 4; it has 4");
    const std::string turned = corpus_file("tiff_orientation_6.tif");
    EXPECT_EQ(tiff_codec.inspect({turned, "it"}), (Info{{5, 4}, 1, 6}));
    EXPECT_EQ(numbers_of(tiff_codec.decode({turned, "it"}, 0)), numbers_by(at8, 3));  // as stored
}

TEST(TiffFiles, AreRefusedWhenCutShortAnywhere) {
    for (const char* name : {"tiff_rgb_lzw_predictor.tif", "tiff_gray_alpha16_bigtiff.tif", "tiff_float32.tif",
                             "tiff_ycbcr_jpeg.tif", "tiff_ycbcr_old_jpeg.tif"})
        expect_prefixes_refused(tiff_codec, name);
}

TEST(TiffFiles, WithChangedBytesAreRefusedOrShown) {
    for (const char* name : {"tiff_rgb_lzw_predictor.tif", "tiff_rgb16_planar_big_endian.tif", "tiff_float32.tif",
                             "tiff_bit_fax3.tif", "tiff_ycbcr_jpeg.tif", "tiff_ycbcr_old_jpeg.tif"})
        expect_changes_survived(tiff_codec, name);
}

TEST(TiffFiles, OfTheBadCorpusAreRefusedByName) {
    expect_reasons(
        tiff_codec,
        {{"tiff_cut.tif", "1 it is a broken TIFF file: it ends early"},
         {"tiff_damaged_jpeg.tif", "1 it is a broken TIFF file: "},
         {"tiff_few_samples.tif", "1 it is a broken TIFF file: "},
         {"tiff_float64.tif", "2 it is a TIFF file with 64 float bits a sample; convert it to 8 or 16"},
         {"tiff_lerc.tif", "2 it is a TIFF file with the compression 34887; convert it to LZW or Deflate"},
         {"tiff_million_entries.tif", "1 it is a broken TIFF file: a directory has 1000000 entries; it may have 4096"},
         {"tiff_missing_strips.tif", "1 it is a broken TIFF file: it has 1 of 4 strips or tiles"},
         {"tiff_no_page.tif", "1 it is a broken TIFF file: it has no page"},
         {"tiff_pixels_2_31.tif", "1 it has 65536 x 32768 pixels; all together may be 268435456"}});
}

TEST(TiffKinds, ThatPillowDoesNotOpenAreNamed) {
    const std::vector<std::pair<Kind, std::string>> refused = {
        {{1, 8, 2, Mode::l, at8}, "2 samples a pixel, not all of which it explains"},
        {{2, 8, 5, Mode::l, at8}, "5 samples a pixel, not all of which it explains"},
        {{0, 8, 2, Mode::l, at8, {2}}, "gray of 8 bits and other samples"},
        {{1, 8, 1, Mode::l, at8, {}, 2}, "8 signed bits a sample"},
        {{1, 24, 1, Mode::l, at8}, "24 bits a sample"},
        {{0, 12, 1, Mode::l, at8}, "12 bits a sample"},
        {{2, 32, 3, Mode::l, at8, {}, 3}, "32 float bits a sample"},
        {{3, 16, 1, Mode::l, at8}, "16 bits a sample"},
        {{3, 8, 2, Mode::l, index_at, {2}}, "a palette and alpha"},
        {{9, 8, 3, Mode::l, at8}, "the colour space 9"}};
    for (const auto& [kind, what] : refused) {
        const std::string said = inspect_refusal(tiff_codec, made(kind));
        EXPECT_EQ(said.substr(0, 23 + what.size()), "2 it is a TIFF file with " + what.substr(0, what.size() - 2))
            << what;
        EXPECT_EQ(decode_refusal(tiff_codec, made(kind)), said);
    }
    Kind mixed{2, 8, 3, Mode::l, at8};
    TiffMaker maker = maker_of(mixed, false);
    add_strips(mixed, false, maker);
    maker.tags[258] = {8, 16, 8};
    EXPECT_EQ(inspect_refusal(tiff_codec, maker.file()),
              "2 it is a TIFF file with samples of different kinds; convert it to samples of one kind");
}

TEST(TiffKinds, OfYCbCrThatLibtiffCannotShowAreNamed) {
    const Kind kind{6, 8, 3, Mode::rgb, at8};
    TiffMaker maker = maker_of(kind, true);
    add_strips(kind, true, maker);
    maker.tags[530] = {2, 2};
    const std::string said = decode_refusal(tiff_codec, maker.file());
    EXPECT_TRUE(said.starts_with("2 it is a TIFF file with YCbCr samples that are not read (")) << said;
    EXPECT_TRUE(said.ends_with("); convert it to RGB")) << said;
}

const Kind gray{1, 8, 1, Mode::l, at8};

TEST(TiffBounds, EndALoopOfPages) {  // as Pillow does
    TiffMaker maker = maker_of(gray, false);
    add_strips(gray, false, maker);
    const std::string once = maker.file();
    maker.next = 8 + 16 + 6;  // 15 and 5 bytes of samples, each made even: its own directory
    const std::string loop = maker.file();
    ASSERT_NE(loop, once);
    EXPECT_EQ(tiff_codec.inspect({loop, "it"}), (Info{{5, 4}, 1, 1}));
    EXPECT_EQ(numbers_of(tiff_codec.decode({loop, "it"}, 0)), numbers_by(at8, 1));
}

/// A file whose directories are empty, one behind the other.
std::string empty_pages(std::size_t count) {
    std::string file("II*\0\x08\0\0\0", 8);
    for (std::size_t i = 1; i <= count; ++i)
        file += std::string(2, '\0') + TiffMaker::number(i == count ? 0 : 8 + 6 * i, 4, true);
    return file;
}

TEST(TiffBounds, LimitThePages) {
    EXPECT_EQ(inspect_refusal(tiff_codec, empty_pages(max_frames)), "1 it has 0 x 0 pixels, which is empty");
    EXPECT_EQ(inspect_refusal(tiff_codec, empty_pages(max_frames + 1)),
              "1 it is a broken TIFF file: it has more than 65536 pages");
}

/// Pages of 1 x `rows` pixels in as many strips; all of them have the tables of the first.
std::string sharing_pages(std::size_t rows, int pages) {
    TiffMaker maker = maker_of(gray, false);
    maker.tags[256] = maker.tags[278] = {1};
    maker.tags[257] = {rows};
    maker.pieces.assign(rows, "x");
    std::string file = maker.file();
    const std::size_t directory_bytes = 2 + maker.tags.size() * 12 + 4;
    const std::string directory = file.substr(8 + 2 * rows, directory_bytes);
    std::size_t next = 8 + 2 * rows + directory_bytes - 4;
    for (int i = 1; i < pages; ++i) {
        file.replace(next, 4, TiffMaker::number(file.size(), 4, true));
        file += directory;
        next = file.size() - 4;
    }
    return file;
}

TEST(TiffBounds, RefusePagesThatShareTheirTables) {  // few bytes would cost much time
    EXPECT_EQ(tiff_codec.inspect({sharing_pages(2, 100), "it"}).frames, 100U);
    EXPECT_EQ(inspect_refusal(tiff_codec, sharing_pages(4000, 100)),
              "1 it is a broken TIFF file: its directories overlap");
}

TEST(TiffBounds, RefuseTilesBeyondThePicture) {
    TiffMaker maker = maker_of(gray, false);
    maker.tags.erase(278);
    maker.tags[322] = {32768};
    maker.tags[323] = {8192};
    maker.pieces = {std::string(100, '\0')};
    EXPECT_EQ(inspect_refusal(tiff_codec, maker.file()),
              "1 it is a broken TIFF file: its tiles are far larger than the picture");
    maker.tags[322] = {65520};
    maker.tags[323] = {65520};
    EXPECT_EQ(inspect_refusal(tiff_codec, maker.file()),
              "1 it, a TIFF file with tiles, in one of them has 65520 x 65520 pixels; all together may be 268435456");
    maker.tags[322] = {0};
    EXPECT_EQ(inspect_refusal(tiff_codec, maker.file()), "1 it is a broken TIFF file: its tiles are empty");
}

TEST(TiffBounds, RefuseFewBytesThatClaimManyPixels) {
    TiffMaker maker = maker_of(gray, false);
    maker.tags[256] = maker.tags[257] = maker.tags[278] = {4000};
    maker.pieces = {std::string(30, '\x55')};
    EXPECT_EQ(inspect_refusal(tiff_codec, maker.file()), "1 it is a broken TIFF file: it ends early");
    for (const std::uint64_t compression : {5U, 8U, 32773U, 50000U, 34925U}) {
        maker.tags[259] = {compression};
        EXPECT_TRUE(decode_refusal(tiff_codec, maker.file()).starts_with("1 it is a broken TIFF file: "))
            << compression;
    }
}

TEST(TiffFiles, AreRefusedWithoutAWordOnTheErrorStream) {
    ::testing::internal::CaptureStderr();
    EXPECT_NE(decode_refusal(tiff_codec, corpus_file("bad/tiff_few_samples.tif")), "");
    EXPECT_NE(decode_refusal(tiff_codec, corpus_file("bad/tiff_damaged_jpeg.tif")), "");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(TiffThreads, KeepTheirErrorsApart) {
    const std::string sound = corpus_file("tiff_rgb_lzw_predictor.tif");
    const std::string cut = corpus_file("bad/tiff_few_samples.tif");
    const std::string damaged = corpus_file("bad/tiff_damaged_jpeg.tif");
    const std::string of_cut = decode_refusal(tiff_codec, cut);
    const std::string of_damaged = decode_refusal(tiff_codec, damaged);
    ASSERT_NE(of_cut, of_damaged);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 200; ++n) {
                EXPECT_EQ(decode_refusal(tiff_codec, i % 2 == 0 ? cut : damaged), i % 2 == 0 ? of_cut : of_damaged);
                EXPECT_EQ(decode_refusal(tiff_codec, sound), "");
            }
        });
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace wbm::image
