// Video as a value: made, written, read, listed.
#include "test_support.hpp"

#include <algorithm>
#include <thread>

namespace wbm::video {
namespace {

using testing::Source;

constexpr const char* all_formats[] = {"gif", "mp4", "webm", "ogg"};

json::object written(const Video& video, int kind = WBM_RUN) {
    const FakeStore store(kind);
    return video.to_json(store.store());
}

std::string keys(const json::object& o) {
    std::string all;
    for (const auto& member : o) all += std::string(member.key()) + " ";
    return all;
}

TEST(Video, OfAnArrayIsAFilmInEachFormat) {
    const auto samples = blocks(5, 32, 48);
    for (const char* format : all_formats) {
        const Video video = from_array(samples, {5, 3, 32, 48}, {{"format", format}, {"fps", 10}, {"caption", "c"}});
        EXPECT_EQ(video.size, (Size{48, 32})) << format;
        const Frames shown = frames(video);
        EXPECT_EQ(shown.shape, (std::vector<std::int64_t>{5, 32, 48, 3})) << format;
        EXPECT_LT(difference(shown.samples, channels_last(samples, 5, 3, 32, 48)), 4) << format;
        const Video read = from_bytes(*video.file.bytes());
        EXPECT_EQ(read.known.frames, 5) << format;
        EXPECT_NEAR(read.known.fps.value_or(0), 10, 0.01) << format;
        EXPECT_NEAR(read.known.duration.value_or(0), 0.5, 0.01) << format;
        EXPECT_EQ(read.known.codec, video.known.codec) << format;
        EXPECT_EQ(read.known.width, 48) << format;
        EXPECT_EQ(read.known.height, 32) << format;
    }
}

TEST(Video, ItsJsonHasTheMembersOfTheWireInTheirOrder) {
    const Video made_here = from_array(blocks(2, 8, 8), {2, 3, 8, 8}, {{"caption", ""}});
    EXPECT_EQ(keys(written(made_here)), "caption _type sha256 size path width height _wbm ");
    EXPECT_EQ(keys(written(made_here, WBM_ARTIFACT)), "caption _type path sha256 width height _wbm ");
    const Video file = made(Source::path(corpus("vp9.webm").string()));
    EXPECT_EQ(keys(written(file)), "_type sha256 size path _wbm ");
    EXPECT_EQ(json::write(written(file).at("_wbm")),
              R"({"width":64,"height":48,"frames":6,"fps":10.0,"duration":0.6,"codec":"vp9","pixel_format":"yuv420p",)"
              R"("has_audio":false})");
}

TEST(Video, OfAFileIsKeptByteForByte) {
    const FakeStore store(WBM_ARTIFACT);
    const Video video = made(Source::path(corpus("h264_sound.mp4").string()));
    (void)video.to_json(store.store());
    ASSERT_EQ(store.added().size(), 1U);
    EXPECT_EQ(store.added()[0].content, sample("h264_sound.mp4"));
    EXPECT_EQ(store.added()[0].folder, "media/videos");
    EXPECT_TRUE(store.added()[0].path.ends_with("/h264_sound.mp4"));
}

TEST(Video, EveryFileOfTheCorpusIsTakenAndSurvives) {
    std::size_t count = 0;
    for (const auto& path : files_in(WBM_CORPUS)) {
        const Video video = made(Source::path(path.string()).with_options({{"caption", "a film"}}));
        EXPECT_EQ(round_trip(video).fields().at("caption"), "a film") << path;
        EXPECT_EQ(video.known.frames, 6) << path;
        EXPECT_NEAR(video.known.duration.value_or(0), 0.6, 1e-9) << path;
        EXPECT_NEAR(video.known.fps.value_or(0), 10, 1e-9) << path;
        EXPECT_EQ(video.known.width, 64) << path;
        const Frames shown = frames(video);
        EXPECT_EQ(shown.shape, (std::vector<std::int64_t>{6, 48, 64, 3})) << path;
        ++count;
    }
    EXPECT_EQ(count, 13U);
}

TEST(Video, FramesOfOneFilmAreTheSameInEachCodec) {
    const Frames first = frames(made(Source::path(corpus("h264_444.mp4").string())));
    for (const auto& path : files_in(WBM_CORPUS)) {
        const Frames shown = frames(made(Source::path(path.string())));
        EXPECT_LT(difference(first.samples, shown.samples), 14) << path;
    }
}

TEST(Video, SaysWhetherABrowserPlaysIt) {
    const auto plays = [](const char* name) {
        const json::object f = made(Source::path(corpus(name).string())).fields();
        return std::pair(f.at("browser_plays").get_bool(),
                         f.contains("browser_reason") ? std::string(f.at("browser_reason").get_string()) : "");
    };
    for (const char* name :
         {"h264_index_first.mp4", "h264_sound.mp4", "av1.mp4", "vp8.webm", "vp9.webm", "testcard.gif"})
        EXPECT_EQ(plays(name), std::pair(true, std::string())) << name;
    EXPECT_EQ(plays("hevc.mp4"),
              std::pair(false, std::string("browsers do not play codec hevc in mp4; encode it as h264")));
    EXPECT_EQ(plays("h264_444.mp4"),
              std::pair(false, std::string("browsers do not play pixels of yuv444p; encode it as yuv420p")));
    EXPECT_FALSE(plays("theora_sound.ogg").first);
    EXPECT_FALSE(plays("mpeg4.mp4").first);
}

TEST(Video, WhatTheReferenceWroteIsReadAndNotChanged) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("media/videos/a.webm", sample("vp8.webm"));
    const std::string json =
        R"({"_type":"video-file","path":"media/videos/a.webm","sha256":"00","width":64,"height":48})";
    const Value value = video_type().from_json(json, store);
    FakeStore target(WBM_ARTIFACT);
    target.keep_names_of(store);
    const json::object again = of(value).to_json(target.store());
    EXPECT_EQ(keys(again), "_type path sha256 width height ");
    const json::object fields = of(value).fields();  // of the file's header
    EXPECT_EQ(fields.at("codec"), "vp8");
    EXPECT_EQ(fields.at("format"), "webm");
    EXPECT_EQ(fields.at("fps"), 10.0);
}

TEST(Video, OfAnyStoredFileIsKept) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("media/videos/a.gif", "this is no film");
    const Value value = video_type().from_json(R"({"_type":"video-file","path":"media/videos/a.gif"})", store);
    EXPECT_FALSE(of(value).fields().contains("width"));
    EXPECT_TRUE(says(refusal([&] { (void)of(value).tensor({}); }), {"2 ", "is no film that can be decoded"}));
    EXPECT_TRUE(says(
        refusal([&] { (void)video_type().from_json(R"({"_type":"video-file","path":"media/videos/b.gif"})", store); }),
        {"3 video-file: ", "b.gif"}));
}

