#include "mesh.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <cmath>

namespace wbm::object3d {

json::object mesh_facts(const Mesh& mesh) {
    Bounds bounds;
    for (std::size_t i = 0; i < mesh.positions.size(); ++i) bounds.add(i % 3, static_cast<double>(mesh.positions[i]));
    json::object facts{
        {"kind", "mesh"}, {"vertices", mesh.vertices()}, {"faces", mesh.faces()}, {"meshes", mesh.parts}};
    if (!bounds.is_empty()) facts["bounds"] = bounds.to_json();
    return facts;
}

void check_mesh(const Mesh& mesh, const std::string& name) {
    if (mesh.positions.empty()) throw invalid(name + " has no vertices; give a mesh with at least one");
    if (mesh.vertices() > max_vertices)
        throw invalid(name + " has more than " + std::to_string(max_vertices) + " vertices; give a coarser mesh");
    if (mesh.faces() > max_faces)
        throw invalid(name + " has more than " + std::to_string(max_faces) + " triangles; give a coarser mesh");
    for (std::size_t i = 0; i < mesh.positions.size(); ++i)
        if (!std::isfinite(mesh.positions[i]))
            throw invalid(name + " has a vertex " + std::to_string(i / 3) + " that is not finite; remove it");
    for (const std::uint32_t vertex : mesh.triangles)
        if (vertex >= mesh.vertices())
            throw invalid(name + " has a face of vertex " + std::to_string(vertex) + ", there are " +
                          std::to_string(mesh.vertices()));
}

}  // namespace wbm::object3d
