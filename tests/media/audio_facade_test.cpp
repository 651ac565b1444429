// wbm/media: each way to make and read an audio, against the generic call that it stands for.
#include <wbm/media/audio.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AudioFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
    std::vector<float> stereo{0, 0.5F, -0.5F, 0.25F, 1, -1};

    Audio sound(AudioOptions options = {}) {
        if (!options.sample_rate) options.sample_rate = 8000;
        return Audio(Samples(stereo, {3, 2}), options, media);
    }
    static std::filesystem::path sample(std::string_view name) { return std::filesystem::path(WBM_CORPUS) / name; }

    static std::string error(const std::function<void()>& call) {
        try {
            call();
        } catch (const MediaError& e) {
            return std::string(to_string(e.status())) + " " + e.what();
        }
        return "none";
    }
};

TEST_F(AudioFacadeTest, SaysWhatTheSoundIs) {
    const Audio audio = sound({.sample_rate = 44100, .caption = "a bell"});
    EXPECT_EQ(audio.sample_rate(), 44100);
    EXPECT_EQ(audio.channels(), 2);
    EXPECT_EQ(audio.frames(), 3);
    EXPECT_DOUBLE_EQ(audio.duration(), 3 / 44100.0);
    EXPECT_EQ(audio.caption(), "a bell");
    EXPECT_EQ(audio.format(), "wav");
    EXPECT_EQ(audio.subtype(), "PCM_16");
    EXPECT_THAT(audio.samples<std::int16_t>(), ElementsAre(0, 16384, -16384, 8192, 32767, -32768));
    EXPECT_THAT(audio.samples<float>(1, 1), ElementsAre(-0.5F, 0.25F));
    EXPECT_THAT(audio.samples<double>(2), ElementsAre(32767 / 32768.0, -1.0));
    EXPECT_EQ(audio.tensor().dtype_name(), "int16");
    const Audio file(sample("mono.flac"), {}, media);
    EXPECT_EQ(file.sample_rate(), 16000);
    EXPECT_EQ(file.frames(), 5000);
    const Audio elsewhere(url("s3://bucket/a.wav"), {}, media);
    EXPECT_EQ(elsewhere.sample_rate(), 0);
    EXPECT_EQ(elsewhere.duration(), 0);
    EXPECT_EQ(elsewhere.format(), "");
}

TEST_F(AudioFacadeTest, IsTheGenericCall) {
    const auto generic = [&](const json::object& options) {
        return media.create("audio-file", array(stereo.data(), dtype_of<float>(), {3, 2}), options);
    };
    EXPECT_EQ(*sound().value(), *generic({{"sample_rate", 8000}}));
    EXPECT_EQ(*sound({.caption = "c", .file_type = "flac", .subtype = "PCM_24", .keep_original = true}).value(),
              *generic({{"sample_rate", 8000},
                        {"caption", "c"},
                        {"file_type", "flac"},
                        {"subtype", "PCM_24"},
                        {"keep_original", true}}));
    EXPECT_EQ(*Audio(Samples(stereo, {2, 3}), {.sample_rate = 8000, .layout = "CN"}, media).value(),
              *media.create("audio-file", array(stereo.data(), dtype_of<float>(), {2, 3}),
                            {{"sample_rate", 8000}, {"layout", "CN"}}));
}

