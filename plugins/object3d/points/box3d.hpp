// box3d.hpp - boxes of a scene: given by their corners, or by centre, size and orientation. Wire spec 7.3 and 7.6.
#pragma once

#include <wbm/sdk.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace wbm::object3d {

/// A box given by its middle, edges and rotation (a quaternion r, i, j, k; any length but 0).
struct OrientedBox {
    std::array<double, 3> center{};
    std::array<double, 3> size{};
    std::array<double, 4> orientation{1, 0, 0, 0};
};

/// The eight corners in the reference's order, wire spec 7.6: center + (u * size / 2) rotated, for u over {-1, 1}^3.
/// The reference takes the absolute value of each component of the quaternion, so it turns a box by -30 degrees to +30;
/// with `absolute` so does this.
[[nodiscard]] std::array<std::array<double, 3>, 8> corners_of(const OrientedBox& box, bool absolute);

/// A checked box as the file has it: {"corners", "color", "label", "score"} of one given with "center", any other as it
/// is.
struct SceneBox {
    json::object json;
    std::optional<json::object> oriented;  ///< center, size and orientation of a box that was given so
};

/// `name` is "boxes[3]". Throws invalid (or not_found) naming the member: corners must be 8 x 3 finite numbers, color
/// three numbers, label text, score a number; size must not be negative, orientation not all zero.
[[nodiscard]] SceneBox scene_box(const json::value& v, const std::string& name, bool absolute);

/// A vector: {"start": [x, y, z], "end": [x, y, z]}. Throws invalid.
void check_vector(const json::value& v, const std::string& name);

/// `count` finite numbers. Throws invalid: `boxes[0].center must be 3 numbers, it is [1]`.
void check_numbers(const json::value& v, const std::string& name, std::size_t count);

}  // namespace wbm::object3d
