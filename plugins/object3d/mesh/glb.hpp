// glb.hpp - the container of binary glTF, and our own meshes in it. Khronos' glTF 2.0 specification, section 4.
#pragma once

#include "mesh.hpp"

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::object3d {

struct GlbChunks {
    std::string_view json;
    std::optional<std::string_view> binary;
};

/// The chunks of a glb file; chunks of other kinds are passed over. Throws invalid for lengths that do not fit.
[[nodiscard]] GlbChunks glb_chunks(std::string_view bytes, const std::string& name);

/// A glb file of a document and its binary chunk.
[[nodiscard]] std::string glb_file(const json::object& document, std::string_view binary);

/// Colours of vertices as a file has them: 8 bits, or float32 of 0 to 1; r, g, b, a of each.
struct GlbColors {
    std::vector<std::uint8_t> bytes;
    std::vector<float> floats;
};

/// One mesh as a glb: float32 positions, then 32-bit indices, then colours, in this order in the binary chunk. Without
/// triangles it is a cloud of points. Equal meshes give equal bytes.
[[nodiscard]] std::string write_glb(const std::vector<float>& positions, const std::vector<std::uint32_t>& triangles,
                                    const GlbColors& colors);

/// The binary chunk's parts of a file that write_glb() made.
struct GlbParts {
    std::string_view positions;
    std::string_view triangles;
    std::string_view colors;
};
/// Throws invalid when the chunk is too small for so many vertices and triangles.
[[nodiscard]] GlbParts glb_parts(std::string_view bytes, std::size_t vertices, std::size_t triangles);

}  // namespace wbm::object3d
