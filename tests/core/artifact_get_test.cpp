// Reading values back from an artifact. Wire spec 23.9. Types with plugins are tested with the plugins.
#include "artifact_support.hpp"

#include <wbm/registry.hpp>

#include "type_order.hpp"

namespace wbm {
namespace {

using test::error_of;
using test::expect_refused;
using testing::ElementsAre;
using testing::SizeIs;

class ArtifactGetTest : public testing::Test {
protected:
    ArtifactGetTest() {
        artifact.add(test::note("hello"), "n");
        artifact.new_file("plain.json", "{}");
        artifact.new_file("sub/x.y.odd.json", R"({"_type": "odd", "deep": {"a": 1.50}})");
        artifact.finalize();
    }
    test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art", {"golden", "dataset", "", {}});
    Registry registry{{.policy = Policy::any(),
                       .directories = {},
                       .search_standard_places = false,
                       .cache_directory = {},
                       .use_cache = false}};
};

TEST_F(ArtifactGetTest, AnUnknownTypeIsKeptAsItIs) {
    const ValuePtr value = artifact.get("sub/x.y", registry);
    ASSERT_NE(value, nullptr);
    EXPECT_FALSE(value->is_known());
    EXPECT_EQ(value->type(), "odd");
    ASSERT_TRUE(value->origin().has_value());
    EXPECT_EQ(value->origin()->name, "sub/x.y");
    EXPECT_EQ(value->origin()->root, dir / "art");
    EXPECT_EQ(value->origin()->artifact_id, "");
    EXPECT_EQ(artifact.get("sub/x.y.odd.json", registry)->type(), "odd");
    Artifact copy = Artifact::create(dir / "copy");
    copy.set_linking(Linking::copy);
    EXPECT_EQ(copy.add(value, "z").path, "z.odd.json");
    EXPECT_EQ(test::slurp(dir / "copy/z.odd.json"), test::slurp(dir / "art/sub/x.y.odd.json"));
}

TEST_F(ArtifactGetTest, WhatIsNoValueGivesNull) {  // W425
    for (const char* name : {"none", "plain", "plain.json", "sub", "", "..", "media/note/5d41402abc4b2a76b971.txt"})
        EXPECT_EQ(artifact.get(name, registry), nullptr) << name;
    expect_refused(error_of([&] { (void)artifact.get_entry("none", &registry); }), Status::not_found, "\"none\"");
    EXPECT_EQ(artifact.get_entry("sub/x.y", &registry).path, "sub/x.y.odd.json");
}

TEST_F(ArtifactGetTest, ValuesOfALoggedArtifactAreAddedAsReferences) {  // W421, 23.12
    const Artifact logged = Artifact::open_logged(dir / "art", "QXJ0aWZhY3Q6Nw==");
    const ValuePtr value = logged.get("n", registry);
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(value->origin()->artifact_id, "41727469666163743a37");
    Artifact copy = Artifact::create(dir / "copy");
    const ArtifactEntry entry = copy.add(value, "n2");
    EXPECT_EQ(entry.path, "n2.note-file.json");
    EXPECT_EQ(entry.ref, "wandb-artifact://41727469666163743a37/n.note-file.json");
    EXPECT_EQ(entry.size, 0U);
    EXPECT_EQ(entry.digest, logged.get_entry("n.note-file.json").digest);
    EXPECT_THAT(copy.entries(), SizeIs(1));
    EXPECT_THAT(test::files_below(dir / "copy"), testing::IsEmpty());
    expect_refused(error_of([&] { (void)Artifact::open_logged(dir / "art", "no base64"); }), Status::invalid, "base64");
}

TEST_F(ArtifactGetTest, AReferenceThatIsNotHere) {
    dir.write("copy/wandb_manifest.json", R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "contents": {
        "n.note-file.json": {"digest": "d", "ref": "wandb-artifact://abcd/n.note-file.json"}}})");
    EXPECT_EQ(Artifact::open(dir / "copy").get("n", registry), nullptr);
}

TEST(TypeOrder, TheReferencesTypesComeFirst) {
    EXPECT_THAT(in_lookup_order({"zebra", "audio-file", "aaa", "table", "image-file", "joined-table"}),
                ElementsAre("joined-table", "table", "image-file", "audio-file", "aaa", "zebra"));
    EXPECT_THAT(reference_type_order(), SizeIs(21));
}

}  // namespace
}  // namespace wbm
