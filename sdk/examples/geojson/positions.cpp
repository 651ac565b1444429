#include "positions.hpp"

#include "limits.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace geojson {
namespace {

namespace json = wbm::json;

constexpr double max_longitude = 180;
constexpr double max_latitude = 90;

const json::array& list_at(const json::value& v, const Place& at, const char* what) {
    if (const json::array* list = v.if_array()) return *list;
    at.fail(std::string(what) + " must be a list, it is " + wbm::brief(v));
}

/// 1 and 1.0 are one number to a map, and two to a document.
bool same_position(const json::value& a, const json::value& b) {
    const json::array& left = a.get_array();
    const json::array& right = b.get_array();
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& x, const auto& y) {
        return x.template to_number<double>() == y.template to_number<double>();
    });
}

}  // namespace

void Positions::position(const json::value& v, const Place& at) {
    const json::array& numbers = list_at(v, at, "a position");
    if (numbers.size() < 2 || numbers.size() > 4)
        at.fail("a position has " + std::to_string(numbers.size()) + (numbers.size() == 1 ? " number" : " numbers") +
                ", expected 2 to 4");
    if (++count_ > max_positions)
        at.fail("the map has more than " + std::to_string(max_positions) + " positions; split it");
    double axes[3] = {0, 0, std::numeric_limits<double>::quiet_NaN()};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!numbers[i].is_number()) Place{&at, {}, i}.fail("must be a number, it is " + wbm::brief(numbers[i]));
        if (i > 2) continue;  // no reader knows what a fourth number is
        axes[i] = numbers[i].to_number<double>();
        low_[i] = std::min(low_[i], axes[i]);
        high_[i] = std::max(high_[i], axes[i]);
    }
    if (std::abs(axes[0]) > max_longitude || std::abs(axes[1]) > max_latitude) ++outside_;
    if (keep_) kept_.insert(kept_.end(), std::begin(axes), std::end(axes));
}

std::size_t Positions::positions(const json::value& v, const Place& at, const char* what, std::size_t least) {
    const json::array& list = list_at(v, at, what);
    if (list.size() < least)
        at.fail(std::string(what) + " has " + std::to_string(list.size()) +
                (list.size() == 1 ? " position" : " positions") + ", expected " + std::to_string(least) + " or more");
    for (std::size_t i = 0; i < list.size(); ++i) position(list[i], {&at, {}, i});
    return list.size();
}

void Positions::end_stretch(std::size_t count) {
    if (!keep_) return;
    const auto wide = static_cast<std::int64_t>(count);
    stretches_.push_back({feature_, static_cast<std::int64_t>(count_) - wide, wide});
}

void Positions::point(const json::value& v, const Place& at) {
    position(v, at);
    end_stretch(1);
}

void Positions::line(const json::value& v, const Place& at) { end_stretch(positions(v, at, "a line", 2)); }

void Positions::ring(const json::value& v, const Place& at) {
    const std::size_t count = positions(v, at, "a ring", 4);
    const json::array& list = v.get_array();
    if (!same_position(list.front(), list.back()))
        at.fail("the ring is not closed: it begins at " + wbm::brief(list.front()) + " and ends at " +
                wbm::brief(list.back()));
    end_stretch(count);
}

json::array Positions::bounds() const {
    json::array box;
    if (count_ == 0) return box;
    const std::size_t axes = has_altitude() ? 3 : 2;
    box.insert(box.end(), low_, low_ + axes);
    box.insert(box.end(), high_, high_ + axes);
    return box;
}

std::vector<double> Positions::coordinates() const {
    if (has_altitude()) return kept_;
    std::vector<double> flat;
    flat.reserve(kept_.size() / 3 * 2);
    for (std::size_t i = 0; i < kept_.size(); i += 3) flat.insert(flat.end(), {kept_[i], kept_[i + 1]});
    return flat;
}

}  // namespace geojson
