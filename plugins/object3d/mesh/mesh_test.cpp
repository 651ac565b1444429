// Mesh files and meshes made from arrays.
#include "../test_support.hpp"
#include "glb.hpp"

#include <limits>

namespace wbm::object3d {
namespace {

std::string facts(const Object3D& object) { return json::write(object.content); }

Source mesh_source(const Source& vertices, const Source& faces) {
    Source source = vertices;
    source.with_part("faces", faces).with_options({{"faces", "@faces"}});
    return source;
}
const Source square = Source::tensor<float>({0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0}, {4, 3});
const Source two_faces = Source::tensor<std::int64_t>({0, 1, 2, 0, 2, 3}, {2, 3});

TEST(MeshFile, CountsAndBounds) {
    EXPECT_EQ(
        facts(from_corpus("cube.obj")),
        R"({"kind":"mesh","vertices":8,"faces":12,"meshes":1,"bounds":{"min":[0.0,0.0,0.0],"max":[1.0,1.0,1.0]}})");
    EXPECT_EQ(
        facts(from_corpus("quads.obj")),
        R"({"kind":"mesh","vertices":4,"faces":2,"meshes":1,"bounds":{"min":[0.0,0.0,0.0],"max":[2.0,2.0,0.0]}})");
    EXPECT_EQ(
        facts(from_corpus("two.stl")),
        R"({"kind":"mesh","vertices":6,"faces":2,"meshes":1,"bounds":{"min":[-1.0,-1.0,-2.5],"max":[1.0,1.0,0.0]}})");
    for (const char* name : {"triangle.stl", "triangle.gltf", "triangle.glb", "triangle.babylon"})
        EXPECT_EQ(
            facts(from_corpus(name)),
            R"({"kind":"mesh","vertices":3,"faces":1,"meshes":1,"bounds":{"min":[0.0,0.0,0.0],"max":[1.0,1.0,0.0]}})")
            << name;
    for (const char* name : {"square.ply", "square_binary.ply", "square_big.ply"})
        EXPECT_EQ(
            facts(from_corpus(name)),
            R"({"kind":"mesh","vertices":4,"faces":2,"meshes":1,"bounds":{"min":[0.0,0.0,0.0],"max":[1.0,1.0,0.0]}})")
            << name;
    EXPECT_EQ(
        facts(from_corpus("pyramid.off")),
        R"({"kind":"mesh","vertices":5,"faces":6,"meshes":1,"bounds":{"min":[0.0,0.0,0.0],"max":[2.0,2.0,3.0]}})");
}

TEST(MeshFile, NodesPlaceAndRepeatMeshes) {
    const Object3D object = from_corpus("instances.glb");
    EXPECT_EQ(
        facts(object),
        R"({"kind":"mesh","vertices":8,"faces":4,"meshes":1,"bounds":{"min":[0.0,0.0,0.0],"max":[12.0,2.0,0.0]}})");
    const auto vertices = part<float>(object, "vertices");
    EXPECT_EQ((std::vector<float>(vertices.end() - 3, vertices.end())), (std::vector<float>{12, 2, 0}));
    EXPECT_EQ(part<std::int32_t>(object, "faces"), (std::vector<std::int32_t>{0, 1, 2, 2, 1, 3, 4, 5, 6, 6, 5, 7}));
    EXPECT_EQ(part<float>(object, "colors")[0], 1.0F);
}

TEST(MeshFile, IsKeptByteForByteInARunAndAnArtifact) {
    for (const char* name :
         {"cube.obj", "triangle.stl", "two.stl", "triangle.gltf", "triangle.glb", "triangle.babylon"}) {
        const Object3D back = round_trip(from_corpus(name));
        EXPECT_EQ(text_of(back), sample(name)) << name;
        EXPECT_EQ(back.fields().at("kind"), "mesh") << name;
    }
}

TEST(MeshFile, OtherFormatsBecomeGlbBesideTheOriginal) {
    const Object3D object = from_corpus("square.ply");
    EXPECT_EQ(object.fields().at("format"), "glb");
    EXPECT_EQ(object.fields().at("original_format"), "ply");
    const Object3D back = round_trip(object);
    EXPECT_EQ(back.original->file.read(), sample("square.ply"));
    EXPECT_EQ(part<float>(back, "vertices"), (std::vector<float>{0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0}));
    EXPECT_EQ(part<std::int32_t>(back, "faces"), (std::vector<std::int32_t>{0, 1, 2, 0, 2, 3}));
    EXPECT_FLOAT_EQ(part<float>(back, "colors")[13], 20.0F / 255);
    EXPECT_EQ(text_of(back), text_of(from_corpus("square_binary.ply"))) << "equal meshes are equal bytes";
}

TEST(MeshFile, APlyWithoutFacesIsACloud) {
    const Object3D object = round_trip(from_corpus("cloud.ply"));
    EXPECT_EQ(object.fields().at("vertices").to_number<int>(), 2);
    EXPECT_EQ(object.fields().at("faces").to_number<int>(), 0);
    EXPECT_EQ(part<float>(object, "vertices"), (std::vector<float>{0.1F, 0.2F, 0.3F, 4, 5, 6}));
}

TEST(MeshFile, SuffixesInCapitalsWork) {
    const TempFolder folder;
    for (const auto& [name, file] : {std::pair{"CUBE.OBJ", "cube.obj"},
                                     {"A.b.Glb", "triangle.glb"},
                                     {"SQUARE.PLY", "square.ply"},
                                     {"CLOUD.PTS.JSON", "points.pts.json"}}) {
        const Object3D object = made(Source::path(folder.file(name, sample(file))));
        EXPECT_EQ(object.content, from_corpus(file).content) << name;
        const FakeStore store(WBM_RUN);
        const std::string path = text(object.to_json(store.store()), "path");
        EXPECT_TRUE(path.ends_with("." + object.format)) << path;
        (void)round_trip(object);
    }
}

TEST(MeshFile, BytesAreKnownByTheirContentOrByName) {
    for (const auto& path : files_in(corpus("")))
        EXPECT_EQ(made(Source::bytes(read_file(path.string()))).content, from_corpus(path.filename().string()).content)
            << path;
    EXPECT_EQ(made(Source::bytes(sample("cube.obj")).with_options({{"file_type", "obj"}})).format, "obj");
    EXPECT_TRUE(says(refusal_of(Source::bytes("hello").with_options({{"file_type", "fbx"}})),
                     {"2 object3D-file: option \"file_type\" is \"fbx\"", "pts.json, obj"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes("hello")), {"1 object3D-file: the data looks like no 3D object"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(sample("cube.obj")).with_options({{"file_type", "ply"}})),
                     {"the data is no sound ply"}));
}

TEST(MeshFile, CompressedGeometryIsKeptAndCounted) {
    const std::string text =
        R"({"asset":{"version":"2.0"},"extensionsRequired":["KHR_draco_mesh_compression"],"nodes":[{"mesh":0}],
            "meshes":[{"primitives":[{"attributes":{"POSITION":0},"indices":1}]}],
            "accessors":[{"componentType":5126,"count":30,"type":"VEC3"},{"componentType":5123,"count":12,"type":"SCALAR"}]})";
    const Object3D object = made(Source::bytes(text));
    EXPECT_EQ(facts(object), R"({"kind":"mesh","vertices":30,"faces":4,"meshes":1})");
    EXPECT_TRUE(says(refusal([&] { (void)object.tensor({}); }), {"2 ", "compressed"}));
}

