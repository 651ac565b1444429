#include "box3d.hpp"

#include <algorithm>
#include <cmath>

namespace wbm::object3d {
namespace {

bool is_finite_number(const json::value& v) {
    return v.is_int64() || v.is_uint64() || (v.is_double() && std::isfinite(v.get_double()));
}

template <std::size_t N>
std::array<double, N> numbers(const json::object& box, const char* key, const std::string& name) {
    const json::value* found = box.if_contains(key);
    if (found == nullptr) throw not_found(name + "." + key + " is missing; give " + std::to_string(N) + " numbers");
    check_numbers(*found, name + "." + key, N);
    std::array<double, N> all{};
    for (std::size_t i = 0; i < N; ++i) all[i] = found->get_array()[i].to_number<double>();
    return all;
}

void check_look(const json::object& box, const std::string& name) {
    if (const json::value* color = box.if_contains("color"); color != nullptr && !color->is_null())
        check_numbers(*color, name + ".color", 3);
    if (const json::value* label = box.if_contains("label");
        label != nullptr && !label->is_null() && !label->is_string())
        throw invalid(name + ".label must be text, it is " + brief(*label));
    if (const json::value* score = box.if_contains("score");
        score != nullptr && !score->is_null() && !is_finite_number(*score))
        throw invalid(name + ".score must be a finite number, it is " + brief(*score));
}

json::value member_or_null(const json::object& box, const char* key) {
    const json::value* found = box.if_contains(key);
    return found == nullptr ? json::value(nullptr) : *found;
}

SceneBox of_orientation(const json::object& box, const std::string& name, bool absolute) {
    for (const auto& member : box) {
        constexpr std::string_view known[] = {"center", "size", "orientation", "color", "label", "score"};
        if (std::find(std::begin(known), std::end(known), std::string_view(member.key())) == std::end(known))
            throw invalid(name + "." + std::string(member.key()) +
                          " is not known; a box with a center has center, size, orientation, color, label, score");
    }
    const OrientedBox oriented{
        numbers<3>(box, "center", name), numbers<3>(box, "size", name),
        box.contains("orientation") ? numbers<4>(box, "orientation", name) : std::array<double, 4>{1, 0, 0, 0}};
    if (std::any_of(oriented.size.begin(), oriented.size.end(), [](double edge) { return edge < 0; }))
        throw invalid(name + ".size is " + brief(box.at("size")) + "; an edge cannot be negative");
    if (std::all_of(oriented.orientation.begin(), oriented.orientation.end(), [](double part) { return part == 0; }))
        throw invalid(name + ".orientation is all zero, which is no rotation; give a quaternion [r, x, y, z]");
    numbers<3>(box, "color", name);
    json::array corners;
    for (const auto& corner : corners_of(oriented, absolute)) {
        if (!std::all_of(corner.begin(), corner.end(), [](double c) { return std::isfinite(c); }))
            throw invalid(name + ".size is " + brief(box.at("size")) + ", too large for corners that are finite");
        corners.push_back(json::array(corner.begin(), corner.end()));
    }
    SceneBox made;
    made.json = {{"corners", std::move(corners)},
                 {"color", box.at("color")},
                 {"label", member_or_null(box, "label")},
                 {"score", member_or_null(box, "score")}};
    made.oriented = json::object{{"center", box.at("center")}, {"size", box.at("size")}};
    (*made.oriented)["orientation"] = json::array(oriented.orientation.begin(), oriented.orientation.end());
    return made;
}

}  // namespace

std::array<std::array<double, 3>, 8> corners_of(const OrientedBox& box, bool absolute) {
    std::array<double, 4> q = box.orientation;
    double largest = 0;
    for (double& part : q) {
        if (absolute) part = std::fabs(part);
        largest = std::max(largest, std::fabs(part));
    }
    double squares = 0;
    for (double& part : q) {
        part /= largest;
        squares += part * part;
    }
    for (double& part : q) part /= std::sqrt(squares);
    const auto [r, i, j, k] = q;
    const double rotation[3][3] = {
        {1.0 - 2.0 * (j * j + k * k), 2.0 * (i * j + k * r), 2.0 * (i * k - j * r)},
        {2.0 * (i * j - k * r), 1.0 - 2.0 * (i * i + k * k), 2.0 * (j * k + i * r)},
        {2.0 * (i * k + j * r), 2.0 * (j * k - i * r), 1.0 - 2.0 * (i * i + j * j)},
    };
    std::array<std::array<double, 3>, 8> corners{};
    for (unsigned n = 0; n < 8; ++n) {
        const double u[3] = {(n & 4U) != 0 ? 1.0 : -1.0, (n & 2U) != 0 ? 1.0 : -1.0, (n & 1U) != 0 ? 1.0 : -1.0};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            double offset = 0;
            for (std::size_t edge = 0; edge < 3; ++edge)
                offset += 0.5 * box.size[edge] * u[edge] * rotation[edge][axis];
            corners[n][axis] = box.center[axis] + offset;
        }
    }
    return corners;
}

SceneBox scene_box(const json::value& v, const std::string& name, bool absolute) {
    const json::object* box = v.if_object();
    if (box == nullptr) throw invalid(name + " must be an object with corners, it is " + brief(v));
    check_look(*box, name);
    const json::value* corners = box->if_contains("corners");
    if (corners == nullptr && box->contains("center")) return of_orientation(*box, name, absolute);
    if (corners != nullptr) {
        const json::array* list = corners->if_array();
        if (list == nullptr || list->size() != 8)
            throw invalid(name + ".corners must be 8 points, it is " + brief(*corners));
        for (std::size_t i = 0; i < 8; ++i) check_numbers((*list)[i], name + ".corners[" + std::to_string(i) + "]", 3);
    }
    return {*box, {}};
}

void check_vector(const json::value& v, const std::string& name) {
    const json::object* vector = v.if_object();
    if (vector == nullptr) throw invalid(name + " must be an object with start and end, it is " + brief(v));
    for (const char* end : {"start", "end"})
        if (const json::value* point = vector->if_contains(end)) check_numbers(*point, name + "." + end, 3);
}

void check_numbers(const json::value& v, const std::string& name, std::size_t count) {
    const json::array* list = v.if_array();
    if (list == nullptr || list->size() != count || !std::all_of(list->begin(), list->end(), is_finite_number))
        throw invalid(name + " must be " + std::to_string(count) + " finite numbers, it is " + brief(v));
}

}  // namespace wbm::object3d
