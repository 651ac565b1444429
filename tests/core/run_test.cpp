#include <wbm/run.hpp>

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>
#include <type_traits>

#include <wbm/limits.hpp>
#include "fake_media.hpp"
#include "file_io.hpp"

namespace {

using wbm::Status;
using wbm::ValuePtr;
using wbm::test::fake;
using wbm::test::files_below;
using wbm::test::refusal;
using wbm::test::slurp;
using wbm::test::TempDir;

static_assert(std::is_nothrow_move_constructible_v<wbm::Run> && !std::is_copy_constructible_v<wbm::Run>);

std::string history_of(const TempDir& dir) { return slurp(dir / "run/history.jsonl"); }

TEST(Run, PlainValuesAreWrittenAsTheyAre) {  // W045, W021, W027
    const TempDir dir;
    {
        wbm::Run run(dir / "run");
        EXPECT_EQ(run.log("loss", 0.5), "0.5");
        EXPECT_EQ(run.log("n", 3), "3");
        EXPECT_EQ(run.log("zero", 0), "0");
        EXPECT_EQ(run.log("ok", true), "true");
        EXPECT_EQ(run.log("nothing", nullptr), "null");
        EXPECT_EQ(run.log("name", "é/\n"), "\"é/\\n\"");
        EXPECT_EQ(run.log("nan", std::nan("")), "NaN");
        EXPECT_EQ(run.log("inf", -std::numeric_limits<double>::infinity()), "-Infinity");
        EXPECT_EQ(run.log("list", {1, "a", nullptr}), "[1,\"a\",null]");
        EXPECT_EQ(run.log("object", wbm::json::object{{"b", 1}, {"a", 1e-5}}), "{\"b\":1,\"a\":0.00001}");
        EXPECT_EQ(history_of(dir), "") << "the step is still open";
    }
    EXPECT_EQ(
        history_of(dir),
        "{\"_step\":0,\"loss\":0.5,\"n\":3,\"zero\":0,\"ok\":true,\"nothing\":null,\"name\":\"é/\\n\",\"nan\":NaN,"
        "\"inf\":-Infinity,\"list\":[1,\"a\",null],\"object\":{\"b\":1,\"a\":0.00001}}\n");
    const wbm::Run run(dir / "run");
    ASSERT_EQ(run.history().size(), 1U);
    EXPECT_TRUE(std::isnan(run.history()[0].at("nan").get_double()));
    EXPECT_EQ(files_below(dir.path()), std::vector<std::string>{"run/history.jsonl"});
}

TEST(Run, StepsGoForward) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    EXPECT_EQ(run.step(), 0);
    run.log("a", 1);
    EXPECT_EQ(run.step(), 0);
    run.log("a", 2, 5);
    EXPECT_EQ(history_of(dir), "{\"_step\":0,\"a\":1}\n") << "step 0 ended";
    EXPECT_EQ(run.step(), 5);
    EXPECT_EQ(refusal([&] { run.log("b", 1, 4); }),
              "run: the step 4 of \"b\" comes before the last step 5; log at that step or a later one");
    run.flush();
    EXPECT_EQ(run.step(), 6);
    EXPECT_EQ(refusal([&] { run.log("b", 1, 4); }),
              "run: the step 4 of \"b\" comes before the last step 5; log at that step or a later one");
    EXPECT_EQ(refusal([&] { run.log("b", 1, -1); }), "run: the step -1 of \"b\" is negative; steps count from 0");
    run.flush();
    EXPECT_EQ(history_of(dir), "{\"_step\":0,\"a\":1}\n{\"_step\":5,\"a\":2}\n");
}

TEST(Run, LaterValueOfAKeyReplacesTheEarlier) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    run.log("a", 1);
    run.log("b", 2);
    run.log("a", 3);
    run.flush();
    EXPECT_EQ(history_of(dir), "{\"_step\":0,\"a\":3,\"b\":2}\n");
}

