// How an artifact names the files of values, and references. Wire spec 3.5, 23.10 and 23.12.
#include "artifact_support.hpp"

#include <wbm/limits.hpp>

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::expect_refused;
using test::files_below;
using test::note;
using test::note_of_file;
using test::paths_of;
using test::slurp;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* hello_sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

class ArtifactKeepTest : public testing::Test {
protected:
    test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art");
};

TEST_F(ArtifactKeepTest, BytesAreNamedByTheirMd5) {  // W076, G49, G50
    const StoredFile html = artifact.keep_bytes("media/html", "x", ".html");
    EXPECT_EQ(html.path, "media/html/9dd4e461268c8034f5c8.html");
    EXPECT_EQ(html.sha256, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    EXPECT_EQ(html.size, 1U);
    EXPECT_EQ(artifact.keep_bytes("media/object3D", "[[1]]", ".pts.json").path,
              "media/object3D/f0a54eaaf7d53e4ff1ba.pts.json");
    EXPECT_EQ(artifact.keep_bytes("media/classes", "x", "_cls.classes.json").path,
              "media/classes/9dd4e461268c8034f5c8_cls.classes.json");
    EXPECT_EQ(artifact.get_entry(html.path).digest, "ndTkYSaMgDT1yFZOFVxnpg==");
    EXPECT_EQ(artifact.keep_bytes("media/html", "x", ".html").path, html.path);
    EXPECT_THAT(artifact.entries(), SizeIs(3));
    EXPECT_EQ(slurp(artifact.fetch(html.path)), "x");
}

TEST_F(ArtifactKeepTest, UserFilesKeepTheirNameBelowTheirSha256) {  // W077, W082
    const StoredFile one = artifact.keep_file("media/images", dir.write("d1/img.png", "hello"), ".jpg", nullptr);
    EXPECT_EQ(one.path, "media/images/" + std::string(hello_sha256).substr(0, 20) + "/img.png");
    EXPECT_EQ(one.sha256, hello_sha256);
    EXPECT_EQ(one.size, 5U);
    EXPECT_NE(artifact.keep_file("media/images", dir.write("d2/img.png", "other"), "", nullptr).path, one.path);
    EXPECT_EQ(artifact.keep_file("media/images", dir.write("d3/img.png", "hello"), "", nullptr).path, one.path);
    EXPECT_THAT(artifact.entries(), SizeIs(2));
}

TEST_F(ArtifactKeepTest, AFileThatWasAddedBeforeKeepsThatEntry) {  // W079
    const fs::path file = dir.write("in/cat.png", "hello");
    artifact.add_file(file, "cats/1.png");
    const StoredFile kept = artifact.keep_file("media/images", file, "", nullptr);
    EXPECT_EQ(kept.path, "cats/1.png");
    EXPECT_EQ(kept.sha256, hello_sha256);
    EXPECT_EQ(kept.size, 5U);
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("cats/1.png"));
}

TEST_F(ArtifactKeepTest, AFileThatIsWrittenAnewIsNotTheOneAddedBefore) {
    const fs::path frame = dir / "frame.raw";
    std::set<std::string> paths;
    for (int i = 0; i < 50; ++i) {  // faster than the clock of the file system
        dir.write("frame.raw", "frame " + std::to_string(i + 10));
        const StoredFile kept = artifact.keep_file("media/frames", frame, "", nullptr);
        EXPECT_EQ(slurp(artifact.fetch(kept.path)), "frame " + std::to_string(i + 10));
        paths.insert(kept.path);
    }
    EXPECT_THAT(paths, SizeIs(50));
}

TEST_F(ArtifactKeepTest, AnAddedFileWhoseEntryIsGoneIsKeptAgain) {
    const fs::path file = dir.write("cat.png", "hello");
    artifact.add_file(file);
    artifact.remove("cat.png");
    EXPECT_EQ(artifact.keep_file("m", file, "", nullptr).path, "m/2cf24dba5fb0a30e26e8/cat.png");
}

TEST_F(ArtifactKeepTest, FilesOfTheArtifactItselfStay) {
    const StoredFile first = artifact.keep_bytes("m", "hello", ".txt");
    const Origin own = artifact.origin();
    EXPECT_EQ(own.root, dir / "art");
    const StoredFile again = artifact.keep_file("n", artifact.fetch(first.path), "", &own);
    EXPECT_EQ(again.path, first.path);
    EXPECT_EQ(again.sha256, hello_sha256);
    EXPECT_EQ(again.size, 5U);
    EXPECT_THAT(artifact.entries(), SizeIs(1));
    artifact.remove(first.path);
    EXPECT_EQ(artifact.keep_file("n", dir / "art" / first.path, "", &own).path, first.path) << "its name is free again";
    artifact.save();
    EXPECT_EQ(slurp(artifact.fetch(first.path)), "hello");
}

