// Artifacts whose digests are XXH128, and references that keep the digest a server gave. Wire spec 23.4, 23.10.
#include "artifact_support.hpp"

#include <wbm/registry.hpp>

namespace wbm {
namespace {

using test::error_of;
using test::expect_refused;
using test::note;
using test::Note;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* hello_xxh128 = "tenBrQcbPn/Hec+qXlI4GA==";  // as Python's xxhash and wandb 0.31 give it

class XxhArtifact : public testing::Test {
protected:
    static Artifact::Info info() { return {.name = "x", .digest_algorithm = DigestAlgorithm::xxh128}; }
    test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art", info());
};

TEST_F(XxhArtifact, EntriesAndTheWholeHaveItsDigests) {
    EXPECT_EQ(artifact.digest(), "f13c5dd8602ab5d18a0c87ce730a735e");
    const ArtifactEntry made = artifact.new_file("hello.txt", "hello");
    EXPECT_EQ(made.digest, hello_xxh128);
    EXPECT_EQ(json::write(made.extra), R"({"alg":"XXH128"})");
    EXPECT_EQ(artifact.digest(), "71daf8f791657bce463943f91f97b069");
    EXPECT_EQ(artifact.add_file(dir.write("f", "hello"), "f").digest, hello_xxh128);
    const ArtifactEntry temporary = artifact.add_file(dir.write("t.gz", "hello"), {}, {.is_temporary = true});
    EXPECT_EQ(temporary.path, "b5e9c1ad071b3e7fc779.gz");
    const ArtifactEntry value = artifact.add(note("hello"), "n");
    EXPECT_EQ(artifact.get_entry("media/note/b5e9c1ad071b3e7fc779.txt").digest, hello_xxh128);
    EXPECT_EQ(json::write(value.extra), R"({"alg":"XXH128"})");
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(XxhArtifact, TheSameContentAgainIsTheSameEntry) {
    const std::filesystem::path file = dir.write("f", "hello");
    artifact.add_file(file, "f");
    artifact.add_file(file, "f");
    expect_refused(error_of([&] { artifact.add_file(dir.write("g", "other"), "f"); }), Status::invalid, "\"f\"");
    EXPECT_EQ(artifact.entries().size(), 1U);
}

TEST_F(XxhArtifact, IsRecognisedWhenItIsRead) {
    artifact.save();
    EXPECT_EQ(Artifact::open_logged(dir / "art").digest(), artifact.digest());  // empty: our own member says it
    artifact.new_file("hello.txt", "hello");
    artifact.finalize();
    dir.write("theirs/hello.txt", "hello");
    dir.write("theirs/wandb_manifest.json",
              R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "storagePolicyConfig": {},)"
              R"( "contents": {"hello.txt": {"digest": "tenBrQcbPn/Hec+qXlI4GA==", "size": 5,)"
              R"( "extra": {"alg": "XXH128"}}}})");
    Artifact theirs = Artifact::open(dir / "theirs");
    EXPECT_EQ(theirs.digest(), artifact.digest());
    EXPECT_THAT(theirs.verify(), IsEmpty());
    EXPECT_EQ(theirs.new_file("again", "hello").digest, hello_xxh128);
}

TEST_F(XxhArtifact, VerifySeesChangesAndAlgorithmsThatAreNew) {
    dir.write("other/a", "hellO");
    dir.write("other/b", "hello");
    dir.write("other/wandb_manifest.json", R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "contents": {)"
                                           R"("a": {"digest": "tenBrQcbPn/Hec+qXlI4GA==", "extra": {"alg": "XXH128"}},)"
                                           R"("b": {"digest": "x", "extra": {"alg": "SHA9"}}}})");
    EXPECT_THAT(Artifact::open_logged(dir / "other").verify(),
                ElementsAre(testing::AllOf(testing::StartsWith("\"a\" has other content: its XXH128 is"),
                                           testing::HasSubstr("but the manifest says \"tenBrQcbPn")),
                            "\"b\" has a digest of an algorithm that is not known; only its size was checked"));
}

constexpr const char* remote_manifest =
    R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "contents": {"media/note/x/a.png":)"
    R"({"digest": "tag", "ref": "http://host/a.png", "size": 7, "extra": {"etag": "\"tag\""}}}})";

TEST(ArtifactEtags, AreKeptWhenAReferenceMovesOn) {
    test::TempDir dir;
    dir.write("source/wandb_manifest.json", remote_manifest);
    const Origin origin{dir / "source", false, "", ""};
    Artifact artifact = Artifact::create(dir / "art");
    const StoredFile kept = artifact.keep_reference("media/note", "http://host/a.png", &origin);
    const ArtifactEntry entry = artifact.get_entry(kept.path);
    EXPECT_EQ(entry.digest, "tag");
    EXPECT_EQ(entry.size, 7U);
    EXPECT_EQ(json::write(entry.extra), R"({"etag":"\"tag\""})");
    // The artifact's own, read from itself.
    const Origin own{artifact.directory(), false, "", ""};
    EXPECT_EQ(artifact.get_entry(artifact.keep_reference("again", "http://host/a.png", &own).path).digest, "tag");
    // Another URL, a run, and an artifact that is gone: as new ones.
    EXPECT_EQ(artifact.get_entry(artifact.keep_reference("m", "http://host/b.png", &origin).path).digest,
              "http://host/b.png");
    const Origin gone{dir / "gone", false, "", ""};
    EXPECT_EQ(artifact.get_entry(artifact.keep_reference("m", "http://host/a.png", &gone).path).digest,
              "http://host/a.png");
    const Origin run{dir / "source", true, "", ""};
    EXPECT_EQ(artifact.get_entry(artifact.keep_reference("r", "http://host/a.png", &run).path).digest,
              "http://host/a.png");
}

TEST(ArtifactEtags, MayBeGivenByWhoAskedTheServer) {
    test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art");
    const ArtifactEntry entry =
        artifact.add_reference("https://host/big.bin", "big", {.etag = "\"5e1-abc\"", .size = 1505}).at(0);
    EXPECT_EQ(entry.digest, "5e1-abc");
    EXPECT_EQ(entry.size, 1505U);
    EXPECT_EQ(json::write(entry.extra), R"({"etag":"\"5e1-abc\""})");
    EXPECT_EQ(artifact.add_reference("https://host/other.bin").at(0).digest, "https://host/other.bin");
    expect_refused(error_of([&] { artifact.add_reference("https://host/x", "x", {.etag = "\xff"}); }), Status::invalid,
                   "ETag is not UTF-8");
    const std::string local = "file://" + dir.write("f", "hello").string();
    expect_refused(error_of([&] { artifact.add_reference(local, "f", {.etag = "e"}); }), Status::invalid,
                   "takes no ETag and no size");
    EXPECT_EQ(artifact.add_reference(local, "f").at(0).digest, "XUFAKrxLKna5cZ2REBfFkg==");
}

TEST(ArtifactPaths, ThatLookLikeDrivesAreReadButNotWritten) {  // wandb 0.15 wrote them
    test::TempDir dir;
    dir.write("theirs/x:y.txt", "hello");
    dir.write("theirs/wandb_manifest.json",
              R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "contents": {)"
              R"("x:y.txt": {"digest": "XUFAKrxLKna5cZ2REBfFkg==", "size": 5}}})");
    const Artifact theirs = Artifact::open_logged(dir / "theirs");
    EXPECT_THAT(theirs.verify(), IsEmpty());
    EXPECT_EQ(theirs.fetch("x:y.txt"), theirs.directory() / "x:y.txt");
    EXPECT_EQ(theirs.digest().size(), 32U);
    Artifact ours = Artifact::create(dir / "ours");
    expect_refused(error_of([&] { ours.add_file(dir / "theirs/x:y.txt"); }), Status::invalid, "Windows drive");
    EXPECT_EQ(ours.add_file(dir / "theirs/x:y.txt", "x-y.txt").digest, "XUFAKrxLKna5cZ2REBfFkg==");
}

}  // namespace
}  // namespace wbm