TEST_F(AudioFacadeTest, TakesSamplesOfManyShapes) {
    EXPECT_EQ(Audio(Samples(stereo), {.sample_rate = 8000}, media).channels(), 1);
    const std::vector<std::int16_t> whole{1, 2, 3};
    EXPECT_THAT(Audio(Samples(whole), {.sample_rate = 8000}, media).samples<std::int16_t>(), ElementsAre(1, 2, 3));
    EXPECT_THAT(
        Audio(Samples(stereo.data(), dtype_of<float>(), {3}, {2}), {.sample_rate = 8000}, media).samples<float>(),
        ElementsAre(0, -0.5F, 32767 / 32768.0F));
    std::int64_t shape[] = {6};
    const DLTensor tensor{stereo.data(), {kDLCPU, 0}, 1, {kDLFloat, 32, 1}, shape, nullptr, 0};
    EXPECT_EQ(Audio(Samples(tensor), {.sample_rate = 8000}, media),
              Audio(Samples(stereo), {.sample_rate = 8000}, media));
    EXPECT_THAT(error([&] { (void)Samples(stereo, {4, 2}); }), HasSubstr("invalid"));
    DLTensor on_gpu = tensor;
    on_gpu.device.device_type = kDLCUDA;
    EXPECT_THAT(error([&] { (void)Samples(on_gpu); }), HasSubstr("unsupported the samples are in the memory"));
    DLTensor no_shape = tensor;
    no_shape.shape = nullptr;
    EXPECT_THAT(error([&] { (void)Samples(no_shape); }), HasSubstr("ndim 1"));
}

TEST_F(AudioFacadeTest, ComesBackFromAnArtifactAndARun) {
    const Audio loud = sound({.caption = "loud", .keep_original = true});
    auto artifact = Artifact::create(dir / "art");
    artifact.add(loud, "loud");
    artifact.add(Audio(url("https://example.com/a.mp3"), {.caption = "there"}, media), "there");
    artifact.finalize();
    const Audio back(artifact.get("loud", media));
    EXPECT_EQ(back, loud);
    EXPECT_EQ(back.caption(), "loud");
    EXPECT_EQ(back.duration(), loud.duration());
    EXPECT_EQ(back.samples<float>(), stereo);
    EXPECT_EQ(Audio(artifact.get("there", media)).caption(), "there");
    EXPECT_TRUE(artifact.verify().empty());

    wbm::Run run(dir / "run");
    const std::string line = run.log("loud", loud.value());
    EXPECT_THAT(line, HasSubstr("\"_type\":\"audio-file\""));
    EXPECT_THAT(error([&] { run.log("there", Audio(url("gs://b/a.wav"), {}, media).value()); }),
                HasSubstr("reference to gs://b/a.wav"));
}

TEST_F(AudioFacadeTest, IsMadeFromAnother) {
    const Audio first = sound({.caption = "one"});
    EXPECT_EQ(Audio(first, {}, media), first);
    const Audio second(first, {.caption = "two"}, media);
    EXPECT_EQ(second.caption(), "two");
    EXPECT_EQ(second.samples<float>(), first.samples<float>());
    const Audio file(sample("pcm16.wav"), {}, media);
    EXPECT_EQ(Audio(file, {.sample_rate = 4000}, media).sample_rate(), 4000);
}

TEST_F(AudioFacadeTest, RefusesByName) {
    EXPECT_THAT(error([&] { (void)Audio(Samples(stereo), {}, media); }),
                HasSubstr("invalid audio-file: an array needs"));
    EXPECT_THAT(error([&] { (void)Audio(sample("bad/text.wav"), {}, media); }), HasSubstr("unsupported audio-file: "));
    EXPECT_THAT(error([&] { (void)Audio(sample("gone.wav"), {}, media); }), HasSubstr("gone.wav"));
    EXPECT_THAT(error([&] { (void)sound().samples<float>(4); }), HasSubstr("\"start\" is 4"));
    EXPECT_THAT(error([&] { (void)Audio(sample("float.wav"), {}, media).samples<std::int16_t>(); }),
                HasSubstr("FLOAT"));
    EXPECT_THAT(error([&] { (void)Audio(ValuePtr()); }), HasSubstr("there is no value"));
}

TEST_F(AudioFacadeTest, MayBeReadFromSeveralThreads) {
    const Audio audio(sample("opus.opus"), {}, media);
    const std::vector<float> expected = audio.samples<float>();
    std::vector<int> same(3, 0);
    std::vector<std::thread> threads;
    for (int& each : same)
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) each += audio.samples<float>() == expected ? 1 : 0;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(same, ElementsAre(10, 10, 10));
}

}  // namespace
}  // namespace wbm