TEST(Run, WrittenStepIsMergedInto) {
    const TempDir dir;
    {
        wbm::Run run(dir / "run");
        run.log("first", 1, 2);
        run.log("a", 1, 3);
        run.log("b", 2, 3);
        run.flush();
        run.log("c", 4, 3);
        run.log("a", 5, 3);
        EXPECT_EQ(run.history().size(), 2U) << "the written line and the open one are one step";
        EXPECT_EQ(run.history()[1].at("a").get_int64(), 5);
        EXPECT_EQ(history_of(dir), "{\"_step\":2,\"first\":1}\n{\"_step\":3,\"a\":1,\"b\":2}\n");
    }
    EXPECT_EQ(history_of(dir), "{\"_step\":2,\"first\":1}\n{\"_step\":3,\"a\":5,\"b\":2,\"c\":4}\n");
    wbm::Run run(dir / "run");
    EXPECT_EQ(run.step(), 4);
    run.log("d", 6, 3);
    run.log("next", 7, 9);
    run.flush();
    EXPECT_EQ(history_of(dir),
              "{\"_step\":2,\"first\":1}\n{\"_step\":3,\"a\":5,\"b\":2,\"c\":4,\"d\":6}\n{\"_step\":9,\"next\":7}\n");
    EXPECT_EQ(files_below(dir.path()), std::vector<std::string>{"run/history.jsonl"});
}

TEST(Run, HistoryOfAnotherWriterIsContinued) {
    const TempDir dir;
    dir.write("run/history.jsonl",
              "{\"loss\": 1e400000, \"_step\": 0}\n{\"x\": 123456789012345678901234567890, \"_step\": 8}\n{\"torn");
    wbm::Run run(dir / "run");
    EXPECT_EQ(run.step(), 9);
    run.log("y", 1, 8);
    run.flush();
    EXPECT_EQ(history_of(dir),
              "{\"loss\": 1e400000, \"_step\": 0}\n{\"x\":123456789012345678901234567890,\"_step\":8,\"y\":1}\n");
    const std::string text = refusal([&] { (void)run.history(); });
    EXPECT_NE(text.find("history.jsonl line 1 is not a step's JSON ("), std::string::npos) << text;
}

TEST(Run, LargestStepDoesNotOverflow) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    constexpr auto largest = std::numeric_limits<std::int64_t>::max();
    run.log("a", 1, largest);
    run.flush();
    EXPECT_EQ(run.step(), largest);
    run.log("b", 2);
    run.flush();
    EXPECT_EQ(history_of(dir), "{\"_step\":9223372036854775807,\"a\":1,\"b\":2}\n");
}

TEST(Run, KeysAreChecked) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto refused = [&](std::string_view key) {
        const std::string text = refusal([&] { run.log(key, 1); });
        EXPECT_EQ(refusal([&] { run.log(key, fake("x")); }), text);
        EXPECT_EQ(refusal([&] { (void)run.slot(key, 1); }), text);
        return text;
    };
    EXPECT_EQ(refused(""), "run: the key is empty; give a name such as \"loss\"");
    EXPECT_EQ(
        refused("_step"),
        "run: the key \"_step\" begins with '_', which is reserved for the history's own members; give it another "
        "first character");
    EXPECT_EQ(refused({"a\0b", 3}), "run: the key \"a\\x00b\" has a NUL character; give one without");
    EXPECT_EQ(refused("\xff"), "run: the key \"\\xff\" is not UTF-8; convert it");
    EXPECT_NE(refused(std::string(wbm::limits::key_bytes + 1, 'k')).find("is longer than 1024 bytes"),
              std::string::npos);
    const std::string long_name(300, 'k');
    EXPECT_EQ(run.log(long_name, 1), "1") << "too long for a file's name, fine for a number";
    EXPECT_NE(refusal([&] { run.log(long_name, fake("x")); }).find("cannot name a media file"), std::string::npos);
    EXPECT_TRUE(files_below(dir / "run/files").empty());
}

