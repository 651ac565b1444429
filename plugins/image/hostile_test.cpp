// Pictures made to do harm: they claim what they do not have, or have been damaged at every place.
#include "hostile_test_support.hpp"

#include <chrono>
#include <optional>

namespace wbm::image {
namespace {

constexpr std::uint64_t most_pixels = 1 << 16;  // that are decoded for each of thousands of changes

// ---- Bombs -----------------------------------------------------------------------------------------

TEST(HostilePicture, MorePixelsThanAllowedAreRefusedInEveryFormat) {
    const std::string too_many = "all together may be 268435456";
    const std::vector<std::pair<const char*, std::string>> bombs = {
        {"PNG", png_of(65536, 32768, 8, 0, "x")},
        {"JPEG", at(sample("rgb.jpg"), sample("rgb.jpg").find("\xff\xc0") + 5, "\xff\xff\xff\xff")},
        {"GIF", gif_of(65535, 65535, 1, 1)},
        {"WebP", webp_animation(65535, 65535, 1)},
        {"TIFF", tiff_of(65536, 32768, 8, "x")},
        {"BMP", bmp_of_runs(65536, 32768)},
        {"SVG", R"(<svg xmlns="http://www.w3.org/2000/svg" width="65536" height="32768"/>)"},
    };
    for (const auto& [format, bytes] : bombs)
        EXPECT_TRUE(says(shown_within_memory(bytes), {"1 image-file: ", too_many})) << format;
    std::string icon = sample("ico_rgb.ico");
    EXPECT_TRUE(
        says(shown_within_memory(at(icon, 26, little(65536, 4) + little(65536, 4))), {"1 image-file: ", too_many}));
}

TEST(HostilePicture, FewBytesThatClaimAllowedPixelsAreRefusedBeforeThereIsRoomForThem) {
    EXPECT_TRUE(
        says(refusal_of(Source::bytes(png_of(16384, 16384, 8, 6, zlib_of_zeros(1000)))), {"its pixels end early"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(png_of(16384, 16384, 16, 6, zlib_of_zeros(1 << 20)))), {"end early"}));
    const std::string jpeg = sample("rgb.jpg");
    const std::string large = at(jpeg, jpeg.find("\xff\xc0") + 5, "\x3f\xff\x3f\xff");
    EXPECT_TRUE(says(refusal_of(Source::bytes(large)), {"its pixels end early"}));
    for (const int compression : {5, 8, 32773, 32946, 34925, 50000})
        EXPECT_TRUE(says(refusal_of(Source::bytes(tiff_of(16384, 16384, compression, zlib_of_zeros(1000)))),
                         {"a strip or tile of it ends early"}))
            << compression;
    // One row of 2^24 pixels, 64 samples each, is 1 GB.
    EXPECT_TRUE(says(refusal_of(Source::bytes(tiff_of(1 << 24, 1, 8, zlib_of_zeros(1000), 64))), {"ends early"}));
    EXPECT_TRUE(
        says(refusal_of(Source::bytes(gif_of(16384, 16384, 16384, 16384))), {"the pixels of a picture end early"}));
}

TEST(HostilePicture, HonestFlatPicturesOfManyPixelsAreTaken) {
    constexpr std::uint64_t side = 4096;
    const std::string rows = zlib_of_zeros(side * (side + 1));
    const std::string strip = zlib_of_zeros(side * side);
    const std::string bits = zlib_of_zeros(side * (side / 8 + 1));
    EXPECT_LT(rows.size(), 20'000U);
    EXPECT_EQ(shown_within_memory(png_of(side, side, 8, 0, rows)), "taken");
    EXPECT_EQ(shown_within_memory(png_of(side, side, 1, 0, bits)), "taken");
    EXPECT_EQ(shown_within_memory(tiff_of(side, side, 8, strip)), "taken");
    EXPECT_EQ(shown_within_memory(gif_of(side, side, 1, 1)), "taken");  // most of the canvas is free
}

TEST(HostilePicture, CompressedZerosBehindASmallPictureAreNotUnpacked) {
    const std::string bomb = zlib_of_zeros(std::size_t{1} << 28);
    EXPECT_TRUE(says(shown_within_memory(tiff_of(8, 8, 8, bomb)), {"taken"}));
    for (const char* type : {"zTXt", "iCCP", "iTXt"})
        EXPECT_EQ(shown_within_memory(png_of(8, 8, 8, 0, zlib_of_zeros(72), chunk(type, "k\0\0"s + bomb))), "taken")
            << type;
    EXPECT_EQ(shown_within_memory(png_of(8, 8, 8, 0, bomb)).substr(0, 5), "taken");
}

TEST(HostilePicture, ArraysThatTheirFilesDoNotHoldAreRefused) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("p.png", sample("rgb.png"));
    const auto read = [&](const std::string& file, const std::string& dtype, const std::string& shape) {
        store.put("a.npy.gz", file);
        return within_memory([&] {
            const Value image = image_type().from_json(
                R"({"_type":"image-file","path":"p.png","_wbm":{"array":{"path":"a.npy.gz","dtype":")" + dtype +
                    R"(","shape":)" + shape + "}}}",
                store);
            (void)of(image).tensor({});
        });
    };
    EXPECT_TRUE(says(read(gzip_of_zeros(1000), "float64", "[32768,32768]"), {"1 ", "too short for its array"}));
    EXPECT_TRUE(
        says(read(gzip_of_zeros(1000) + std::string(9 << 20, 'x'), "float64", "[32768,32768]"), {"1 ", "unpack"}));
    EXPECT_TRUE(says(read(gzip_of_zeros(std::size_t{1} << 28), "uint8", "[4,5,3]"), {"1 ", "it does not unpack to"}));
    EXPECT_TRUE(says(read("", "uint8", "[1]"), {"1 ", "it does not unpack to"}));
    EXPECT_TRUE(says(read("x", "uint8", "[2147483648]"), {"1 ", "which no picture has"}));
    EXPECT_TRUE(says(read("x", "uint8", "[65536,65536]"), {"1 ", "all together may be"}));
}

