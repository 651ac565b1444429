// GIF and WebP files: their frames as Pillow 9.4 shows them, and what is refused.
#include "codecs.hpp"

#include <wbm/sdk.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace wbm::image {
namespace {

using namespace std::string_literals;

std::filesystem::path corpus() { return WBM_CORPUS; }

std::string sample(const std::string& name) {
    std::ifstream file(corpus() / name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

const Codec& codec_for(const std::string& bytes) { return gif_codec.matches(bytes) ? gif_codec : webp_codec; }
Info inspect(const std::string& bytes) { return codec_for(bytes).inspect({bytes, "it"}); }
Picture decode(const std::string& bytes, std::uint32_t frame = 0) {
    return codec_for(bytes).decode({bytes, "it"}, frame);
}

/// As "<status> <text>", or "read".
template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Error& e) {
        return std::to_string(e.status()) + " " + e.what();
    }
    return "read";
}
std::string refusal_of_inspect(const std::string& bytes) {
    return refusal([&] { (void)inspect(bytes); });
}
std::string refusal_of_decode(const std::string& bytes, std::uint32_t frame = 0) {
    return refusal([&] { (void)decode(bytes, frame); });
}

bool is_broken(const std::string& said) { return said.starts_with("1 it ") || said.starts_with("2 it "); }

/// FNV-1a of 64 bits over the samples.
std::uint64_t hash_of(const Picture& picture) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const std::byte sample : picture.samples) hash = (hash ^ std::to_integer<unsigned>(sample)) * 0x100000001b3U;
    return hash;
}

std::vector<unsigned> samples_of(const Picture& picture) {
    std::vector<unsigned> samples;
    for (const std::byte sample : picture.samples) samples.push_back(std::to_integer<unsigned>(sample));
    return samples;
}

struct Expected {
    const char* name;
    Size size;
    const char* mode;                   ///< of the first frame
    const char* later_mode;             ///< of the others
    std::vector<std::uint64_t> hashes;  ///< of each frame
    std::size_t entries = 0;            ///< of the first frame's palette
    int transparent = -1;
};

