// Arrays, what an audio is made of, and its JSON.
#include "test_support.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace wbm::audio {
namespace {

// ---- Arrays ------------------------------------------------------------------------------------

// W178, W179, W180, W181
TEST(AudioArray, IsThePlainWavOfTheReference) {
    const Audio silence = from_array(std::vector<float>(44100), {{"sample_rate", 44100}});
    EXPECT_EQ(silence.file()->bytes()->size(), 88244U);
    EXPECT_EQ(silence.fields().at("duration"), 1.0);
    EXPECT_EQ(from_array(std::vector<float>(88200), {{"sample_rate", 44100}}).fields().at("duration"), 2.0);
    const Audio stereo = from_array(std::vector<double>{1, -1, 0, 0.5, -0.25, 1e-9}, {3, 2}, {{"sample_rate", 11025}});
    const std::string& file = *stereo.file()->bytes();
    const std::string header = std::string(
        "RIFF\x30\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x11\x2b\0\0\x44\xac\0\0\x04\0\x10\0data\x0c\0\0\0", 44);
    EXPECT_EQ(file.substr(0, 44), header);
    EXPECT_EQ(samples<std::int16_t>(stereo), (std::vector<std::int16_t>{32767, -32768, 0, 16384, -8192, 0}));
    EXPECT_EQ(shape(stereo.tensor({})), (std::vector<std::int64_t>{3, 2}));
}

TEST(AudioArray, MayBeOfSixTypes) {
    EXPECT_EQ(samples<std::int16_t>(from_array(std::vector<std::int16_t>{-32768, 0, 32767})),
              (std::vector<std::int16_t>{-32768, 0, 32767}));
    EXPECT_EQ(samples<std::int16_t>(from_array(std::vector<std::int32_t>{INT32_MIN, 65536, -1})),
              (std::vector<std::int16_t>{-32768, 1, -1}));
    EXPECT_EQ(samples<std::int16_t>(from_array(std::vector<std::uint8_t>{0, 128, 255})),
              (std::vector<std::int16_t>{-32768, 0, 32512}));
    EXPECT_EQ(samples<std::int16_t>(from_array(std::vector<float>{-1, 0.5F})),
              (std::vector<std::int16_t>{-32768, 16384}));
    EXPECT_EQ(samples<std::int16_t>(from_array(std::vector<double>{-1, 0.5})),
              (std::vector<std::int16_t>{-32768, 16384}));
    const std::uint16_t halves[] = {0xbc00, 0x3800};
    const Audio half = made(Source::tensor({kDLFloat, 16, 1}, {reinterpret_cast<const char*>(halves), 4}, {2})
                                .with_options({{"sample_rate", 8000}}));
    EXPECT_EQ(samples<std::int16_t>(half), (std::vector<std::int16_t>{-32768, 16384}));
    EXPECT_EQ(half.fields().at("dtype"), "float16");
    EXPECT_TRUE(says(refusal_of_array(std::vector<std::int64_t>(3), {3}), {"2 audio-file: ", "int64", "int16"}));
    EXPECT_TRUE(says(refusal_of_array(std::vector<std::uint16_t>(3), {3}), {"2 ", "uint16"}));
    EXPECT_TRUE(says(refusal_of(Source::tensor(dtype_of<bool>(), "\1", {1}).with_options({{"sample_rate", 8000}})),
                     {"2 ", "bool"}));
}

TEST(AudioArray, MayHaveAnyStrides) {
    const std::vector<float> numbers{0, 0.1F, 0.2F, 0.3F, 0.4F, 0.5F};
    Source back = Source::tensor(numbers, {3, 2}).with_strides({-2, 1}, 4).with_options({{"sample_rate", 8000}});
    EXPECT_EQ(made(back), from_array(std::vector<float>{0.4F, 0.5F, 0.2F, 0.3F, 0, 0.1F}, {3, 2}));
    Source every_other = Source::tensor(numbers, {3}).with_strides({2}).with_options({{"sample_rate", 8000}});
    EXPECT_EQ(made(every_other), from_array(std::vector<float>{0, 0.2F, 0.4F}));
}

TEST(AudioArray, HasItsChannelsFirstOnlyWhenSaid) {
    const std::vector<float> numbers{0, 0.1F, 0.2F, 0.3F, 0.4F, 0.5F};
    EXPECT_EQ(from_array(numbers, {2, 3}, {{"layout", "CN"}}),
              from_array(std::vector<float>{0, 0.3F, 0.1F, 0.4F, 0.2F, 0.5F}, {3, 2}));
    EXPECT_EQ(from_array(numbers, {2, 3}).fields().at("channels"), 3);
    EXPECT_EQ(from_array(numbers, {1, 6}, {{"layout", "CN"}}), from_array(numbers));
    EXPECT_EQ(from_array(numbers, {6}, {{"layout", "CN"}}), from_array(numbers));
    EXPECT_TRUE(says(refusal_of_array(tone(2000), {2, 1000}),
                     {"1 audio-file: ", "[2, 1000]", "1000 channels of 2 frames", "\"layout\" to \"CN\""}));
    EXPECT_TRUE(says(refusal_of_array(tone(160), {1, 160}), {"160 channels of 1 frames"}));
    EXPECT_EQ(from_array(tone(2000), {2, 1000}, {{"layout", "CN"}}).fields().at("channels"), 2);
    EXPECT_EQ(from_array(tone(160), {1, 160}, {{"layout", "NC"}}).fields().at("channels"), 160);
    EXPECT_EQ(from_array(tone(18), {2, 9}, {{"layout", "NC"}}).fields().at("channels"), 9);
    EXPECT_TRUE(says(refusal_of_array(tone(18), {2, 9}), {"9 channels of 2 frames"}));
    EXPECT_EQ(from_array(tone(16), {2, 8}).fields().at("channels"), 8);
    EXPECT_TRUE(says(refusal_of_array(tone(2000), {2, 1000}, {{"layout", "NC"}}), {"1000 channels", "256 are taken"}));
}

TEST(AudioArray, HasOneOrTwoAxes) {
    EXPECT_TRUE(says(refusal_of_array(tone(24), {2, 3, 4}), {"1 audio-file: ", "[2, 3, 4]", "N frames x C"}));
    EXPECT_TRUE(says(refusal_of_array(tone(1), {}), {"[]"}));
    EXPECT_TRUE(says(refusal_of_array(std::vector<float>{}, {5, 0}), {"[5, 0]", "no channel"}));
    EXPECT_EQ(from_array(std::vector<float>{}).file()->bytes()->size(), 44U);
    EXPECT_TRUE(says(refusal_of_array(std::vector<float>{}, {std::int64_t{1} << 40, 2}), {"samples", "in pieces"}));
}

TEST(AudioArray, NeedsASoundSampleRate) {
    EXPECT_TRUE(says(refusal_of(Source::tensor(tone(8), {8})), {"1 audio-file: ", "\"sample_rate\""}));
    for (const json::value& rate : {json::value(0), json::value(-1), json::value(8000.5), json::value("8000"),
                                    json::value(std::int64_t{1} << 31), json::value(16777217)})
        EXPECT_TRUE(says(refusal_of_array(tone(8), {8}, {{"sample_rate", rate}}), {"1 audio-file: ", "sample_rate"}));
}

TEST(AudioArray, HoldsNoNumberThatNothingIs) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinite = std::numeric_limits<float>::infinity();
    EXPECT_TRUE(says(refusal_of_array(std::vector<float>{0, 0, 0, nan}, {2, 2}),
                     {"1 audio-file: ", "NaN at frame 1, channel 1", "PCM_16", "FLOAT"}));
    EXPECT_TRUE(says(refusal_of_array(std::vector<float>{nan}, {1}, {{"file_type", "flac"}}), {"NaN at frame 0"}));
    EXPECT_TRUE(
        says(refusal_of_array(std::vector<float>{infinite}, {1}, {{"file_type", "ogg"}}), {"infinite", "VORBIS"}));
    EXPECT_TRUE(std::isnan(samples<float>(from_array(std::vector<float>{0, nan}, {{"subtype", "FLOAT"}}))[1]));
    const Host host;
    EXPECT_EQ(samples<std::int16_t>(from_array(std::vector<float>{infinite, -infinite, 0.5F})),
              (std::vector<std::int16_t>{32767, -32768, 16384}));
}

