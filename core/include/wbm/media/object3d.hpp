// wbm/media/object3d.hpp - Object3D: the typed way to make and read points, scenes with boxes, and meshes.
// docs/media/object3d.md shows each part.
//
//     auto cloud = wbm::Object3D::from_points(wbm::tensor(xyz, {1000, 3}), {.caption = "a scan"});
//     run.log("scan", cloud.value());
//     artifact.add(cloud, "scan");
//
// Implements the wire spec, section 7. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wbm {

/// A box by its middle, edges and rotation, in the units of the points.
struct Box3D {
    std::array<double, 3> center;
    std::array<double, 3> size;
    std::array<double, 4> orientation = {1, 0, 0, 0};  ///< quaternion r, x, y, z; any length but 0
    std::array<int, 3> color = {255, 255, 255};        ///< red, green, blue
    std::optional<std::string> label = {};
    std::optional<double> score = {};
};

/// A box by its eight corners.
struct CornerBox {
    std::array<std::array<double, 3>, 8> corners;
    std::array<int, 3> color = {255, 255, 255};
    std::optional<std::string> label = {};
    std::optional<double> score = {};
};

/// An arrow.
struct Vector3D {
    std::array<double, 3> start;
    std::array<double, 3> end;
};

/// What W&B draws together: a `lidar/beta` scene.
struct Scene {
    std::optional<Part> points = {};  ///< an array N x 3, N x 4 (and a category) or N x 6 (and red, green, blue)
    std::vector<std::variant<Box3D, CornerBox>> boxes = {};
    std::vector<Vector3D> vectors = {};
    /// Turn boxes by the absolute values of their quaternions, as wandb.box3d does.
    bool reference_rotation = false;
};

/// What may be said of an object.
struct Object3DOptions {
    std::optional<std::string> caption = {};
    std::string file_type = {};  ///< of bytes, such as "obj"; without it their content says
};

/// Points, a scene or a mesh. [const calls are thread-safe]
class Object3D : public MediaValue {
public:
    static constexpr std::string_view type = "object3D-file";

    /// A file: pts.json, obj, gltf, glb, stl and babylon are kept byte for byte; ply and off become .glb, with the
    /// original beside it. The suffix says which, in any case.
    [[nodiscard]] static Object3D from_file(const std::filesystem::path& file, const Object3DOptions& options = {},
                                            Registry& registry = default_registry()) {
        return from_file(path(file), options, registry);
    }
    /// The same from a part: bytes().
    [[nodiscard]] static Object3D from_file(const Part& file, const Object3DOptions& options = {},
                                            Registry& registry = default_registry()) {
        return Object3D(registry.create(type, file, json_of(options)));
    }

    /// Points: an array of any float or integer type, N x 3, N x 4 (and a category of 1 to 14) or N x 6 (and red,
    /// green, blue of 0 to 255). Borrowed until the call returns.
    [[nodiscard]] static Object3D from_points(const Part& points, const Object3DOptions& options = {},
                                              Registry& registry = default_registry()) {
        return Object3D(registry.create(type, points, json_of(options)));
    }

    /// A scene of points, boxes and vectors.
    [[nodiscard]] static Object3D from_scene(const Scene& scene, const Object3DOptions& options = {},
                                             Registry& registry = default_registry()) {
        json::object j{{"type", "lidar/beta"}};
        std::vector<NamedPart> parts;
        if (scene.points) {
            j["points"] = "@points";
            parts.emplace_back("points", *scene.points);
        }
        json::array boxes;
        for (const auto& box : scene.boxes) boxes.push_back(std::visit([](const auto& b) { return json_of(b); }, box));
        j["boxes"] = std::move(boxes);
        json::array vectors;
        for (const Vector3D& v : scene.vectors)
            vectors.push_back({{"start", list_of(v.start)}, {"end", list_of(v.end)}});
        j["vectors"] = std::move(vectors);
        json::object all = json_of(options);
        if (scene.reference_rotation) all["reference_rotation"] = true;
        return Object3D(registry.create(type, json_text(json::write(j)), all, parts));
    }

