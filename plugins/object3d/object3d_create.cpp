// How an object is made from what a caller has, and what its manifest says.
#include "object3d.hpp"

#include "formats.hpp"
#include "limits.hpp"
#include "points/point_file.hpp"
#include "points/point_text.hpp"
#include "points/scene.hpp"

#include <algorithm>

namespace wbm::object3d {
namespace {

Object3D of_content(const std::string& format, std::string_view bytes, const std::string& name, MediaFile kept) {
    Content content = check_content(format, bytes, name);
    Object3D made;
    made.content = std::move(content.facts);
    if (!is_converted(format)) {
        made.format = format;
        made.file = std::move(kept);
        return made;
    }
    made.format = "glb";
    made.file = MediaFile::of_bytes(std::move(content.glb), ".glb");
    made.original = Original{format, std::move(kept)};
    return made;
}

Object3D of_path(const std::string& path) {
    const std::string format = format_of_name(path);
    MediaFile file = MediaFile::of_path(path);
    if (format.empty())
        throw unsupported(name_of_file(path) + " has none of the supported suffixes; they are " + format_names);
    const std::size_t most = format == "pts.json" ? max_point_file_bytes : max_mesh_bytes;
    return of_content(format, read_file(path, most), name_of_file(path), std::move(file));
}

Object3D of_bytes(std::string_view bytes, std::optional<std::string> format) {
    if (format && !is_format(*format))
        throw unsupported("option \"file_type\" is " + brief(json::value(*format)) + "; the supported types are " +
                          format_names);
    if (bytes.size() > max_mesh_bytes)
        throw invalid("the data has " + std::to_string(bytes.size()) + " bytes, more than " +
                      std::to_string(max_mesh_bytes));
    if (!format) format = format_of_content(bytes);
    if (format->empty())
        throw invalid(std::string("the data looks like no 3D object; name its format in option file_type: ") +
                      format_names);
    return of_content(*format, bytes, "the data", MediaFile::of_bytes(std::string(bytes), "." + *format));
}

Object3D of_points(const DLTensor& array) {
    if (array.ndim != 2)
        throw invalid("the array has shape " + shape_text(array) + "; give N x 3, N x 4 or N x 6 numbers");
    const Table table(array, "the array of points");
    if (table.columns() != 3 && table.columns() != 4 && table.columns() != 6)
        throw invalid("the array has shape " + shape_text(array) +
                      "; give N x 3 (x, y, z), N x 4 (and a category of 1 to 14) or N x 6 (and red, green, blue)");
    PointFacts facts;
    facts.points = table.rows();
    std::string text;
    append_rows(text, table, facts.bounds);
    const bool is_bloated = text.size() >= min_bloated_text && text.size() > bloat_factor * table.bytes().size();
    Object3D made;
    made.format = "pts.json";
    made.content = point_facts(facts);
    made.arrays.emplace("points", KeptArray::of(table, is_bloated));
    made.file = MediaFile::of_bytes(std::move(text), ".pts.json");
    return made;
}

/// The array that an option such as "@faces" names.
const DLTensor& array_option(const Input& in, const json::object& options, const char* key) {
    const std::string name = text(options, key);
    if (name.size() < 2 || name.front() != '@')
        throw invalid("option \"" + std::string(key) + "\" is " + brief(json::value(name)) +
                      "; name a part, such as \"@" + key + "\"");
    return in.part(std::string_view(name).substr(1)).tensor();
}

Object3D of_mesh_arrays(const Input& in, const json::object& options) {
    const bool has_colors = options.contains("colors") && !options.at("colors").is_null();
    MadeMesh mesh = mesh_of_arrays(in.tensor(), array_option(in, options, "faces"),
                                   has_colors ? &array_option(in, options, "colors") : nullptr);
    Object3D made;
    made.format = "glb";
    made.content = std::move(mesh.facts);
    made.arrays = std::move(mesh.arrays);
    made.file = MediaFile::of_bytes(std::move(mesh.glb), ".glb");
    return made;
}

Object3D of_scene(const Input& in, bool reference_rotation) {
    const json::value source = in.json();
    if (!source.is_object())
        throw invalid("the source is " + brief(source) +
                      "; give a scene object with \"type\": \"lidar/beta\", an array of points, or a file");
    Scene scene = scene_of(source.get_object(), in, reference_rotation);
    Object3D made;
    made.format = "pts.json";
    made.content = std::move(scene.facts);
    if (scene.points) made.arrays.emplace("points", std::move(*scene.points));
    made.oriented_boxes = std::move(scene.oriented_boxes);
    made.file = MediaFile::of_bytes(std::move(scene.text), ".pts.json");
    return made;
}

/// An option for another kind of source would be passed over without a word.
void check_options(const Input& in, const json::object& options) {
    only(options, {"caption", "file_type", "faces", "colors", "reference_rotation"});
    const auto has = [&](const char* key) { return options.contains(key) && !options.at(key).is_null(); };
    for (const char* key : {"faces", "colors"})
        if (has(key) && !in.is(WBM_FROM_TENSOR))
            throw invalid("option \"" + std::string(key) + "\" is for a mesh made from arrays; give its vertices");
    if (has("colors") && !has("faces"))
        throw invalid("option \"colors\" needs option \"faces\"; points have their colours in columns 3 to 5");
    if (has("reference_rotation") && !in.is(WBM_FROM_JSON))
        throw invalid("option \"reference_rotation\" is for the boxes of a scene");
    if (has("file_type") && (in.is(WBM_FROM_TENSOR) || in.is(WBM_FROM_JSON)))
        throw invalid("option \"file_type\" is for bytes; arrays and scenes have a format of their own");
}

Object3D of_input(const Input& in, const json::object& options) {
    switch (in.kind()) {
        case WBM_FROM_PATH:
            return of_path(in.path());
        case WBM_FROM_TENSOR:
            return options.contains("faces") && !options.at("faces").is_null() ? of_mesh_arrays(in, options)
                                                                               : of_points(in.tensor());
        case WBM_FROM_JSON:
            return of_scene(in, boolean_or(options, "reference_rotation", false));
        default:
            return of_bytes(in.bytes(), optional_text(options, "file_type"));
    }
}

std::string_view stored_name(const json::object& item, std::size_t index) {
    constexpr std::string_view folder = "media/object3D/";
    const json::value* path = item.if_contains("path");
    if (path == nullptr || !path->is_string() || !path->get_string().starts_with(folder))
        throw invalid("object " + std::to_string(index) + " of the list has the path " +
                      (path == nullptr ? "null" : brief(*path)) + ", which is not below media/object3D");
    return std::string_view(path->get_string()).substr(folder.size());
}

}  // namespace

const char* const Object3D::facts = R"json({
  "description": "Points, scenes with boxes, and meshes",
  "extensions": [".pts.json", ".obj", ".gltf", ".glb", ".stl", ".babylon", ".ply", ".off"],
  "magic": [{"offset": 0, "hex": "676c5446"}, {"offset": 0, "hex": "706c790a"}, {"offset": 0, "hex": "706c790d"}],
  "batch": "object3D",
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "file_type": {"enum": ["pts.json", "obj", "gltf", "glb", "stl", "babylon", "ply", "off", null],
                    "description": "the format of bytes; without it their content says"},
      "faces": {"type": ["string", "null"], "description": "'@part': F x 3 numbers of vertices; makes the array a mesh"},
      "colors": {"type": ["string", "null"],
                 "description": "'@part': V x 3 or V x 4 colours of a mesh's vertices, uint8 or floats of 0 to 1"},
      "reference_rotation": {"type": "boolean", "default": false,
                             "description": "turn boxes by the absolute values of their quaternions, as wandb.box3d"}
    },
    "additionalProperties": false
  }
})json";

