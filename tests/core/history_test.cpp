// White-box: history.jsonl and its rows.
#include "history.hpp"

#include <sys/resource.h>

#include <csignal>
#include <limits>
#include <string>
#include <vector>

#include <wbm/limits.hpp>
#include "fake_media.hpp"
#include "file_io.hpp"
#include "history_row.hpp"

namespace {

using wbm::History;
using wbm::HistoryReader;
using wbm::HistoryRow;
using wbm::Status;
using wbm::test::refusal;
using wbm::test::slurp;
using wbm::test::TempDir;

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    HistoryReader reader(file);
    std::vector<std::string> lines;
    std::string line;
    while (reader.next(line)) lines.push_back(line);
    return lines;
}

TEST(HistoryRow, KeepsOrderAndReplacesInPlace) {
    HistoryRow row(3);
    row.set("loss", "0.5");
    row.set("é\n", "1");
    row.set("loss", "[NaN]");
    EXPECT_EQ(row.line(), "{\"_step\":3,\"loss\":[NaN],\"é\\n\":1}");
    EXPECT_EQ(row.step(), 3);
}

TEST(HistoryRow, ParsedRowKeepsEveryByteOfItsMembers) {
    HistoryRow row = HistoryRow::parse(R"( {"big": 123456789012345678901234567890 ,"_step":7,"\u00e9":{"a" : 1.50}} )");
    EXPECT_EQ(row.step(), 7);
    row.set("é", "2");
    row.set("new", "3");
    EXPECT_EQ(row.line(), R"({"big":123456789012345678901234567890,"_step":7,"\u00e9":2,"new":3})");
    EXPECT_EQ(HistoryRow::parse(row.line()).line(), row.line());
}

TEST(HistoryRow, OtherTextsAreRefused) {
    EXPECT_EQ(refusal([] { (void)HistoryRow::parse("{}"); }), "it has no _step");
    EXPECT_EQ(refusal([] { (void)HistoryRow::parse(R"({"_step":1,"_step":1})"); }), "it has the key \"_step\" twice");
    for (const char* step : {"-1", "1.0", "\"1\"", "null", "9223372036854775808", "1e3"})
        EXPECT_EQ(refusal([&] { (void)HistoryRow::parse("{\"_step\":" + std::string(step) + "}"); }),
                  "its _step is not a whole number from 0")
            << step;
    for (const char* text : {"", "[]", "{", "{\"_step\":1", "{\"_step\":1}x", "{\"_step\":1,}", "{\"_step\" 1}",
                             "{_step:1}", "{\"_step\":1 \"a\":2}"})
        EXPECT_TRUE(refusal([&] { (void)HistoryRow::parse(text); }).starts_with("JSON, line 1")) << text;
    const std::string deep = std::string(300, '[') + std::string(300, ']');
    EXPECT_NE(refusal([&] { (void)HistoryRow::parse("{\"_step\":1,\"a\":" + deep + "}"); }).find("JSON"),
              std::string::npos);
}

TEST(HistoryRow, LineLengthIsBoundedAndARefusalChangesNothing) {
    HistoryRow row(1);
    const std::string frame = "{\"_step\":1,\"a\":}";
    row.set("a", std::string(wbm::limits::history_line_bytes - frame.size(), '1'));
    EXPECT_EQ(row.line().size(), wbm::limits::history_line_bytes);
    const std::string text = refusal([&] { row.set("b", "1"); });
    EXPECT_EQ(
        text,
        "the history's line would have 268435462 bytes, more than the allowed 268435456; log large data as a media "
        "value or at another step");
    row.set("a", "1");
    EXPECT_EQ(refusal([&] { row.set("a", std::string(wbm::limits::history_line_bytes, '1')); }).substr(0, 18),
              "the history's line");
    EXPECT_EQ(row.line(), "{\"_step\":1,\"a\":1}");
}

TEST(History, MissingAndEmptyFilesAreEmpty) {
    const TempDir dir;
    EXPECT_FALSE(History(dir / "none.jsonl").last_step());
    EXPECT_FALSE(History(dir.write("h.jsonl", "")).last_step());
    EXPECT_TRUE(lines_of(dir / "none.jsonl").empty());
}

TEST(History, AppendsLinesAndFindsTheLastOne) {
    const TempDir dir;
    {
        History history(dir / "h.jsonl");
        history.append(0, "{\"_step\":0}");
        history.append(4, "{\"_step\":4}");
    }
    EXPECT_EQ(slurp(dir / "h.jsonl"), "{\"_step\":0}\n{\"_step\":4}\n");
    History again(dir / "h.jsonl");
    EXPECT_EQ(again.last_step(), 4);
    EXPECT_EQ(again.last_line(), "{\"_step\":4}");
    again.replace_last("{\"_step\":4,\"a\":1}");
    EXPECT_EQ(again.last_line(), "{\"_step\":4,\"a\":1}");
    again.append(5, "{\"_step\":5}");
    again.replace_last("{\"_step\":5,\"b\":2}");
    again.append(6, "{\"_step\":6}");
    EXPECT_EQ(lines_of(dir / "h.jsonl"), (std::vector<std::string>{"{\"_step\":0}", "{\"_step\":4,\"a\":1}",
                                                                   "{\"_step\":5,\"b\":2}", "{\"_step\":6}"}));
    EXPECT_EQ(wbm::test::files_below(dir.path()), std::vector<std::string>{"h.jsonl"}) << "no temporary file stays";
}

