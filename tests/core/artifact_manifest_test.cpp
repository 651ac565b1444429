// wandb_manifest.json: what save() writes and what open() reads. Wire spec 23.2 to 23.7.
#include "artifact_manifest.hpp"

#include "artifact_support.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::expect_refused;
using test::slurp;

std::string with_contents(const std::string& contents, const std::string& config = R"({"storageLayout": "V2"})") {
    return R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "storagePolicyConfig": )" + config +
           R"(, "contents": )" + contents + "}";
}

TEST(ArtifactManifest, OfAnEmptyArtifact) {  // W395
    const Manifest manifest = new_manifest({});
    EXPECT_EQ(write_manifest(manifest), R"({
    "version": 1,
    "storagePolicy": "wandb-storage-policy-v1",
    "storagePolicyConfig": {
        "storageLayout": "V2"
    },
    "contents": {}
})");
    EXPECT_EQ(digest_of(manifest.entries), "64e7c61456b10382e2f3b571ac24b659");
}

TEST(ArtifactManifest, WritesAsPythonDoes) {  // W397, W398
    Manifest manifest = new_manifest({});
    manifest.entries.insert({"b", "d2", "", 0, "", {}});
    manifest.entries.insert({"a/\xc3\xa9", "d1", "s3://x/y", 200, "QQ==", {{"etag", "e"}, {"n", {1, 2.0}}}});
    manifest.entries.insert({"c", "d3", "", std::nullopt, "", {}});
    EXPECT_EQ(write_manifest(manifest), R"({
    "version": 1,
    "storagePolicy": "wandb-storage-policy-v1",
    "storagePolicyConfig": {
        "storageLayout": "V2"
    },
    "contents": {
        "a/\u00e9": {
            "digest": "d1",
            "ref": "s3://x/y",
            "birthArtifactID": "QQ==",
            "size": 200,
            "extra": {
                "etag": "e",
                "n": [
                    1,
                    2.0
                ]
            }
        },
        "b": {
            "digest": "d2",
            "size": 0
        },
        "c": {
            "digest": "d3"
        }
    }
})");
}

TEST(ArtifactManifest, DigestsOfTheWireSpec) {  // W396
    const auto digest = [](std::initializer_list<std::pair<const char*, const char*>> paths) {
        Entries entries;
        for (const auto& [path, d] : paths) entries.insert({path, d, "", {}, "", {}});
        return digest_of(entries);
    };
    EXPECT_EQ(digest({{"b", "x"}, {"a", "y"}}), "92d58f977eb2ea80f3ac5b6176f05519");                             // G12
    EXPECT_EQ(digest({{"tab/le.table.json", "CSrOgOQc5xdP3AupUd2BAg=="}}), "af51924952dce3476a9ee87633936fe5");  // G13
    EXPECT_EQ(digest({{"media/html/9203c2f3e3ee8b8d92ab.html", "kgPC8+Pui42SqxSS+M4MhQ=="},
                      {"media/html/90d250e3741ce4a74171.html", "kNJQ43Qc5KdBcRkq3/gmIw=="},
                      {"tbl.table.json", "FE73kOusim5iSv3/nwKtiw=="}}),
              "bfab35f65538ce375dd2f08198fdd11b");  // G14
}

TEST(ArtifactManifest, ReadsGosLayout) {  // W406
    const Manifest manifest = read_manifest(
        R"({"version":1,"storagePolicy":"wandb-storage-policy-v1","storagePolicyConfig":{"storageLayout":"V2"},)"
        R"("contents":{"z":{"digest":"d1","size":0,"local_path":"/x/y","skip_cache":true},)"
        R"("a":{"digest":"d2","ref":"s3://a/b","size":7,"birthArtifactID":"QQ==","skip_cache":false,)"
        R"("extra":{"etag":"e"}}}})");
    ASSERT_EQ(manifest.entries.size(), 2U);
    const ArtifactEntry& a = *manifest.entries.begin();
    EXPECT_EQ(a.path, "a");
    EXPECT_EQ(a.ref, "s3://a/b");
    EXPECT_EQ(a.size, 7U);
    EXPECT_EQ(a.birth_artifact_id, "QQ==");
    EXPECT_EQ(a.extra, (json::object{{"etag", "e"}}));
    EXPECT_EQ(manifest.entries.rbegin()->size, 0U);
}

TEST(ArtifactManifest, ReadsWhatOlderWritersLeftOut) {  // W400
    const Manifest manifest = read_manifest(R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1",
        "contents": {"a": {"digest": "d", "size": null, "ref": null, "extra": null}}, "more": [1]})");
    EXPECT_EQ(manifest.entries.begin()->size, std::nullopt);
    EXPECT_TRUE(read_manifest(with_contents("{}", "{}")).config.empty());
    EXPECT_EQ(read_manifest(with_contents("{}", R"({"storageLayout": "V1", "x": 1})")).config,
              (json::object{{"storageLayout", "V1"}, {"x", 1}}));
    EXPECT_EQ(read_manifest(with_contents("{}", R"({"storageRegion": " eu "})")).config,
              (json::object{{"storageRegion", "eu"}}));
}

