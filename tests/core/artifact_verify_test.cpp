// verify(): what is wrong with an artifact's directory. Wire spec 23.11.
#include "artifact_support.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::note;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing::UnorderedElementsAre;

class ArtifactVerifyTest : public testing::Test {
protected:
    ArtifactVerifyTest() {
        artifact.new_file("a", "aaaa");
        artifact.new_file("d/b", "bbbb");
        artifact.add(note("hello"), "n");
        artifact.add_reference("s3://bucket/key");
        artifact.save();
    }
    test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art");
};

TEST_F(ArtifactVerifyTest, AllIsWell) {
    EXPECT_THAT(artifact.verify(), IsEmpty());
    dir.write("art/key", "a reference that was downloaded");
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ArtifactVerifyTest, MissingAndChangedFiles) {  // W441
    fs::remove(dir / "art/a");
    dir.write("art/d/b", "BBBB");
    dir.write("art/media/note/5d41402abc4b2a76b971.txt", "longer than before");
    EXPECT_THAT(artifact.verify(),
                UnorderedElementsAre(
                    StartsWith("\"a\" is missing"),
                    AllOf(StartsWith("\"d/b\" has other content: its MD5 is"), HasSubstr("but the manifest says")),
                    "\"media/note/5d41402abc4b2a76b971.txt\" has 18 bytes, but the manifest says 5",
                    AllOf(StartsWith("\"n.note-file.json\" says that the SHA-256 of"), HasSubstr("2cf24dba5fb0a30e"))));
}

TEST_F(ArtifactVerifyTest, FilesInNoEntry) {
    dir.write("art/d/extra", "x");
    fs::create_symlink("nowhere", dir / "art/link");
    EXPECT_THAT(artifact.verify(),
                UnorderedElementsAre("\"d/extra\" is in the directory, but in no entry of the manifest",
                                     "\"link\" is in the directory, but in no entry of the manifest"));
}

TEST_F(ArtifactVerifyTest, LinksThatLeadOut) {
    dir.write("outside", "aaaa");
    fs::remove(dir / "art/a");
    fs::create_symlink(dir / "outside", dir / "art/a");
    EXPECT_THAT(artifact.verify(), ElementsAre(AllOf(StartsWith("\"a\" cannot be checked"), HasSubstr("leads out"))));
    EXPECT_EQ(test::error_of([&] { (void)artifact.fetch("a"); }).status(), Status::invalid);
}

TEST_F(ArtifactVerifyTest, LinksInsideAreFine) {
    fs::rename(dir / "art/d", dir / "art/e");
    fs::create_directory_symlink("e", dir / "art/d");
    EXPECT_THAT(artifact.verify(), ElementsAre(StartsWith("\"e/b\" is in the directory")));
}

TEST_F(ArtifactVerifyTest, ValuesWhoseFileIsInNoEntry) {
    artifact.remove("media/note");
    artifact.save();
    EXPECT_THAT(artifact.verify(), ElementsAre(AllOf(StartsWith("\"n.note-file.json\" needs the file"),
                                                     HasSubstr("which is in no entry"))));
}

TEST_F(ArtifactVerifyTest, FilesOfNestedMembersAreFollowed) {
    artifact.new_file("m.bin", "mask");
    artifact.new_file("i.image-file.json",
                      R"({"_type": "image-file", "masks": {"gt": {"path": "m.bin", "sha256": "00"}},)"
                      R"( "classes": {"path": "c.classes.json", "digest": "x"}, "far": {"path": "no"}})");
    artifact.save();
    EXPECT_THAT(
        artifact.verify(),
        ElementsAre(StartsWith("\"i.image-file.json\" says that the SHA-256 of \"m.bin\" is \"00\", but it is"),
                    StartsWith("\"i.image-file.json\" needs the file \"c.classes.json\", which is in no entry")));
}

TEST_F(ArtifactVerifyTest, JsonThatIsNoValueIsLeftAlone) {
    artifact.new_file("data.json", R"({"path": "nowhere", "sha256": "00"})");
    artifact.new_file("broken.json", R"({"_type": "x", "path")");
    artifact.save();
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ArtifactVerifyTest, TellsItsProgress) {
    std::uint64_t last = 0;
    std::uint64_t all = 0;
    (void)artifact.verify([&](std::uint64_t done, std::uint64_t total) {
        EXPECT_GE(done, last);
        last = done;
        all = total;
    });
    EXPECT_EQ(last, artifact.size());
    EXPECT_EQ(all, artifact.size());
}

TEST_F(ArtifactVerifyTest, FetchAndEntries) {
    EXPECT_EQ(artifact.fetch("d/b"), dir / "art/d/b");
    EXPECT_EQ(artifact.fetch("./d//b"), dir / "art/d/b");
    test::expect_refused(test::error_of([&] { (void)artifact.fetch("none"); }), Status::not_found,
                         "artifact entry \"none\" is not in the artifact's manifest");
    fs::remove(dir / "art/a");
    test::expect_refused(test::error_of([&] { (void)artifact.fetch("a"); }), Status::not_found, "has no file");
    EXPECT_EQ(artifact.get_entry("d/b").size, 4U);
    test::expect_refused(test::error_of([&] { (void)artifact.get_entry("none"); }), Status::not_found, "\"none\"");
}

TEST_F(ArtifactVerifyTest, EntriesOfValues) {  // W425 to W427
    artifact.new_file("x.image-file.json", "{}");
    EXPECT_EQ(artifact.get_entry("x").path, "x.image-file.json");
    artifact.new_file("x.table.json", "{}");
    EXPECT_EQ(artifact.get_entry("x").path, "x.table.json");
    EXPECT_EQ(artifact.get_entry("x.image-file.json").path, "x.image-file.json");
    EXPECT_EQ(artifact.get_entry("n").path, "n.note-file.json") << "a type that nobody knows";
    artifact.new_file("odd.thing.json", R"({"_type": "table"})");
    EXPECT_EQ(test::error_of([&] { (void)artifact.get_entry("odd"); }).status(), Status::not_found) << "a known one";
}

}  // namespace
}  // namespace wbm