TEST(Run, MediaIsStoredUnderKeyStepAndHash) {  // W062, W072
    const TempDir dir;
    wbm::Run run(dir / "run");
    EXPECT_EQ(
        run.log("k", fake("abc"), 5),
        "{\"_type\":\"html-file\",\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
        "\"size\":3,\"path\":\"media/html/k_5_ba7816bf8f01cfea4141.html\"}");
    EXPECT_EQ(slurp(dir / "run/files/media/html/k_5_ba7816bf8f01cfea4141.html"), "abc");
    run.log("k", fake(""), 6);  // W060
    EXPECT_EQ(slurp(dir / "run/files/media/html/k_6_e3b0c44298fc1c149afb.html"), "");
    EXPECT_TRUE(std::filesystem::exists(dir / "run/files/media/html/k_6_e3b0c44298fc1c149afb.html"));
    run.flush();
    std::uint64_t done = 0;
    EXPECT_EQ(run.verify([&](std::uint64_t bytes, std::uint64_t) { done = bytes; }), std::vector<std::string>{});
    EXPECT_EQ(done, history_of(dir).size() + 3) << "the history and the two files, of 3 bytes and none";
    EXPECT_EQ(run.files().fetch("media/html/k_5_ba7816bf8f01cfea4141.html"),
              dir / "run/files/media/html/k_5_ba7816bf8f01cfea4141.html");
}

TEST(Run, ListsBecomeBatchesOrLists) {  // W047 to W049
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto with_limit = [](const char* content, std::optional<std::size_t> limit, const char* type = "image-file") {
        auto value = fake(content, type);
        value->limit = limit;
        return value;
    };
    const auto count_of = [&](const std::vector<ValuePtr>& values) {
        const auto json = wbm::json::read_object(run.log("k", values, 0));
        EXPECT_EQ(json.at("all").get_array().size(), static_cast<std::size_t>(json.at("count").get_int64()));
        return json.at("count").get_int64();
    };
    EXPECT_EQ(run.log("k", std::vector<ValuePtr>{}, 0), "[]");
    const std::vector<ValuePtr> three{with_limit("a", 2), with_limit("b", 2), with_limit("c", 2)};
    EXPECT_EQ(count_of(three), 2) << "cut at the limit";
    EXPECT_EQ(files_below(dir / "run/files").size(), 2U) << "what is cut is not stored";
    EXPECT_EQ(count_of({with_limit("a", 0), with_limit("b", 0)}), 2) << "0 is no limit";
    const std::string mixed =
        run.log("k", std::vector<ValuePtr>{with_limit("a", 2), with_limit("b", 2, "html-file")}, 0);
    const auto list = wbm::json::read(mixed).get_array();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[1].get_object().at("_type").get_string(), "html-file");
    EXPECT_EQ(list[1].get_object().at("path").get_string(), "media/html/k_0_3e23e8160039594a3389.html")
        << "the same key";
    EXPECT_EQ(wbm::json::read(run.log("k", std::vector<ValuePtr>{fake("x"), fake("y")}, 0)).get_array().size(), 2U);
    run.flush();
    EXPECT_TRUE(run.verify().empty());
}

TEST(Run, NullPointersAreRefused) {  // W050
    const TempDir dir;
    wbm::Run run(dir / "run");
    const std::string text = "run: the value of \"k\" is a null pointer; log what create() or init_from_json() made";
    EXPECT_EQ(refusal([&] { run.log("k", ValuePtr()); }), text);
    EXPECT_EQ(refusal([&] { run.log("k", std::vector<ValuePtr>{fake("a"), nullptr}); }), text);
    EXPECT_TRUE(files_below(dir.path()).empty());
}