    /// A mesh: vertices V x 3, faces F x 3 (numbers of vertices, the first is 0), and colours of vertices, V x 3 or V x
    /// 4, uint8 or floats of 0 to 1. Kept as .glb. Borrowed until the call returns.
    [[nodiscard]] static Object3D from_mesh(const Part& vertices, const Part& faces,
                                            const std::optional<Part>& colors = {}, const Object3DOptions& options = {},
                                            Registry& registry = default_registry()) {
        json::object all = json_of(options);
        std::vector<NamedPart> parts{{"faces", faces}};
        all["faces"] = "@faces";
        if (colors) {
            parts.emplace_back("colors", *colors);
            all["colors"] = "@colors";
        }
        return Object3D(registry.create(type, vertices, all, parts));
    }

    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Object3D(ValuePtr value) : MediaValue(std::move(value), type) {}

    /// "points", "scene" or "mesh"; empty for what the reference wrote, which does not say.
    [[nodiscard]] std::string kind() const { return value()->get<std::string>("kind").value_or(""); }
    /// Of the stored file: "pts.json", "glb", ...
    [[nodiscard]] std::string format() const { return value()->get<std::string>("format").value_or(""); }

    // Counts; nullopt where they are not known or mean nothing.
    [[nodiscard]] std::optional<std::uint64_t> point_count() const { return value()->get<std::uint64_t>("points"); }
    [[nodiscard]] std::optional<std::uint64_t> box_count() const { return value()->get<std::uint64_t>("boxes"); }
    [[nodiscard]] std::optional<std::uint64_t> vertex_count() const { return value()->get<std::uint64_t>("vertices"); }
    [[nodiscard]] std::optional<std::uint64_t> face_count() const { return value()->get<std::uint64_t>("faces"); }

    /// The corners of the smallest box around it: minimum and maximum of x, y and z.
    struct Bounds {
        std::array<double, 3> min;
        std::array<double, 3> max;
    };
    [[nodiscard]] std::optional<Bounds> bounds() const {
        const json::object fields = value()->fields();
        const json::value* found = fields.if_contains("bounds");
        if (found == nullptr || !found->is_object()) return std::nullopt;
        Bounds box{};
        if (!read(found->get_object(), "min", box.min) || !read(found->get_object(), "max", box.max))
            return std::nullopt;
        return box;
    }

    /// N x 3, 4 or 6, in the dtype of the array they were made from; of a file int64 or float64. Throws MediaError:
    /// unsupported for a mesh; invalid for a damaged file.
    [[nodiscard]] Tensor points() const { return part("points"); }
    /// V x 3: as given to from_mesh(), else float32. Throws MediaError: unsupported for points, scenes and compressed
    /// glTF.
    [[nodiscard]] Tensor vertices() const { return part("vertices"); }
    /// F x 3 triangles: as given to from_mesh(), else int32. Throws as vertices().
    [[nodiscard]] Tensor faces() const { return part("faces"); }
    /// Of vertices: as given to from_mesh(), else V x 4 float32 of 0 to 1. Throws as vertices(), also without colours.
    [[nodiscard]] Tensor colors() const { return part("colors"); }

private:
    [[nodiscard]] Tensor part(const char* name) const { return value()->tensor({{"part", name}}); }

    static json::object json_of(const Object3DOptions& options) {
        json::object j;
        if (options.caption) j["caption"] = *options.caption;
        if (!options.file_type.empty()) j["file_type"] = options.file_type;
        return j;
    }

    template <class Number, std::size_t N>
    static json::array list_of(const std::array<Number, N>& numbers) {
        return json::array(numbers.begin(), numbers.end());
    }

    template <class AnyBox>
    static void add_look(json::object& j, const AnyBox& box) {
        j["color"] = list_of(box.color);
        j["label"] = box.label ? json::value(*box.label) : json::value(nullptr);
        j["score"] = box.score ? json::value(*box.score) : json::value(nullptr);
    }
    static json::object json_of(const Box3D& box) {
        json::object j{
            {"center", list_of(box.center)}, {"size", list_of(box.size)}, {"orientation", list_of(box.orientation)}};
        add_look(j, box);
        return j;
    }
    static json::object json_of(const CornerBox& box) {
        json::array corners;
        for (const auto& corner : box.corners) corners.push_back(list_of(corner));
        json::object j{{"corners", std::move(corners)}};
        add_look(j, box);
        return j;
    }

    static bool read(const json::object& j, const char* key, std::array<double, 3>& out) {
        const json::value* found = j.if_contains(key);
        if (found == nullptr || !found->is_array() || found->get_array().size() != out.size()) return false;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!found->get_array()[i].is_number()) return false;
            out[i] = found->get_array()[i].to_number<double>();
        }
        return true;
    }
};

}  // namespace wbm
