// Files that a value names itself: keep_entry() of an artifact. Wire spec 4.13.
#include "artifact_support.hpp"

#include <wbm/run.hpp>

namespace wbm {
namespace {

using test::error_of;
using test::expect_refused;
using test::files_below;
using test::paths_of;
using test::slurp;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* path = "media/classes/8d91a8701a972ebf10743d97a379ce0d_cls.classes.json";

class ArtifactEntryTest : public testing::Test {
protected:
    std::string digest;
    test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art");
};

TEST_F(ArtifactEntryTest, IsKeptAtExactlyItsPath) {
    const StoredFile kept = artifact.keep_entry(path, "hello", digest);
    EXPECT_EQ(kept.path, path);
    EXPECT_EQ(kept.sha256, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    EXPECT_EQ(kept.size, 5U);
    EXPECT_EQ(digest, "XUFAKrxLKna5cZ2REBfFkg==");
    EXPECT_EQ(artifact.get_entry(path).digest, digest);
    EXPECT_EQ(slurp(artifact.fetch(path)), "hello");
    EXPECT_EQ(artifact.keep_entry("./a//b.json", "x", digest).path, "a/b.json");
    artifact.save();
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ArtifactEntryTest, TheSameBytesAgainChangeNothing) {
    artifact.keep_entry(path, "hello", digest);
    const auto written = std::filesystem::last_write_time(artifact.fetch(path));
    std::string again;
    EXPECT_EQ(artifact.keep_entry(path, "hello", again).path, path);
    EXPECT_EQ(again, digest);
    EXPECT_EQ(std::filesystem::last_write_time(artifact.fetch(path)), written);
    EXPECT_THAT(paths_of(artifact), ElementsAre(path));
}

TEST_F(ArtifactEntryTest, OtherBytesAreRefused) {
    artifact.keep_entry(path, "hello", digest);
    const MediaError error = error_of([&] { artifact.keep_entry(path, "other", digest); });
    expect_refused(error, Status::invalid, "is there already with other content");
    expect_refused(error, Status::invalid, path);
    EXPECT_EQ(slurp(artifact.fetch(path)), "hello");
    EXPECT_THAT(files_below(dir / "art"), ElementsAre(path));
}

TEST_F(ArtifactEntryTest, UndoTakesOnlyTheNewOne) {
    artifact.keep_entry(path, "hello", digest);
    {
        const Store::Transaction undone(artifact);
        artifact.keep_entry(path, "hello", digest);
        artifact.keep_entry("deep/er/x", "x", digest);
    }
    EXPECT_THAT(paths_of(artifact), ElementsAre(path));
    EXPECT_THAT(files_below(dir / "art"), ElementsAre(path));
    EXPECT_FALSE(std::filesystem::exists(dir / "art/deep"));
}

TEST_F(ArtifactEntryTest, PathsStayInside) {
    for (const char* bad : {"", "..", "../x", "a/../../x", "/etc/passwd"})
        expect_refused(error_of([&] { artifact.keep_entry(bad, "x", digest); }), Status::invalid, "");
    expect_refused(error_of([&] { artifact.keep_entry("wandb_manifest.json", "{}", digest); }), Status::invalid,
                   "is where the manifest lies");
    EXPECT_THAT(paths_of(artifact), IsEmpty());
    artifact.finalize();
    expect_refused(error_of([&] { artifact.keep_entry(path, "x", digest); }), Status::invalid, "finalized");
}

TEST_F(ArtifactEntryTest, ARunRefuses) {
    wbm::Run run(dir / "run");
    expect_refused(
        error_of([&] { run.slot("k", 0)->keep_entry(path, "x", digest); }), Status::unsupported,
        std::string("run: it names files itself, so there is no \"") + path + "\"; add the value to an artifact");
    EXPECT_THAT(files_below(dir / "run/files"), IsEmpty());
}

}  // namespace
}  // namespace wbm