TEST(AudioArray, SaysWhatItClips) {
    const Host host;
    const Audio audio = from_array(std::vector<float>{1.5F, -1.5F, 1.0F, -1.0F, 2.0F});
    EXPECT_EQ(samples<std::int16_t>(audio), (std::vector<std::int16_t>{32767, -32768, 32767, -32768, 32767}));
    EXPECT_EQ(audio.fields().at("clipped"), 3);
    ASSERT_EQ(host.lines().size(), 1U);
    EXPECT_TRUE(says(host.lines()[0], {"audio-file: 3 of 5 samples", "clipped", "FLOAT", "keep_original"}));
    EXPECT_EQ(round_trip(audio).origin, audio.origin);
    for (const char* type : {"flac", "ogg", "mp3"})
        EXPECT_EQ(from_array(std::vector<float>(500, 1.5F), {{"file_type", type}}).origin->clipped, 500U) << type;
    EXPECT_EQ(host.lines().size(), 4U);
    EXPECT_EQ(from_array(std::vector<float>{1.5F}, {{"subtype", "FLOAT"}}).origin->clipped, 0U);
}

TEST(AudioList, IsAnArrayOfDoubles) {
    const auto list = [](const char* text) { return Source::json(text).with_options({{"sample_rate", 8000}}); };
    EXPECT_EQ(made(list("[0.0,0.5,-0.5]")), from_array(std::vector<double>{0, 0.5, -0.5}));
    EXPECT_EQ(made(list("[0,0.5,-1]")), from_array(std::vector<double>{0, 0.5, -1}));
    EXPECT_EQ(made(list("[[0.0,0.5],[0.25,-1]]")), from_array(std::vector<double>{0, 0.5, 0.25, -1}, {2, 2}));
    Source turned = Source::json("[[0.0,0.5,0.25],[0.1,0.2,0.3]]");
    turned.with_options({{"sample_rate", 8000}, {"layout", "CN"}});
    EXPECT_EQ(made(turned), from_array(std::vector<double>{0, 0.1, 0.5, 0.2, 0.25, 0.3}, {3, 2}));
    EXPECT_TRUE(says(refusal_of(list("[1,2]")), {"1 audio-file: ", "whole numbers"}));
    EXPECT_TRUE(says(refusal_of(list("[0.5,\"x\"]")), {"\"x\""}));
    EXPECT_TRUE(says(refusal_of(list("[[0.5],[0.5,0.5]]")), {"as many numbers"}));
    EXPECT_TRUE(says(refusal_of(list("{\"a\":1}")), {"list of numbers"}));
    EXPECT_TRUE(says(refusal_of(list("[NaN,0.5]")), {"NaN"}));
}