TEST_F(ArtifactKeepTest, FilesOfALocalArtifactKeepTheirName) {
    const fs::path file = dir.write("other/media/html/abc.html", "hello");
    const Origin origin{dir / "other", false, "", ""};
    EXPECT_EQ(artifact.keep_file("x", file, "", &origin).path, "media/html/abc.html");
    EXPECT_EQ(slurp(dir / "art/media/html/abc.html"), "hello");
    const Origin run{dir / "other", true, "", ""};
    EXPECT_EQ(artifact.keep_file("x", dir.write("other/run.html", "r"), "", &run).path,
              "x/454349e422f05297191e/run.html");
}

TEST_F(ArtifactKeepTest, FilesOfALoggedArtifactBecomeReferences) {  // W080
    const fs::path file = dir.write("other/media/html/9dd4e461268c8034f5c8.html", "x");
    const Origin origin{dir / "other", false, "41727469666163743a37", ""};
    for (int i = 0; i < 2; ++i) {
        const StoredFile kept = artifact.keep_file("media/html", file, "", &origin);
        EXPECT_EQ(kept.path, "media/html/9dd4e461268c8034f5c8.html");
        EXPECT_EQ(kept.sha256, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    }
    const ArtifactEntry entry = artifact.get_entry("media/html/9dd4e461268c8034f5c8.html");
    EXPECT_EQ(entry.ref, "wandb-artifact://41727469666163743a37/media/html/9dd4e461268c8034f5c8.html");
    EXPECT_EQ(entry.digest, "ndTkYSaMgDT1yFZOFVxnpg==");
    EXPECT_EQ(entry.size, 0U);
    EXPECT_TRUE(fs::is_empty(dir / "art"));
    EXPECT_EQ(artifact.fetch(entry.path), entry.ref) << "the URL of what is not here";
    dir.write("art/" + entry.path, "x");
    EXPECT_EQ(artifact.fetch(entry.path), dir / "art" / entry.path) << "it was downloaded";
}

TEST_F(ArtifactKeepTest, ANameThatIsTakenIsNotUsed) {
    artifact.new_file("cat.png", "another cat");
    const Origin local{dir / "other", false, "", ""};
    const Origin logged{dir / "other", false, "ab", ""};
    const fs::path file = dir.write("other/cat.png", "hello");
    EXPECT_EQ(artifact.keep_file("m", file, "", &local).path, "m/2cf24dba5fb0a30e26e8/cat.png");
    const fs::path second = dir.write("other/sub/../cat.png", "hellO");
    EXPECT_EQ(artifact.keep_file("m", second, "", &logged).path, "m/04a6f55face2f46be8c2/cat.png");
    EXPECT_EQ(slurp(dir / "art/cat.png"), "another cat");
}

TEST_F(ArtifactKeepTest, References) {  // G41
    const StoredFile kept = artifact.keep_reference("media/images", "http://nonexistent/puppy.jpg");
    EXPECT_EQ(kept.path, "media/images/75c13e5a637fb8052da9/puppy.jpg");
    EXPECT_EQ(kept.sha256, "75c13e5a637fb8052da99792fca8323c06b138966cd30482e84d62c83adc01ee");
    EXPECT_EQ(kept.size, std::nullopt);
    const ArtifactEntry entry = artifact.get_entry(kept.path);
    EXPECT_EQ(entry.digest, "http://nonexistent/puppy.jpg");
    EXPECT_EQ(entry.ref, "http://nonexistent/puppy.jpg");
    EXPECT_EQ(entry.size, std::nullopt);
    const std::string query = "s3://b/x.png?sig=" + std::string(limits::path_component_bytes, 'a');
    const std::string long_path = artifact.keep_reference("m", query).path;
    EXPECT_TRUE(long_path.ends_with(query.substr(7)));
    EXPECT_EQ(artifact.fetch(long_path), query);
    EXPECT_EQ(artifact.keep_reference("m", "s3://b/").path.size(), 22U);
    expect_refused(error_of([&] { artifact.keep_reference("m", "s3://b/.."); }), Status::invalid, "\"..\"");
    artifact.save();
    artifact = Artifact::open_logged(dir / "art");
    EXPECT_THAT(artifact.entries(), SizeIs(3));
}

TEST_F(ArtifactKeepTest, AReferenceToAPathLeadsNowhere) {
    dir.write("hostile/wandb_manifest.json", R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "contents": {
        "a": {"digest": "d", "ref": "/etc/passwd"}, "b": {"digest": "d", "ref": "/x://y"},
        "c": {"digest": "d", "ref": "../x"}}})");
    const Artifact hostile = Artifact::open_logged(dir / "hostile");
    for (const char* path : {"a", "b", "c"})
        expect_refused(error_of([&] { (void)hostile.fetch(path); }), Status::invalid, "which is no URL");
}

