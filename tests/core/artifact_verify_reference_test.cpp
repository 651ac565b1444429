// What verify() says of references. Wire spec 23.11.
#include "artifact_links_support.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::hello_digest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ArtifactVerifyReferencesTest : public test::LinkedArtifacts {};

TEST_F(ArtifactVerifyReferencesTest, ToArtifacts) {  // W441
    write_and_know("a", "bGlua3M6OTA=");
    const std::string url = "wandb-artifact://6c696e6b733a3930/x";
    const Artifact b = referring(url);
    EXPECT_THAT(b.verify(), IsEmpty());
    EXPECT_THAT(b.unverified(), IsEmpty());
    dir.write("a/x", "HELLO");
    EXPECT_THAT(b.verify(),
                ElementsAre("\"y\" is a reference to \"" + url + "\", whose file in \"" + (dir / "a").string() +
                            "\" has other content than that artifact's manifest says"));
    fs::remove(dir / "a/x");
    EXPECT_THAT(b.verify(), ElementsAre(HasSubstr("has no file in the artifact's directory")));
    write("a", entry("z", "d"));
    EXPECT_THAT(b.verify(), ElementsAre(HasSubstr("has no such entry")));
    write("a", entry("x", "AAAAAAAAAAAAAAAAAAAAAA=="));
    EXPECT_THAT(b.verify(), ElementsAre(HasSubstr("whose content has changed")));
    EXPECT_THAT(b.unverified(), IsEmpty());
}

TEST_F(ArtifactVerifyReferencesTest, ToWhatIsNotHereIsNoFault) {
    const Artifact b = referring("wandb-artifact://6c696e6b733a3931/x");
    EXPECT_THAT(b.verify(), IsEmpty());
    EXPECT_THAT(b.unverified(), ElementsAre("\"y\" is a reference to \"wandb-artifact://6c696e6b733a3931/x\", an "
                                            "artifact that is not known here; give its directory to set_links()"));
    const Artifact c = referring("s3://bucket/key", "e", "c");
    EXPECT_THAT(c.verify(), IsEmpty());
    EXPECT_THAT(c.unverified(), ElementsAre("\"y\" is a reference to \"s3://bucket/key\", which is not on this machine "
                                            "and was not asked for"));
}

TEST_F(ArtifactVerifyReferencesTest, ToFiles) {
    const fs::path file = dir.write("f.txt", "hello");
    const std::string url = "file://" + file.string();
    Artifact b = Artifact::create(dir / "b");
    b.add_reference(url);
    EXPECT_THAT(b.verify(), IsEmpty());
    EXPECT_THAT(b.unverified(), IsEmpty());
    dir.write("f.txt", "HELLO");
    EXPECT_THAT(b.verify(), ElementsAre("\"f.txt\" is a reference to \"" + url +
                                        "\", which has other content than the manifest says"));
    dir.write("f.txt", "longer");
    EXPECT_THAT(b.verify(), ElementsAre(HasSubstr("which has 6 bytes, but the manifest says 5")));
    fs::remove(file);
    EXPECT_THAT(b.verify(), ElementsAre(HasSubstr("which is not there, or no file")));
    fs::create_directory(file);
    EXPECT_THAT(b.verify(), ElementsAre(HasSubstr("which is not there, or no file")));
}

TEST_F(ArtifactVerifyReferencesTest, ToFilesWithoutAChecksum) {
    dir.write("f", "hello");
    const std::string url = "file://" + (dir / "f").string();
    const Artifact b = referring(url, url);
    EXPECT_THAT(b.verify(), IsEmpty());
    EXPECT_THAT(b.unverified(), ElementsAre(HasSubstr("which was added without a checksum")));
    const Artifact c = referring(url, "5No7f7vOI0XXdysGdKMY1Q==", "c");  // the MD5 of its size, as wandb 0.15 wrote it
    EXPECT_THAT(c.verify(), IsEmpty());
    EXPECT_THAT(c.unverified(), SizeIs(1));
    const Artifact d = referring(url, "5NoZ6hGrGvU5SLcSqKsdBw==", "d");
    EXPECT_THAT(d.verify(), ElementsAre(HasSubstr("other content")));
}

TEST_F(ArtifactVerifyReferencesTest, ValuesKnowTheFilesReferredTo) {
    write_and_know("a", "bGlua3M6OTI=");
    write("b", entry("y", hello_digest, "wandb-artifact://6c696e6b733a3932/x") + ", " +
                   entry("v.note-file.json", "SqLXyrpNsOVIIgpnYLv9wg=="));
    dir.write("b/v.note-file.json", R"({"_type": "note-file", "path": "y", "sha256": "00"})");
    Artifact b = Artifact::open_logged(dir / "b");
    b.set_links(known);
    EXPECT_THAT(b.verify(), testing::Contains(HasSubstr("says that the SHA-256 of \"y\" is \"00\", but it is \"2cf2")));
}

}  // namespace
}  // namespace wbm
