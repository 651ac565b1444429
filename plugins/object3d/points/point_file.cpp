#include "point_file.hpp"

#include "../arrays/numbers.hpp"
#include "../limits.hpp"
#include "box3d.hpp"

#include <cmath>
#include <cstring>
#include <optional>

namespace wbm::object3d {
namespace {

/// The JSON of a file is deep by three: rows, and corners in boxes. What is deeper is kept, but within reason.
json::value parsed(std::string_view text, json::NonFinite non_finite) {
    return json::read(text, non_finite, {.max_depth = max_mesh_depth, .max_bytes = max_point_text_bytes});
}

std::optional<double> number_of(const json::value& v) {
    if (v.is_double()) return v.get_double();
    if (v.is_int64()) return static_cast<double>(v.get_int64());
    if (v.is_uint64()) return static_cast<double>(v.get_uint64());
    if (v.is_bool()) return v.get_bool() ? 1.0 : 0.0;
    return std::nullopt;
}

std::string place(std::size_t row) { return "points[" + std::to_string(row) + "]"; }

const json::array& rows_of(const json::value& file) {
    const json::value* points = &file;
    if (const json::object* scene = file.if_object()) {
        points = scene->if_contains("points");
        if (points == nullptr) throw not_found("the scene has no \"points\"");
    }
    if (!points->is_array()) throw invalid("the points of the file must be a list, they are " + brief(*points));
    return points->get_array();
}

const json::array& row_of(const json::array& rows, std::size_t i, std::size_t columns) {
    const json::array* row = rows[i].if_array();
    if (row == nullptr) throw invalid(place(i) + " must be a list of numbers, it is " + brief(rows[i]));
    if (row->size() != columns)
        throw invalid(place(i) + " has " + std::to_string(row->size()) + " numbers, the rows before have " +
                      std::to_string(columns));
    return *row;
}

/// Without a dtype that was kept: the narrowest of bool, int64, uint64 and float64 that holds all.
DLDataType widest_of(const json::array& rows) {
    bool all_bool = true, all_integer = true, all_signed = true;
    for (const json::value& row : rows) {
        if (!row.is_array()) continue;
        for (const json::value& v : row.get_array()) {
            all_bool = all_bool && v.is_bool();
            all_integer = all_integer && (v.is_int64() || v.is_uint64());
            all_signed = all_signed && (!v.is_uint64() || v.get_uint64() <= static_cast<std::uint64_t>(INT64_MAX));
        }
    }
    if (rows.empty()) return dtype_of<double>();
    if (all_bool) return dtype_of<bool>();
    if (!all_integer) return dtype_of<double>();
    return all_signed ? dtype_of<std::int64_t>() : dtype_of<std::uint64_t>();
}

template <class T>
T element_of(const json::value& v, std::size_t row) {
    const auto wrong = [&](const char* kind) {
        return invalid(place(row) + " has " + brief(v) + ", which is no " + kind);
    };
    if constexpr (std::is_same_v<T, bool>) {
        if (!v.is_bool()) throw wrong("boolean");
        return v.get_bool();
    } else if constexpr (std::is_integral_v<T>) {
        boost::json::error_code error;
        if (!v.is_int64() && !v.is_uint64()) throw wrong("integer");
        const T number = v.to_number<T>(error);
        if (error) throw wrong("integer of the array's type");
        return number;
    } else {
        const auto number = number_of(v);
        if (!number) throw wrong("number");
        return from_double<T>(*number);
    }
}

template <class T>
Array array_of(const json::array& rows, std::size_t columns, DLDataType dtype) {
    std::vector<std::byte> elements(rows.size() * columns * sizeof(T));
    std::byte* out = elements.data();
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const json::value& v : row_of(rows, i, columns)) {
            const T element = element_of<T>(v, i);
            std::memcpy(out, &element, sizeof element);
            out += sizeof element;
        }
    return {dtype, {static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(columns)}, std::move(elements)};
}

std::size_t count_of(const json::object& scene, const char* key) {
    const json::value* list = scene.if_contains(key);
    if (list == nullptr) return 0;
    if (!list->is_array()) throw invalid('"' + std::string(key) + "\" must be a list, it is " + brief(*list));
    return list->get_array().size();
}

json::object check_scene(const json::object& scene) {
    const std::string type = text(scene, "type");
    if (type != "lidar/beta")
        throw invalid("\"type\" is " + brief(json::value(type)) + "; only \"lidar/beta\" scenes are supported");
    PointFacts points;
    if (const json::value* rows = scene.if_contains("points")) points = check_points(*rows, true);
    const std::size_t boxes = count_of(scene, "boxes");
    for (std::size_t i = 0; i < boxes; ++i)
        (void)scene_box(scene.at("boxes").get_array()[i], "boxes[" + std::to_string(i) + "]", false);
    const std::size_t vectors = count_of(scene, "vectors");
    for (std::size_t i = 0; i < vectors; ++i)
        check_vector(scene.at("vectors").get_array()[i], "vectors[" + std::to_string(i) + "]");
    return scene_facts(points, boxes, vectors);
}

}  // namespace

