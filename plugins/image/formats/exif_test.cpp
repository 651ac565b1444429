// The orientation in Exif blocks, and pictures turned by it.
#include "exif.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace wbm::image {
namespace {

using namespace std::string_literals;

/// An Exif block of one tag.
std::string block(bool little, char tag_low, char type, std::string value) {
    const auto two = [&](char low, char high = '\0') {
        return little ? std::string{low, high} : std::string{high, low};
    };
    const std::string four = little ? "\x08\0\0\0"s : "\0\0\0\x08"s;
    const std::string count = little ? "\1\0\0\0"s : "\0\0\0\1"s;
    value.resize(4);
    return (little ? "II*\0"s : "MM\0*"s) + four + two(1) + two(tag_low, 1) + two(type) + count + value +
           std::string(4, '\0');
}
std::string short_block(bool little, char orientation) {
    return block(little, 0x12, 3, little ? std::string{orientation, 0} : std::string{0, orientation});
}

TEST(ExifOrientation, IsReadInBothByteOrdersWithAndWithoutMarker) {
    for (char o = 1; o <= 8; ++o)
        for (const bool little : {true, false}) {
            EXPECT_EQ(exif_orientation(short_block(little, o)), o);
            EXPECT_EQ(exif_orientation("Exif\0\0"s + short_block(little, o)), o);
        }
    EXPECT_EQ(exif_orientation(block(true, 0x12, 4, "\6")), 6);
    EXPECT_EQ(exif_orientation(block(true, 0x12, 1, "\6")), 6);
    EXPECT_EQ(exif_orientation(short_block(true, 6) + std::string(100000, 'x')), 6);
}

TEST(ExifOrientation, IsOneWhenMissingOrBroken) {
    EXPECT_EQ(exif_orientation(""), 1);
    EXPECT_EQ(exif_orientation("Exif\0\0"s), 1);
    EXPECT_EQ(exif_orientation("no block at all"), 1);
    EXPECT_EQ(exif_orientation(block(true, 0x0f, 3, "\6")), 1);
    EXPECT_EQ(exif_orientation(short_block(true, 0)), 1);
    EXPECT_EQ(exif_orientation(short_block(false, 9)), 1);
    EXPECT_EQ(exif_orientation(block(true, 0x12, 2, "6")), 1);
    const std::string whole = short_block(true, 6);
    for (std::size_t size = 0; size < 18; ++size) EXPECT_EQ(exif_orientation(whole.substr(0, size)), 1) << size;
    for (std::size_t i = 0; i < whole.size(); ++i)
        for (int bits = 1; bits < 256; ++bits) {
            std::string changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ bits);
            const int orientation = exif_orientation(changed);
            EXPECT_TRUE(orientation >= 1 && orientation <= 8);
        }
}

/// 3 x 2 pixels, each of its own letter repeated: abc / def.
Picture letters(Mode mode) {
    Picture picture = Picture::blank(mode, {3, 2});
    for (std::size_t i = 0; i < picture.samples.size(); ++i)
        picture.samples[i] = static_cast<std::byte>('a' + i / picture.pixel_bytes());
    return picture;
}

/// The rows, the first byte of each pixel.
std::string text_of(const Picture& picture) {
    std::string text;
    for (std::size_t y = 0; y < picture.size.height; ++y) {
        for (std::size_t x = 0; x < picture.size.width; ++x)
            text += static_cast<char>(picture.row(y)[x * picture.pixel_bytes()]);
        text += '/';
    }
    return text;
}

TEST(OrientedPictures, AreTurnedInEveryMode) {
    const char* const shown[] = {"abc/def/",  "cba/fed/",  "fed/cba/",  "def/abc/",
                                 "ad/be/cf/", "da/eb/fc/", "fc/eb/da/", "cf/be/ad/"};
    for (const Mode mode : {Mode::bit, Mode::l, Mode::la, Mode::p, Mode::rgb, Mode::rgba, Mode::cmyk, Mode::ycbcr,
                            Mode::lab, Mode::hsv, Mode::i, Mode::f, Mode::i16, Mode::la16, Mode::rgb16, Mode::rgba16})
        for (int orientation = 1; orientation <= 8; ++orientation) {
            const Picture turned = oriented(letters(mode), orientation);
            EXPECT_EQ(turned.mode, mode);
            EXPECT_EQ(turned.samples.size(), letters(mode).samples.size());
            EXPECT_EQ(text_of(turned), shown[orientation - 1]) << name_of(mode) << ", " << orientation;
            for (std::size_t i = 0; i < turned.samples.size(); ++i)
                EXPECT_EQ(turned.samples[i], turned.samples[i / turned.pixel_bytes() * turned.pixel_bytes()]);
        }
}

TEST(OrientedPictures, KeepPaletteAndTransparency) {
    Picture picture = letters(Mode::p);
    picture.palette = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    picture.transparent = {{1, 2, 3}};
    const Picture turned = oriented(picture, 6);
    EXPECT_EQ(turned.palette, picture.palette);
    EXPECT_EQ(turned.transparent, picture.transparent);
    EXPECT_EQ(turned.size, (Size{2, 3}));
}

TEST(OrientedPictures, AreNotCopiedWhenUpright) {
    for (const int orientation : {1, 0, 9, -1}) {
        Picture picture = letters(Mode::rgb);
        const std::byte* const samples = picture.samples.data();
        const Picture same = oriented(std::move(picture), orientation);
        EXPECT_EQ(same.samples.data(), samples);
        EXPECT_EQ(same, letters(Mode::rgb));
    }
}

}  // namespace
}  // namespace wbm::image