// What Pillow 9.4 gives, frame by frame.
const std::vector<Expected>& expected() {
    static const std::vector<Expected> all = {
        {"gif_comment.gif", {12, 10}, "P", "P", {0x9237d1b982534201U}, 16, -1},
        {"gif_disposal_1.gif",
         {12, 10},
         "P",
         "RGB",
         {0x9237d1b982534201U, 0x30348289ac87dcbdU, 0xa1acece337db85a5U, 0xd6770936139bfff5U},
         16,
         -1},
        {"gif_disposal_1_transparent.gif",
         {12, 10},
         "P",
         "RGBA",
         {0x9237d1b982534201U, 0xe607b96d7f6e1847U, 0x1d5a5d3b4b80e3afU, 0x9278e898a32cb0ffU},
         16,
         0},
        {"gif_disposal_2.gif",
         {12, 10},
         "P",
         "RGB",
         {0x9237d1b982534201U, 0x5e7c2f78d8a2b678U, 0x746b9c5a287e8b6dU, 0x094b81bfa10a73b5U},
         16,
         -1},
        {"gif_disposal_2_transparent.gif",
         {12, 10},
         "P",
         "RGBA",
         {0x9237d1b982534201U, 0x4b8d2abaa0129786U, 0xa78462a801f01485U, 0x9be1a636a4a78fcaU},
         16,
         0},
        {"gif_disposal_3.gif",
         {12, 10},
         "P",
         "RGB",
         {0x9237d1b982534201U, 0x30348289ac87dcbdU, 0x91aae1a065d7ae95U, 0x78d643b550a64922U},
         16,
         -1},
        {"gif_disposal_3_transparent.gif",
         {12, 10},
         "P",
         "RGBA",
         {0x9237d1b982534201U, 0x4b8d2abaa0129786U, 0xc05d5d3e65f2deb5U, 0x532ddb5043e8b3a1U},
         16,
         0},
        {"gif_disposal_inherited.gif",
         {12, 10},
         "P",
         "RGB",
         {0x9237d1b982534201U, 0xf24150234a7a256fU, 0x7726618b24e5e944U, 0xb45a31e4d578fc65U},
         16},
        {"gif_gray.gif", {12, 10}, "L", "L", {0x36f2bd5fad0d97d1U}},
        {"gif_gray_animated.gif",
         {8, 6},
         "L",
         "L",
         {0x4524545d9a79f2cdU, 0x6f0c23d29ee34d96U, 0x9692c200f180a158U, 0xd8ac22c41e6485ffU},
         0,
         3},
        {"gif_gray_transparent.gif", {12, 10}, "L", "L", {0x01c1886fc368768eU}, 0, 4},
        {"gif_interlaced.gif", {12, 10}, "P", "P", {0xd0c730cbf5099815U}, 16, -1},
        {"gif_larger_than_screen.gif", {9, 7}, "P", "P", {0x1f600bd714787747U}, 16, -1},
        {"gif_local_colours.gif",
         {12, 10},
         "P",
         "RGB",
         {0x21742e377c0596c9U, 0x6bb4b9351c912ec1U, 0x8ee533501102eed0U},
         8,
         -1},
        {"gif_no_palette.gif", {12, 10}, "L", "L", {0xb0d7fe1f5cd0961dU}},
        {"gif_still.gif", {12, 10}, "P", "P", {0x9237d1b982534201U}, 16, -1},
        {"gif_trailing.gif", {12, 10}, "P", "P", {0x9237d1b982534201U}, 16, -1},
        {"gif_transparent.gif", {12, 10}, "P", "P", {0xee495c9d07d8e50aU}, 16, 5},
        {"gif_transparent_beyond_palette.gif", {12, 10}, "P", "P", {0x102698acf4c4698cU}, 41, 40},
        {"webp_animated.webp",
         {12, 10},
         "RGBA",
         "RGBA",
         {0x712571e6998aa992U, 0xa53e8301e6fed546U, 0xdce7a24e0f051994U, 0x5bfe6d46b043eddcU, 0x6fd218a61dc3ee23U}},
        {"webp_animated_opaque.webp",
         {12, 10},
         "RGB",
         "RGB",
         {0xe6662cae51bb802dU, 0x1c454b7accf0d65cU, 0x0447076f3d8dd979U}},
        {"webp_exif.webp", {12, 10}, "RGB", "RGB", {0xdd46addc76ac8720U}},
        {"webp_lossless.webp", {12, 10}, "RGB", "RGB", {0xe6662cae51bb802dU}},
        {"webp_lossless_alpha.webp", {12, 10}, "RGBA", "RGBA", {0x38688b4b64aa3f15U}},
        {"webp_lossy.webp", {12, 10}, "RGB", "RGB", {0xdd46addc76ac8720U}},
        {"webp_lossy_alpha.webp", {12, 10}, "RGBA", "RGBA", {0x37076d794d8afceaU}},
        {"webp_trailing.webp", {12, 10}, "RGB", "RGB", {0xe6662cae51bb802dU}},
    };
    return all;
}

int transparent_of(const Picture& picture) {
    if (picture.transparent) return (*picture.transparent)[0];
    const auto clear = std::find_if(picture.palette.begin(), picture.palette.end(), [](Rgba c) { return c.a == 0; });
    return clear == picture.palette.end() ? -1 : static_cast<int>(clear - picture.palette.begin());
}

TEST(GifAndWebp, AreReadAsPillowReadsThem) {
    for (const Expected& want : expected()) {
        const std::string bytes = sample(want.name);
        const Info info = inspect(bytes);
        EXPECT_EQ(info.size, want.size) << want.name;
        ASSERT_EQ(info.frames, want.hashes.size()) << want.name;
        for (std::uint32_t frame = 0; frame < info.frames; ++frame) {
            const Picture picture = decode(bytes, frame);
            EXPECT_EQ(picture.size, want.size) << want.name;
            EXPECT_EQ(name_of(picture.mode), frame == 0 ? want.mode : want.later_mode) << want.name << ' ' << frame;
            EXPECT_EQ(hash_of(picture), want.hashes[frame]) << want.name << ' ' << frame;
            if (picture.mode == Mode::l) {
                EXPECT_EQ(transparent_of(picture), want.transparent) << want.name << ' ' << frame;
            }
        }
        EXPECT_EQ(decode(bytes).palette.size(), want.entries) << want.name;
        EXPECT_EQ(transparent_of(decode(bytes)), want.transparent) << want.name;
    }
}

