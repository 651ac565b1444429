// geometry.hpp - shapes that W&B does not draw: polygons, keypoints, rotated boxes. They are kept as they are in
// `_wbm`, and each is shown as the upright box around it.
#pragma once

#include "bounding_boxes.hpp"

#include <wbm/json.hpp>

#include <string>

namespace wbm::image {

/// The boxes around the shapes of one layer. `layer`:
///   {"polygons": [{"points": [[x, y]...]}], "keypoints": [{"points": [[x, y] or [x, y, visibility]...],
///    "skeleton": [[0, 1]...]}], "rotated_boxes": [{"center": [x, y], "width", "height", "angle": degrees, clockwise}],
///    "class_labels": {"1": "cat"}}
/// A shape may have class_id, box_caption, scores and domain as boxes do (bounding_boxes.hpp), and members of its own.
/// Throws invalid or not_found, beginning with `where`.
[[nodiscard]] BoundingBoxes boxes_around(const json::object& layer, const std::string& key, const std::string& where);

}  // namespace wbm::image