// ---- File types --------------------------------------------------------------------------------

TEST(AudioFileType, HasTheSubtypesThatItHas) {
    const std::vector<float> numbers = tone(4000);
    for (const char* subtype : {"PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"}) {
        const Audio audio = from_array(numbers, {2000, 2}, {{"subtype", subtype}});
        EXPECT_EQ(audio.fields().at("subtype"), subtype);
        const auto back = samples<float>(audio, {{"dtype", "float32"}});
        for (std::size_t i = 0; i < numbers.size(); ++i) ASSERT_NEAR(back[i], numbers[i], 1.0F / 32768) << subtype;
    }
    EXPECT_EQ(samples<float>(from_array(numbers, {{"subtype", "FLOAT"}})), numbers);
    EXPECT_TRUE(says(refusal_of_array(numbers, {4000}, {{"file_type", "flac"}, {"subtype", "FLOAT"}}),
                     {"\"subtype\"", "FLOAT", "flac does not have", "PCM_16, PCM_24"}));
    EXPECT_TRUE(says(refusal_of_array(numbers, {4000}, {{"file_type", "wma"}}), {"\"file_type\"", "wav, flac"}));
}

TEST(AudioFileType, HoldsWholeNumbersExactly) {
    const std::vector<std::int16_t> whole{-32768, -1, 0, 1, 32767};
    for (const char* subtype : {"PCM_16", "PCM_24", "PCM_32"}) {
        const Audio audio = from_array(whole, {{"subtype", subtype}});
        EXPECT_EQ(samples<std::int16_t>(audio, {{"dtype", "int16"}}), whole) << subtype;
    }
    const std::vector<float> fractions{-1, -1 / 32768.0F, 0, 1 / 32768.0F, 32767 / 32768.0F};
    EXPECT_EQ(samples<float>(from_array(whole, {{"subtype", "FLOAT"}})), fractions);
    const std::vector<std::int32_t> wide{INT32_MIN, -1, 1, INT32_MAX};
    EXPECT_EQ(samples<std::int32_t>(from_array(wide, {{"subtype", "PCM_32"}})), wide);
    EXPECT_EQ(samples<std::int16_t>(from_array(whole, {{"file_type", "flac"}})), whole);
}