TEST(Video, MembersOfALaterVersionSurvive) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("media/videos/a.gif", sample("testcard.gif"));
    const std::string json =
        R"({"_type":"video-file","path":"media/videos/a.gif","sha256":"1","_wbm":{"fps":3,"new":[1]},)"
        R"("other":{"a":null}})";
    const Value value = video_type().from_json(json, store);
    FakeStore target(WBM_ARTIFACT);
    target.keep_names_of(store);
    const json::object again = of(value).to_json(target.store());
    EXPECT_EQ(json::write(again.at("_wbm")), R"({"fps":3.0,"new":[1]})");
    EXPECT_EQ(json::write(again.at("other")), R"({"a":null})");
}

TEST(Video, BrokenJsonIsRefused) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("a.gif", sample("testcard.gif"));
    const auto of_members = [&](const std::string& members) {
        return refusal(
            [&] { (void)video_type().from_json(R"({"_type":"video-file","path":"a.gif",)" + members + "}", store); });
    };
    EXPECT_TRUE(says(of_members(R"("width":"a")"), {"1 video-file: ", "\"width\""}));
    EXPECT_TRUE(says(of_members(R"("width":-1,"height":1)"), {"1 ", "\"width\" must be a number of pixels, it is -1"}));
    EXPECT_TRUE(says(of_members(R"("width":1)"), {"1 ", "\"height\" is missing"}));
    EXPECT_TRUE(says(of_members(R"("caption":1)"), {"1 ", "\"caption\""}));
    EXPECT_TRUE(says(of_members(R"("_wbm":1)"), {"1 ", "\"_wbm\" must be an object"}));
    EXPECT_TRUE(says(of_members(R"("_wbm":{"frames":-1})"), {"1 ", "\"frames\" of \"_wbm\" is -1"}));
    EXPECT_TRUE(says(of_members(R"("_wbm":{"fps":"x"})"), {"1 ", "\"fps\" of \"_wbm\" must be a number"}));
}

