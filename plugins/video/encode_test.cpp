// What the encoders make: sides, rates, bytes, streams.
#include "test_support.hpp"

#include "encode/gif_colours.hpp"

#include <array>
#include <cmath>
#include <random>

namespace wbm::video {
namespace {

using Writer = Video::Writer;

/// One frame of a film as the array that a writer takes.
class Piece {
public:
    template <class T>
    Piece(const std::vector<T>& samples, std::vector<std::int64_t> shape)
        : source_(testing::Source::tensor(samples, std::move(shape))) {}
    [[nodiscard]] const DLTensor& tensor() { return *source_.input()->parts[0]->tensor; }

private:
    testing::Source source_;
};

std::vector<std::uint8_t> frame_of(const std::vector<std::uint8_t>& film, std::int64_t index, std::size_t size) {
    const auto first = film.begin() + index * static_cast<std::int64_t>(size);
    return {first, first + static_cast<std::int64_t>(size)};
}

TEST(Encoder, AnOddSideIsPaddedInMp4Alone) {
    const auto samples = blocks(2, 15, 21);
    for (const char* format : {"gif", "mp4", "webm", "ogg"}) {
        const Video video = from_array(samples, {2, 3, 15, 21}, {{"format", format}});
        const Video read = from_bytes(*video.file.bytes());
        const bool is_mp4 = format == std::string("mp4");
        EXPECT_EQ(video.size, (Size{21, 15}));
        EXPECT_EQ(read.known.width, is_mp4 ? 22 : 21) << format;
        EXPECT_EQ(read.known.height, is_mp4 ? 16 : 15) << format;
        EXPECT_EQ(read.known.width, video.known.width) << format;
        EXPECT_EQ(frames(video).shape, (std::vector<std::int64_t>{2, 15, 21, 3})) << format;
        EXPECT_LT(difference(frames(video).samples, channels_last(samples, 2, 3, 15, 21)), 8) << format;
        EXPECT_EQ(frames(round_trip(video)).shape, (std::vector<std::int64_t>{2, 15, 21, 3})) << format;
    }
}

TEST(Encoder, ThePaddingRepeatsTheEdge) {
    const std::vector<std::uint8_t> white(2 * 1 * 15 * 21, 255);
    const Video video = from_array(white, {2, 1, 15, 21}, {{"format", "mp4"}});
    const Frames all = frames(from_bytes(*video.file.bytes()));
    ASSERT_EQ(all.shape, (std::vector<std::int64_t>{2, 16, 22, 3}));
    for (const std::uint8_t s : all.samples) ASSERT_GT(s, 245);
}

TEST(Encoder, OnePixelIsAFilmButForOgg) {
    const std::vector<std::uint8_t> pixel{200, 100, 50};
    EXPECT_TRUE(says(refusal_of(pixel, {1, 3, 1, 1}, {{"format", "ogg"}}),
                     {"2 video-file: a film in ogg is at least 18 x 3 pixels, this one 1 x 1; choose another format"}));
    for (const char* format : {"gif", "mp4", "webm"}) {
        json::object options{{"format", format}};
        if (format != std::string("gif")) options["quality"] = 95;
        const Video video = from_array(pixel, {1, 3, 1, 1}, options);
        EXPECT_LT(difference(frames(video).samples, pixel), 8) << format;
        EXPECT_EQ(from_bytes(*video.file.bytes()).known.frames, 1) << format;
    }
}

TEST(Encoder, AnyRateIsKept) {
    const auto samples = blocks(4, 16, 24);
    for (const double fps : {0.5, 1.0, 12.5, 23.976, 29.97, 30000.0 / 1001, 60.0, 100.0, 240.0})
        for (const char* format : {"gif", "mp4", "webm", "ogg"}) {
            if (format == std::string("gif") && fps > 50) continue;
            const Video video = from_array(samples, {4, 3, 16, 24}, {{"format", format}, {"fps", fps}});
            const Video read = from_bytes(*video.file.bytes());
            EXPECT_EQ(video.known.fps, fps);
            // GIF counts hundredths of a second, so four frames may be one of them longer or shorter.
            const double tolerance = format == std::string("gif") ? 0.015 : 0.0011;
            EXPECT_NEAR(read.known.duration.value_or(0), 4 / fps, tolerance + 1e-6 / fps) << format << " " << fps;
            if (format != std::string("gif")) {
                EXPECT_NEAR(read.known.fps.value_or(0) / fps, 1, 1e-4) << format << " " << fps;
            }
        }
}

TEST(Encoder, TheBytesAreTheSameEachTime) {
    const auto samples = blocks(6, 40, 56);
    for (const char* format : {"gif", "mp4", "webm", "ogg"}) {
        const json::object options{{"format", format}, {"fps", 10}};
        const Video first = from_array(samples, {6, 3, 40, 56}, options);
        for (int i = 0; i < 3; ++i)
            EXPECT_EQ(*from_array(samples, {6, 3, 40, 56}, options).file.bytes(), *first.file.bytes()) << format;
    }
}

TEST(Encoder, Mp4HasItsIndexInFrontAndPlaysInBrowsers) {
    const Video video = from_array(blocks(3, 16, 16), {3, 3, 16, 16}, {{"format", "mp4"}});
    const std::string& bytes = *video.file.bytes();
    EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
    EXPECT_EQ(bytes.substr(4, 4), "ftyp");
    const json::object fields = from_bytes(bytes).fields();
    EXPECT_EQ(fields.at("codec"), "h264");
    EXPECT_EQ(fields.at("pixel_format"), "yuv420p");
    EXPECT_EQ(fields.at("browser_plays"), true);
}

TEST(Encoder, QualityMakesFilmsLargerAndBetter) {
    std::mt19937 random(1);
    std::vector<std::uint8_t> samples(std::size_t{3} * 4 * 48 * 64);
    for (auto& s : samples) s = static_cast<std::uint8_t>(random());
    for (const char* format : {"mp4", "webm", "ogg"}) {
        const Video low = from_array(samples, {4, 3, 48, 64}, {{"format", format}, {"quality", 20}});
        const Video high = from_array(samples, {4, 3, 48, 64}, {{"format", format}, {"quality", 95}});
        EXPECT_LT(low.file.bytes()->size() * 2, high.file.bytes()->size()) << format;
    }
}

TEST(Encoder, AGifIsExactUpTo256ColoursAndRepeats) {
    std::vector<std::uint8_t> samples;
    for (int i = 0; i < 2 * 16 * 16; ++i)
        for (int c = 0; c < 3; ++c) samples.push_back(static_cast<std::uint8_t>(i % 256 * (c + 1)));
    const Video video = from_array(samples, {2, 16, 16, 3}, {{"layout", "THWC"}});
    EXPECT_EQ(frames(video).samples, samples);
    EXPECT_NE(video.file.bytes()->find(std::string("NETSCAPE2.0\x03\x01\0\0", 15)), std::string::npos);
}

TEST(Encoder, AGifOfNewColoursInEachFrameIsExact) {
    std::vector<std::uint8_t> samples;
    for (int t = 0; t < 4; ++t)
        for (int i = 0; i < 200; ++i)
            for (int c = 0; c < 3; ++c) samples.push_back(static_cast<std::uint8_t>(c == t % 3 ? i : t * 50));
    const Video video = from_array(samples, {4, 10, 20, 3}, {{"layout", "THWC"}});
    EXPECT_EQ(frames(video).samples, samples);
}

TEST(Encoder, AGifOfManyColoursIsNear) {
    std::vector<std::uint8_t> samples;
    for (int y = 0; y < 128; ++y)
        for (int x = 0; x < 128; ++x) {
            samples.push_back(static_cast<std::uint8_t>(x * 2));
            samples.push_back(static_cast<std::uint8_t>(y * 2));
            samples.push_back(static_cast<std::uint8_t>(255 - x - y / 2));
        }
    const Video video = from_array(samples, {1, 128, 128, 3}, {{"layout", "THWC"}});
    EXPECT_LT(difference(frames(video).samples, samples), 5);
}

TEST(Encoder, AGifThatIsTooFastLastsAsLongAsBrowsersShowIt) {
    const Video video = from_array(blocks(4, 8, 8), {4, 3, 8, 8}, {{"fps", 100}});
    const Video read = from_bytes(*video.file.bytes());
    EXPECT_EQ(read.known.duration, 0.4);
    EXPECT_EQ(read.known.fps, 10);
}

TEST(Writer, GivesTheSameFilmAsTheArray) {
    const auto film = blocks(5, 24, 32);
    for (const char* format : {"gif", "mp4", "webm", "ogg"}) {
        const json::object options{{"format", format}, {"fps", 7}, {"caption", "c"}};
        Writer writer(options);
        for (int t = 0; t < 5; ++t)
            writer.add(Piece(frame_of(film, t, std::size_t{3} * 24 * 32), {3, 24, 32}).tensor());
        EXPECT_EQ(writer.finish(), from_array(film, {5, 3, 24, 32}, options)) << format;
    }
}

TEST(Writer, TakesGrayFramesAndBatches) {
    const std::vector<std::uint8_t> film{1, 2, 3, 4, 5, 6, 7, 8};
    Writer gray({});
    for (int t = 0; t < 2; ++t) gray.add(Piece(frame_of(film, t, 4), {2, 2}).tensor());
    EXPECT_EQ(gray.finish(), from_array(film, {2, 1, 2, 2}));
    Writer batch({{"layout", "BTHWC"}});
    batch.add(Piece(film, {2, 2, 2, 1}).tensor());
    EXPECT_EQ(batch.finish(), from_array(film, {2, 1, 2, 2, 1}, {{"layout", "BTHWC"}}));
}

TEST(Writer, AFrameThatIsRefusedLeavesTheFilmAsItWas) {
    const std::vector<std::uint8_t> frame{1, 2, 3, 4};
    Writer writer({{"layout", "THWC"}});
    writer.add(Piece(frame, {2, 2, 1}).tensor());
    const auto said = [&](Piece piece) { return refusal([&] { writer.add(piece.tensor()); }); };
    EXPECT_TRUE(says(said({frame, {1, 4, 1}}), {"1 frame 1 has 4 x 1 pixels, and the first one 2 x 2"}));
    EXPECT_TRUE(says(said({frame, {1, 2, 2}}), {"1 ", "as HWC its channels are 2"}));
    EXPECT_TRUE(says(said({frame, {4}}), {"1 ", "each frame is HWC or HW"}));
    EXPECT_TRUE(says(said({std::vector<float>{0, 2, 0, 0}, {2, 2, 1}}),
                     {"1 the frame has the sample 2", "0 to 1 as float32", "option \"range\""}));
    EXPECT_TRUE(says(said({std::vector<std::int32_t>{0, -7, 0, 0}, {2, 2, 1}}), {"1 ", "sample -7", "0 to 255"}));
    writer.add(Piece(frame, {2, 2, 1}).tensor());
    EXPECT_EQ(writer.finish().known.frames, 2);
    EXPECT_TRUE(says(refusal([] { (void)Writer({}).finish(); }), {"1 the film has no frames"}));
}

TEST(Writer, NumbersAreReadByTheRuleOfStreams) {
    const auto first = [](Piece piece, const json::object& options = {}) {
        Writer writer(options);
        writer.add(piece.tensor());
        return static_cast<int>(frames(writer.finish()).samples[0]);
    };
    EXPECT_EQ(first({std::vector<float>{0.5F}, {1, 1}}), 127);
    EXPECT_EQ(first({std::vector<float>{std::nanf("")}, {1, 1}}), 0);
    EXPECT_EQ(first({std::vector<std::int64_t>{1}, {1, 1}}), 1);
    EXPECT_EQ(first({std::vector<float>{5}, {1, 1}}, {{"range", json::array{0, 10}}}), 127);
}

TEST(Tensor, GivesFramesAndWindows) {
    std::vector<std::uint8_t> samples;
    for (int t = 0; t < 10; ++t) samples.push_back(static_cast<std::uint8_t>(20 * t));
    const Video video = from_array(samples, {10, 1, 1, 1});
    const auto red = [&](const json::object& options) {
        std::vector<int> values;
        const Frames all = frames(video, options);
        for (std::size_t i = 0; i < all.samples.size(); i += 3) values.push_back(all.samples[i]);
        return values;
    };
    EXPECT_EQ(red({{"frame", 3}}), std::vector<int>{60});
    EXPECT_EQ(frames(video, {{"frame", 3}}).shape, (std::vector<std::int64_t>{1, 1, 3}));
    EXPECT_EQ(red({{"start", 7}}), (std::vector<int>{140, 160, 180}));
    EXPECT_EQ(red({{"start", 1}, {"frames", 3}, {"step", 4}}), (std::vector<int>{20, 100, 180}));
    EXPECT_EQ(red({{"frames", 2}}), (std::vector<int>{0, 20}));
    EXPECT_TRUE(says(refusal([&] { (void)red({{"frame", 10}}); }), {"1 the film has 10 frames, and frame 10 is none"}));
    EXPECT_TRUE(says(refusal([&] { (void)red({{"frame", -1}}); }), {"option \"frame\" is -1; give 0 to"}));
    EXPECT_TRUE(says(refusal([&] { (void)red({{"step", 0}}); }), {"option \"step\" is 0; give 1 to"}));
    EXPECT_TRUE(says(refusal([&] { (void)red({{"frame", 1}, {"step", 2}}); }), {"leave start, frames and step out"}));
    EXPECT_TRUE(says(refusal([&] { (void)red({{"mode", "L"}}); }), {"option \"mode\" is not known"}));
}

}  // namespace
}  // namespace wbm::video
