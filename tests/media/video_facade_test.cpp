// wbm/media: each way to make and read a film, against the generic call that it stands for.
#include <wbm/media/video.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Registry& registry() {
    static Registry registry([] {
        RegistryOptions options;
        options.directories = {WBM_PLUGINS};
        options.search_standard_places = false;
        options.use_cache = false;
        return options;
    }());
    return registry;
}

/// T x 3 x H x W.
std::vector<std::uint8_t> film(std::size_t frames, std::size_t height, std::size_t width) {
    std::vector<std::uint8_t> samples(frames * 3 * height * width);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::uint8_t>(i / (height * width) * 20 % 200);
    return samples;
}

template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const MediaError& e) {
        return std::string(to_string(e.status())) + ": " + e.what();
    }
    return "not refused";
}

TEST(VideoFacade, OfAnArrayIsTheGenericCall) {
    const auto samples = film(4, 8, 24);
    const Pixels frames(samples, {4, 3, 8, 24});
    const Video video(
        frames, {.caption = "a", .fps = 12.5, .format = "webm", .layout = "TCHW", .range = {{0, 200}}, .quality = 60},
        registry());
    EXPECT_EQ(*video.value(), *registry().create("video-file", frames.part(),
                                                 {{"caption", "a"},
                                                  {"fps", 12.5},
                                                  {"format", "webm"},
                                                  {"layout", "TCHW"},
                                                  {"range", json::array{0, 200}},
                                                  {"quality", 60}}));
    EXPECT_EQ(video.width(), 24U);
    EXPECT_EQ(video.height(), 8U);
    EXPECT_EQ(video.frames(), 4U);
    EXPECT_EQ(video.fps(), 12.5);
    EXPECT_NEAR(video.duration(), 0.32, 1e-9);
    EXPECT_EQ(video.format(), "webm");
    EXPECT_EQ(video.codec(), "vp9");
    EXPECT_EQ(video.pixel_format(), "yuv420p");
    EXPECT_EQ(video.has_audio(), false);
    EXPECT_EQ(video.browser_plays(), true);
    EXPECT_EQ(video.browser_reason(), "");
    EXPECT_EQ(video.caption(), "a");
}

TEST(VideoFacade, NormalizeIsPassedOn) {
    const std::vector<float> half{0.5F};
    const auto red = [&](bool normalize) {
        const Video video(Pixels(half, {1, 1, 1, 1}), {.normalize = normalize}, registry());
        return int(video.frame(0).as<std::uint8_t>()[0]);
    };
    EXPECT_EQ(red(true), 127);
    EXPECT_EQ(red(false), 0);
}

TEST(VideoFacade, ProgressIsToldOfEachFrameAndChangesNothing) {
    const auto samples = film(5, 8, 8);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> calls;
    const auto progress = [&](std::uint64_t done, std::uint64_t total) { calls.emplace_back(done, total); };
    const Pixels frames(samples, {5, 3, 8, 8});
    const Video told(frames, {.format = "mp4", .progress = progress}, registry());
    EXPECT_EQ(told, Video(frames, {.format = "mp4"}, registry()));
    EXPECT_THAT(calls,
                ElementsAre(std::pair(1, 5), std::pair(2, 5), std::pair(3, 5), std::pair(4, 5), std::pair(5, 5)));
    calls.clear();
    const Pixels batch(samples, {1, 5, 8, 8, 3});
    EXPECT_EQ(Video(batch, {.layout = "BTHWC", .progress = progress}, registry()),
              Video(batch, {.layout = "BTHWC"}, registry()));
    EXPECT_EQ(calls.size(), 5U);
    const Pixels two(samples, {5, 1, 3, 8, 8});
    EXPECT_EQ(Video(two, {.progress = progress}, registry()), Video(two, {}, registry()));
    EXPECT_THAT(refusal([&] {
                    (void)Video(Pixels(samples, {15, 64}), {.progress = progress}, registry());
                }),
                HasSubstr("give time x channels x height x width"));
}

