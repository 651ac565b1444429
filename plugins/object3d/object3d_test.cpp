// What is common to points, scenes and meshes: the JSON, options, members kept, lists.
#include "test_support.hpp"

namespace wbm::object3d {
namespace {

TEST(Object3D, JsonOfARunAndAnArtifact) {
    const Object3D object = made(Source::tensor<double>({1, 2, 3}, {1, 3}).with_options({{"caption", ""}}));
    const FakeStore run(WBM_RUN);
    const json::object j = object.to_json(run.store());
    std::string keys;
    for (const auto& member : j) keys += std::string(member.key()) + " ";
    EXPECT_EQ(keys, "caption _type sha256 size path _wbm ");
    EXPECT_EQ(j.at("_type"), "object3D-file");
    EXPECT_TRUE(text(j, "path").ends_with(".pts.json"));
    EXPECT_TRUE(text(j, "path").starts_with("media/object3D/"));
    EXPECT_EQ(json::write(j.at("_wbm")),
              R"({"kind":"points","points":1,"bounds":{"min":[1.0,2.0,3.0],"max":[1.0,2.0,3.0]},)"
              R"("arrays":{"points":{"dtype":"float64","shape":[1,3]}}})");
    const FakeStore artifact(WBM_ARTIFACT);
    EXPECT_TRUE(text(from_corpus("cube.obj").to_json(artifact.store()), "path").ends_with("/cube.obj"));
}

TEST(Object3D, EverySampleComesBack) {
    for (const auto& path : files_in(corpus(""))) {
        const Object3D object = made(Source::path(path.string()).with_options({{"caption", "é"}}));
        const Object3D back = round_trip(object);
        EXPECT_EQ(back, object) << path;
        EXPECT_EQ(back.caption, "é");
        EXPECT_EQ(back.content, object.content) << path;
    }
}

TEST(Object3D, WhatTheReferenceWroteIsKeptWhateverItIs) {
    const FakeStore store(WBM_RUN);
    store.put("media/object3D/broken.glb", "no glb at all");
    const std::string json = R"({"_type":"object3D-file","sha256":"","size":13,"path":"media/object3D/broken.glb"})";
    const Object3D object = of(object_type().from_json(json, store));
    EXPECT_EQ(json::write(object.fields()), R"({"format":"glb","size":13})");
    EXPECT_TRUE(says(refusal([&] { (void)object.tensor({}); }), {"1 ", "broken.glb", "no sound glb"}));
    EXPECT_FALSE(object.to_json(store.store()).contains("_wbm"));
}

TEST(Object3D, UnknownMembersAndTheirFilesAreKept) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("media/object3D/a.obj", sample("cube.obj"));
    store.put("media/object3D/later.bin", "x");
    const std::string json =
        R"({"_type":"object3D-file","path":"media/object3D/a.obj","camera":[1],"_wbm":{"lod":{"path":"media/object3D/later.bin"}}})";
    const Value value = object_type().from_json(json, store);
    const std::string again = object_type().to_json(value, store);
    EXPECT_TRUE(says(again, {R"("camera":[1])", R"("lod":{"path":"media/object3D/later.bin"})"}));
    (void)round_trip(object_type(), value.get(), store);
}

TEST(Object3D, DifferentContentCaptionAndDtypeAreNotEqual) {
    const Object3D a = made(Source::tensor<double>({1, 2, 3}, {1, 3}));
    EXPECT_EQ(a, made(Source::tensor<double>({1, 2, 3}, {1, 3})));
    EXPECT_NE(a, made(Source::tensor<double>({1, 2, 4}, {1, 3})));
    EXPECT_NE(a, made(Source::tensor<float>({1, 2, 3}, {1, 3})));
    EXPECT_NE(a, made(Source::tensor<double>({1, 2, 3}, {1, 3}).with_options({{"caption", "c"}})));
    EXPECT_NE(from_corpus("square.ply"), made(Source::bytes(text_of(from_corpus("square.ply")))));
}

TEST(Object3D, OptionsForAnotherSourceAreRefused) {
    const auto with = [](const json::object& options) {
        return refusal_of(Source::tensor<double>({1, 2, 3}, {1, 3}).with_options(options));
    };
    EXPECT_TRUE(says(with({{"captoin", "x"}}), {"1 ", "captoin", "caption"}));
    EXPECT_TRUE(says(with({{"colors", "@c"}}), {"\"colors\" needs option \"faces\""}));
    EXPECT_TRUE(says(with({{"file_type", "obj"}}), {"\"file_type\" is for bytes"}));
    EXPECT_TRUE(says(with({{"reference_rotation", true}}), {"\"reference_rotation\" is for the boxes"}));
    EXPECT_TRUE(says(refusal_of(Source::path(corpus("cube.obj").string()).with_options({{"faces", "@f"}})),
                     {"\"faces\" is for a mesh made from arrays"}));
    EXPECT_EQ(with({{"faces", nullptr}, {"caption", nullptr}}), "not refused");
}

TEST(Object3D, TensorPartsAreNamed) {
    const Object3D points = made(Source::tensor<double>({1, 2, 3}, {1, 3}));
    EXPECT_TRUE(says(refusal([&] { (void)points.tensor({{"part", "faces"}}); }), {"2 ", "faces"}));
    EXPECT_TRUE(says(refusal([&] {
                         (void)points.tensor({{"part", "edges"}});
                     }),
                     {"1 ", "\"edges\"", "points, vertices"}));
    EXPECT_TRUE(says(refusal([&] { (void)points.tensor({{"frame", 1}}); }), {"1 ", "frame"}));
    EXPECT_TRUE(says(refusal([&] {
                         (void)from_corpus("cube.obj").tensor({{"part", "points"}});
                     }),
                     {"2 ", "no points"}));
    EXPECT_TRUE(says(refusal([&] {
                         (void)from_corpus("cube.obj").tensor({{"part", "colors"}});
                     }),
                     {"2 ", "no colours"}));
    EXPECT_EQ(shape(from_corpus("scene.pts.json").tensor({})), "[2, 3]");
    EXPECT_EQ(elements<std::int64_t>(from_corpus("points.pts.json").tensor({})),
              (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5}));
}

