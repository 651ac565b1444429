// Files that are broken, cut short, or claim more than they have.
#include "limits.hpp"
#include "test_support.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <map>
#include <thread>

namespace wbm::audio {
namespace {

using namespace std::string_literals;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool has_shadow_memory = true;
#else
constexpr bool has_shadow_memory = false;
#endif
constexpr std::size_t most_memory = std::size_t{1} << 29;

std::string refusal_of_bytes(const std::string& bytes) { return refusal_of(Source::bytes(bytes)); }

std::string at(std::string bytes, std::size_t place, const std::string& instead) {
    return bytes.replace(place, instead.size(), instead);
}

/// What `call` says in a process that may take half a gigabyte more than it has; "taken" when it refuses nothing.
std::string within_memory(const std::function<void()>& call) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        const std::string status = read_file("/proc/self/statm");
        const rlim_t limit = std::stoull(status) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + most_memory;
        const rlimit bound{limit, limit};
        if (!has_shadow_memory) setrlimit(RLIMIT_AS, &bound);
        std::string said;
        try {
            said = refusal(call);
        } catch (const std::exception& e) {
            said = "exception: "s + e.what();
        }
        (void)!write(ends[1], said.data(), said.size());
        _exit(0);
    }
    close(ends[1]);
    std::string said;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return status == 0 ? said : "ended with " + std::to_string(status) + " after: " + said;
}

const std::map<std::string, std::vector<std::string>> reasons = {
    {"empty.wav", {"1 ", "is empty"}},
    {"text.wav", {"2 ", "no WAV, FLAC", "whatever its name says"}},
    {"text.mp3", {"2 ", "no WAV, FLAC"}},
    {"header_only.wav", {"1 ", "cut short"}},
    {"samples_cut.wav", {"1 ", "cut short", "byte 244 of 200", "copy the whole file"}},
    {"riff_header.wav", {"2 ", "no WAV"}},
    {"huge_data.wav", {"1 ", "cut short", "its chunk of samples"}},
    {"unknown_length.wav", {"1 ", "does not say how long it is"}},
    {"riff_size.wav", {"1 ", "cut short", "byte 5008 of 244"}},
    {"no_format.wav", {"1 ", "no chunk \"fmt \""}},
    {"no_data.wav", {"1 ", "no chunk \"data\""}},
    {"zero_channels.wav", {"1 "}},
    {"channels_1000.wav", {"1 ", "1000 channels", "256 are taken"}},
    {"zero_rate.wav", {"1 "}},
    {"absurd_rate.wav", {"1 ", "sample rate of 2147483647"}},
    {"mp3_in_wav.wav", {"2 ", "WAV format 85"}},
    {"fmt_short.wav", {"1 ", "\"fmt \" of 8 bytes"}},
    {"bits_7.wav", {"1 ", "header cannot be read"}},
    {"no_ds64.wav", {"1 ", "\"ds64\""}},
    {"rf64_huge.wav", {"1 ", "cut short"}},
    {"cut.flac", {"1 ", "cut short or damaged", "of the 5000 frames"}},
    {"no_frames.flac", {"1 ", "cut short or damaged"}},
    {"damaged.flac", {"1 ", "cut short or damaged"}},
    {"bomb.flac", {"1 "}},
    {"cut.ogg", {"1 ", "cut short or damaged", "no whole page"}},
    {"no_last_page.ogg", {"1 ", "cut short", "does not end the stream"}},
    {"checksum.ogg", {"1 ", "wrong checksum"}},
    {"lost_page.ogg", {"1 ", "lost pages"}},
    {"two_streams.ogg", {"2 ", "several streams"}},
    {"no_beginning.ogg", {"1 ", "lost its beginning"}},
    {"flac_in_ogg.oga", {"2 ", "neither Vorbis nor Opus"}},
    {"cut.opus", {"1 ", "cut short"}},
    {"cut.mp3", {"1 ", "cut short", "its frame 4 ends at byte"}},
    {"cut_at_frame.mp3", {"1 ", "counts others"}},
    {"junk_between.mp3", {"1 ", "no MPEG frame begins at byte 288"}},
    {"tag_only.mp3", {"2 ", "no WAV, FLAC"}},
    {"cut.aiff", {"1 ", "cut short"}},
    {"no_comm.aiff", {"1 ", "cut short"}},
    {"cut.caf", {"1 ", "cut short"}},
    {"cut.au", {"1 ", "cut short"}},
    {"unknown_length.au", {"1 ", "does not say how long it is"}},
    {"short_header.au", {"1 ", "its header"}},
    {"inside_header.au", {"1 ", "inside its header"}},
};

TEST(AudioBad, IsRefusedForItsReason) {
    const auto files = files_in(corpus("bad"));
    EXPECT_EQ(files.size(), reasons.size());
    for (const auto& file : files) {
        const auto reason = reasons.find(file.filename().string());
        ASSERT_NE(reason, reasons.end()) << file;
        const std::string said = refusal_of(Source::path(file.string()));
        EXPECT_TRUE(says(said, reason->second)) << file;
        EXPECT_TRUE(says(said, {"audio-file: ", "the file \""})) << file;
        EXPECT_NE(refusal_of_bytes(read_file(file.string())), "not refused") << file;
    }
}

TEST(AudioCut, IsRefusedAtEveryByte) {
    for (const auto& file : files_in(corpus(""))) {
        const std::string whole = read_file(file.string());
        if (file.filename() == "no_count.mp3") continue;  // below
        for (std::size_t size = 0; size < whole.size(); ++size) {
            if (file.filename() == "pcm8.wav" && size + 1 == whole.size()) continue;    // that byte only pads
            if (file.filename() == "tags.mp3" && size + 128 == whole.size()) continue;  // without its last tag
            ASSERT_NE(refusal_of_bytes(whole.substr(0, size)), "not refused") << file << " cut to " << size;
        }
    }
}

