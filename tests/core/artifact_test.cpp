// Adding to an artifact, removing, saving. Wire spec 23.
#include "artifact_support.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::expect_refused;
using test::files_below;
using test::note;
using test::paths_of;
using test::slurp;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* hello_digest = "XUFAKrxLKna5cZ2REBfFkg==";

class ArtifactTest : public testing::Test {
protected:
    test::TempDir dir;
    Artifact artifact =
        Artifact::create(dir / "art", {.name = "golden", .type = "dataset", .description = {}, .metadata = {}});
    fs::path hello = dir.write("in/hello.txt", "hello");
    fs::path empty = dir.write("in/empty", "");
};

TEST_F(ArtifactTest, EmptyOne) {
    EXPECT_EQ(artifact.digest(), "64e7c61456b10382e2f3b571ac24b659");  // G10
    EXPECT_EQ(artifact.size(), 0U);
    EXPECT_THAT(artifact.entries(), IsEmpty());
    artifact.save();
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("wandb_manifest.json"));
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ArtifactTest, AddFileCopiesIt) {
    const ArtifactEntry entry = artifact.add_file(hello);
    EXPECT_EQ(entry.path, "hello.txt");  // W412
    EXPECT_EQ(entry.digest, hello_digest);
    EXPECT_EQ(entry.size, 5U);
    EXPECT_EQ(entry.ref, "");
    dir.write("in/hello.txt", "changed later");  // W415
    EXPECT_EQ(slurp(dir / "art/hello.txt"), "hello");
    EXPECT_EQ(artifact.fetch("hello.txt"), dir / "art/hello.txt");
}

TEST_F(ArtifactTest, DigestOfTheSpecsExample) {  // G11
    artifact.add_file(hello);
    artifact.add_file(empty, "d//e.txt");
    EXPECT_EQ(artifact.add_file(hello, "q/r.tar.gz", {.is_temporary = true, .overwrite = false}).path,
              "q/5d41402abc4b2a76b971.tar.gz");  // W413
    EXPECT_EQ(artifact.digest(), "db2c04634b2a6c2493ddaa2a54825f3d");
    EXPECT_EQ(artifact.size(), 10U);
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("d/e.txt", "hello.txt", "q/5d41402abc4b2a76b971.tar.gz"));
}

TEST_F(ArtifactTest, AddFileRefuses) {
    expect_refused(error_of([&] { artifact.add_file(dir / "missing"); }), Status::not_found,
                   "there is no such file");  // W414
    expect_refused(error_of([&] { artifact.add_file(dir / "in", "x"); }), Status::invalid, "not a regular file");
    expect_refused(error_of([&] { artifact.add_file(hello, "../x"); }), Status::invalid, "\"../x\"");
    expect_refused(error_of([&] { artifact.add_file(hello, "wandb_manifest.json"); }), Status::invalid,
                   "is where the manifest lies");
    EXPECT_THAT(files_below(dir / "art"), IsEmpty());
}

TEST_F(ArtifactTest, SamePathTwice) {  // W402
    artifact.add_file(hello, "x");
    EXPECT_EQ(artifact.add_file(dir.write("in/same", "hello"), "x").digest, hello_digest);
    const fs::path other = dir.write("in/other", "other");
    expect_refused(error_of([&] { artifact.add_file(other, "x"); }), Status::invalid,
                   "artifact entry \"x\" is there already with other content");
    EXPECT_EQ(slurp(dir / "art/x"), "hello");
    EXPECT_EQ(artifact.add_file(other, "x", {.is_temporary = false, .overwrite = true}).size, 5U);
    EXPECT_EQ(slurp(dir / "art/x"), "other");
    artifact.save();
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("wandb_manifest.json", "x"));
}

TEST_F(ArtifactTest, AFileAndAFolderOfOneName) {
    artifact.add_file(hello, "a");
    expect_refused(error_of([&] { artifact.add_file(hello, "a/b"); }), Status::invalid, "is a file; remove it");
    artifact.add_file(hello, "f/b");
    expect_refused(error_of([&] { artifact.add_file(hello, "f"); }), Status::invalid, "is the name of a folder");
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("a", "f/b"));
}