TEST(History, TornLineIsIgnoredAndCutOff) {
    const TempDir dir;
    const auto file = dir.write("h.jsonl", "{\"_step\":1}\n{\"_step\":2,\"lo");
    History history(file);
    EXPECT_EQ(history.last_step(), 1);
    EXPECT_EQ(lines_of(file), std::vector<std::string>{"{\"_step\":1}"});
    HistoryReader reader(file);
    std::string line;
    while (reader.next(line)) {
    }
    EXPECT_TRUE(reader.is_torn());
    EXPECT_EQ(slurp(file), "{\"_step\":1}\n{\"_step\":2,\"lo") << "reading changes nothing";
    history.append(2, "{\"_step\":2}");
    EXPECT_EQ(slurp(file), "{\"_step\":1}\n{\"_step\":2}\n");
    const auto only_torn = dir.write("t.jsonl", "{\"_st");
    History fresh(only_torn);
    EXPECT_FALSE(fresh.last_step());
    fresh.append(0, "{\"_step\":0}");
    EXPECT_EQ(slurp(only_torn), "{\"_step\":0}\n");
}

TEST(History, LastLineIsReplacedInATornFileToo) {
    const TempDir dir;
    const auto file = dir.write("h.jsonl", "{\"_step\":1}\n{\"_step\":2}\n{\"x");
    History history(file);
    history.replace_last("{\"_step\":2,\"a\":1}");
    EXPECT_EQ(slurp(file), "{\"_step\":1}\n{\"_step\":2,\"a\":1}\n");
}

TEST(History, AnotherKindOfFileIsRefused) {
    const TempDir dir;
    const auto file = dir.write("h.jsonl", "{\"_step\":1}\nhello\n");
    const std::string text = refusal([&] { const History history(file); });
    EXPECT_NE(text.find("h.jsonl\": its last line is not a step's: JSON, line 1"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("; repair the file, or log to another directory")) << text;
    std::filesystem::create_directory(dir / "folder");
    refusal([&] { const History history(dir / "folder"); });
    std::filesystem::create_symlink(file, dir / "link");
    refusal([&] { const History history(dir / "link"); }, Status::io);
}

TEST(History, LinesAcrossBuffersAreWhole) {
    const TempDir dir;
    const std::string filler(300'000, 'x');
    {
        History history(dir / "h.jsonl");
        for (int i = 0; i < 5; ++i)
            history.append(
                i, "{\"_step\":" + std::to_string(i) + ",\"a\":\"" + filler.substr(0, filler.size() - i) + "\"}");
    }
    EXPECT_EQ(History(dir / "h.jsonl").last_step(), 4);
    const auto lines = lines_of(dir / "h.jsonl");
    ASSERT_EQ(lines.size(), 5U);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(lines[i].size(), 18 + filler.size() - i);
}

int reads = 0;

TEST(History, OpeningALongHistoryReadsOnlyItsEnd) {
    const TempDir dir;
    std::string text;
    for (int i = 0; i < 500'000; ++i) text += "{\"_step\":" + std::to_string(i) + "}\n";
    const auto file = dir.write("h.jsonl", text);
    reads = 0;
    wbm::set_io_hook([](wbm::IoCall call, const char*) {
        if (call == wbm::IoCall::read) ++reads;
        return 0;
    });
    const History history(file);
    wbm::set_io_hook(nullptr);
    EXPECT_EQ(history.last_step(), 499'999);
    EXPECT_LE(reads, 3) << "of at most 64 KiB each";
}

TEST(History, EndlessLinesAreRefused) {
    const TempDir dir;
    const auto file = dir.write("h.jsonl", "{\"_step\":1}\n");
    std::filesystem::resize_file(file, wbm::limits::history_line_bytes + 100'000);  // sparse: zeros without a newline
    const std::string text = refusal([&] { const History history(file); });
    EXPECT_NE(text.find("its last line is longer than 268435456 bytes"), std::string::npos) << text;
    HistoryReader reader(file);
    std::string line;
    EXPECT_TRUE(reader.next(line));
    EXPECT_EQ(refusal([&] { (void)reader.next(line); }), "line 2 is longer than 268435456 bytes");
}

/// Files may not grow beyond `bytes` while it lives: a write is then cut short, as on a full disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &old_);
        rlimit now = old_;
        now.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_{};
    void (*old_handler_)(int);
};

TEST(History, HalfWrittenLineIsTakenBack) {
    const TempDir dir;
    History history(dir / "h.jsonl");
    const auto append_with_limit = [&](rlim_t bytes, std::int64_t step) {
        const FileSizeLimit limit(bytes);
        try {
            history.append(step, "{\"_step\":" + std::to_string(step) + "}");
            return std::string("appended");
        } catch (const wbm::MediaError& error) {
            return std::string(error.what());
        }
    };
    EXPECT_NE(append_with_limit(5, 0).find("No space left"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(dir / "h.jsonl")) << "it was made for the line that failed";
    history.append(0, "{\"_step\":0}");
    EXPECT_NE(append_with_limit(17, 1).find("No space left"), std::string::npos);
    EXPECT_EQ(slurp(dir / "h.jsonl"), "{\"_step\":0}\n");
    EXPECT_EQ(history.last_step(), 0);
    EXPECT_EQ(append_with_limit(1000, 1), "appended");
    EXPECT_EQ(slurp(dir / "h.jsonl"), "{\"_step\":0}\n{\"_step\":1}\n");
}

TEST(History, AFileThatShrankIsNotWrittenTo) {
    const TempDir dir;
    History history(dir / "h.jsonl");
    history.append(0, "{\"_step\":0}");
    std::filesystem::resize_file(dir / "h.jsonl", 3);
    EXPECT_NE(refusal([&] { history.append(1, "{\"_step\":1}"); }, Status::io).find("became shorter"),
              std::string::npos);
    EXPECT_EQ(slurp(dir / "h.jsonl"), "{\"_");
}

}  // namespace
