// mesh_arrays.hpp - a mesh given as arrays: stored as a glb, given back as the arrays they were.
#pragma once

#include "../arrays/kept_array.hpp"

#include <wbm/sdk.hpp>

#include <map>
#include <string>

namespace wbm::object3d {

/// "points", "vertices", "faces", "colors": what is known of the arrays an object was made from.
using KeptArrays = std::map<std::string, KeptArray>;

struct MadeMesh {
    std::string glb;
    json::object facts;
    KeptArrays arrays;
};

/// `vertices` V x 3; `faces` F x 3 integers below V; `colors`, which may be null, V x 3 or V x 4: uint8, or floats of 0
/// to 1. Vertices and colours are float32 in the file; an array that this rounds is kept whole. Throws invalid naming
/// the array, the row and the column; unsupported for element types.
[[nodiscard]] MadeMesh mesh_of_arrays(const DLTensor& vertices, const DLTensor& faces, const DLTensor* colors);

/// One of the arrays ("vertices", "faces", "colors") that a glb of mesh_of_arrays() was made from. Throws invalid when
/// the file is not of these arrays.
[[nodiscard]] Array array_of_glb(std::string_view glb, const KeptArrays& arrays, const std::string& part);

}  // namespace wbm::object3d