TEST_F(ArtifactTest, AddDirTakesEverythingBelow) {
    dir.write("d/.hidden", "1");
    dir.write("d/sub/deep/3", "3");
    fs::create_directory_symlink(dir / "in", dir / "d/link");
    fs::create_directory(dir / "d/nothing");
    EXPECT_THAT(artifact.add_dir(dir / "d"), testing::SizeIs(4));
    artifact.add_dir(dir / "d/sub", "other/");
    EXPECT_THAT(paths_of(artifact),
                ElementsAre(".hidden", "link/empty", "link/hello.txt", "other/deep/3", "sub/deep/3"));
    artifact.save();
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ArtifactTest, AddDirRefuses) {
    expect_refused(error_of([&] { artifact.add_dir(dir / "nope"); }), Status::not_found, "there is no such directory");
    expect_refused(error_of([&] { artifact.add_dir(hello); }), Status::not_found, "there is no such directory");
    expect_refused(error_of([&] { artifact.add_dir(dir.path()); }), Status::invalid, "the artifact itself is in it");
    expect_refused(error_of([&] { artifact.add_dir(dir / "art"); }), Status::invalid, "the artifact itself is in it");
    dir.write("loop/a", "a");
    fs::create_directory_symlink("..", dir / "loop/back");
    fs::create_directory(dir / "loop2");
    fs::create_directory_symlink(".", dir / "loop2/self");
    expect_refused(error_of([&] { artifact.add_dir(dir / "loop2"); }), Status::invalid, "leads back to a folder");
    fs::create_symlink("nowhere", dir / "in/zz");  // comes last: what was added before it goes again
    expect_refused(error_of([&] { artifact.add_dir(dir / "in"); }), Status::not_found, "zz");
    EXPECT_THAT(artifact.entries(), IsEmpty());
    EXPECT_THAT(files_below(dir / "art"), IsEmpty());
}

TEST_F(ArtifactTest, NewFile) {
    EXPECT_EQ(artifact.new_file("n/new.txt", "h\xc3\xa9llo\n").digest, "EILkva7iLPpAV8T2peTD2g==");
    EXPECT_EQ(artifact.new_file("bin", std::string_view("\0\1", 2)).digest, "RBB3zJ5XVU3Udr37i4uBAg==");
    expect_refused(error_of([&] { artifact.new_file("./bin", "x"); }), Status::invalid,
                   "\"bin\" is there already");  // W416
    EXPECT_EQ(slurp(dir / "art/bin"), std::string("\0\1", 2));
}

TEST_F(ArtifactTest, RemoveTakesAnEntryOrAFolder) {  // W403
    for (const char* name : {"x", "d/y", "d/e/z", "dd"}) artifact.add_file(hello, name);
    expect_refused(error_of([&] { artifact.remove("zz"); }), Status::not_found, "\"zz\" is not in the artifact");
    artifact.save();
    artifact.remove("d/");
    EXPECT_THAT(paths_of(artifact), ElementsAre("dd", "x"));
    EXPECT_THAT(artifact.verify(), IsEmpty());
    EXPECT_TRUE(fs::exists(dir / "art/d/y")) << "the manifest on disk still names it";
    artifact.save();
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("dd", "wandb_manifest.json", "x"));
    EXPECT_FALSE(fs::exists(dir / "art/d"));
}

TEST_F(ArtifactTest, WhatWasRemovedCanBeAddedAgain) {
    artifact.add_file(hello, "x");
    artifact.save();
    artifact.remove("x");
    artifact.new_file("x", "new");
    artifact.save();
    EXPECT_EQ(slurp(dir / "art/x"), "new");
    EXPECT_THAT(artifact.verify(), IsEmpty());
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("wandb_manifest.json", "x"));
}