TEST(VideoFacade, WhatProgressThrowsEndsTheFilm) {
    const auto samples = film(5, 8, 8);
    int calls = 0;
    const auto stop = [&](std::uint64_t done, std::uint64_t) {
        ++calls;
        if (done == 2) throw std::runtime_error("stop");
    };
    EXPECT_THROW((void)Video(Pixels(samples, {5, 3, 8, 8}), {.progress = stop}, registry()), std::runtime_error);
    EXPECT_EQ(calls, 2);
}

TEST(VideoFacade, AWriterMakesTheSameFilm) {
    const std::vector<std::uint8_t> samples = film(3, 8, 8);  // as T x H x W x C
    VideoWriter writer({.caption = "w", .fps = 30, .format = "mp4"}, registry());
    for (std::size_t i = 0; i < 3; ++i) {
        const std::span<const std::uint8_t> frame(samples.data() + i * 192, 192);
        writer.add(Pixels(frame, {8, 8, 3}));
    }
    EXPECT_EQ(writer.count(), 3U);
    EXPECT_THAT(refusal([&] { writer.add(Pixels(samples, {24, 8, 3})); }), HasSubstr("invalid: "));
    const Video whole(Pixels(samples, {3, 8, 8, 3}), {.caption = "w", .fps = 30, .format = "mp4", .layout = "THWC"},
                      registry());
    EXPECT_EQ(writer.finish(), whole);
    EXPECT_THAT(refusal([] { (void)VideoWriter({}, registry()).finish(); }), HasSubstr("has no frames"));
}

TEST(VideoFacade, AWriterTellsProgress) {
    const std::vector<std::uint8_t> gray(64);
    std::uint64_t last = 0;
    VideoWriter writer({.progress = [&](std::uint64_t done, std::uint64_t total) { last = done + 100 * total; }},
                       registry());
    writer.add(Pixels(gray, {8, 8}));
    writer.add(Pixels(gray, {8, 8}));
    EXPECT_EQ(last, 2U);
    EXPECT_EQ(writer.finish().frames(), 2U);
}

TEST(VideoFacade, FilesAndBytesAreKeptAndRead) {
    const std::filesystem::path file = std::filesystem::path(WBM_CORPUS) / "h264_sound.mp4";
    const Video video(file, {.caption = "a film"}, registry());
    EXPECT_EQ(video.has_audio(), true);
    EXPECT_EQ(video.frames(), 6U);
    const std::string content = slurp(file);
    const Video of_bytes(bytes(content), {.caption = "a film"}, registry());
    EXPECT_EQ(video, of_bytes);

    const TempDir dir;
    Artifact artifact = Artifact::create(dir / "art");
    artifact.add(video, "film");
    artifact.finalize();
    const Video back(artifact.get("film", registry()));
    EXPECT_EQ(back, video);
    EXPECT_EQ(back.caption(), "a film");
    EXPECT_EQ(back.format(), "mp4");
    EXPECT_THAT(back.tensor().shape(), ElementsAre(6, 48, 64, 3));
    EXPECT_THAT(back.tensor(1, 2, 3).shape(), ElementsAre(2, 48, 64, 3));
    EXPECT_THAT(back.frame(5).shape(), ElementsAre(48, 64, 3));
}

TEST(VideoFacade, BrowserReasonSaysWhy) {
    const Video video(std::filesystem::path(WBM_CORPUS) / "hevc.mp4", {}, registry());
    EXPECT_EQ(video.browser_plays(), false);
    EXPECT_THAT(video.browser_reason(), HasSubstr("hevc"));
}

TEST(VideoFacade, OtherValuesAreRefused) {
    EXPECT_THAT(refusal([] { (void)Video(ValuePtr()); }), HasSubstr("invalid: video-file: there is no value"));
    EXPECT_THAT(refusal([] { (void)Video("no such film.mp4", {}, registry()); }), HasSubstr("not_found: "));
}

}  // namespace
}  // namespace wbm