TEST(HostilePicture, PicturesOfManyFramesAndEntriesAreBounded) {
    EXPECT_TRUE(says(shown_within_memory(gif_of(1, 1, 1, 1, 65537)), {"more than 65536 pictures"}));
    EXPECT_TRUE(says(shown_within_memory(webp_animation(64, 64, 65537)), {"more than 65536 pictures"}));
    EXPECT_TRUE(
        says(shown_within_memory(webp_animation(16384, 16384, 2)), {"2 ", "an animation of 16384 x 16384 pixels"}));
    EXPECT_EQ(shown_within_memory(webp_animation(64, 64, 3), {{"frame", 2}}), "taken");
    EXPECT_EQ(shown_within_memory(icon_of(65535)), "taken");
    EXPECT_TRUE(says(shown_within_memory(icon_of(65535).substr(0, 100'000)), {"broken ICO file: it ends early"}));
    EXPECT_EQ(shown_within_memory(bmp_of_runs(16384, 16384)), "taken");  // 256 MB of what its runs leave out
}

TEST(HostilePicture, DeclarationsOfADrawingAreBounded) {
    std::string many = "<!DOCTYPE svg [<!ATTLIST a ";
    for (int i = 0; i < 300; ++i) many += "a" + std::to_string(i) + " CDATA '' ";
    many += ">]>";
    std::string entities = "<!DOCTYPE svg [<!ENTITY e0 'x'>";
    for (int i = 1; i < 300; ++i) entities += "<!ENTITY e" + std::to_string(i) + " '&e" + std::to_string(i - 1) + ";'>";
    entities += "]>";
    const std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>)";
    EXPECT_EQ(shown_within_memory(svg).substr(0, 1), "2");  // a drawing has no pixels
    for (const std::string& prolog : {many, entities})
        EXPECT_TRUE(says(refusal_of(Source::bytes(prolog + svg)), {"1 image-file: "}));
    EXPECT_EQ(refusal_of(Source::bytes("<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg)), "not refused");
}

TEST(HostilePicture, ManyExifBlocksAreReadOnce) {
    std::string blocks;
    const std::string block = chunk("eXIf", "II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0"s);
    for (int i = 0; i < 200'000; ++i) blocks += block;
    const auto start = std::chrono::steady_clock::now();
    const Image image = made(Source::bytes(png_of(3, 2, 8, 0, zlib_of_zeros(8), blocks)));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(has_shadow_memory ? 10 : 1));
    EXPECT_EQ(image.width, 2U);  // turned by the first
}

TEST(HostilePicture, ManyClassesTakeTimeInProportion) {
    json::array classes;
    json::object labels;
    for (int i = 0; i < 100'000; ++i) {
        classes.push_back({{"id", i}, {"name", "c"}});
        labels[std::to_string(i + 50'000)] = "d";
    }
    const json::object options{{"classes", classes},
                               {"boxes", {{"a", {{"box_data", json::array()}, {"class_labels", labels}}}}}};
    const auto start = std::chrono::steady_clock::now();
    const Image image = made(Source::bytes(sample("rgb.png")).with_options(options));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(has_shadow_memory ? 60 : 10));
    ASSERT_EQ(image.annotations.classes->size(), 150'000U);
    EXPECT_EQ(image.annotations.classes->at(0), (json::object{{"id", 50'000}, {"name", "c"}}));  // renamed in its place
}

// ---- Damage ----------------------------------------------------------------------------------------

const std::vector<std::string> small_files = {
    "rgb.png",
    "palette4.png",
    "gray.jpg",
    "gif_still.gif",
    "webp_lossless.webp",
    "webp_lossy.webp",
    "ico_rgb.ico",
    "ico_png.ico",
    "bmp_rgb.bmp",
    "bmp_runs8.bmp",
    "tiff_gray_packbits.tif",
    "tiff_gray16_deflate.tif",
    "svg_plain.svg",
};

/// How the bytes end: as pixels, as "large", or as a refusal that a picture may get.
struct Outcome {
    std::optional<Picture> picture;
    std::string said;
    bool is_proper = true;
};

Outcome outcome_of(const std::string& bytes) {
    Outcome outcome;
    outcome.said = refusal([&] {
        const Value value = image_type().create(Source::bytes(bytes));
        const Image& image = of(value);
        if (*image.width * *image.height > most_pixels) return;
        Picture picture = image.picture();
        outcome.is_proper = picture.size == Size{*image.width, *image.height};
        outcome.picture = std::move(picture);
    });
    const bool is_taken = outcome.said == "not refused";
    outcome.is_proper = outcome.is_proper && (is_taken || outcome.said[0] == '1' || outcome.said[0] == '2');
    return outcome;
}

TEST(DamagedPicture, CutAnywhereIsRefusedOrShowsTheSamePixels) {
    for (const std::string& name : small_files) {
        const std::string whole = sample(name);
        const Outcome sound = outcome_of(whole);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const Outcome cut = outcome_of(whole.substr(0, size));
            EXPECT_TRUE(cut.is_proper) << name << ", " << size << " bytes: " << cut.said;
            if (cut.said == "not refused") {
                EXPECT_EQ(cut.picture, sound.picture) << name << ", " << size << " bytes";
            }
        }
    }
}

TEST(DamagedPicture, WithAnyByteChangedIsRefusedOrOfTheSizeThatItSays) {
    for (const char* name : {"rgb.png", "gray.jpg", "gif_still.gif", "webp_lossless.webp", "ico_rgb.ico",
                             "bmp_runs8.bmp", "tiff_gray_packbits.tif", "svg_plain.svg"}) {
        const std::string whole = sample(name);
        for (std::size_t i = 0; i < whole.size(); ++i)
            for (int change = 1; change < 256; change += has_shadow_memory ? 17 : 1) {
                std::string bytes = whole;
                bytes[i] = static_cast<char>(bytes[i] ^ change);
                const Outcome outcome = outcome_of(bytes);
                ASSERT_TRUE(outcome.is_proper) << name << ", byte " << i << " ^ " << change << ": " << outcome.said;
            }
    }
}

TEST(DamagedPicture, WithoutPixelsIsRefused) {
    const std::string jpeg = sample("rgb.jpg");
    const std::string bmp = sample("bmp_rgb.bmp");
    const std::vector<std::string> empty = {
        png_of(0, 2, 8, 0, "x"),
        png_of(2, 0, 8, 0, "x"),
        at(jpeg, jpeg.find("\xff\xc0") + 5, "\0\0"s),
        at(jpeg, jpeg.find("\xff\xc0") + 7, "\0\0"s),
        gif_of(0, 0, 0, 0),
        tiff_of(0, 2, 8, "x"),
        at(bmp, 18, little(0, 4)),
        at(bmp, 22, little(0, 4)),
    };
    for (const std::string& bytes : empty)
        EXPECT_TRUE(says(refusal_of(Source::bytes(bytes)), {"1 image-file: the picture "})) << &bytes - empty.data();
}

// ---- What the files xs1n0g01 to xdtn0g01 of the PNG test suites test ------------------------------------

TEST(DamagedPicture, PngWithAWrongSignatureIsNoPng) {
    const std::string png = sample("gray.png");
    EXPECT_TRUE(says(refusal_of(Source::bytes(at(png, 0, "\x09"))), {"1 ", "no picture"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(at(png, 1, "Q"))), {"1 ", "no picture"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(at(png, 3, "g"))), {"1 ", "no picture"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(at(png, 6, " "))), {"1 ", "no picture"}));
    std::string with_cr = png;
    for (std::size_t i = 0; (i = with_cr.find('\n', i)) != std::string::npos; i += 2) with_cr.insert(i, "\r");
    EXPECT_TRUE(says(refusal_of(Source::bytes(with_cr)), {"1 ", "no picture"}));
    std::string without_cr = png;
    std::erase(without_cr, '\r');
    EXPECT_TRUE(says(refusal_of(Source::bytes(without_cr)), {"1 ", "no picture"}));
}

TEST(DamagedPicture, PngWithAWrongHeaderOrChecksumOrWithoutPixelsIsBroken) {
    const std::string pixels = zlib_of_zeros(72);
    for (const auto& [depth, colour] :
         {std::pair{8, 1}, {8, 5}, {8, 7}, {8, 9}, {0, 0}, {3, 0}, {99, 0}, {16, 3}, {4, 2}})
        EXPECT_TRUE(says(refusal_of(Source::bytes(png_of(8, 8, depth, colour, pixels))),
                         {"is a broken PNG file: its header says " + std::to_string(depth) + " bits and colour type " +
                          std::to_string(colour)}));
    EXPECT_EQ(refusal_of(Source::bytes(png_of(8, 8, 8, 0, pixels))), "not refused");
    EXPECT_TRUE(says(refusal_of(Source::bytes(png_of(8, 8, 8, 3, pixels))), {"its palette is missing"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(png_signature + ihdr(8, 8, 8, 0) + chunk("IEND", ""))),
                     {"its pixels are missing"}));
    const std::string png = png_of(8, 8, 8, 0, pixels);
    EXPECT_TRUE(says(refusal_of(Source::bytes(at(png, 29, "xxxx"))), {"the checksum of a \"IHDR\" chunk is wrong"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(at(png, png.size() - 16, "xxxx"))), {"checksum of a \"IDAT\" chunk"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(at(png, png.find("IDAT"), "\xff\xfe\x01\x02"))), {"has no name"}));
}

// ---- Names and colours ------------------------------------------------------------------------------

TEST(HostilePicture, ItsNameSaysNothingOfItsFormat) {
    const FakeStore store(WBM_RUN);
    const Image image = from_file(store.put("a.jpg", sample("rgb.png")));
    EXPECT_EQ(image.format, "jpg");  // of the name, as the reference has it
    EXPECT_EQ(image.picture(), of(image_type().create(Source::bytes(sample("rgb.png")))).picture());
    const std::string path = store.put("a.png", "#!/bin/sh\n").string();
    EXPECT_TRUE(says(refusal_of(Source::path(path)), {"1 ", "is no picture that can be read"}));
}

TEST(HostilePicture, CmykIsShownInFourChannelsAndAsColours) {
    const Image image = made(Source::bytes(sample("cmyk.jpg")));
    EXPECT_EQ(image.picture().mode, Mode::cmyk);
    EXPECT_EQ(pixels(image.tensor({{"mode", "RGB"}})).shape.back(), 3);
}

// ---- Options and JSON --------------------------------------------------------------------------------

Image read_with(const FakeStore& store, const std::string& members) {
    return of(image_type().from_json(R"({"_type":"image-file","path":"p",)" + members + "}", store));
}

TEST(HostileJson, MaskWithATableAndWithoutLabelsKeepsIt) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("p", sample("rgb.png"));
    store.put("m.png", sample("gray.png"));
    const Image image = read_with(store, R"("masks":{"m":{"path":"m.png","_wbm":{"table":{"300":2},"array":)"
                                         R"({"dtype":"int32","shape":[4,5]}}}},"_wbm":{"classes":[]})");
    const FakeStore target(WBM_RUN);
    const Value back = round_trip(image_type(), reinterpret_cast<const wbm_value*>(&image), target);
    EXPECT_EQ(of(back).annotations.masks.at(0).table, (json::object{{"300", 2}}));
    EXPECT_TRUE(of(back).annotations.masks.at(0).array.has_value());
}

TEST(HostileJson, ArrayInAPictureOfDeeperSamplesIsRefused) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("p", sample("tiff_float32.tif"));
    const Image image = read_with(store, R"("_wbm":{"array":{"dtype":"float32","shape":[4,5]}})");
    EXPECT_TRUE(says(refusal([&] { (void)image.tensor({}); }), {"1 ", "has samples of 32 bits"}));
}

TEST(HostileOptions, ClassIdsOfAnyIntegerAreClasses) {
    const auto box = [](const json::value& id) {
        return json::object{{"position", {{"minX", 0}, {"maxX", 1}, {"minY", 0}, {"maxY", 1}}}, {"class_id", id}};
    };
    const json::array boxes{box(UINT64_MAX), box(3), box(-2), box(true), box(INT64_MIN)};
    const Image image =
        made(Source::bytes(sample("rgb.png")).with_options({{"boxes", {{"a", {{"box_data", boxes}}}}}}));
    std::vector<std::string> names;
    for (const json::value& one : *image.annotations.classes) names.emplace_back(one.at("name").get_string());
    EXPECT_EQ(names, (std::vector<std::string>{"class_-9223372036854775808", "class_-2", "class_1", "class_3",
                                               "class_18446744073709551615"}));
}

TEST(HostileArray, StridesOfAxesOfLengthOneAreNotLookedAt) {
    const std::vector<std::int16_t> samples{1, 2, 3};
    const std::vector<std::int64_t> wild{INT64_MAX, 1, INT64_MIN};
    const Image image = made(Source::tensor(samples, {1, 3, 1}).with_strides(wild).with_options({{"layout", "HWC"}}));
    EXPECT_EQ(image.width, 3U);
    const std::vector<std::int64_t> far{INT64_MAX, 1};
    EXPECT_TRUE(
        says(refusal_of(Source::tensor(samples, {3, 1}).with_strides(far)), {"1 ", "a stride that no memory holds"}));
}

}  // namespace
}  // namespace wbm::image