TEST(MeshArrays, ComeBackAsTheyWere) {
    Source source = mesh_source(square, two_faces);
    source.with_part("colors", Source::tensor<std::uint8_t>({255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3}, {4, 3}))
        .with_options({{"faces", "@faces"}, {"colors", "@colors"}, {"caption", "square"}});
    const Object3D object = made(source);
    EXPECT_EQ(object.fields().at("vertices").to_number<int>(), 4);
    EXPECT_EQ(object.fields().at("faces").to_number<int>(), 2);
    const Object3D back = round_trip(object);
    EXPECT_EQ(part<float>(back, "vertices"), (std::vector<float>{0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0}));
    EXPECT_EQ(part<std::int64_t>(back, "faces"), (std::vector<std::int64_t>{0, 1, 2, 0, 2, 3}));
    EXPECT_EQ(part<std::uint8_t>(back, "colors"),
              (std::vector<std::uint8_t>{255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3}));
    EXPECT_EQ(shape(back.tensor({{"part", "colors"}})), "[4, 3]");
    for (const char* part : {"vertices", "faces", "colors"}) EXPECT_FALSE(object.arrays.at(part).file) << part;
    EXPECT_EQ(made(Source::bytes(text_of(object))).content, object.content) << "the glb is one that we read";
    EXPECT_EQ(part<float>(made(Source::bytes(text_of(object))), "colors")[3], 1.0F);
}