TEST(GifAndWebp, OfTheCorpusAreAllTested) {
    std::set<std::string> names = {"gif_beyond_canvas.gif", "gif_gray_then_colours.gif"};
    for (const Expected& want : expected()) names.insert(want.name);
    for (const auto& entry : std::filesystem::directory_iterator(corpus())) {
        const std::string name = entry.path().filename().string();
        EXPECT_TRUE(names.contains(name) || !(name.starts_with("gif") || name.starts_with("webp"))) << name;
    }
}

TEST(GifPalettes, HaveTheColoursOfTheFile) {
    const Picture picture = decode(sample("gif_transparent.gif"));
    ASSERT_EQ(picture.palette.size(), 16U);
    for (unsigned i = 0; i < 16; ++i) {
        const auto b = static_cast<std::uint8_t>(i * 37 % 256);
        const Rgba want{static_cast<std::uint8_t>(16 * i), static_cast<std::uint8_t>(255 - 10 * i), b,
                        static_cast<std::uint8_t>(i == 5 ? 0 : 255)};
        EXPECT_EQ(picture.palette[i], want) << i;
    }
}

// Pillow 9.4 shows the second frame in grays of its indices.
TEST(GifAnimations, WithColoursAfterAGrayFrameAreShownInColour) {
    const std::string bytes = sample("gif_gray_then_colours.gif");
    EXPECT_EQ(decode(bytes).mode, Mode::l);
    EXPECT_EQ(samples_of(decode(bytes)), (std::vector<unsigned>{0, 1, 2, 100, 101, 102}));
    const Picture second = decode(bytes, 1);
    EXPECT_EQ(second.mode, Mode::rgb);
    EXPECT_EQ(samples_of(second),
              (std::vector<unsigned>{0, 0, 0, 1, 2, 3, 4, 5, 6, 100, 100, 100, 101, 101, 101, 102, 102, 102}));
}

// Pillow 9.4 enlarges the size of such a file, and not the picture.
TEST(GifAnimations, KeepTheirCanvasWhenALaterFrameLeavesIt) {
    const std::string bytes = sample("gif_beyond_canvas.gif");
    EXPECT_EQ(inspect(bytes), (Info{.size = {3, 2}, .frames = 3, .orientation = 1}));
    std::vector<unsigned> want = {0, 255, 0, 16, 245, 37, 32, 235, 74, 16, 245, 37, 32, 235, 74, 0, 255, 0};
    EXPECT_EQ(samples_of(decode(bytes, 1)), want);
    std::copy_n(std::array{48U, 225U, 111U}.begin(), 3, want.end() - 3);  // disposed: what was there before
    EXPECT_EQ(samples_of(decode(bytes, 2)), want);
}

TEST(GifAndWebp, HaveNoFramesButTheirOwn) {
    EXPECT_EQ(refusal_of_decode(sample("gif_disposal_1.gif"), 4),
              "1 it has 4 frames, numbered from 0; there is no frame 4");
    EXPECT_EQ(refusal_of_decode(sample("gif_still.gif"), 0xffffffff),
              "1 it has 1 frames, numbered from 0; there is no frame 4294967295");
    EXPECT_EQ(refusal_of_decode(sample("webp_animated.webp"), 5),
              "1 it has 5 frames, numbered from 0; there is no frame 5");
}

TEST(WebpFiles, TellTheOrientationOfTheirExifBlock) {
    EXPECT_EQ(inspect(sample("webp_exif.webp")).orientation, 6);
    EXPECT_EQ(inspect(sample("webp_animated_opaque.webp")).orientation, 6);
    EXPECT_EQ(inspect(sample("webp_lossy.webp")).orientation, 1);
}

