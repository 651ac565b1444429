// The stores of a run: names, files that are kept, what is undone and refused.
#include <wbm/run.hpp>

#include <string>
#include <vector>

#include "fake_media.hpp"

namespace {

using wbm::Status;
using wbm::test::files_below;
using wbm::test::refusal;
using wbm::test::slurp;
using wbm::test::TempDir;

TEST(RunSlot, KeysBecomeSafeNames) {  // W063, W065 to W067
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto stored = [&](std::string_view key) {
        const auto slot = run.slot(key, 0);
        return slot->keep_bytes("media/m", "abc", ".x").path;
    };
    const std::string end = "_0_ba7816bf8f01cfea4141.x";
    EXPECT_EQ(stored("../mol"), "media/m/__/mol" + end);
    EXPECT_EQ(stored("/o/"), "media/m/o/" + end);
    EXPECT_EQ(stored("////image"), "media/m/image" + end);
    EXPECT_EQ(stored("my///image"), "media/m/my/image" + end);
    EXPECT_EQ(stored("."), "media/m/_" + end);
    EXPECT_EQ(stored("a/../b"), "media/m/a/__/b" + end);
    EXPECT_EQ(stored("a/./b"), "media/m/a/_/b" + end);
    EXPECT_EQ(stored("a..b"), "media/m/a..b" + end);
    EXPECT_EQ(stored("日本"), "media/m/日本" + end);
    EXPECT_EQ(files_below(dir.path()).size(), 9U);
}

TEST(RunSlot, SummaryHasItsWordAsStep) {  // W052
    const TempDir dir;
    wbm::Run run(dir / "run");
    EXPECT_EQ(run.slot("a.b", std::nullopt)->keep_bytes("media/m", "abc", ".pdb").path,
              "media/m/a.b_summary_ba7816bf8f01cfea4141.pdb");
    EXPECT_TRUE(run.history().empty());
}

TEST(RunSlot, UserFileIsCopiedWithItsExtension) {  // W064, W069
    const TempDir dir;
    const auto file = dir.write("in/X.tar.PNG", "abc");
    const auto bare = dir.write("in/bare", "abc");
    wbm::Run run(dir / "run");
    const auto slot = run.slot("k", 1);
    const auto kept = slot->keep_file("media/images", file, "");
    EXPECT_EQ(kept.path, "media/images/k_1_ba7816bf8f01cfea4141.PNG");
    EXPECT_EQ(kept.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(kept.size, 3U);
    EXPECT_EQ(slot->keep_file("media/images", file, ".pts.json").path,
              "media/images/k_1_ba7816bf8f01cfea4141.pts.json");
    EXPECT_EQ(slot->keep_file("media/images", bare, "").path, "media/images/k_1_ba7816bf8f01cfea4141");
    EXPECT_EQ(slurp(file), "abc");
    EXPECT_EQ(slurp(dir / "run/files" / kept.path), "abc");
    EXPECT_EQ(files_below(dir / "run").size(), 3U) << "no temporary file stays";
    EXPECT_NE(
        refusal([&] { slot->keep_file("media/images", dir / "none.png", ""); }, Status::not_found).find("none.png"),
        std::string::npos);
    refusal([&] { slot->keep_file("media/images", dir.path(), ""); });
    EXPECT_EQ(files_below(dir / "run").size(), 3U);
}

TEST(RunSlot, OwnFileAnswersWithItsPath) {  // W053, W070
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto first = run.slot("k", 1)->keep_bytes("media/html", "abc", ".html");
    const auto place = run.files().fetch(first.path);
    const wbm::Origin here = run.files().origin();
    EXPECT_TRUE(here.is_run);
    EXPECT_EQ(here.root, dir / "run/files");
    const auto later = run.slot("other", 9);
    const auto again = later->keep_file("media/html", place, "", &here);
    EXPECT_EQ(again.path, first.path);
    EXPECT_EQ(again.sha256, first.sha256);
    EXPECT_EQ(again.size, first.size);
    EXPECT_EQ(files_below(dir.path()).size(), 1U);
    {
        const wbm::Store::Transaction undone(*later);
        later->keep_file("media/html", place, "", &here);
    }
    EXPECT_TRUE(std::filesystem::exists(place)) << "undo removes only what it made";
    // Without that origin, or from another store, it is a user's file like any other.
    EXPECT_EQ(later->keep_file("media/html", place, "").path, "media/html/other_9_ba7816bf8f01cfea4141.html");
    wbm::Origin other_run = here;
    other_run.root = dir / "elsewhere";
    EXPECT_EQ(later->keep_file("media/html", place, "", &other_run).path,
              "media/html/other_9_ba7816bf8f01cfea4141.html");
    wbm::Origin artifact = here;
    artifact.is_run = false;
    EXPECT_EQ(later->keep_file("media/html", place, "", &artifact).path,
              "media/html/other_9_ba7816bf8f01cfea4141.html");
    EXPECT_EQ(later->keep_file("media/html", dir.write("x.html", "abc"), "", &here).path,
              "media/html/other_9_ba7816bf8f01cfea4141.html");
}

TEST(RunSlot, SameContentIsStoredOnceAndUndoLeavesIt) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto first = run.slot("k", 1);
    const auto place = run.files().fetch(first->keep_bytes("media/html", "abc", ".html").path);
    const auto second = run.slot("k", 1);
    {
        const wbm::Store::Transaction undone(*second);
        EXPECT_EQ(second->keep_bytes("media/html", "abc", ".html").path, "media/html/k_1_ba7816bf8f01cfea4141.html");
        second->keep_bytes("media/other/deep", "new", ".html");
        EXPECT_EQ(files_below(dir.path()).size(), 2U);
    }
    EXPECT_EQ(files_below(dir.path()).size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(dir / "run/files/media/other"));
    std::filesystem::resize_file(place, 1);
    {
        const wbm::Store::Transaction undone(*second);
        second->keep_bytes("media/html", "abc", ".html");
    }
    EXPECT_EQ(slurp(place), "abc") << "a damaged file is put right, and stays";
}

TEST(RunSlot, HostileFoldersAndExtensionsAreRefused) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto slot = run.slot("k", 1);
    for (const char* folder : {"", "..", "../x", "media/../../x", "/etc", "media\\..\\..\\x"})
        refusal([&] { slot->keep_bytes(folder, "abc", ".x"); });
    for (const std::string& extension :
         std::vector<std::string>{"png", ".x/../../../y", "./x", ".a\\b", std::string(".\0", 2)})
        EXPECT_NE(refusal([&] { slot->keep_bytes("media/m", "abc", extension); }).find("run: the extension "),
                  std::string::npos);
    std::filesystem::create_directory_symlink(dir.path(), dir / "run/files/media");
    refusal([&] { slot->keep_bytes("media", "abc", ".x"); });
    EXPECT_EQ(files_below(dir / "run/files"), std::vector<std::string>{});
}

TEST(RunSlot, ReferencesAndReadersAreRefused) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    EXPECT_EQ(refusal([&] { run.slot("k", 1)->keep_reference("media/images", "s3://b/k.png"); }, Status::unsupported),
              "run: it cannot hold media by reference (\"s3://b/k.png\"); log a local file, or add the reference to an "
              "artifact");
    auto& files = const_cast<wbm::Store&>(run.files());
    const std::string text = "run: files() only reads; add files to slot(key, step), or log the value";
    EXPECT_EQ(refusal([&] { files.keep_bytes("media/m", "x", ".x"); }, Status::unsupported), text);
    EXPECT_EQ(refusal([&] { files.keep_file("media/m", "x", ".x"); }, Status::unsupported), text);
    EXPECT_EQ(refusal([&] { (void)files.fetch("media/none.png"); }, Status::not_found),
              "run: there is no file \"media/none.png\" below \"" + (dir / "run/files").string() +
                  "\"; copy the run's media beside its history");
    refusal([&] { (void)files.fetch("../history.jsonl"); });
    refusal([&] { (void)files.fetch("media/../../x"); });
}

}  // namespace
