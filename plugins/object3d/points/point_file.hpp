// point_file.hpp - reading `.pts.json` files: a list of points, or a `lidar/beta` scene. Wire spec 7.3.
#pragma once

#include "../arrays/kept_array.hpp"
#include "../bounds.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wbm::object3d {

/// Counts of what a file holds.
struct PointFacts {
    std::size_t points = 0;
    std::size_t columns = 0;
    Bounds bounds;
};

/// A list of points: rows of equally many finite numbers, 3, 4 or 6 of them; of a scene 3 to max_columns. Throws
/// invalid naming the place: `points[2] has 5 numbers, the rows before have 3`.
[[nodiscard]] PointFacts check_points(const json::value& v, bool in_scene);

/// Checks a whole file that a user gives and says what it holds: kind, points, boxes, vectors, bounds. `name` begins
/// the sentence of an error. Throws invalid.
[[nodiscard]] json::object check_point_file(std::string_view text, const std::string& name);

/// The points of a stored file. With `kept` in its dtype, which must fit; else float64, int64 or bool, whichever holds
/// them all. NaN, which the reference writes, is read. Throws invalid when the rows are no numbers of one length.
[[nodiscard]] Array points_of_file(std::string_view text, const KeptArray* kept);

/// kind, points, boxes, vectors, bounds: the members of `_wbm` and fields().
[[nodiscard]] json::object point_facts(const PointFacts& points);
[[nodiscard]] json::object scene_facts(const PointFacts& points, std::size_t boxes, std::size_t vectors);

}  // namespace wbm::object3d