TEST_F(ArtifactTest, RemoveDoesNotFollowLinksOut) {
    const fs::path precious = dir.write("outside/precious", "hello");
    artifact.new_file("l/precious", "hello");
    fs::remove_all(dir / "art/l");
    fs::create_directory_symlink(dir / "outside", dir / "art/l");
    artifact.remove("l/precious");
    artifact.save();
    EXPECT_TRUE(fs::exists(precious));
}

TEST_F(ArtifactTest, WithoutSaveTheSavedArtifactStays) {
    artifact.new_file("x", "old");
    artifact.new_file("y", "old");
    artifact.finalize();
    {
        Artifact again = Artifact::open(dir / "art");
        again.add_file(hello, "x", {.is_temporary = false, .overwrite = true});
        again.remove("y");
    }
    EXPECT_THAT(Artifact::open(dir / "art").verify(), IsEmpty());
    EXPECT_EQ(slurp(dir / "art/x"), "old");
}

TEST_F(ArtifactTest, AddValue) {
    const ArtifactEntry entry = artifact.add(note("hello"), "n");
    EXPECT_EQ(entry.path, "n.note-file.json");
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("media/note/5d41402abc4b2a76b971.txt", "n.note-file.json"));
    EXPECT_EQ(slurp(dir / "art/n.note-file.json"),
              R"({"_type": "note-file", "path": "media/note/5d41402abc4b2a76b971.txt", )"
              R"("sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"})");
    artifact.save();
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ArtifactTest, TheSameValueAgain) {  // W418
    const auto value = note("hello");
    artifact.add(value, "first");
    EXPECT_EQ(artifact.add(value, "second").path, "first.note-file.json");
    EXPECT_THAT(artifact.entries(), testing::SizeIs(2));
    artifact.remove("first.note-file.json");
    EXPECT_EQ(artifact.add(value, "second").path, "second.note-file.json");
}

TEST_F(ArtifactTest, AnotherValueUnderTheSameName) {  // W419
    const std::string first = artifact.add(note("one"), "n").digest;
    EXPECT_EQ(artifact.add(note("two"), "n").digest, first);
    EXPECT_NE(artifact.add(note("two"), "n", true).digest, first);
    artifact.save();
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ArtifactTest, TablesFolderIsNamedByContent) {  // W420
    const ArtifactEntry entry = artifact.add(note("hello"), "media/tables/anything");
    EXPECT_EQ(entry.path.size(), std::string("media/tables/").size() + 20 + std::string(".note-file.json").size());
    EXPECT_TRUE(fs::exists(artifact.fetch(entry.path)));
}

TEST_F(ArtifactTest, AValueThatFailsLeavesNothing) {
    const auto value = note("hello");
    value->fails = true;
    expect_refused(error_of([&] { artifact.add(value, "n"); }), Status::invalid, "not to be stored");
    expect_refused(error_of([&] { artifact.add(nullptr, "n"); }), Status::invalid, "\"n\" has no value");
    expect_refused(error_of([&] { artifact.add(note("x"), "a/../b"); }), Status::invalid, "\"..\"");
    EXPECT_TRUE(fs::is_empty(dir / "art"));
    value->fails = false;
    EXPECT_EQ(artifact.add(value, "n").path, "n.note-file.json");
}

TEST_F(ArtifactTest, FinalizedIsRefusedEverything) {  // W423
    artifact.add_file(hello);
    artifact.finalize();
    artifact.finalize();
    const auto expect = [](const MediaError& e) { expect_refused(e, Status::invalid, "the artifact is finalized"); };
    for (Artifact* one : {&artifact}) {
        expect(error_of([&] { one->add_file(hello, "x"); }));
        expect(error_of([&] { one->add(note("x"), "x"); }));
        expect(error_of([&] { one->add_dir(dir / "in"); }));
        expect(error_of([&] { one->new_file("x", "x"); }));
        expect(error_of([&] { one->add_reference("s3://a/b"); }));
        expect(error_of([&] { one->remove("hello.txt"); }));
        expect(error_of([&] { one->save(); }));
        expect(error_of([&] { one->keep_bytes("f", "x", ".x"); }));
        expect(error_of([&] { one->keep_file("f", hello, "", nullptr); }));
        expect(error_of([&] { one->keep_reference("f", "s3://a/b"); }));
    }
    expect(error_of([&] { Artifact::open_logged(dir / "art").new_file("x", "x"); }));
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("hello.txt", "wandb_manifest.json"));
}

