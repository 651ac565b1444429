// Films that are damaged, cut, or claim what they do not have.
#include "test_support.hpp"

#include "decode/container.hpp"
#include "decode/film_reader.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace wbm::video {
namespace {

/// Every file of corpus/bad and what is said of it.
TEST(BadFilm, IsRefusedInWords) {
    const std::map<std::string, std::vector<std::string>> expected = {
        {"billion_samples.mp4", {"1 ", "its tables claim 1000000000 samples"}},
        {"canvas.gif", {"1 ", "65535 x 65535 pixels; a side may have 16384"}},
        {"checksum.ogg", {"1 ", "is a broken Ogg film: the page at byte", "wrong checksum"}},
        {"cut.gif", {"1 ", "is a broken GIF film: it ends early"}},
        {"cut.mp4", {"1 ", "is a broken MP4 film: it ends early: a box of"}},
        {"cut.ogg", {"1 ", "its last page is cut"}},
        {"cut.webm", {"1 ", "is a broken WebM film: it ends early: an element of"}},
        {"cut_index.mp4", {"1 ", "it ends early: a box of"}},
        {"damaged_frame.mp4", {"1 ", "frame 0 cannot be decoded"}},
        {"empty.mp4", {"1 ", "is no film; its content must be gif, mp4, webm or ogg"}},
        {"film.avi", {"1 ", "has the extension \".avi\"; a film's is gif, mp4, webm or ogg"}},
        {"header_alone.webm", {"1 ", "it ends early"}},
        {"index_without_media.mp4", {"1 ", "the \"mdat\" box) is missing"}},
        {"matroska.webm", {"2 ", "is a Matroska file, not WebM; convert it"}},
        {"mpeg2.mp4", {"2 ", "has the codec mpeg2video, which is not supported"}},
        {"no_frames.gif", {"1 ", "it has no frames"}},
        {"no_frames.webm", {"1 ", "it has no frames"}},
        {"no_index.mp4", {"1 ", "its index (the \"moov\" box) is missing"}},
        {"no_last_page.ogg", {"1 ", "a stream has no last page"}},
        {"no_trailer.gif", {"1 ", "it ends early"}},
        {"only_sound.mp4", {"1 ", "has no film in it, only sound; log it as audio"}},
        {"only_sound.ogg", {"1 ", "only sound"}},
        {"samples_behind_end.mp4", {"1 ", "it ends early: frame 0 of 6 lies behind its end"}},
        {"text.mp4", {"1 ", "is no film"}},
        {"webm_named.mp4", {"1 ", "has the content of a webm file; rename it to .webm"}},
        {"wide.mp4", {"1 ", "65535 x 65535"}},
    };
    std::size_t count = 0;
    for (const auto& path : files_in(corpus("bad"))) {
        const std::string name = path.filename().string();
        ASSERT_TRUE(expected.contains(name)) << name;
        const std::string said = refusal_of(testing::Source::path(path.string()));
        EXPECT_TRUE(says(said, expected.at(name))) << name;
        EXPECT_TRUE(says(said, {"video-file: the file \"", name})) << name;
        ++count;
    }
    EXPECT_EQ(count, expected.size());
}

TEST(CutFilm, IsRefusedAtEveryByte) {
    for (const char* name : {"h264_index_first.mp4", "h264_index_last.mp4", "h264_sound.mp4", "av1.mp4", "vp8.webm",
                             "vp9.webm", "theora_sound.ogg", "testcard.gif"}) {
        const std::string whole = sample(name);
        std::size_t taken = 0;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string said = refusal_of(testing::Source::bytes(whole.substr(0, size)));
            if (said == "not refused") ++taken;
            EXPECT_TRUE(said.starts_with("1 ") || said == "not refused") << name << ", " << size << ": " << said;
        }
        EXPECT_EQ(taken, 0U) << name;
    }
}

TEST(CutFilm, OfAnEncoderIsRefusedAtEveryByte) {
    for (const char* format : {"gif", "mp4", "webm", "ogg"}) {
        const Video video = from_array(blocks(3, 16, 24), {3, 3, 16, 24}, {{"format", format}});
        const std::string whole = *video.file.bytes();
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_NE(refusal_of(testing::Source::bytes(whole.substr(0, size))), "not refused") << format << size;
    }
}

/// A stream's fragments may end after any of them, and then the film is only shorter.
TEST(CutFilm, InFragmentsIsRefusedOrShorter) {
    const std::string whole = sample("h264_fragments.mp4");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string cut = whole.substr(0, size);
        const std::string said = refusal_of(testing::Source::bytes(cut));
        if (said == "not refused") {
            EXPECT_LT(from_bytes(cut).known.frames.value_or(9), 7) << size;
        } else {
            EXPECT_TRUE(said.starts_with("1 ")) << size << ": " << said;
        }
    }
}