TEST(Video, AListHasItsCaptionsOrFalse) {
    const Video a = from_array(blocks(1, 8, 8), {1, 3, 8, 8}, {{"caption", "a"}});
    const Video b = from_array(blocks(1, 8, 8), {1, 3, 8, 8});
    const json::object one{{"_type", "video-file"}};
    const std::vector<json::object> items{one, one};
    const Video* ab[] = {&a, &b};
    EXPECT_EQ(json::write(Video::seq_to_json(ab, items)),
              R"({"_type":"videos","count":2,"videos":[{"_type":"video-file"},{"_type":"video-file"}],)"
              R"("captions":["a",null]})");
    const Video* ba[] = {&b, &a};
    EXPECT_EQ(json::write(Video::seq_to_json(ba, items).at("captions")), "false");
}

TEST(Video, ProbeSaysWhatAFileHoldsWhateverItsName) {
    Source source = Source::path(corpus("bad/film.avi").string());
    const json::object found = Video::probe(Part(source.input()->parts[0]));
    EXPECT_EQ(found.at("format"), "mp4");
    EXPECT_EQ(found.at("frames"), 6);
    EXPECT_EQ(found.at("browser_plays"), true);
    Source text = Source::path(corpus("bad/text.mp4").string());
    EXPECT_TRUE(says(refusal([&] { (void)Video::probe(Part(text.input()->parts[0])); }), {"2 ", "is no film"}));
    Source cut = Source::path(corpus("bad/cut.mp4").string());
    EXPECT_TRUE(says(refusal([&] { (void)Video::probe(Part(cut.input()->parts[0])); }), {"1 ", "ends early"}));
}

TEST(Video, EqualMeansFileCaptionAndSize) {
    const auto samples = blocks(2, 8, 8);
    const Video video = from_array(samples, {2, 3, 8, 8}, {{"caption", "a"}});
    EXPECT_EQ(video, from_array(samples, {2, 3, 8, 8}, {{"caption", "a"}}));
    EXPECT_NE(video, from_array(samples, {2, 3, 8, 8}, {{"caption", "b"}}));
    EXPECT_NE(video, from_array(samples, {2, 3, 8, 8}, {{"caption", "a"}, {"fps", 5}}));
    EXPECT_NE(video, from_bytes(*video.file.bytes(), {{"caption", "a"}}));
}

TEST(Video, FromSeveralThreadsAtOnceIsTheSame) {
    const auto samples = blocks(4, 32, 48);
    const json::object options{{"format", "mp4"}};
    const Video first = from_array(samples, {4, 3, 32, 48}, options);
    std::vector<std::thread> threads;
    std::vector<int> same(4);
    for (int& each : same)
        threads.emplace_back([&] {
            const Video again = from_array(samples, {4, 3, 32, 48}, options);
            each = again == first && frames(first).samples == frames(again).samples ? 1 : 0;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(std::count(same.begin(), same.end(), 1), 4);
}

}  // namespace
}  // namespace wbm::video
