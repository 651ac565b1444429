// Values that are written into an artifact while they are made (wbm.stream/1).
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>

#include <cerrno>
#include <filesystem>
#include <set>
#include <string>

#include "file_io.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

using testing::HasSubstr;

const std::filesystem::path built = WBM_TEST_PLUGIN_DIR;

Part text(std::string_view t) { return bytes(t); }

class Streams : public testing::Test {
protected:
    Streams()
        : registry_((install(built, "streamer", dir_ / "plugins"), install(built, "recorder", dir_ / "plugins"),
                     only({dir_ / "plugins"}))),
          artifact_(Artifact::create(dir_ / "art")) {}

    ValueStream open(const json::object& options = {}, std::string_view name = "all") {
        return registry_.open_stream("streamer", artifact_, name, options);
    }
    std::string entry_text(std::string_view path = "all.streamer.json") { return slurp(artifact_.root() / path); }
    /// Every file below the artifact, hidden ones too.
    std::set<std::string> files() const {
        std::set<std::string> all;
        for (const auto& file : std::filesystem::recursive_directory_iterator(artifact_.root()))
            if (file.is_regular_file()) all.insert(file.path().lexically_relative(artifact_.root()).string());
        return all;
    }

    TempDir dir_;
    Registry registry_;
    Artifact artifact_;
};

TEST_F(Streams, PutTheElementsIntoTheObject) {
    ValueStream stream = open();
    stream.add(text("two"));
    stream.add(text("nothing"));
    stream.add(text("one"));
    EXPECT_EQ(stream.count(), 3U);
    EXPECT_EQ(artifact_.list("").size(), 3U) << "the entry comes at the end, files of cells at once";
    const ArtifactEntry entry = stream.finish();
    EXPECT_EQ(entry.path, "all.streamer.json");
    EXPECT_EQ(entry_text(), R"({"_type": "streamer", "count": 2, "texts": ["two", "two", {"path": "media/streamed/)"
                            R"(f97c5d29941bfb1b2fda.txt", "text": "one"}], "z": "\u00e9"})");
    EXPECT_EQ(entry.size, entry_text().size());
    EXPECT_EQ(artifact_.verify(), std::vector<std::string>{});
    artifact_.save();
    EXPECT_EQ(Artifact::open_logged(artifact_.root()).digest(), artifact_.digest());
}

