// mesh.hpp - what all mesh formats become: triangles.
#pragma once

#include "../bounds.hpp"

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::object3d {

/// Triangles of a whole scene, all nodes placed. Without triangles it is a cloud of points.
struct Mesh {
    std::vector<float> positions;          ///< x, y, z of each vertex
    std::vector<std::uint32_t> triangles;  ///< three vertices each
    std::vector<float> colors;             ///< r, g, b, a of each vertex, 0 to 1; empty without colours
    std::size_t parts = 0;                 ///< meshes as the file counts them

    [[nodiscard]] std::size_t vertices() const noexcept { return positions.size() / 3; }
    [[nodiscard]] std::size_t faces() const noexcept { return triangles.size() / 3; }
};

/// kind, vertices, faces, meshes, bounds: the members of `_wbm` and fields().
[[nodiscard]] json::object mesh_facts(const Mesh& mesh);

/// Throws invalid for a mesh without vertices, beyond the limits or with a position that is not finite. `name` begins
/// the sentence.
void check_mesh(const Mesh& mesh, const std::string& name);

/// The file as a mesh, imported by assimp. `format` is obj, stl, glb, ply or off; the bytes must have passed that
/// format's check. No other file is opened. Throws invalid with assimp's reason.
[[nodiscard]] Mesh import_mesh(std::string_view bytes, const char* format, const std::string& name);

}  // namespace wbm::object3d
