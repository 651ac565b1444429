// wbm/media/object3d.hpp: each way to make and read an object, against the generic call that it stands for.
#include <wbm/media/object3d.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class T>
std::vector<T> elements(const Tensor& tensor) {
    const auto all = tensor.as<T>();
    return {all.begin(), all.end()};
}

class Object3DFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
    const std::vector<double> cloud{0, 1, 2, 3, -4, 5.5};
    const std::vector<float> square{0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0};
    const std::vector<std::int32_t> faces{0, 1, 2, 0, 2, 3};

    static std::filesystem::path sample(const char* name) { return std::filesystem::path(WBM_CORPUS) / name; }
    /// The object as an artifact on disk gives it back.
    Object3D through_artifact(const Object3D& object) {
        const std::filesystem::path folder = dir / std::to_string(count_++);
        {
            Artifact artifact = Artifact::create(folder);
            artifact.add(object, "thing");
            artifact.save();
        }
        return Object3D(Artifact::open(folder).get("thing", media));
    }

private:
    int count_ = 0;
};

TEST_F(Object3DFacadeTest, PointsAreTheGenericCall) {
    const auto object = Object3D::from_points(tensor(cloud, {2, 3}), {.caption = "two"}, media);
    EXPECT_EQ(object, Object3D(media.create("object3D-file", tensor(cloud, {2, 3}), {{"caption", "two"}})));
    const Object3D back = through_artifact(object);
    EXPECT_EQ(back, object);
    EXPECT_EQ(back.kind(), "points");
    EXPECT_EQ(back.format(), "pts.json");
    EXPECT_EQ(back.caption(), "two");
    EXPECT_EQ(back.point_count(), 2U);
    EXPECT_EQ(back.vertex_count(), std::nullopt);
    EXPECT_THAT(back.bounds()->min, ElementsAre(0, -4, 2));
    EXPECT_THAT(back.bounds()->max, ElementsAre(3, 1, 5.5));
    EXPECT_EQ(elements<double>(back.points()), cloud);
}

TEST_F(Object3DFacadeTest, ASceneHasPointsBoxesAndVectors) {
    const Scene scene{
        .points = tensor(cloud, {2, 3}),
        .boxes = {Box3D{.center = {3, 4, 5}, .size = {6, 8, 10}, .color = {1, 2, 3}, .label = "car", .score = 0.5},
                  CornerBox{.corners = {}, .label = "flat"}},
        .vectors = {{.start = {0, 0, 0}, .end = {1, 2, 3}}}};
    const Object3D object = Object3D::from_scene(scene, {.caption = "street"}, media);
    const Object3D back = through_artifact(object);
    EXPECT_EQ(back, object);
    EXPECT_EQ(back.kind(), "scene");
    EXPECT_EQ(back.box_count(), 2U);
    EXPECT_EQ(elements<double>(back.points()), cloud);
    Artifact artifact = Artifact::create(dir / "text");
    const std::string path(object.value()->to_json(artifact)["path"].as_string());
    const std::string text = slurp(artifact.fetch(path));
    EXPECT_THAT(text, HasSubstr(R"({"corners":[[0.0,0.0,0.0],[0.0,0.0,10.0],)"));
    EXPECT_THAT(text, HasSubstr(R"("color":[1,2,3],"label":"car","score":0.5})"));
    EXPECT_THAT(text, HasSubstr(R"("vectors":[{"start":[0.0,0.0,0.0],"end":[1.0,2.0,3.0]}])"));
}

TEST_F(Object3DFacadeTest, ReferenceRotationTurnsAsWandbDoes) {
    Scene scene{.boxes = {Box3D{.center = {0, 0, 0}, .size = {2, 1, 1}, .orientation = {1, 0, 0, -0.25}}}};
    const Object3D ours = Object3D::from_scene(scene, {}, media);
    scene.reference_rotation = true;
    const Object3D theirs = Object3D::from_scene(scene, {}, media);
    EXPECT_NE(ours, theirs);
    EXPECT_EQ(ours.value()->fields().at("oriented_boxes"), theirs.value()->fields().at("oriented_boxes"));
}

TEST_F(Object3DFacadeTest, AMeshComesBack) {
    const std::vector<std::uint8_t> colors{255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9};
    const Object3D object = Object3D::from_mesh(tensor(square, {4, 3}), tensor(faces, {2, 3}), tensor(colors, {4, 3}),
                                                {.caption = "square"}, media);
    const Object3D back = through_artifact(object);
    EXPECT_EQ(back, object);
    EXPECT_EQ(back.kind(), "mesh");
    EXPECT_EQ(back.format(), "glb");
    EXPECT_EQ(back.vertex_count(), 4U);
    EXPECT_EQ(back.face_count(), 2U);
    EXPECT_EQ(elements<float>(back.vertices()), square);
    EXPECT_EQ(elements<std::int32_t>(back.faces()), faces);
    EXPECT_EQ(elements<std::uint8_t>(back.colors()), colors);
    EXPECT_THROW((void)back.points(), MediaError);
}

TEST_F(Object3DFacadeTest, FilesAreKeptByteForByteAlsoInArtifacts) {
    for (const char* name : {"cube.obj", "triangle.glb", "two.stl", "triangle.babylon", "scene.pts.json"}) {
        const Object3D object = Object3D::from_file(sample(name), {}, media);
        const Object3D back = through_artifact(object);
        EXPECT_EQ(back, object) << name;
    }
    const std::string bytes_of_obj = slurp(sample("cube.obj"));
    const Object3D object = Object3D::from_file(bytes(bytes_of_obj), {.file_type = "obj"}, media);
    EXPECT_EQ(object.face_count(), 12U);
}

TEST_F(Object3DFacadeTest, RefusalsNameTypeFieldAndReason) {
    try {
        (void)Object3D::from_file(sample("bad/cycle.gltf"), {}, media);
        FAIL() << "not refused";
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::invalid);
        EXPECT_THAT(e.what(), HasSubstr("object3D-file: the file "));
        EXPECT_THAT(e.what(), HasSubstr("cycle"));
    }
    EXPECT_THROW((void)Object3D(ValuePtr(nullptr)), MediaError);
}

}  // namespace
}  // namespace wbm