TEST(ArtifactManifest, RefusesWhatIsNone) {  // W399 to W401
    const auto refused = [](const std::string& text, std::string_view why) {
        expect_refused(error_of([&] { (void)read_manifest(text); }), Status::invalid, why);
    };
    refused("", "wandb_manifest.json: ");
    refused("[]", "wandb_manifest.json: ");
    refused("{}", "\"version\" is missing");
    refused(R"({"version": 2})", "\"version\" is not 1");
    refused(R"({"version": "1"})", "\"version\" is not 1");
    refused(R"({"version": 1})", "\"storagePolicy\" is missing");
    refused(R"({"version": 1, "storagePolicy": "p"})", "\"storagePolicy\" is \"p\", only");
    refused(R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1"})", "\"contents\" is missing");
    refused(with_contents("[]"), "\"contents\" is missing or not an object");
    refused(with_contents("{}", "[]"), "\"storagePolicyConfig\" is not an object");
    refused(with_contents("{}", R"({"storageLayout": "V3"})"), "\"storageLayout\" is neither");
    refused(with_contents("{}", R"({"storageLayout": 1})"), "\"storageLayout\" is neither");
    refused(with_contents("{}", R"({"storageRegion": "  "})"), "\"storageRegion\" is empty");
    refused(with_contents(R"({"a": 1})"), "the entry \"a\" is not an object");
    refused(with_contents(R"({"a": {}})"), "\"digest\" of the entry \"a\" is missing");
    refused(with_contents(R"({"a": {"digest": 1}})"), "\"digest\" of the entry \"a\" is not text");
    refused(with_contents(R"({"a": {"digest": "d", "size": -1}})"), "\"size\" of the entry \"a\" is negative");
    refused(with_contents(R"({"a": {"digest": "d", "size": 1.5}})"),
            "\"size\" of the entry \"a\" is not a whole number");
    refused(with_contents(R"({"a": {"digest": "d", "ref": 5}})"), "\"ref\" of the entry \"a\" is not text");
    refused(with_contents(R"({"a": {"digest": "d", "extra": 5}})"), "\"extra\" of the entry \"a\" is not an object");
    refused(with_contents("{}", R"({"_wbm": 1})"), "\"_wbm\" is not an object");
    refused(with_contents("{}", R"({"_wbm": {"name": 1}})"), "\"_wbm.name\" is not text");
    refused(with_contents("{}", R"({"_wbm": {"name": "a b"}})"), "artifact name \"a b\"");
}

TEST(ArtifactManifest, RefusesHostilePathsBeforeItTouchesAnything) {  // W411
    const test::TempDir dir;
    for (const std::string path : {"../f", "a/../b", "/etc/x", "\\\\f", "a\\u0000b", ".", ""}) {
        dir.write("art/wandb_manifest.json", with_contents("{\"" + path + R"(": {"digest": "d"}})"));
        expect_refused(error_of([&] { (void)Artifact::open(dir / "art"); }), Status::invalid, "path \"");
    }
    dir.write("outside.json", with_contents("{}"));
    fs::remove(dir / "art/wandb_manifest.json");
    fs::create_symlink(dir / "outside.json", dir / "art/wandb_manifest.json");
    expect_refused(error_of([&] { (void)Artifact::open(dir / "art"); }), Status::invalid, "leads out of the store");
}

TEST(ArtifactManifest, KeepsWhatItReads) {
    const test::TempDir dir;
    const std::string text = R"({
    "version": 1,
    "storagePolicy": "wandb-storage-policy-v1",
    "storagePolicyConfig": {
        "storageLayout": "V1",
        "storageRegion": "eu",
        "_wbm": {
            "name": "n",
            "type": "t",
            "description": "d\u00e9",
            "metadata": {
                "lr": 1e-07,
                "list": [
                    1,
                    null
                ]
            }
        }
    },
    "contents": {
        "a": {
            "digest": "d",
            "ref": "s3://x/y",
            "birthArtifactID": "QQ==",
            "size": 18446744073709551615,
            "extra": {
                "versionID": "v"
            }
        }
    }
})";
    dir.write("art/wandb_manifest.json", text);
    Artifact artifact = Artifact::open(dir / "art");
    EXPECT_EQ(artifact.info().description, "d\xc3\xa9");
    EXPECT_EQ(artifact.manifest(), text);
    artifact.save();
    EXPECT_EQ(slurp(dir / "art/wandb_manifest.json"), text);
}

TEST(ArtifactManifest, InfoSurvives) {
    const test::TempDir dir;
    {
        json::object metadata{{"nan", std::nan("")}, {"deep", {{"x", {1, 2.5, "y"}}}}};
        Artifact::create(dir / "art", {"n", "t", "text", metadata}).save();
    }
    const Artifact artifact = Artifact::open(dir / "art");
    EXPECT_EQ(artifact.info().name, "n");
    EXPECT_EQ(artifact.info().type, "t");
    EXPECT_EQ(artifact.info().description, "text");
    EXPECT_EQ(artifact.info().metadata, (json::object{{"nan", nullptr}, {"deep", {{"x", {1, 2.5, "y"}}}}}));
}

TEST(ArtifactManifest, SizesAddUpWithoutOverflow) {  // W405
    const test::TempDir dir;
    dir.write("art/wandb_manifest.json", with_contents(R"({"a": {"digest": "d", "size": 5}, "b": {"digest": "d"},
                                                           "c": {"digest": "d", "size": 37}})"));
    EXPECT_EQ(Artifact::open(dir / "art").size(), 42U);
    dir.write("art/wandb_manifest.json", with_contents(R"({"a": {"digest": "d", "size": 18446744073709551615},
                                                           "b": {"digest": "d", "size": 5}})"));
    EXPECT_EQ(Artifact::open(dir / "art").size(), UINT64_MAX);
}

}  // namespace
}  // namespace wbm