TEST(GifAndWebp, AreKnownByTheirFirstBytes) {
    for (const std::string& bytes : {"GIF87a"s, "GIF89a and more"s}) EXPECT_TRUE(gif_codec.matches(bytes));
    for (const std::string& bytes : {""s, "GIF"s, "GIF88a"s, "gif89a"s}) EXPECT_FALSE(gif_codec.matches(bytes));
    EXPECT_TRUE(webp_codec.matches("RIFF\0\0\0\0WEBP"s));
    for (const std::string& bytes : {""s, "RIFF\0\0\0\0WEB"s, "RIFF\0\0\0\0WAVE"s, "RIFX\0\0\0\0WEBP"s})
        EXPECT_FALSE(webp_codec.matches(bytes));
}

// Half of such a file is refused; whole ones may be followed by anything.
TEST(GifAndWebp, AreRefusedWhenCutShortAnywhere) {
    for (const char* name : {"gif_local_colours.gif", "gif_comment.gif", "webp_lossless_alpha.webp",
                             "webp_animated.webp", "webp_exif.webp"}) {
        const std::string whole = sample(name);
        const Codec& codec = codec_for(whole);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string part = whole.substr(0, size);
            const std::string said = refusal([&] { (void)codec.inspect({part, "it"}); });
            ASSERT_TRUE(is_broken(said)) << name << ", " << size << " bytes: " << said;
            for (std::uint32_t frame = 0; frame < inspect(whole).frames; ++frame) {
                Picture picture;
                const std::string decoded = refusal([&] { picture = codec.decode({part, "it"}, frame); });
                ASSERT_TRUE(is_broken(decoded) || picture == decode(whole, frame)) << name << ", " << size << " bytes";
            }
        }
        EXPECT_EQ(inspect(whole + "more"), inspect(whole));
        EXPECT_EQ(decode(whole + "more"), decode(whole));
    }
}

// Whatever is read or refused, nothing else happens; the sanitizers watch.
TEST(GifAndWebp, WithAnyByteChangedAreReadOrRefused) {
    for (const char* name :
         {"gif_disposal_3_transparent.gif", "webp_lossy_alpha.webp", "webp_lossless.webp", "webp_animated.webp"}) {
        const std::string whole = sample(name);
        const Codec& codec = codec_for(whole);
        const std::uint32_t last = inspect(whole).frames - 1;
        for (std::size_t i = 0; i < whole.size(); ++i)
            for (const int change : {0x01, 0x10, 0x80, 0xff}) {
                std::string other = whole;
                other[i] = static_cast<char>(other[i] ^ change);
                Size size;
                const std::string said = refusal([&] { size = codec.inspect({other, "it"}).size; });
                if (said != "read" || size.width * size.height > 1000000) continue;
                const std::string decoded = refusal([&] { (void)codec.decode({other, "it"}, last); });
                EXPECT_TRUE(decoded == "read" || is_broken(decoded)) << name << ", byte " << i << ": " << decoded;
            }
    }
}