TEST(AudioFileType, SoundsTheSameAfterALossyOne) {
    const std::vector<float> numbers = tone(16000);
    for (const char* type : {"ogg", "opus", "mp3"}) {
        const Audio audio = from_array(numbers, {{"file_type", type}, {"sample_rate", 16000}});
        EXPECT_EQ(audio.fields().at("format"), type);
        EXPECT_EQ(audio.file()->extension(), std::string(".") + type);
        const auto back = samples<float>(audio);
        ASSERT_EQ(back.size(), numbers.size()) << type;
        double error = 0;
        for (std::size_t i = 4000; i < 12000; ++i) error += std::pow(back[i] - numbers[i], 2);
        EXPECT_LT(std::sqrt(error / 8000), 0.02) << type;
    }
}

TEST(AudioFileType, GivesEqualBytesForEqualArrays) {
    for (const char* type : {"wav", "flac", "ogg", "opus", "mp3"}) {
        const json::object options{{"file_type", type}, {"sample_rate", 16000}};
        EXPECT_EQ(*from_array(tone(20000), options).file()->bytes(), *from_array(tone(20000), options).file()->bytes())
            << type;
    }
    // A PEAK chunk would hold the time of day.
    const std::string file = *from_array(tone(100), {{"subtype", "FLOAT"}}).file()->bytes();
    EXPECT_EQ(file.find("PEAK"), std::string::npos);
}

TEST(AudioFileType, RefusesWhatAFormatDoesNotHave) {
    EXPECT_TRUE(says(refusal_of_array(tone(900), {900}, {{"file_type", "opus"}, {"sample_rate", 44100}}),
                     {"2 audio-file: ", "44100", "opus", "48000"}));
    EXPECT_TRUE(says(refusal_of_array(tone(900), {300, 3}, {{"file_type", "mp3"}, {"sample_rate", 44100}}),
                     {"2 ", "3 channels", "mp3", "1 or 2"}));
    EXPECT_TRUE(
        says(refusal_of_array(tone(900), {900}, {{"file_type", "mp3"}, {"sample_rate", 7000}}), {"2 ", "7000"}));
    EXPECT_TRUE(says(refusal_of_array(tone(900), {100, 9}, {{"file_type", "flac"}}), {"2 ", "9 channels", "flac"}));
    EXPECT_TRUE(
        says(refusal_of_array(std::vector<float>{}, {0}, {{"file_type", "flac"}}), {"2 ", "no samples", "wav"}));
}

// ---- The original array ------------------------------------------------------------------------

TEST(AudioOriginal, IsKeptOnRequest) {
    const Host host;
    const std::vector<double> numbers{0.1, -1.75, 1e-7, 0.5};
    const Audio audio = from_array(numbers, {2, 2}, {{"keep_original", true}});
    EXPECT_EQ(samples<double>(audio), numbers);
    EXPECT_EQ(shape(audio.tensor({})), (std::vector<std::int64_t>{2, 2}));
    EXPECT_EQ(samples<std::int16_t>(audio, {{"stored", true}}), (std::vector<std::int16_t>{3276, -32768, 0, 16384}));
    EXPECT_EQ(samples<double>(round_trip(audio)), numbers);
    EXPECT_EQ(samples<std::int32_t>(from_array(std::vector<std::int32_t>{12345, -7}, {{"keep_original", true}})),
              (std::vector<std::int32_t>{12345, -7}));
    EXPECT_FALSE(from_array(std::vector<std::int16_t>{5}, {{"keep_original", true}}).original);
    EXPECT_FALSE(from_array(numbers).original);
    FakeStore run(WBM_RUN);
    const json::object j = audio.to_json(run.store());
    EXPECT_EQ(run.added().size(), 2U);
    EXPECT_EQ(run.added()[1].folder, "media/audio");
    EXPECT_TRUE(j.at("_wbm").at("original").get_object().contains("path"));
    EXPECT_NE(audio, from_array(numbers, {2, 2}));
}