TEST(Run, FailedLogLeavesNothing) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    run.log("a", 1, 3);
    const auto before = wbm::test::snapshot(dir.path());
    const auto late = fake("x");
    late->fails_late = true;
    EXPECT_EQ(refusal([&] { run.log("k", late, 3); }), "fake: it fails after its file is stored");
    EXPECT_EQ(refusal([&] { run.log("k", late, 9); }), "fake: it fails after its file is stored");
    EXPECT_EQ(refusal([&] {
                  run.log("k", std::vector<ValuePtr>{fake("y"), late}, 9);
              }),
              "fake: it fails after its file is stored");
    const auto broken = fake("x");
    broken->tail = "\n]";
    EXPECT_NE(refusal([&] { run.log("k", broken, 9); }, Status::internal).find("wrote a text that is not JSON"),
              std::string::npos);
    EXPECT_EQ(wbm::test::snapshot(dir.path()), before);
    EXPECT_EQ(run.step(), 3) << "the step is still open";
    const auto spaced = fake("x");
    spaced->tail = "\n ";
    EXPECT_EQ(run.log("k", spaced, 3).find('\n'), std::string::npos);
    run.flush();
    EXPECT_EQ(run.history().size(), 1U);
}

TEST(Run, LinesThatAreTooLongAreRefusedAtLog) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    run.log("a", 1, 3);
    const wbm::json::value big(std::string(wbm::limits::history_line_bytes, 'x'));
    EXPECT_NE(refusal([&] { run.log("b", big, 3); }).find("more than the allowed"), std::string::npos);
    EXPECT_NE(refusal([&] { run.log("b", big, 4); }).find("more than the allowed"), std::string::npos);
    EXPECT_EQ(run.step(), 3);
    const std::string text = refusal([&] { run.log("b", wbm::json::value("\xff")); });
    EXPECT_TRUE(text.starts_with("run: the value of \"b\" cannot be written: ")) << text;
    run.flush();
    EXPECT_EQ(history_of(dir), "{\"_step\":3,\"a\":1}\n");
}

TEST(Run, MovesKeepTheOpenStepAndTheSlots) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    run.log("a", 1);
    const auto slot = run.slot("k", 0);
    wbm::Run moved = std::move(run);
    moved.log("b", 2);
    slot->keep_bytes("media/m", "abc", ".x");
    moved = wbm::Run(dir / "second");
    EXPECT_EQ(history_of(dir), "{\"_step\":0,\"a\":1,\"b\":2}\n") << "the run that was assigned over is written";
}

TEST(Run, OneWriterAtATime) {
    const TempDir dir;
    auto run = std::make_unique<wbm::Run>(dir / "run");
    std::thread closer([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        run.reset();
    });
    EXPECT_NO_THROW(wbm::Run(dir / "run")) << "it waits for a short while";
    closer.join();
    const wbm::DirectoryLock other(dir / "run");
    EXPECT_NE(refusal([&] { const wbm::Run refused(dir / "run"); }, Status::io).find("another writer has it open"),
              std::string::npos);
}

TEST(Run, DirectoriesThatCannotBeRunsAreRefused) {
    const TempDir dir;
    EXPECT_EQ(refusal([] { const wbm::Run run(""); }), "run: the directory's name is empty; give one");
    refusal([&] { const wbm::Run run(dir.write("file", "x")); });
    refusal([&] { const wbm::Run run(dir / "file/below"); });
    dir.write("run/history.jsonl", "not a history\n");
    EXPECT_NE(refusal([&] { const wbm::Run run(dir / "run"); }).find("its last line is not a step's"),
              std::string::npos);
    EXPECT_EQ(wbm::test::snapshot(dir / "run").size(), 1U) << "the files folder is taken back";
    std::filesystem::create_directories(dir / "linked");
    std::filesystem::create_directory_symlink(dir / "run", dir / "linked/files");
    EXPECT_NE(refusal([&] { const wbm::Run run(dir / "linked"); }).find("its files folder is a symbolic link"),
              std::string::npos);
    std::filesystem::create_directory_symlink(dir / "linked", dir / "alias");
    std::filesystem::remove(dir / "linked/files");
    EXPECT_EQ(wbm::Run(dir / "alias").directory(), dir / "linked") << "the run's own folder may be reached by a link";
}

