// positions.hpp - the positions of a map: checked, counted, bounded, and kept where they are asked for.
#pragma once

#include "place.hpp"

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace geojson {

/// One point, line or ring: `count` positions from `first` on.
struct Stretch {
    std::int64_t feature;  ///< 0 for a map that is one geometry
    std::int64_t first;
    std::int64_t count;
};

class Positions {
public:
    Positions() = default;
    explicit Positions(bool keep) : keep_(keep) {}

    // Each takes what "coordinates" of one point, line or ring must be, and throws wbm::invalid naming the place.
    void point(const wbm::json::value& v, const Place& at);
    void line(const wbm::json::value& v, const Place& at);
    void ring(const wbm::json::value& v, const Place& at);

    void next_feature() noexcept { ++feature_; }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] bool has_altitude() const noexcept { return low_[2] <= high_[2]; }
    /// Positions that are no degrees of longitude and latitude.
    [[nodiscard]] std::size_t outside() const noexcept { return outside_; }
    /// As RFC 7946 has it: the lowest of each axis, then the highest. Empty without positions.
    [[nodiscard]] wbm::json::array bounds() const;

    /// Two numbers for each position, three with altitude (NaN where a position has none).
    [[nodiscard]] std::vector<double> coordinates() const;
    [[nodiscard]] const std::vector<Stretch>& stretches() const noexcept { return stretches_; }

private:
    std::size_t positions(const wbm::json::value& v, const Place& at, const char* what, std::size_t least);
    void position(const wbm::json::value& v, const Place& at);
    void end_stretch(std::size_t count);

    static constexpr double infinity = std::numeric_limits<double>::infinity();
    bool keep_ = false;
    std::size_t count_ = 0;
    std::size_t outside_ = 0;
    std::int64_t feature_ = 0;
    double low_[3] = {infinity, infinity, infinity};
    double high_[3] = {-infinity, -infinity, -infinity};
    std::vector<double> kept_;  ///< three for each position
    std::vector<Stretch> stretches_;
};

}  // namespace geojson