TEST_F(ArtifactKeepTest, RefusesFoldersThatLeave) {
    const fs::path file = dir.write("x", "x");
    for (const char* folder : {"..", "a/../../b", "/etc"}) {
        expect_refused(error_of([&] { artifact.keep_bytes(folder, "x", ".x"); }), Status::invalid, "inside the store");
        expect_refused(error_of([&] { artifact.keep_file(folder, file, "", nullptr); }), Status::invalid,
                       "inside the store");
        expect_refused(error_of([&] { artifact.keep_reference(folder, "s3://a/b"); }), Status::invalid,
                       "inside the store");
    }
    expect_refused(error_of([&] { artifact.keep_bytes("a", "x", "/../../x"); }), Status::invalid, "it has a slash");
    fs::create_directory_symlink(dir.path(), dir / "art/out");
    expect_refused(error_of([&] { artifact.keep_bytes("out", "x", ".x"); }), Status::invalid, "leads out of the store");
    EXPECT_THAT(paths_of(artifact), IsEmpty());
}

TEST_F(ArtifactKeepTest, JsonOfAStoredFile) {
    EXPECT_EQ(artifact.json_of({"m/\"a\".txt", "ab", 5}), R"({"path":"m/\"a\".txt","sha256":"ab"})");
}

TEST_F(ArtifactKeepTest, AddReferenceToUrls) {  // W430, W434, W435
    expect_refused(error_of([&] { artifact.add_reference("/data/x"); }), Status::invalid, "write file:///its/path");
    expect_refused(error_of([&] { artifact.add_reference("custom://a/b"); }), Status::invalid, "give a name");
    expect_refused(error_of([&] { artifact.add_reference("https://host/"); }), Status::invalid, "give a name");
    artifact.add_reference("https://host/a/b.png?x=1");
    artifact.add_reference("custom://a/b", "named");
    artifact.add_reference("gs://bucket/key");
    EXPECT_THAT(paths_of(artifact), ElementsAre("b.png?x=1 -> https://host/a/b.png?x=1", "key -> gs://bucket/key",
                                                "named -> custom://a/b"));
    expect_refused(error_of([&] { artifact.add_reference("s3://other/key"); }), Status::invalid,
                   "is there already with other content");
}

TEST_F(ArtifactKeepTest, AddReferenceToFiles) {  // W431, W432
    const std::string url = "file://" + dir.path().string() + "/ref";
    dir.write("ref/a b.txt", "hello");
    dir.write("ref/sub/2", "2");
    const ArtifactEntry one = artifact.add_reference(url + "/a b.txt").at(0);
    EXPECT_EQ(one.path, "a b.txt");
    EXPECT_EQ(one.digest, "XUFAKrxLKna5cZ2REBfFkg==");
    EXPECT_EQ(one.size, 5U);
    EXPECT_EQ(artifact.add_reference(url + "/a%20b.txt", "escaped").at(0).ref, url + "/a%20b.txt");
    EXPECT_THAT(artifact.add_reference(url + "/", "d"), SizeIs(2));
    EXPECT_EQ(artifact.get_entry("d/sub/2").ref, url + "/sub/2");
    expect_refused(error_of([&] { artifact.add_reference(url + "/none"); }), Status::not_found,
                   "no such file or directory");
    artifact.new_file("x", "hello");
    EXPECT_EQ(artifact.add_reference(url + "/a b.txt", "x").at(0).ref, url + "/a b.txt");
    artifact.save();
    EXPECT_THAT(files_below(dir / "art"), ElementsAre("wandb_manifest.json"));
}

}  // namespace
}  // namespace wbm