PointFacts check_points(const json::value& v, bool in_scene) {
    const json::array* rows = v.if_array();
    if (rows == nullptr) throw invalid("\"points\" must be a list of points, it is " + brief(v));
    PointFacts facts;
    facts.points = rows->size();
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const json::array* first = (*rows)[i].if_array();
        if (i == 0 && first != nullptr) {
            facts.columns = first->size();
            const bool known = facts.columns == 3 || facts.columns == 4 || facts.columns == 6;
            if (!known && (!in_scene || facts.columns < 3 || facts.columns > max_columns))
                throw invalid(place(0) + " has " + std::to_string(facts.columns) +
                              " numbers; a point has 3 (x, y, z), 4 (and a category) or 6 (and red, green, blue)");
        }
        const json::array& row = row_of(*rows, i, facts.columns);
        for (std::size_t column = 0; column < row.size(); ++column) {
            const auto number = number_of(row[column]);
            if (!number)
                throw invalid(place(i) + '[' + std::to_string(column) + "] must be a number, it is " +
                              brief(row[column]));
            if (!std::isfinite(*number)) throw not_finite("points", i, column, *number);
            if (column < 3) facts.bounds.add(column, *number);
        }
    }
    return facts;
}

json::object check_point_file(std::string_view text, const std::string& name) {
    try {
        const json::value file = parsed(text, json::NonFinite::allow);
        if (const json::object* scene = file.if_object()) return check_scene(*scene);
        if (!file.is_array()) throw invalid("it must be a list of points or a scene, it is " + brief(file));
        return point_facts(check_points(file, false));
    } catch (const json::Error& e) {
        throw invalid(name + " is no pts.json: " + e.what());
    } catch (const Error& e) {
        throw invalid(name + " is no pts.json: " + e.what());
    }
}

Array points_of_file(std::string_view text, const KeptArray* kept) {
    const json::value file = parsed(text, json::NonFinite::allow);
    const json::array& rows = rows_of(file);
    std::size_t columns = kept != nullptr ? static_cast<std::size_t>(kept->shape[1]) : 3;
    if (kept != nullptr && static_cast<std::size_t>(kept->shape[0]) != rows.size())
        throw invalid("the file has " + std::to_string(rows.size()) + " points, its array " +
                      std::to_string(kept->shape[0]));
    if (!rows.empty() && rows[0].is_array()) columns = rows[0].get_array().size();
    const DLDataType dtype = kept != nullptr ? kept->dtype : widest_of(rows);
    return with_type(dtype, [&]<class T>() { return array_of<T>(rows, columns, dtype); });
}

json::object point_facts(const PointFacts& points) {
    json::object facts{{"kind", "points"}, {"points", points.points}};
    if (!points.bounds.is_empty()) facts["bounds"] = points.bounds.to_json();
    return facts;
}

json::object scene_facts(const PointFacts& points, std::size_t boxes, std::size_t vectors) {
    json::object facts{{"kind", "scene"}, {"points", points.points}, {"boxes", boxes}, {"vectors", vectors}};
    if (!points.bounds.is_empty()) facts["bounds"] = points.bounds.to_json();
    return facts;
}

}  // namespace wbm::object3d
