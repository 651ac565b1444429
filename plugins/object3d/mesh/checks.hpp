// checks.hpp - each format's own check, before assimp sees a byte: sizes, counts and indices are what the file can
// hold. assimp trusts files; these do not.
#pragma once

#include "mesh.hpp"

#include <wbm/json.hpp>

#include <string>
#include <string_view>

namespace wbm::object3d {

// Each throws invalid with `name` in front, or unsupported.

/// The geometry of an obj file as the plainest obj: v, f and o lines, indices positive and in range.
[[nodiscard]] std::string checked_obj(std::string_view text, const std::string& name);

/// Binary: the size is that of the triangles. Text: facets of three vertices, and nothing else.
void check_stl(std::string_view bytes, const std::string& name);

/// The geometry of an off file without comments.
[[nodiscard]] std::string checked_off(std::string_view text, const std::string& name);

/// The geometry of a ply file, ASCII or binary, as the plainest binary ply: float positions, 8-bit colours, faces.
[[nodiscard]] std::string checked_ply(std::string_view bytes, const std::string& name);

/// A babylon scene's own meshes, unplaced; checked by us alone, because assimp reads no babylon.
[[nodiscard]] Mesh checked_babylon(std::string_view text, const std::string& name);

struct CheckedGltf {
    std::string glb;          ///< nodes, meshes and geometry alone, as a glb; empty when the geometry is compressed
    json::object facts;       ///< what a compressed file says of its geometry
    bool has_outside_images;  ///< textures in files beside it
};
/// A glTF 2.0 file: indices in range, no cycles, every accessor inside its buffer. Buffers that are files of their own
/// are refused, never opened.
[[nodiscard]] CheckedGltf checked_gltf(std::string_view text, const std::string& name);
[[nodiscard]] CheckedGltf checked_glb(std::string_view bytes, const std::string& name);

}  // namespace wbm::object3d