TEST(DamagedFilm, WithAnyByteChangedIsRefusedOrAFilm) {
    for (const char* name : {"h264_index_first.mp4", "h264_fragments.mp4", "vp8.webm", "testcard.gif"}) {
        const std::string whole = sample(name);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string bytes = whole;
            bytes[i] = static_cast<char>(bytes[i] ^ 0xff);
            const std::string said = refusal_of(testing::Source::bytes(bytes));
            ASSERT_TRUE(said == "not refused" || said.starts_with("1 ") || said.starts_with("2 "))
                << name << ", byte " << i << ": " << said;
        }
    }
}

std::string big(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> 8 * i);
    return out;
}
std::string box(const std::string& type, const std::string& content) {
    return big(content.size() + 8, 4) + type + content;
}

TEST(Bomb, OfFragmentsThatClaimSamplesIsRefused) {
    const std::string ftyp = box("ftyp", "isom" + big(0, 4));
    const std::string trun = box("trun", big(0, 4) + big(0xffffffff, 4));
    const std::string film = ftyp + box("moov", "") + box("moof", box("traf", trun)) + box("mdat", "");
    EXPECT_TRUE(says(refusal_of(testing::Source::bytes(film)), {"1 ", "claim 4294967295 samples"}));
}

TEST(Bomb, OfACompressedIndexIsRefused) {
    const std::string film = box("ftyp", "isom" + big(0, 4)) + box("moov", box("cmov", "")) + box("mdat", "");
    EXPECT_TRUE(says(refusal_of(testing::Source::bytes(film)), {"2 ", "compressed index"}));
}

TEST(Bomb, OfNestedOrBackwardSizesEnds) {
    EXPECT_TRUE(
        says(refusal_of(testing::Source::bytes(box("ftyp", "") + big(4, 4) + "moov")), {"1 ", "a box has the size"}));
    EXPECT_TRUE(
        says(refusal_of(testing::Source::bytes(box("ftyp", "") + big(1, 4) + "moov" + big(~std::uint64_t{0}, 8))),
             {"1 ", "it ends early"}));
    std::string many = box("ftyp", "");
    for (int i = 0; i < 100000; ++i) many += box("free", "");
    EXPECT_TRUE(says(refusal_of(testing::Source::bytes(many)), {"1 ", "its index"}));
}

TEST(Film, FormatOfBytesMustAgree) {
    EXPECT_TRUE(says(refusal_of(testing::Source::bytes(sample("vp9.webm")).with_options({{"format", "mp4"}})),
                     {"1 ", "option \"format\" is \"mp4\", but the bytes are a webm file"}));
    EXPECT_EQ(from_bytes(sample("vp9.webm"), {{"format", "webm"}}).file.extension(), ".webm");
    EXPECT_EQ(from_bytes(sample("vp9.webm")).file.extension(), ".webm");
}

TEST(Film, OfAnUpperCaseNameKeepsIt) {
    const FakeStore store(WBM_RUN);
    const auto path = store.put("A.GIF", sample("testcard.gif"));
    const Video video = made(testing::Source::path(path.string()));
    EXPECT_EQ(video.file.extension(), ".GIF");
    EXPECT_EQ(video.fields().at("format"), "gif");
    EXPECT_EQ(refusal_of(testing::Source::path((store.root() / "none.mp4").string())).substr(0, 2), "3 ");
    EXPECT_EQ(refusal_of(testing::Source::path(store.root().string())).substr(0, 2), "1 ");
}

TEST(Libraries, SayNothing) {
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    for (const auto& folder : {corpus(""), corpus("bad")})
        for (const auto& path : files_in(folder)) (void)refusal_of(testing::Source::path(path.string()));
    for (const auto& path : files_in(WBM_CORPUS)) (void)frames(made(testing::Source::path(path.string())));
    std::string damaged = sample("h264_index_first.mp4");
    for (std::size_t i = damaged.find("mdat") + 700; i < damaged.size() - 20; i += 7) damaged[i] = 'x';
    (void)refusal([&] { (void)frames(from_bytes(damaged)); });
    for (const char* format : {"gif", "mp4", "webm", "ogg"})
        (void)from_array(blocks(3, 15, 21), {3, 3, 15, 21}, {{"format", format}});
    std::string said = ::testing::internal::GetCapturedStderr();
    // What the plugin itself has to say of films that browsers do not play.
    std::string rest;
    for (std::size_t at = 0; at < said.size();) {
        const std::size_t end = std::min(said.find('\n', at), said.size());
        const std::string line = said.substr(at, end - at);
        if (line.find("video-file: ") == std::string::npos) rest += line + "\n";
        at = end + 1;
    }
    EXPECT_EQ(rest, "");
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace wbm::video