TEST(GifAndWebp, OfTheBadCorpusAreRefusedByName) {
    enum Where { everywhere, in_pixels, behind_them };
    struct Bad {
        const char* name;
        const char* reason;
        Where where = everywhere;
    };
    const char* wide = " has 65535 x 65535 pixels; all together may be 268435456";
    const char* damaged = " is a broken WebP file: its pixels are damaged";
    const char* chunks = " is a broken WebP file: its chunks do not fit together";
    const char* short_webp = " is a broken WebP file: it ends early";
    const std::vector<Bad> all = {
        {"gif_canvas.gif", wide},
        {"gif_code_size.gif", " is a broken GIF file: a picture has codes of 9 bits"},
        {"gif_damaged_pixels.gif", " is a broken GIF file: the pixels of a picture are damaged", in_pixels},
        {"gif_empty_picture.gif", " is a broken GIF file: it has a picture without pixels"},
        {"gif_frame.gif", wide},
        {"gif_no_picture.gif", " is a broken GIF file: it has no picture"},
        {"gif_no_trailer.gif", " is a broken GIF file: it ends early", behind_them},
        {"gif_short_control.gif", " is a broken GIF file: its graphic control block is too short"},
        {"gif_short_pixels.gif", " is a broken GIF file: the pixels of a picture end early", in_pixels},
        {"gif_unknown_block.gif", " is a broken GIF file: it has a block of the unknown kind 120", behind_them},
        {"webp_canvas.webp", chunks},
        {"webp_damaged_pixels.webp", damaged, in_pixels},
        {"webp_frame_outside.webp", chunks},
        {"webp_large.webp", damaged, in_pixels},
        {"webp_large_truncated.webp", short_webp},
        {"webp_no_picture.webp", chunks},
        {"webp_riff_size.webp", short_webp},
        {"webp_truncated.webp", short_webp},
        {"webp_wide_canvas.webp", " has 32768 x 16384 pixels; all together may be 268435456"},
    };
    std::set<std::string> names;
    for (const Bad& bad : all) {
        names.insert(bad.name);
        const std::string bytes = sample("bad/"s + bad.name);
        const std::string reason = "1 it"s + bad.reason;
        EXPECT_EQ(refusal_of_inspect(bytes), bad.where == in_pixels ? "read" : reason) << bad.name;
        EXPECT_EQ(refusal_of_decode(bytes), bad.where == behind_them ? "read" : reason) << bad.name;
    }
    for (const auto& entry : std::filesystem::directory_iterator(corpus() / "bad")) {
        const std::string name = entry.path().filename().string();
        EXPECT_TRUE(names.contains(name) || !(name.starts_with("gif") || name.starts_with("webp"))) << name;
    }
}

/// A GIF file of `count` pictures of one pixel.
std::string gif_of(std::uint32_t count) {
    std::string bytes = "GIF89a\1\0\1\0\x80\0\0\1\2\3\4\5\6"s;
    for (std::uint32_t i = 0; i < count; ++i) bytes += ",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"s;
    return bytes + ";";
}

TEST(GifBounds, LimitThePictures) {
    EXPECT_EQ(inspect(gif_of(max_frames)).frames, max_frames);
    EXPECT_EQ(refusal_of_inspect(gif_of(max_frames + 1)), "1 it is a broken GIF file: it has more than 65536 pictures");
    EXPECT_EQ(samples_of(decode(gif_of(max_frames), max_frames - 1)), (std::vector<unsigned>{1, 2, 3}));
    EXPECT_TRUE(is_broken(refusal_of_decode(gif_of(max_frames + 1), max_frames)));
}

/// `value` in `bytes` bytes, the lowest first.
std::string number(std::size_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
}
std::string chunk(const std::string& name, const std::string& content) {
    return name + number(content.size(), 4) + content;
}

/// An animation with a square canvas and the same 12 x 10 pixels again and again.
std::string webp_of(std::size_t count, std::size_t side) {
    const std::string pixels = sample("webp_lossless.webp").substr(12);
    const std::string frame = chunk("ANMF", number(0, 6) + number(11, 3) + number(9, 3) + number(40, 4) + pixels);
    std::string body =
        "WEBP" + chunk("VP8X", number(2, 4) + number(side - 1, 3) + number(side - 1, 3)) + chunk("ANIM", number(0, 6));
    for (std::size_t i = 0; i < count; ++i) body += frame;
    return chunk("RIFF", body);
}

TEST(WebpBounds, LimitThePictures) {
    EXPECT_EQ(inspect(webp_of(max_frames, 12)).frames, max_frames);
    EXPECT_EQ(refusal_of_inspect(webp_of(max_frames + 1, 12)),
              "1 it is a broken WebP file: it has more than 65536 pictures");
    EXPECT_EQ(decode(webp_of(3, 12), 2).size, (Size{12, 12}));
}

// Each frame costs a pass over the canvas, however small it is itself.
TEST(WebpBounds, LimitThePixelsOfAllFrames) {
    const std::string bytes = webp_of(65, 16384);
    EXPECT_EQ(inspect(bytes).frames, 65U);
    EXPECT_EQ(refusal_of_decode(bytes, 64),
              "2 it is an animation with more than 17179869184 pixels up to frame 64; cut it into shorter ones");
}

}  // namespace
}  // namespace wbm::image
