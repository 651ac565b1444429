// object3d.hpp - Object3D: points, scenes with boxes, and meshes. `_type` "object3D-file".
// Implements the wire spec, section 7, on the media rules of section 3.
#pragma once

#include "arrays/kept_array.hpp"
#include "mesh/mesh_arrays.hpp"

#include <wbm/sdk.hpp>

#include <optional>
#include <span>
#include <string>

namespace wbm::object3d {

/// A file of another format than W&B shows, kept beside the glb that was made of it.
struct Original {
    std::string format;  ///< "ply", "off"
    MediaFile file;
    bool operator==(const Original&) const = default;
};

/// Made from
///   a path    formats.hpp; the suffix says which, in any case. All of it is checked, and kept byte for byte; ply and
///   off
///             become .glb, with the original beside it.
///   bytes     the same; option file_type says which, else the content
///   a tensor  N x 3, N x 4 (and a category) or N x 6 (and red, green, blue), any number type: points. With option
///   faces,
///             V x 3 vertices of a mesh.
///   JSON      a scene: {"type": "lidar/beta", "points": ..., "boxes": [...], "vectors": [...]}, points/scene.hpp
/// Options:
///   caption             text
///   file_type           of bytes: one of formats.hpp
///   faces, colors       "@part": arrays of a mesh, mesh/mesh_arrays.hpp
///   reference_rotation  of a scene: turn boxes as the reference does, points/box3d.hpp
/// Immutable. [const calls are thread-safe]
struct Object3D {
    static constexpr const char* type = "object3D-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR | WBM_FROM_JSON;
    static const char* const facts;

    static Object3D create(Input in);
    /// Opens no file: what the reference wrote is kept whatever it holds.
    static Object3D from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// kind ("points", "scene", "mesh"), points, boxes, vectors, vertices, faces, meshes, bounds, format,
    /// original_format, oriented_boxes, dtype, caption, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// Option part: "points" (N x columns, in the array's own dtype), "vertices" (V x 3), "faces" (F x 3, int32 unless
    /// the mesh was made from arrays), "colors" (V x 4 floats, or as they were given). Without it the points of points
    /// and scenes, the vertices of meshes.
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// What a file holds, by its content alone: the members of fields() that describe it.
    static json::object probe(const Part& file);
    /// Wire spec 7.5.
    static json::object seq_to_json(std::span<const Object3D* const> values, std::span<const json::object> items);
    /// Equal content, caption, arrays, original and unknown members.
    bool operator==(const Object3D& other) const;

    MediaFile file;
    std::string format;  ///< of the stored file: "pts.json", "glb", ...; empty for one that the reference never writes
    std::optional<std::string> caption;
    json::object content;  ///< kind, counts and bounds; empty for what the reference wrote
    KeptArrays arrays;
    std::optional<Original> original;
    json::object oriented_boxes;  ///< by number: center, size and orientation of boxes that were given so
    ExtraMembers wbm_extra;       ///< members of "_wbm" that this version does not know
    ExtraMembers extra;           ///< and members of the object's JSON
};

}  // namespace wbm::object3d
