// bounds.hpp - the smallest box around points.
#pragma once

#include <wbm/json.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace wbm::object3d {

struct Bounds {
    std::array<double, 3> min{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::infinity()};
    std::array<double, 3> max{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity()};

    void add(std::size_t axis, double coordinate) noexcept {
        min[axis] = std::min(min[axis], coordinate);
        max[axis] = std::max(max[axis], coordinate);
    }
    [[nodiscard]] bool is_empty() const noexcept { return !(min[0] <= max[0]); }
    /// {"min": [x, y, z], "max": [x, y, z]}
    [[nodiscard]] json::object to_json() const {
        return {{"min", json::array(min.begin(), min.end())}, {"max", json::array(max.begin(), max.end())}};
    }
};

}  // namespace wbm::object3d