TEST_F(ArtifactTest, OneWriterAtATime) {
    artifact.save();
    EXPECT_EQ(Artifact::open_logged(dir / "art").info().name, "golden") << "a reader needs no lock";
    std::atomic<bool> released = false;
    std::thread writer([&, mine = std::move(artifact)]() mutable {
        const Artifact writing = std::move(mine);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        released = true;
    });
    EXPECT_EQ(Artifact::open(dir / "art").info().type, "dataset");
    EXPECT_TRUE(released) << "open waits for the other writer";
    writer.join();
}

TEST(ArtifactCreate, RefusesBadNamesAndTypes) {  // W391 to W394
    const test::TempDir dir;
    const auto create = [&](Artifact::Info info) {
        return error_of([&] { (void)Artifact::create(dir / "a", std::move(info)); });
    };
    for (const char* name : {"bad name!", "a/b", "a:b", "\xc3\xa9"})
        expect_refused(create({name, "t", "", {}}), Status::invalid,
                       "only letters, digits, '_', '-' and '.' are allowed");
    expect_refused(create({std::string(129, 'a'), "t", "", {}}), Status::invalid, "longer than 128 characters");
    for (const char* type : {"job", "wandb-x"})
        expect_refused(create({"n", type, "", {}}), Status::invalid, "it is reserved");
    expect_refused(create({"run-x", "run_table", "", {}}), Status::invalid, "\"run_table\": it is reserved");
    expect_refused(create({"source-x", "code", "", {}}), Status::invalid, "\"code\": it is reserved");
    json::object many;
    for (int i = 0; i < 101; ++i) many.emplace(std::to_string(i), i);
    expect_refused(create({"n", "t", "", many}), Status::invalid, "it has 101 keys");
    const json::object infinite{{"a", {{"b", {1, HUGE_VAL}}}}};
    expect_refused(create({"n", "t", "", infinite}), Status::invalid, "\"a.b[1]\" is infinite");
    EXPECT_FALSE(fs::exists(dir / "a"));
    EXPECT_EQ(Artifact::create(dir / "a", {"ok-._", "wandbtype", "", {}}).info().name, "ok-._");
}

TEST(ArtifactCreate, WantsANewDirectory) {
    const test::TempDir dir;
    dir.write("full/x", "x");
    expect_refused(error_of([&] { (void)Artifact::create(dir / "full"); }), Status::invalid,
                   "the directory is not empty");
    expect_refused(error_of([&] { (void)Artifact::create(dir / "full/x/y"); }), Status::invalid, "is a file");
    EXPECT_EQ(Artifact::create(dir / "p/q/r").directory(), dir / "p/q/r");
    expect_refused(error_of([&] { (void)Artifact::open(dir / "full"); }), Status::not_found,
                   "there is no wandb_manifest.json");
    expect_refused(error_of([&] { (void)Artifact::open(dir / "gone"); }), Status::not_found,
                   "there is no wandb_manifest.json");
}

TEST(ArtifactProgress, IsToldWhileLongFilesAreAdded) {
    const test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art");
    std::uint64_t last = 0;
    artifact.set_progress([&](std::uint64_t done, std::uint64_t total) {
        EXPECT_EQ(total, 1'000'000U);
        last = done;
    });
    artifact.add_file(dir.write("big", std::string(1'000'000, 'x')));
    EXPECT_EQ(last, 1'000'000U);
}

}  // namespace
}  // namespace wbm