TEST(AudioCut, IsRefusedWhereverAnMp3FrameIsCut) {
    const std::string whole = sample("no_count.mp3");  // nothing says how many frames there were
    std::size_t taken = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        if (refusal_of_bytes(whole.substr(0, size)) != "not refused") continue;
        EXPECT_EQ(whole.substr(size, 2), "\xff\xf3") << size;  // where the next frame begins
        ++taken;
    }
    EXPECT_EQ(taken, 3U);  // libmpg123 wants two frames to begin with
}

TEST(AudioCut, IsRefusedAtEveryKilobyteOfALongFile) {
    std::vector<float> numbers(120000);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i * 7919 % 2001) / 1000.0F - 1;
    for (const char* type : {"wav", "flac", "ogg", "opus", "mp3"}) {
        const std::string whole =
            *from_array(numbers, {60000, 2}, {{"file_type", type}, {"sample_rate", 48000}}).file()->bytes();
        const std::size_t step = std::max<std::size_t>(1024, whole.size() / 40);
        for (std::size_t size = step; size < whole.size(); size += step) {
            const std::string said = refusal_of_bytes(whole.substr(0, size));
            ASSERT_TRUE(says(said, {"1 audio-file: the sound"})) << type << " cut to " << size;
        }
    }
}

TEST(AudioBomb, TakesNoMemory) {
    const auto opened = [](const std::string& bytes) {
        return within_memory([&] { (void)audio_type().create(Source::bytes(bytes)); });
    };
    const auto decoded = [](const std::string& bytes) {
        return within_memory([&] {
            FakeStore store(WBM_ARTIFACT);
            store.put("a", bytes);
            (void)Audio::from_json({{"path", "a"}}, store.store()).tensor({});
        });
    };
    const std::string bomb = sample("bad/bomb.flac");
    EXPECT_TRUE(says(opened(bomb), {"1 "}));
    EXPECT_TRUE(says(decoded(bomb), {"1 "}));
    EXPECT_TRUE(says(decoded(sample("bad/huge_data.wav")), {"1 ", "cut short"}));
    const std::string wav = sample("pcm16.wav");
    for (const std::size_t place : {4U, 40U})
        for (const auto* size : {"\xff\xff\xff\x7f", "\xf0\xff\xff\xff"})
            EXPECT_TRUE(says(opened(at(wav, place, size)), {"1 ", "cut short"})) << place;
    // A megabyte of empty chunks.
    std::string chunks = "RIFF\x04\0\x10\0WAVE"s;
    while (chunks.size() < (1U << 20) + 12) chunks += "none\0\0\0\0"s;
    EXPECT_TRUE(says(opened(chunks), {"1 ", "chunks"}));
    // ID3 tags that never end.
    std::string tags;
    for (int i = 0; i < 100000; ++i) tags += "ID3\4\0\0\0\0\0\0"s;
    EXPECT_TRUE(says(opened(tags), {"2 ", "no WAV"}));
}

TEST(AudioBomb, IsBoundedInLength) {
    FakeStore folder(WBM_RUN);
    const auto path = folder.put("long.wav", sample("pcm16.wav"));
    std::filesystem::resize_file(path, max_file_bytes + 1);
    EXPECT_TRUE(says(refusal_of(Source::path(path.string())), {"1 ", "more than 4294967296"}));
}

TEST(AudioDamaged, EndsInARefusalOrASound) {
    for (const auto& file : files_in(corpus(""))) {
        const std::string whole = read_file(file.string());
        const std::size_t head = std::min<std::size_t>(whole.size(), 120);
        for (std::size_t place = 0; place < head; ++place)
            for (const unsigned mask : {0xffU, 0x01U, 0x80U}) {
                std::string damaged = whole;
                damaged[place] = static_cast<char>(static_cast<unsigned char>(damaged[place]) ^ mask);
                const std::string said = refusal([&] {
                    (void)made(Source::bytes(damaged)).tensor({{"dtype", "float32"}});
                });
                ASSERT_TRUE(said == "not refused" || said[0] == '1' || said[0] == '2') << file << place << ' ' << said;
            }
    }
}

TEST(AudioQuiet, PrintsNothing) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    for (const char* folder : {"", "bad"})
        for (const auto& file : files_in(corpus(folder))) {
            const std::string whole = read_file(file.string());
            for (const std::size_t size : {whole.size(), whole.size() * 9 / 10, whole.size() / 2})
                (void)refusal([&] { (void)made(Source::bytes(whole.substr(0, size))).tensor({}); });
        }
    for (std::size_t place = 292; place < 700; ++place) {  // inside frames, whose structure stays whole
        std::string damaged = sample("mono.mp3");
        damaged[place] = static_cast<char>(~damaged[place]);
        (void)refusal([&] { (void)made(Source::bytes(damaged)).tensor({}); });
    }
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(AudioThreads, MayReadAndMakeAtOnce) {
    const Audio audio = from_file(corpus("vorbis.ogg"));
    const std::string expected = std::string(bytes(samples<float>(audio)));
    std::vector<float> numbers(3000, 0.25F);
    const std::string made_once = *from_array(numbers, {{"file_type", "ogg"}}).file()->bytes();
    std::vector<std::thread> threads;
    std::vector<int> same(4, 0);
    for (std::size_t t = 0; t < same.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                same[t] += std::string(bytes(samples<float>(audio))) == expected ? 1 : 0;
                same[t] += *from_array(numbers, {{"file_type", "ogg"}}).file()->bytes() == made_once ? 1 : 0;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(same, std::vector<int>(4, 40));
}

}  // namespace
}  // namespace wbm::audio