// ---- Where it comes from -----------------------------------------------------------------------

TEST(AudioFile, IsKeptByteForByte) {
    FakeStore folder(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const std::string content = sample("mono.flac");
    const Audio audio = from_file(folder.put("A.FLAC", content), {{"caption", "c"}});
    const json::object j = audio.to_json(artifact.store());
    EXPECT_EQ(artifact.added().at(0).content, content);
    EXPECT_EQ(text(j, "path"), "media/audio/" + testing::sha256(content).substr(0, 20) + "/A.FLAC");
    EXPECT_EQ(audio.fields().at("sample_rate"), 16000);
    const Audio bytes = made(Source::bytes(content).with_options({{"caption", "c"}}));
    EXPECT_EQ(bytes, audio);
    EXPECT_EQ(bytes.file()->extension(), ".flac");
}

TEST(AudioFile, TakesNoOptionsOfArrays) {
    for (const json::object& options : {json::object{{"file_type", "flac"}}, json::object{{"subtype", "PCM_16"}},
                                        json::object{{"layout", "NC"}}, json::object{{"keep_original", true}}})
        EXPECT_TRUE(says(refusal_of(Source::path(corpus("pcm16.wav").string()).with_options(options)),
                         {"1 audio-file: ", "for arrays"}));
    EXPECT_TRUE(says(refusal_of(Source::path(corpus("pcm16.wav").string()).with_options({{"captoin", "x"}})),
                     {"captoin", "sample_rate"}));
    EXPECT_TRUE(says(refusal_of(Source::path(corpus("no.wav").string())), {"3 ", "no.wav"}));
    EXPECT_TRUE(says(refusal_of(Source::path(corpus("").string())), {"1 ", "folder"}));
}

TEST(AudioFile, IsProbed) {
    Source file = Source::path(corpus("stereo24.flac").string());
    EXPECT_EQ(
        json::write(Audio::probe(Part(file.input()->parts[0]))),
        R"({"sample_rate":48000,"channels":2,"frames":300,"duration":0.00625,"format":"flac","subtype":"PCM_24"})");
    Source bytes = Source::bytes(sample("mono.mp3"));
    EXPECT_EQ(text(Audio::probe(Part(bytes.input()->parts[0])), "format"), "mp3");
    Source other = Source::bytes("GIF89a");
    EXPECT_TRUE(says(refusal([&] { (void)Audio::probe(Part(other.input()->parts[0])); }), {"2 "}));
    Source cut = Source::path(corpus("bad/cut.flac").string());
    EXPECT_TRUE(says(refusal([&] { (void)Audio::probe(Part(cut.input()->parts[0])); }), {"1 ", "cut.flac"}));
}

// W187, W188, W190
TEST(AudioReference, IsForArtifacts) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const auto url = [](const char* text, const char* caption) {
        return made(Source::url(text).with_options({{"caption", caption}}));
    };
    const Audio audio = url("https://example.com/a.mp3", "r");
    EXPECT_TRUE(
        says(refusal([&] { (void)audio.to_json(run.store()); }), {"1 ", "https://example.com/a.mp3", "artifact"}));
    EXPECT_TRUE(run.added().empty());
    (void)audio.to_json(artifact.store());
    EXPECT_EQ(artifact.added().at(0).url, "https://example.com/a.mp3");
    const Value value = audio_type().create(Source::url("s3://b/x.wav"));
    EXPECT_EQ(of(testing::round_trip(audio_type(), value.get(), artifact)).url()->substr(0, 5), "s3://");
    EXPECT_EQ(audio, url("https://example.com/a.mp3", "r"));
    EXPECT_NE(audio, url("https://example.com/a.mp3", "q"));
    EXPECT_NE(audio, url("https://example.com/b.mp3", "r"));
    EXPECT_NE(audio, from_file(corpus("mono.mp3"), {{"caption", "r"}}));
    EXPECT_TRUE(says(refusal([&] { (void)audio.tensor({}); }), {"2 ", "download"}));
    EXPECT_TRUE(says(refusal_of(Source::url("ftp://a/b.wav")), {"1 ", "ftp://a/b.wav", "https://"}));
}

