#include "checks.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <cmath>

namespace wbm::object3d {
namespace {

const json::array* list_member(const json::object& o, const char* key, const std::string& place) {
    const json::value* found = o.if_contains(key);
    if (found == nullptr || found->is_null()) return nullptr;
    if (!found->is_array()) throw invalid(place + "." + key + " must be a list, it is " + brief(*found));
    return &found->get_array();
}

void add_positions(Mesh& made, const json::array& positions, const std::string& place) {
    if (positions.size() % 3 != 0)
        throw invalid(place + ".positions has " + std::to_string(positions.size()) + " numbers; give 3 of each vertex");
    for (const json::value& v : positions) {
        constexpr double most = 3.4e38;
        if (!v.is_number() || !(std::fabs(v.to_number<double>()) <= most))
            throw invalid(place + ".positions has " + brief(v) + ", which is no finite number");
        made.positions.push_back(static_cast<float>(v.to_number<double>()));
    }
}

void add_indices(Mesh& made, const json::array& indices, std::size_t first, const std::string& place) {
    const std::size_t vertices = made.vertices() - first;
    if (indices.size() % 3 != 0)
        throw invalid(place + ".indices has " + std::to_string(indices.size()) + " numbers; give 3 of each triangle");
    for (const json::value& v : indices) {
        if (!v.is_int64() || v.get_int64() < 0 || static_cast<std::uint64_t>(v.get_int64()) >= vertices)
            throw invalid(place + ".indices has " + brief(v) + ", there are " + std::to_string(vertices) + " vertices");
        made.triangles.push_back(static_cast<std::uint32_t>(first + static_cast<std::uint64_t>(v.get_int64())));
    }
}

Mesh meshes_of(const json::object& scene) {
    const json::array* meshes = list_member(scene, "meshes", "the scene");
    if (meshes == nullptr) throw not_found("the scene has no \"meshes\"");
    Mesh made;
    for (std::size_t i = 0; i < meshes->size(); ++i) {
        const std::string place = "meshes[" + std::to_string(i) + "]";
        const json::object* mesh = (*meshes)[i].if_object();
        if (mesh == nullptr) throw invalid(place + " must be an object, it is " + brief((*meshes)[i]));
        const std::size_t first = made.vertices();
        if (const json::array* positions = list_member(*mesh, "positions", place))
            add_positions(made, *positions, place);
        if (const json::array* indices = list_member(*mesh, "indices", place))
            add_indices(made, *indices, first, place);
        ++made.parts;
    }
    if (made.parts == 0) throw invalid("the scene has no meshes");
    return made;
}

}  // namespace

Mesh checked_babylon(std::string_view text, const std::string& name) {
    try {
        return meshes_of(json::read_object(text, json::NonFinite::refuse,
                                           {.max_depth = max_mesh_depth, .max_bytes = max_mesh_bytes}));
    } catch (const json::Error& e) {
        throw invalid(name + " is no sound babylon: " + e.what());
    } catch (const Error& e) {
        throw invalid(name + " is no sound babylon: " + e.what());
    }
}

}  // namespace wbm::object3d
