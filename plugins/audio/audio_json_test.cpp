// An audio's JSON, and lists of audios.
#include "test_support.hpp"

namespace wbm::audio {
namespace {

// ---- JSON --------------------------------------------------------------------------------------

TEST(AudioJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Audio audio = from_array(std::vector<float>{0, 0.5F}, {{"caption", ""}, {"sample_rate", 16000}});
    const std::string sha = testing::sha256(*audio.file()->bytes());
    const std::string wbm =
        R"("_wbm":{"sample_rate":16000,"channels":1,"frames":2,"duration":0.000125,"format":"wav","subtype":"PCM_16",)"
        R"("source":{"dtype":"float32"}}})";
    EXPECT_EQ(json::write(audio.to_json(run.store())), R"({"caption":"","_type":"audio-file","sha256":")" + sha +
                                                           R"(","size":48,"path":"media/audio/key_0_)" +
                                                           sha.substr(0, 20) + R"(.wav",)" + wbm);
    EXPECT_EQ(json::write(audio.to_json(artifact.store())),
              R"({"caption":"","_type":"audio-file","path":"media/audio/)" + sha.substr(0, 20) + R"(.wav","sha256":")" +
                  sha + "\"," + wbm);
    EXPECT_FALSE(from_array(std::vector<float>{0}).to_json(run.store()).contains("caption"));
    // The reference's reader asks for the member.
    EXPECT_TRUE(from_array(std::vector<float>{0}).to_json(artifact.store()).at("caption").is_null());
}

TEST(AudioJson, SurvivesARoundTrip) {
    const Host host;
    for (const auto& file : files_in(corpus(""))) {
        const Audio audio = from_file(file, {{"caption", "ä"}, {"sample_rate", 12345}});
        const Audio back = round_trip(audio);
        EXPECT_EQ(back, audio) << file;
        EXPECT_EQ(back.caption, "ä");
        EXPECT_EQ(back.given_rate, 12345);
        EXPECT_EQ(back.sound, audio.sound);
    }
    const Audio array = from_array(tone(100), {50, 2});
    const Audio back = round_trip(array);
    EXPECT_EQ(back.sound, array.sound);
    EXPECT_EQ(back.origin, array.origin);
    EXPECT_EQ(back.caption, std::nullopt);
}

// W189; the reference fails on an audio without caption
TEST(AudioJson, IsReadWithoutCaptionAndWithoutOurs) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/audio/a.wav", sample("pcm16_stereo.wav"));
    const json::object j{{"_type", "audio-file"}, {"path", "media/audio/a.wav"}, {"caption", nullptr}, {"later", 5}};
    const Audio audio = Audio::from_json(j, store.store());
    EXPECT_EQ(audio.caption, std::nullopt);
    EXPECT_EQ(audio.fields().at("sample_rate"), 44100);
    EXPECT_EQ(audio.fields().at("channels"), 2);
    EXPECT_EQ(audio.fields().at("frames"), 64);
    EXPECT_EQ(round_trip(audio).extra.members().at("later"), 5);
    store.put("media/audio/any.xyz", "whatever");
    const Audio other = Audio::from_json({{"path", "media/audio/any.xyz"}}, store.store());
    EXPECT_TRUE(other.sound.is_empty());
    EXPECT_EQ(round_trip(other), other);
    EXPECT_TRUE(says(refusal([&] { (void)other.tensor({}); }), {"2 ", "any.xyz", "no WAV"}));
}

TEST(AudioJson, IsReadFromTheOldestReference) {
    FakeStore store(WBM_RUN);
    store.put("media/audio/a.wav", sample("pcm16.wav"));
    const Audio audio =
        Audio::from_json({{"path", "media/audio/a.wav"}, {"sample_rate", 7777}, {"caption", "c"}}, store.store());
    EXPECT_EQ(audio.given_rate, 7777);
    EXPECT_EQ(round_trip(audio).given_rate, 7777);
}

TEST(AudioJson, KeepsWhatItDoesNotKnow) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/audio/a.wav", sample("pcm16.wav"));
    const json::object j = json::read_object(
        R"({"_type":"audio-file","path":"media/audio/a.wav","new":[1],"_wbm":{"sample_rate":1,"peak":0.5}})");
    const Audio audio = round_trip(Audio::from_json(j, store.store()));
    EXPECT_EQ(audio.extra.members().at("new"), json::array{1});
    EXPECT_EQ(audio.wbm_extra.members().at("peak"), 0.5);
    EXPECT_EQ(audio.sound.sample_rate, 1);
    EXPECT_EQ(audio.sound.frames, std::nullopt);
}

TEST(AudioJson, RefusesWhatIsBroken) {
    FakeStore store(WBM_ARTIFACT);
    store.put("a.wav", sample("pcm16.wav"));
    const auto refused = [&](const char* text) { return refusal([&] { (void)audio_type().from_json(text, store); }); };
    EXPECT_TRUE(says(refused(R"({"_type":"audio-file"})"), {"3 audio-file: ", "\"path\""}));
    EXPECT_TRUE(says(refused(R"({"path":"gone.wav"})"), {"3 audio-file: ", "gone.wav"}));
    EXPECT_TRUE(says(refused(R"({"path":"a.wav","caption":5})"), {"1 audio-file: ", "\"caption\""}));
    EXPECT_TRUE(says(refused(R"({"path":"a.wav","_wbm":5})"), {"1 ", "\"_wbm\""}));
    EXPECT_TRUE(says(refused(R"({"path":"a.wav","_wbm":{"channels":0}})"), {"1 ", "\"channels\" of \"_wbm\""}));
    EXPECT_TRUE(says(refused(R"({"path":"a.wav","_wbm":{"duration":-1}})"), {"1 ", "\"duration\""}));
    EXPECT_TRUE(says(refused(R"({"path":"a.wav","_wbm":{"source":1}})"), {"1 ", "\"source\""}));
    EXPECT_TRUE(says(refused(R"({"path":"a.wav","_wbm":{"original":{"path":"no"}}})"), {"3 ", "\"no\""}));
}

TEST(AudioBatch, FollowsTheReference) {
    FakeStore run(WBM_RUN);
    const Audio first = from_array(tone(80), {{"caption", "a"}});
    const Audio second = from_array(tone(320), {160, 2}, {{"sample_rate", 16000}});
    const Audio file = from_file(corpus("pcm16.wav"));
    const Audio file_with_rate = from_file(corpus("pcm16.wav"), {{"sample_rate", 8000}});
    const auto batch = [&](const std::vector<const Audio*>& values) {
        std::vector<json::object> items;
        for (std::size_t i = 0; i < values.size(); ++i) items.push_back({{"i", i}});
        return json::write(Audio::seq_to_json(values, items));
    };
    EXPECT_EQ(
        batch({&first, &second}),
        R"({"_type":"audio","count":2,"audio":[{"i":0},{"i":1}],"sampleRates":[8000,16000],"durations":[0.01,0.01],)"
        R"("captions":["a",""]})");
    const std::string of_files =
        R"({"_type":"audio","count":2,"audio":[{"i":0},{"i":1}],"sampleRates":[null,8000],"durations":[null,null]})";
    EXPECT_EQ(batch({&file, &file_with_rate}), of_files);
    const Audio read = round_trip(file);
    const Audio read_with_rate = round_trip(file_with_rate);
    EXPECT_EQ(batch({&read, &read_with_rate}), of_files);
}

}  // namespace
}  // namespace wbm::audio