Object3D Object3D::create(Input in) {
    const json::object options = in.options();
    check_options(in, options);
    Object3D made = of_input(in, options);
    made.caption = optional_text(options, "caption");
    return made;
}

json::object Object3D::probe(const Part& part) {
    const std::string name = part.is(WBM_FROM_PATH) ? name_of_file(part.path()) : "the data";
    const std::string content = part.is(WBM_FROM_PATH) ? read_file(part.path(), max_mesh_bytes) : std::string();
    const std::string_view bytes = part.is(WBM_FROM_PATH) ? std::string_view(content) : part.bytes();
    const std::string format = bytes.size() > max_mesh_bytes ? std::string() : format_of_content(bytes);
    if (format.empty()) throw unsupported(name + " looks like no 3D object; the formats are " + format_names);
    json::object found = check_content(format, bytes, name).facts;
    found["format"] = format;
    return found;
}

json::object Object3D::seq_to_json(std::span<const Object3D* const> values, std::span<const json::object> items) {
    json::array filenames;
    for (std::size_t i = 0; i < items.size(); ++i) filenames.emplace_back(stored_name(items[i], i));
    return {{"_type", "object3D"},
            {"filenames", std::move(filenames)},
            {"count", values.size()},
            {"objects", json::array(items.begin(), items.end())}};
}

}  // namespace wbm::object3d
