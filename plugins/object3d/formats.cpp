#include "formats.hpp"

#include "limits.hpp"
#include "mesh/checks.hpp"
#include "mesh/glb.hpp"
#include "points/point_file.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace wbm::object3d {
namespace {

constexpr std::string_view all_formats[] = {"pts.json", "obj", "gltf", "glb", "stl", "babylon", "ply", "off"};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

void check_bytes(std::string_view bytes, std::size_t most, const std::string& name) {
    if (bytes.empty()) throw invalid(name + " is empty; give a file with an object");
    if (bytes.size() > most)
        throw invalid(name + " has " + std::to_string(bytes.size()) + " bytes, more than " + std::to_string(most));
}

/// A JSON text is what its members say.
std::string format_of_json(std::string_view bytes) {
    try {
        const json::value v =
            json::read(bytes, json::NonFinite::allow, {.max_depth = max_mesh_depth, .max_bytes = max_mesh_bytes});
        if (v.is_array()) return "pts.json";
        const json::object* o = v.if_object();
        if (o == nullptr) return {};
        return o->contains("asset")    ? "gltf"
               : o->contains("meshes") ? "babylon"
               : o->contains("type")   ? "pts.json"
                                       : "";
    } catch (const json::Error&) {
        return {};
    }
}

bool is_binary_stl(std::string_view bytes) noexcept {
    constexpr std::size_t head_bytes = 84;
    if (bytes.size() < head_bytes + 50) return false;
    std::uint64_t facets = 0;
    for (std::size_t i = 0; i < 4; ++i)
        facets |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[80 + i])) << 8 * i;
    return bytes.size() == head_bytes + facets * 50;
}

/// The first statement of an obj, behind comments.
bool begins_as_obj(std::string_view bytes) {
    constexpr std::string_view statements[] = {"v", "vn", "vt", "o", "g", "f", "s", "mtllib", "usemtl"};
    while (!bytes.empty()) {
        const std::size_t end = bytes.find_first_of("\r\n");
        std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (line.empty() || line.front() == '#') continue;
        const std::string_view word = line.substr(0, line.find_first_of(" \t"));
        return std::find(std::begin(statements), std::end(statements), word) != std::end(statements);
    }
    return false;
}

struct Loaded {
    json::object facts;
    std::optional<Mesh> mesh;
};

Loaded of_gltf(const CheckedGltf& checked, const std::string& name) {
    if (checked.glb.empty()) return {checked.facts, {}};
    Mesh mesh = import_mesh(checked.glb, "glb", name);
    return {mesh_facts(mesh), std::move(mesh)};
}

Loaded load(const std::string& format, std::string_view bytes, const std::string& name, bool is_new) {
    check_bytes(bytes, max_mesh_bytes, name);
    Mesh mesh;
    if (format == "gltf" || format == "glb") {
        const CheckedGltf checked = format == "glb" ? checked_glb(bytes, name) : checked_gltf(bytes, name);
        if (is_new && checked.has_outside_images)
            log_warning("object3D-file: " + name +
                        " has textures in files beside it, which are not kept; save it as .glb to show them");
        return of_gltf(checked, name);
    }
    if (format == "obj") {
        mesh = import_mesh(checked_obj(bytes, name), "obj", name);
    } else if (format == "stl") {
        check_stl(bytes, name);
        mesh = import_mesh(bytes, "stl", name);
    } else if (format == "ply") {
        mesh = import_mesh(checked_ply(bytes, name), "ply", name);
    } else if (format == "off") {
        mesh = import_mesh(checked_off(bytes, name), "off", name);
    } else {
        mesh = checked_babylon(bytes, name);
        // Its meshes may be made elsewhere (instances, delayed loading): none of them is no error.
        if (!mesh.positions.empty()) check_mesh(mesh, name);
    }
    return {mesh_facts(mesh), std::move(mesh)};
}

GlbColors colors_of(const Mesh& mesh) {
    GlbColors colors;
    for (const float c : mesh.colors)
        colors.bytes.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(c, 0.0F, 1.0F) * 255.0F)));
    return colors;
}

}  // namespace

std::string format_of_name(std::string_view path) {
    const std::string name = lower(path.substr(path.rfind('/') + 1));
    for (const std::string_view format : all_formats)
        if (name.size() > format.size() && name.ends_with(format) && name[name.size() - format.size() - 1] == '.')
            return std::string(format);
    return {};
}

std::string format_of_content(std::string_view bytes) {
    if (bytes.starts_with("glTF")) return "glb";
    if (bytes.starts_with("ply\n") || bytes.starts_with("ply\r")) return "ply";
    if (is_binary_stl(bytes)) return "stl";
    const std::string_view text = bytes.substr(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
    if (text.starts_with('{') || text.starts_with('[')) return format_of_json(bytes);
    if (text.starts_with("solid") && text.find("facet") != std::string_view::npos) return "stl";
    if (text.starts_with("OFF")) return "off";
    return begins_as_obj(bytes) ? "obj" : "";
}

bool is_format(std::string_view name) noexcept {
    return std::find(std::begin(all_formats), std::end(all_formats), name) != std::end(all_formats);
}

Content check_content(const std::string& format, std::string_view bytes, const std::string& name) {
    if (format == "pts.json") {
        check_bytes(bytes, max_point_file_bytes, name);
        return {check_point_file(bytes, name), {}};
    }
    Loaded loaded = load(format, bytes, name, true);
    Content content{std::move(loaded.facts), {}};
    if (is_converted(format))
        content.glb = write_glb(loaded.mesh->positions, loaded.mesh->triangles, colors_of(*loaded.mesh));
    return content;
}

Mesh mesh_of(const std::string& format, std::string_view bytes, const std::string& name) {
    if (format == "pts.json" || !is_format(format))
        throw unsupported(name + " is no mesh; part \"points\" gives its points");
    Loaded loaded = load(format, bytes, name, false);
    if (!loaded.mesh)
        throw unsupported(name + " keeps its geometry compressed or sparse; save it without compression to read it");
    return std::move(*loaded.mesh);
}

}  // namespace wbm::object3d
