#include "object3d.hpp"

#include "formats.hpp"
#include "points/point_file.hpp"

#include <utility>

namespace wbm::object3d {
namespace {

constexpr const char* folder = "media/object3D";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size", "path", "_wbm"};
constexpr std::string_view counts[] = {"points", "boxes", "vectors", "vertices", "faces", "meshes"};
constexpr std::string_view known_wbm_members[] = {"kind",   "points", "boxes",  "vectors",  "vertices",      "faces",
                                                  "meshes", "bounds", "arrays", "original", "oriented_boxes"};

/// kind, counts and bounds of "_wbm", in the order that they are written.
json::object content_of(const json::object& wbm) {
    json::object content;
    if (const auto kind = optional_text(wbm, "kind")) content["kind"] = *kind;
    for (const std::string_view key : counts)
        if (const auto count = optional_integer(wbm, key)) {
            if (*count < 0)
                throw invalid('"' + std::string(key) + "\" of \"_wbm\" must be a count, it is " +
                              std::to_string(*count));
            content[key] = *count;
        }
    if (json::object bounds = object_or_empty(wbm, "bounds"); !bounds.empty()) content["bounds"] = std::move(bounds);
    return content;
}

KeptArrays arrays_of(const json::object& wbm, const Store& source) {
    KeptArrays arrays;
    for (const auto& member : object_or_empty(wbm, "arrays")) {
        if (!member.value().is_object())
            throw invalid("\"arrays\" of \"_wbm\" must have objects, it has " + brief(member.value()));
        arrays.emplace(member.key(), KeptArray::from_json(member.value().get_object(), source));
    }
    return arrays;
}

bool has_part(const KeptArrays& arrays, const std::string& part) { return arrays.find(part) != arrays.end(); }

Array of_vertices(const Mesh& mesh) { return {mesh.positions, {static_cast<std::int64_t>(mesh.vertices()), 3}}; }

Array of_faces(const Mesh& mesh) {
    return {std::vector<std::int32_t>(mesh.triangles.begin(), mesh.triangles.end()),
            {static_cast<std::int64_t>(mesh.faces()), 3}};
}

Array of_colors(const Mesh& mesh) {
    if (mesh.colors.empty()) throw unsupported("the mesh has no colours; parts \"vertices\" and \"faces\" are there");
    return {mesh.colors, {static_cast<std::int64_t>(mesh.colors.size() / 4), 4}};
}

/// Its format becomes a file's extension.
Original original_of(const json::object& j, const Store& source) {
    std::string format = text(j, "format");
    if (!is_format(format))
        throw invalid("\"_wbm\".\"original\".\"format\" is " + brief(json::value(format)) +
                      ", which is no format of this type");
    return {std::move(format), MediaFile::of_json(j, source)};
}

}  // namespace

Object3D Object3D::from_json(const json::object& j, const Store& source) {
    Object3D made;
    made.file = MediaFile::of_json(j, source);
    made.format = format_of_name(text(j, "path"));
    made.caption = optional_text(j, "caption");
    const json::object wbm = object_or_empty(j, "_wbm");
    made.content = content_of(wbm);
    made.arrays = arrays_of(wbm, source);
    if (const json::object original = object_or_empty(wbm, "original"); !original.empty())
        made.original = original_of(original, source);
    made.oriented_boxes = object_or_empty(wbm, "oriented_boxes");
    made.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    made.extra = ExtraMembers(j, known_members, source);
    return made;
}

json::object Object3D::to_json(Store target) const {
    // A name says no more than ".json" of a ".pts.json", and may be in capitals.
    const std::string extension = format.empty() ? std::string() : "." + format;
    json::object j = media_json(type, caption, file.keep(target, folder, extension));
    json::object wbm = content;
    if (!arrays.empty()) {
        json::object all;
        for (const auto& [name, kept] : arrays) all[name] = kept.to_json(target, folder);
        wbm["arrays"] = std::move(all);
    }
    if (original) {
        json::object kept{{"format", original->format}};
        for (auto& member : original->file.keep(target, folder, "." + original->format)) kept.insert(member);
        wbm["original"] = std::move(kept);
    }
    if (!oriented_boxes.empty()) wbm["oriented_boxes"] = oriented_boxes;
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object Object3D::fields() const {
    json::object known = content;
    if (!format.empty()) known["format"] = format;
    if (original) known["original_format"] = original->format;
    if (!oriented_boxes.empty()) known["oriented_boxes"] = oriented_boxes;
    for (const char* part : {"points", "vertices"})
        if (const auto found = arrays.find(part); found != arrays.end())
            known["dtype"] = dtype_name(found->second.dtype);
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

Array Object3D::tensor(const json::object& options) const {
    only(options, {"part"});
    const bool is_mesh = format != "pts.json";
    const std::string part = text_or(options, "part", is_mesh ? "vertices" : "points");
    if (part != "points" && part != "vertices" && part != "faces" && part != "colors")
        throw invalid("option \"part\" is " + brief(json::value(part)) +
                      "; it must be one of points, vertices, faces, colors");
    if (is_mesh == (part == "points"))
        throw unsupported(is_mesh ? "a mesh has no points; give part \"vertices\", \"faces\" or \"colors\""
                                  : "points have no " + part + "; give part \"points\"");
    const auto kept = arrays.find(part);
    if (kept != arrays.end() && kept->second.file) return kept->second.read();
    const std::string content_bytes = file.bytes() != nullptr ? std::string() : file.read();
    const std::string_view bytes = file.bytes() != nullptr ? std::string_view(*file.bytes()) : content_bytes;
    if (!is_mesh) return points_of_file(bytes, kept != arrays.end() ? &kept->second : nullptr);
    if (kept != arrays.end()) return array_of_glb(bytes, arrays, part);
    const std::string name = file.path().empty() ? "the mesh" : name_of_file(file.path());
    if (has_part(arrays, "vertices")) throw unsupported("the mesh was made without " + part);
    const Mesh mesh = mesh_of(format, bytes, name);
    return part == "vertices" ? of_vertices(mesh) : part == "faces" ? of_faces(mesh) : of_colors(mesh);
}

bool Object3D::operator==(const Object3D& other) const {
    return format == other.format && caption == other.caption && arrays == other.arrays &&
           oriented_boxes == other.oriented_boxes && wbm_extra == other.wbm_extra && extra == other.extra &&
           original == other.original && file == other.file;
}

}  // namespace wbm::object3d
