// limits.hpp - every bound that a hostile object meets, by name. docs/media/object3d.md lists them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::object3d {

inline constexpr std::size_t max_mesh_bytes = std::size_t{1} << 28;        ///< a mesh file, 256 MiB
inline constexpr std::size_t max_point_file_bytes = std::size_t{1} << 28;  ///< a ".pts.json" file that a user gives
inline constexpr std::size_t max_point_text_bytes = std::size_t{1} << 30;  ///< the text of points given as an array
inline constexpr std::uint64_t max_numbers = std::uint64_t{1} << 26;       ///< rows x columns of any array
inline constexpr std::uint64_t max_columns = 16;                           ///< of a point in a scene
inline constexpr std::uint64_t max_vertices = std::uint64_t{1} << 24;      ///< of a scene, instances counted
inline constexpr std::uint64_t max_faces = std::uint64_t{1} << 24;         ///< triangles of a scene, instances counted
inline constexpr std::size_t max_mesh_items = std::size_t{1} << 20;  ///< nodes, accessors, ... of a glTF; each list
inline constexpr std::size_t max_mesh_depth = 64;                    ///< nested lists and objects of a JSON file
inline constexpr std::size_t max_node_depth = 256;                   ///< glTF nodes below one another
inline constexpr std::size_t max_instances = std::size_t{1} << 20;   ///< meshes drawn in all nodes together
inline constexpr std::size_t max_line_bytes = std::size_t{1} << 16;  ///< a line of an obj, off, ply or stl file
inline constexpr std::size_t max_face_corners = 4096;                ///< of one polygon
inline constexpr std::uint64_t max_polygon_work = std::uint64_t{1} << 31;  ///< squares of all polygons' corners, summed
inline constexpr std::size_t max_ply_properties = 256;                     ///< of one element, and elements of a file

// An array is kept as a binary file beside its text when the text is at least this large and so many times its size.
// float32 text has 5 times the size of its binary, float64 2.5 times, 8-bit colours 4 times.
inline constexpr std::size_t min_bloated_text = std::size_t{1} << 20;
inline constexpr std::size_t bloat_factor = 4;

}  // namespace wbm::object3d