TEST(RunVerify, FindsWhatIsWrong) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const std::string hash = "_ba7816bf8f01cfea4141.html\"";
    for (int step = 0; step < 3; ++step) run.log("k", wbm::ValuePtr(fake("abc")), step);
    run.log("names", wbm::json::object{{"filenames", {"media/html/k_0_ba7816bf8f01cfea4141.html", "media/gone.png"}}},
            3);
    run.log("nested", wbm::json::value{{{"a", {{"path", "../x"}, {"size", 3}}}}}, 3);
    run.log("odd", wbm::json::object{{"path", "media/html/k_0_ba7816bf8f01cfea4141.html"}, {"size", 3.5}}, 3);
    run.log("plain", wbm::json::object{{"path", "of a user"}}, 3);
    run.flush();
    std::filesystem::remove(dir / "run/files/media/html/k_0_ba7816bf8f01cfea4141.html");
    dir.write("run/files/media/html/k_1_ba7816bf8f01cfea4141.html", "abcd");
    dir.write("run/files/media/html/k_2_ba7816bf8f01cfea4141.html", "abd");
    const auto problems = run.verify();
    const std::vector<std::string> expected{
        "history.jsonl line 1, k: the file \"media/html/k_0" + hash + " is missing",
        "history.jsonl line 2, k: the file \"media/html/k_1" + hash + " has 4 bytes, the history says 3",
        "history.jsonl line 3, k: the file \"media/html/k_2" + hash +
            " has the SHA-256 a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9, the history says "
            "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"",
        "history.jsonl line 4, names.filenames: the file \"media/html/k_0" + hash + " is missing",
        "history.jsonl line 4, names.filenames: the file \"media/gone.png\" is missing",
        "history.jsonl line 4, nested[0].a: path \"../x\": a component \"..\" could leave the store; give a relative "
        "path "
        "inside the store",
        "history.jsonl line 4, odd: the file \"media/html/k_0" + hash + " is missing"};
    EXPECT_EQ(problems.size(), expected.size());
    for (std::size_t i = 0; i < std::min(problems.size(), expected.size()); ++i) EXPECT_EQ(problems[i], expected[i]);
}

TEST(RunVerify, FindsBrokenLines) {
    const TempDir dir;
    const auto file = dir.write("run/history.jsonl", "");
    wbm::Run run(dir / "run");
    dir.write("run/history.jsonl", "hello\n\n{\"_step\":4}\n{\"_step\":4}\n{\"a\":1}\n{\"_step\":\"5\"}\n{\"_st");
    std::uint64_t done = 0;
    const auto problems = run.verify([&](std::uint64_t bytes, std::uint64_t) {
        EXPECT_GE(bytes, done);
        done = bytes;
    });
    ASSERT_EQ(problems.size(), 6U);
    EXPECT_EQ(problems[0].substr(0, 48), "history.jsonl line 1: it is not a step's JSON: J");
    EXPECT_EQ(problems[1].substr(0, 48), "history.jsonl line 2: it is not a step's JSON: J");
    EXPECT_EQ(problems[2], "history.jsonl line 4: step 4 comes after step 4");
    EXPECT_EQ(problems[3], "history.jsonl line 5: it has no _step that is a whole number from 0");
    EXPECT_EQ(problems[4], "history.jsonl line 6: it has no _step that is a whole number from 0");
    EXPECT_EQ(problems[5],
              "history.jsonl: the last line is not complete, its writer stopped half way; the next step that is logged "
              "replaces it");
    EXPECT_EQ(done, slurp(file).size() - 5);
}

TEST(RunVerify, ListOfProblemsIsBounded) {
    const TempDir dir;
    std::string text;
    for (int i = 0; i < 12'000; ++i) text += "x\n";
    wbm::Run run(dir / "run");
    dir.write("run/history.jsonl", text);
    const auto problems = run.verify();
    EXPECT_EQ(problems.size(), 10'001U);
    EXPECT_EQ(problems.back(), "there are more problems; the list ends here");
}

}  // namespace
