// formats.hpp - which files are objects, and what is in them.
#pragma once

#include "mesh/mesh.hpp"

#include <wbm/sdk.hpp>

#include <string>
#include <string_view>

namespace wbm::object3d {

// Kept byte for byte: pts.json, obj, gltf, glb, stl, babylon. Kept as .glb, because W&B shows no others, with the
// original beside it: ply, off.
inline constexpr const char* format_names = "pts.json, obj, gltf, glb, stl, babylon, ply, off";

/// By a name's suffix, in any case: "a.OBJ" is "obj". Empty when it is none of these.
[[nodiscard]] std::string format_of_name(std::string_view path);
/// By the content alone. Empty when it looks like none of these.
[[nodiscard]] std::string format_of_content(std::string_view bytes);
[[nodiscard]] bool is_format(std::string_view name) noexcept;
[[nodiscard]] inline bool is_converted(std::string_view format) noexcept { return format == "ply" || format == "off"; }

/// A file that was checked.
struct Content {
    json::object facts;  ///< kind and counts, as `_wbm` and fields() have them
    std::string glb;     ///< what is kept in the place of a converted format
};

/// Checks all of a file. `name` begins the sentence of an error. Throws invalid, unsupported.
[[nodiscard]] Content check_content(const std::string& format, std::string_view bytes, const std::string& name);

/// The triangles of a mesh file. Throws as check_content(), and unsupported for points and for compressed glTF.
[[nodiscard]] Mesh mesh_of(const std::string& format, std::string_view bytes, const std::string& name);

}  // namespace wbm::object3d