TEST_F(Streams, ManyElementsGoThroughAFile) {
    ValueStream stream = open();
    const std::string long_text(50'000, 'x');
    std::string expected = R"({"_type": "streamer", "count": 40, "texts": [)";
    for (int i = 0; i < 40; ++i) {
        const std::string one = long_text + std::to_string(i);
        stream.add(text(one));
    }
    EXPECT_GT(files().size(), 40U) << "a hidden file keeps the elements";
    const ArtifactEntry entry = stream.finish();
    const json::object read = json::read_object(entry_text());
    ASSERT_EQ(read.at("texts").get_array().size(), 40U);
    EXPECT_EQ(read.at("texts").get_array()[39].at("text"), json::value(long_text + "39"));
    EXPECT_EQ(artifact_.verify(), std::vector<std::string>{});
    EXPECT_EQ(files().size(), 42U) << "40 texts, the end, the entry";
}

TEST_F(Streams, ARefusedPieceChangesNothing) {
    ValueStream stream = open();
    stream.add(text("one"));
    const auto before = files();
    const Refusal refused = refusal([&] { stream.add(text("refuse")); });
    EXPECT_EQ(refused.status, Status::invalid);
    EXPECT_EQ(refused.text, "streamer: a text is \"refuse\"; give another");
    EXPECT_EQ(files(), before);
    EXPECT_EQ(refusal([&] { stream.add(json_text("1")); }).text, "streamer: a JSON number is not accepted; give bytes");
    stream.add(text("last"));
    EXPECT_EQ(stream.count(), 2U);
    (void)stream.finish();
    EXPECT_EQ(json::read_object(entry_text()).at("texts").get_array().size(), 2U);
}

TEST_F(Streams, AFailureEndsTheStream) {
    for (const char* bad : {"break", "no list", "no json"}) {
        ValueStream stream = open();
        EXPECT_EQ(refusal([&] { stream.add(text(bad)); }).status, Status::internal) << bad;
        EXPECT_THAT(refusal([&] { stream.add(text("one")); }).text,
                    HasSubstr("the stream failed before and cannot go on; open another one"));
        EXPECT_EQ(refusal([&] { (void)stream.finish(); }).status, Status::invalid);
    }
    EXPECT_TRUE(files().empty());
}

TEST_F(Streams, WhatIsFinishedBadlyLeavesNothing) {
    const auto finishing = [&](const char* how) {
        ValueStream stream = open({{"finish", how}});
        stream.add(text("one"));
        return refusal([&] { (void)stream.finish(); });
    };
    EXPECT_EQ(finishing("refuse").text, "streamer: a text is \"refuse\"; give another");
    EXPECT_THAT(finishing("no member").text, HasSubstr("the object has no member \"texts\""));
    EXPECT_THAT(finishing("full").text, HasSubstr("the member \"texts\" is no empty list"));
    EXPECT_THAT(finishing("other type").text, HasSubstr("finish wrote no JSON object with the `_type` \"streamer\""));
    EXPECT_EQ(refusal([&] { (void)open({{"open", "refuse"}}); }).status, Status::invalid);
    EXPECT_TRUE(files().empty());
    EXPECT_TRUE(artifact_.list("").empty());
}

TEST_F(Streams, AnAbandonedStreamTakesBackItsFiles) {
    artifact_.new_file("mine.txt", "mine");
    const auto before = files();
    {
        ValueStream stream = open();
        stream.add(text("one"));
        EXPECT_NE(files(), before);
    }
    EXPECT_EQ(files(), before);
    {
        ValueStream stream = open();
        stream.add(text("one"));
        artifact_.new_file("more.txt", "more");  // its place in the order of changes is behind the stream's
    }
    EXPECT_TRUE(files().contains("more.txt"));
    EXPECT_EQ(artifact_.verify(), std::vector<std::string>{});
}

TEST_F(Streams, NamesAndTypesAreChecked) {
    artifact_.new_file("taken.streamer.json", "{}");
    EXPECT_THAT(refusal([&] { (void)open({}, "taken"); }).text, HasSubstr("is there already"));
    EXPECT_EQ(refusal([&] { (void)open({}, "../out"); }).status, Status::invalid);
    EXPECT_THAT(refusal([&] { (void)registry_.open_stream("recorder", artifact_, "r"); }).text,
                HasSubstr("cannot be written piece by piece (no wbm.stream/1)"));
    ValueStream stream = open();
    (void)stream.finish();
    EXPECT_THAT(refusal([&] { stream.add(text("late")); }).text, HasSubstr("the stream is finished"));
    EXPECT_EQ(stream.count(), 0U);
    artifact_.finalize();
    EXPECT_EQ(refusal([&] { (void)open({}, "later"); }).status, Status::invalid);
}

int calls_left = 0;
int fail_nth_call(IoCall, const char*) { return calls_left != 0 && --calls_left == 0 ? ENOSPC : 0; }

TEST_F(Streams, SurviveAFullDisk) {
    const std::string long_text(300'000, 'x');  // goes to the file at once
    int failures = 0;
    for (int nth = 1; nth < 200; ++nth) {
        const auto before = files();
        calls_left = nth;
        set_io_hook(fail_nth_call);
        const Refusal failed = refusal([&] {
            ValueStream stream = open();
            stream.add(text(long_text));
            (void)stream.finish();
        });
        set_io_hook(nullptr);
        if (failed.status == Status::ok) break;
        ++failures;
        EXPECT_EQ(failed.status, Status::io) << failed.text;
        EXPECT_EQ(files(), before) << "call " << nth;
        EXPECT_TRUE(artifact_.list("").empty()) << "call " << nth;
    }
    EXPECT_GT(failures, 10);
    EXPECT_EQ(artifact_.verify(), std::vector<std::string>{});
}

}  // namespace
}  // namespace wbm::test
