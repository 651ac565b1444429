#include "geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace wbm::image {
namespace {

struct Point {
    double x = 0;
    double y = 0;
};

/// A number, or a refusal that names it.
double number_at(const json::object& shape, const char* key, const std::string& place) {
    const json::value* found = shape.if_contains(key);
    if (found == nullptr || !found->is_number())
        throw invalid(place + '"' + key + "\" must be a number, it is " +
                      (found == nullptr ? std::string("missing") : brief(*found)));
    return found->to_number<double>();
}

Point point_of(const json::value& v, std::size_t most, const std::string& place) {
    const json::array* p = v.if_array();
    const auto is_number = [](const json::value& n) { return n.is_number(); };
    if (p == nullptr || p->size() < 2 || p->size() > most || !std::all_of(p->begin(), p->end(), is_number))
        throw invalid(place + "a point must be [x, y], all numbers, it is " + brief(v));
    return {(*p)[0].to_number<double>(), (*p)[1].to_number<double>()};
}

std::vector<Point> points_of(const json::object& shape, std::size_t least, std::size_t most, const std::string& place) {
    const json::value* list = shape.if_contains("points");
    if (list == nullptr || !list->is_array() || list->get_array().size() < least)
        throw invalid(place + "\"points\" must be a list of " + std::to_string(least) + " points or more");
    std::vector<Point> points;
    for (const json::value& v : list->get_array()) points.push_back(point_of(v, most, place));
    return points;
}

std::vector<Point> polygon(const json::object& shape, const std::string& place) {
    return points_of(shape, 3, 2, place);
}

void check_skeleton(const json::value& skeleton, std::size_t points, const std::string& place) {
    const auto is_end = [&](const json::value& v) {
        return v.is_int64() && v.get_int64() >= 0 && static_cast<std::size_t>(v.get_int64()) < points;
    };
    const auto is_bone = [&](const json::value& v) {
        return v.is_array() && v.get_array().size() == 2 && is_end(v.get_array()[0]) && is_end(v.get_array()[1]);
    };
    if (!skeleton.is_array() || !std::all_of(skeleton.get_array().begin(), skeleton.get_array().end(), is_bone))
        throw invalid(place + "\"skeleton\" must be a list of pairs of point numbers from 0 to " +
                      std::to_string(points - 1) + ", it is " + brief(skeleton));
}

std::vector<Point> keypoints(const json::object& shape, const std::string& place) {
    std::vector<Point> points = points_of(shape, 1, 3, place);
    if (const json::value* skeleton = shape.if_contains("skeleton")) check_skeleton(*skeleton, points.size(), place);
    return points;
}

std::vector<Point> rotated_box(const json::object& shape, const std::string& place) {
    const json::value* found = shape.if_contains("center");
    if (found == nullptr) throw not_found(place + "\"center\" is missing; give [x, y]");
    const Point center = point_of(*found, 2, place);
    const double half_width = number_at(shape, "width", place) / 2;
    const double half_height = number_at(shape, "height", place) / 2;
    const double angle = number_at(shape, "angle", place) * std::numbers::pi / 180;
    const double reach_x = std::fabs(half_width * std::cos(angle)) + std::fabs(half_height * std::sin(angle));
    const double reach_y = std::fabs(half_width * std::sin(angle)) + std::fabs(half_height * std::cos(angle));
    return {{center.x - reach_x, center.y - reach_y}, {center.x + reach_x, center.y + reach_y}};
}

json::object box_around(const json::object& shape, const std::vector<Point>& points) {
    const auto by_x = [](const Point& a, const Point& b) { return a.x < b.x; };
    const auto by_y = [](const Point& a, const Point& b) { return a.y < b.y; };
    const auto [left, right] = std::minmax_element(points.begin(), points.end(), by_x);
    const auto [top, bottom] = std::minmax_element(points.begin(), points.end(), by_y);
    json::object box{{"position", {{"minX", left->x}, {"maxX", right->x}, {"minY", top->y}, {"maxY", bottom->y}}}};
    for (const char* shared : {"class_id", "box_caption", "scores", "domain"})
        if (const json::value* member = shape.if_contains(shared)) box[shared] = *member;
    return box;
}

struct Kind {
    const char* name;
    std::vector<Point> (*points)(const json::object& shape, const std::string& place);
};
constexpr Kind kinds[] = {{"polygons", &polygon}, {"keypoints", &keypoints}, {"rotated_boxes", &rotated_box}};

void add_boxes(json::array& boxes, const json::value& shapes, const Kind& kind, const std::string& where) {
    if (!shapes.is_array()) throw invalid(where + '"' + kind.name + "\" must be a list, it is " + brief(shapes));
    for (std::size_t i = 0; i < shapes.get_array().size(); ++i) {
        const json::value& v = shapes.get_array()[i];
        const std::string place = where + kind.name + " " + std::to_string(i) + ": ";
        if (!v.is_object()) throw invalid(place + "must be an object, it is " + brief(v));
        boxes.push_back(box_around(v.get_object(), kind.points(v.get_object(), place)));
    }
}

}  // namespace

BoundingBoxes boxes_around(const json::object& layer, const std::string& key, const std::string& where) {
    only(layer, {"polygons", "keypoints", "rotated_boxes", "class_labels"});
    json::array boxes;
    for (const Kind& kind : kinds)
        if (const json::value* shapes = layer.if_contains(kind.name)) add_boxes(boxes, *shapes, kind, where);
    json::object content{{"box_data", std::move(boxes)}};
    if (const json::value* labels = layer.if_contains("class_labels")) content["class_labels"] = *labels;
    BoundingBoxes made = BoundingBoxes::of(std::move(content), key, where);
    made.check_class_ids(where);
    return made;
}

}  // namespace wbm::image