TEST(Object3D, ProbeLooksAtTheContentAlone) {
    const auto probe = [](Source source) { return json::write(Object3D::probe(Part(source.input()->parts[0]))); };
    EXPECT_TRUE(says(probe(Source::path(corpus("square.ply").string())),
                     {R"("kind":"mesh","vertices":4)", R"("format":"ply")"}));
    EXPECT_TRUE(
        says(probe(Source::bytes(sample("scene.pts.json"))), {R"("kind":"scene","points":2,"boxes":1,"vectors":1)"}));
    EXPECT_TRUE(says(refusal([&] { (void)probe(Source::bytes("hello")); }), {"2 ", "no 3D object"}));
    EXPECT_TRUE(says(refusal([&] { (void)probe(Source::bytes("glTF")); }), {"1 ", "no sound glb"}));
}

TEST(Object3D, AListHasFilenamesAndObjects) {
    const Object3D object = made(Source::tensor<double>({1, 2, 3}, {1, 3}));
    const FakeStore run(WBM_RUN);
    const json::object item = object.to_json(run.store());
    const Object3D* const values[] = {&object, &object};
    const json::object items[] = {item, item};
    const json::object batch = Object3D::seq_to_json(values, items);
    std::string keys;
    for (const auto& member : batch) keys += std::string(member.key()) + " ";
    EXPECT_EQ(keys, "_type filenames count objects ");
    EXPECT_EQ(batch.at("_type"), "object3D");
    EXPECT_EQ("media/object3D/" + std::string(batch.at("filenames").get_array()[1].get_string()), text(item, "path"));
    EXPECT_EQ(batch.at("objects").get_array()[0], json::value(item));
    const json::object elsewhere[] = {{{"path", "media/other/a.obj"}}};
    EXPECT_TRUE(says(refusal([&] {
                         (void)Object3D::seq_to_json({values, 1}, elsewhere);
                     }),
                     {"1 ", "object 0", "media/other/a.obj"}));
}

}  // namespace
}  // namespace wbm::object3d