TEST(MeshArrays, WhatAGlbRoundsIsKeptWhole) {
    const Source deep = Source::tensor<double>({0.1, 0, 0, 1, 0, 0, 1, 1, 1e-300}, {3, 3});
    Source source = mesh_source(deep, Source::tensor<std::uint8_t>({0, 1, 2}, {1, 3}));
    source.with_part("colors", Source::tensor<double>(std::vector<double>(12, 0.1), {3, 4}))
        .with_options({{"faces", "@faces"}, {"colors", "@colors"}});
    const Object3D back = round_trip(made(source));
    EXPECT_EQ(part<double>(back, "vertices"), (std::vector<double>{0.1, 0, 0, 1, 0, 0, 1, 1, 1e-300}));
    EXPECT_EQ(part<double>(back, "colors"), std::vector<double>(12, 0.1));
    EXPECT_EQ(part<std::uint8_t>(back, "faces"), (std::vector<std::uint8_t>{0, 1, 2}));
    EXPECT_FALSE(made(mesh_source(Source::tensor<double>({0.5, 0, 0, 1, 0, 0, 1, 1, 0}, {3, 3}),
                                  Source::tensor<std::uint8_t>({0, 1, 2}, {1, 3})))
                     .arrays.at("vertices")
                     .file)
        << "0.5 is exact in float32";
}

TEST(MeshArrays, RefusalsNameThePlace) {
    EXPECT_TRUE(says(refusal_of(mesh_source(square, Source::tensor<int>({0, 1, 4}, {1, 3}))),
                     {"1 object3D-file: faces[0][2] is 4, there are 4 vertices"}));
    EXPECT_TRUE(says(refusal_of(mesh_source(square, Source::tensor<int>({0, -1, 2}, {1, 3}))), {"faces[0][1] is -1"}));
    EXPECT_TRUE(says(refusal_of(mesh_source(square, Source::tensor<int>({0, 1}, {1, 2}))), {"\"faces\"", "1 x 2"}));
    EXPECT_TRUE(says(refusal_of(mesh_source(square, Source::tensor<float>({0, 1, 2}, {1, 3}))),
                     {"2 ", "\"faces\"", "float32"}));
    EXPECT_TRUE(says(refusal_of(mesh_source(Source::tensor<float>({0, 0}, {1, 2}), two_faces)), {"vertices", "1 x 2"}));
    EXPECT_TRUE(says(
        refusal_of(mesh_source(Source::tensor<double>({1e300, 0, 0}, {1, 3}), Source::tensor<int>({0, 0, 0}, {1, 3}))),
        {"vertices[0] is beyond"}));
    EXPECT_TRUE(
        says(refusal_of(mesh_source(Source::tensor<float>({std::numeric_limits<float>::quiet_NaN(), 0, 0}, {1, 3}),
                                    Source::tensor<int>({0, 0, 0}, {1, 3}))),
             {"vertices[0][0] is NaN"}));
    Source source = mesh_source(square, two_faces);
    source.with_part("colors", Source::tensor<float>(std::vector<float>(12, 2), {4, 3}))
        .with_options({{"faces", "@faces"}, {"colors", "@colors"}});
    EXPECT_TRUE(says(refusal_of(source), {"colors[0][0] is 2", "0 to 1"}));
    source.with_options({{"faces", "@gone"}});
    EXPECT_TRUE(says(refusal_of(source), {"3 ", "gone"}));
    source.with_options({{"faces", "gone"}});
    EXPECT_TRUE(says(refusal_of(source), {"option \"faces\"", "@faces"}));
}

TEST(Glb, OursIsTheSameEachTime) {
    const std::vector<float> positions{0, 0, 0, 1, 0, 0, 0, 1, 0};
    const std::string file = write_glb(positions, {0, 1, 2}, {});
    EXPECT_EQ(file, write_glb(positions, {0, 1, 2}, {}));
    EXPECT_EQ(file.size() % 4, 0U);
    EXPECT_TRUE(says(refusal([&] { (void)glb_parts(file, 4, 1); }), {"1 ", "too small", "4 vertices"}));
}

}  // namespace
}  // namespace wbm::object3d
