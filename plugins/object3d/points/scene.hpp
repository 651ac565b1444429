// scene.hpp - making a `lidar/beta` scene from an object whose lists may be arrays of their own. Wire spec 7.2 rule 4.
#pragma once

#include "../arrays/kept_array.hpp"

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace wbm::object3d {

struct Scene {
    std::string text;                 ///< the file: {"type":...,"vectors":[...],"points":[...],"boxes":[...]}
    json::object facts;               ///< point_file.hpp
    std::optional<KeptArray> points;  ///< when they were given as an array
    json::object oriented_boxes;      ///< by number: center, size and orientation of boxes that were given so
};

/// `j` is {"type": "lidar/beta", "points", "boxes", "vectors"}; each list may be missing. "@name" in place of a list of
/// numbers stands for the named part of `in`. Other members are dropped, as in the reference. `absolute`: box3d.hpp.
/// Throws invalid or not_found, naming the place.
[[nodiscard]] Scene scene_of(const json::object& j, const Input& in, bool absolute);

}  // namespace wbm::object3d