TEST(AudioEquality, IsOfBytesAndCaption) {
    const Audio audio = from_array(tone(10), {{"caption", "a"}});
    EXPECT_EQ(audio, from_array(tone(10), {{"caption", "a"}}));
    EXPECT_NE(audio, from_array(tone(10), {{"caption", "b"}}));
    EXPECT_NE(audio, from_array(tone(10)));
    EXPECT_NE(audio, from_array(tone(11), {{"caption", "a"}}));
}

// ---- tensor() ----------------------------------------------------------------------------------

TEST(AudioTensor, IsInTheFilesOwnForm) {
    const std::vector<std::pair<const char*, const char*>> dtypes = {
        {"pcm16.wav", "int16"},    {"pcm8.wav", "int16"},     {"pcm24.wav", "int32"},  {"pcm32.wav", "int32"},
        {"float.wav", "float32"},  {"double.wav", "float64"}, {"ulaw.wav", "int16"},   {"mono.flac", "int16"},
        {"vorbis.ogg", "float32"}, {"opus.opus", "float32"},  {"mono.mp3", "float32"}, {"ms_adpcm.wav", "int16"}};
    for (const auto& [file, dtype] : dtypes)
        EXPECT_EQ(dtype_name(from_file(corpus(file)).tensor({}).dl().dtype), dtype) << file;
    EXPECT_EQ(shape(from_file(corpus("extensible_6ch.wav")).tensor({})), (std::vector<std::int64_t>{20, 6}));
    EXPECT_EQ(shape(from_file(corpus("no_samples.wav")).tensor({})), std::vector<std::int64_t>{0});
}

TEST(AudioTensor, HasEveryFrameOfEveryFormat) {
    for (const auto& file : files_in(corpus(""))) {
        const Audio audio = from_file(file);
        const Array all = audio.tensor({{"dtype", "float32"}});
        EXPECT_EQ(shape(all)[0], audio.sound.frames) << file;
        const bool is_ours = audio.sound.format != "mp3";  // which has gone through a filter of its own
        const bool is_lossy = audio.sound.format == "opus" || audio.sound.format == "ogg" ||
                              audio.sound.subtype->find("ADPCM") != std::string::npos;
        for (std::int64_t i = 0; is_ours && i < std::min<std::int64_t>(*audio.sound.frames, 50); ++i) {
            const double expected = 0.6 * std::sin(0.05 * static_cast<double>(i + 1));
            const auto got = static_cast<const float*>(all.dl().data)[i * *audio.sound.channels];
            ASSERT_NEAR(got, expected, is_lossy ? 0.25 : 0.05) << file << i;
        }
    }
}

TEST(AudioTensor, MayBeAPart) {
    for (const char* name : {"pcm16.wav", "mono.flac", "vorbis.ogg", "mono.mp3"}) {
        const Audio audio = from_file(corpus(name));
        const auto all = samples<float>(audio, {{"dtype", "float32"}});
        const auto part = samples<float>(audio, {{"dtype", "float32"}, {"start", 70}, {"frames", 20}});
        ASSERT_EQ(part.size(), 20U);
        for (std::size_t i = 0; i < 20; ++i) EXPECT_NEAR(part[i], all[70 + i], 1e-3) << name;
    }
    const Audio audio = from_file(corpus("pcm16.wav"));
    EXPECT_EQ(samples<std::int16_t>(audio, {{"start", 100}}).size(), 0U);
    EXPECT_TRUE(says(refusal([&] { (void)audio.tensor({{"start", 101}}); }), {"1 ", "100 frames", "\"start\" is 101"}));
    EXPECT_TRUE(says(refusal([&] { (void)audio.tensor({{"start", 50}, {"frames", 51}}); }), {"1 ", "50 from", "51"}));
    EXPECT_TRUE(says(refusal([&] { (void)audio.tensor({{"start", -1}}); }), {"1 ", "\"start\""}));
    EXPECT_TRUE(says(refusal([&] { (void)audio.tensor({{"dtype", "uint8"}}); }), {"1 ", "\"dtype\"", "int16"}));
    EXPECT_TRUE(says(refusal([&] { (void)audio.tensor({{"mono", true}}); }), {"1 ", "mono", "stored"}));
    EXPECT_TRUE(says(refusal([&] {
                         (void)from_file(corpus("float.wav")).tensor({{"dtype", "int16"}});
                     }),
                     {"2 ", "FLOAT", "float32"}));
}

}  // namespace
}  // namespace wbm::audio
