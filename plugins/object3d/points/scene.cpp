#include "scene.hpp"

#include "../arrays/numbers.hpp"
#include "../limits.hpp"
#include "box3d.hpp"
#include "point_file.hpp"
#include "point_text.hpp"

#include <algorithm>

namespace wbm::object3d {
namespace {

/// The array's name, for "@name".
std::optional<std::string_view> part_named(const json::value& v) {
    const json::string* name = v.if_string();
    if (name == nullptr || name->size() < 2 || name->front() != '@') return std::nullopt;
    return std::string_view(*name).substr(1);
}

json::value number_value(double number, bool integral) {
    return integral ? json::value(static_cast<std::int64_t>(number)) : json::value(number);
}

/// A small array, such as corners, as nested lists.
json::value listed(const DLTensor& array, const std::string& name) {
    constexpr std::size_t most_elements = 24;
    check_array(
        array, array.dtype,
        array.ndim == 1 ? std::initializer_list<std::int64_t>{any} : std::initializer_list<std::int64_t>{any, any});
    const std::size_t count = element_count(array);
    if (count > most_elements) throw invalid(name + " is an array of shape " + shape_text(array) + "; give 8 x 3");
    json::array flat;
    with_type(array.dtype, [&]<class T>() {
        std::vector<std::byte> elements(count * sizeof(T));
        if (count != 0) copy_dense(array, elements.data());
        const T* element = reinterpret_cast<const T*>(elements.data());
        for (std::size_t i = 0; i < count; ++i)
            flat.push_back(number_value(to_double(element[i]), std::is_integral_v<T>));
    });
    if (array.ndim == 1) return flat;
    json::array rows;
    const auto columns = static_cast<std::size_t>(array.shape[1]);
    for (std::size_t i = 0; i < count; i += columns)
        rows.push_back(json::array(flat.begin() + static_cast<std::ptrdiff_t>(i),
                                   flat.begin() + static_cast<std::ptrdiff_t>(i + columns)));
    return rows;
}

/// The members of a box or vector, with arrays in place of their names. A label is text, whatever it begins with.
json::value with_arrays(const json::value& v, const Input& in, const std::string& name) {
    const json::object* o = v.if_object();
    if (o == nullptr) return v;
    json::object resolved;
    for (const auto& member : *o) {
        const auto part = member.key() == "label" ? std::nullopt : part_named(member.value());
        resolved[member.key()] =
            part ? listed(in.part(*part).tensor(), name + "." + std::string(member.key())) : member.value();
    }
    return resolved;
}

const json::array& list_of(const json::object& scene, const char* key) {
    static const json::array none;
    const json::value* found = scene.if_contains(key);
    if (found == nullptr || found->is_null()) return none;
    if (!found->is_array())
        throw invalid('"' + std::string(key) + "\" must be a list of objects, it is " + brief(*found));
    return found->get_array();
}

/// An empty array in place of boxes or vectors is what Python makes of no list at all.
bool is_empty_array(const json::object& scene, const char* key, const Input& in) {
    const json::value* found = scene.if_contains(key);
    const auto part = found == nullptr ? std::nullopt : part_named(*found);
    if (!part) return false;
    if (element_count(in.part(*part).tensor()) != 0)
        throw invalid('"' + std::string(key) + "\" is an array of numbers; give a list of objects");
    return true;
}

PointFacts append_points(Scene& made, const json::object& scene, const Input& in) {
    const json::value* points = scene.if_contains("points");
    const auto part = points == nullptr ? std::nullopt : part_named(*points);
    if (part && in.part(*part).tensor().ndim == 1 && element_count(in.part(*part).tensor()) == 0) points = nullptr;
    if (points == nullptr || points->is_null()) {
        made.text += "[]";
        return {};
    }
    if (!part) {
        const PointFacts facts = check_points(*points, true);
        json::append(made.text, *points);
        return facts;
    }
    const Table table(in.part(*part).tensor(), "\"points\"");
    if (table.rows() != 0 && (table.columns() < 3 || table.columns() > max_columns))
        throw invalid("\"points\" has " + std::to_string(table.columns()) +
                      " columns; a point has 3 (x, y, z), 4 (and a category) or 6 (and red, green, blue)");
    PointFacts facts;
    facts.points = table.rows();
    facts.columns = table.columns();
    const std::size_t before = made.text.size();
    append_rows(made.text, table, facts.bounds);
    const std::size_t text_bytes = made.text.size() - before;
    made.points =
        KeptArray::of(table, text_bytes >= min_bloated_text && text_bytes > bloat_factor * table.bytes().size());
    return facts;
}

std::size_t append_vectors(Scene& made, const json::object& scene, const Input& in) {
    if (is_empty_array(scene, "vectors", in)) {
        made.text += "[]";
        return 0;
    }
    json::array all;
    for (const json::value& v : list_of(scene, "vectors")) {
        const std::string name = "vectors[" + std::to_string(all.size()) + "]";
        all.push_back(with_arrays(v, in, name));
        check_vector(all.back(), name);
    }
    const std::size_t count = all.size();
    json::append(made.text, json::value(std::move(all)));
    return count;
}

bool is_turned_otherwise(const json::object& oriented) {
    const json::array& q = oriented.at("orientation").get_array();
    const auto negative = [](const json::value& v) { return v.to_number<double>() < 0; };
    const auto positive = [](const json::value& v) { return v.to_number<double>() > 0; };
    return std::any_of(q.begin(), q.end(), negative) && std::any_of(q.begin(), q.end(), positive);
}

std::size_t append_boxes(Scene& made, const json::object& scene, const Input& in, bool absolute) {
    if (is_empty_array(scene, "boxes", in)) {
        made.text += "[]";
        return 0;
    }
    json::array all;
    bool lost_signs = false;
    for (const json::value& v : list_of(scene, "boxes")) {
        const std::string name = "boxes[" + std::to_string(all.size()) + "]";
        SceneBox box = scene_box(with_arrays(v, in, name), name, absolute);
        if (box.oriented) {
            lost_signs = lost_signs || (absolute && is_turned_otherwise(*box.oriented));
            made.oriented_boxes[std::to_string(all.size())] = std::move(*box.oriented);
        }
        all.push_back(std::move(box.json));
    }
    if (lost_signs)
        log_warning(
            "object3D-file: with option reference_rotation boxes are turned by the absolute values of their "
            "quaternions; leave it out to turn them as they say");
    const std::size_t count = all.size();
    json::append(made.text, json::value(std::move(all)));
    return count;
}

}  // namespace

Scene scene_of(const json::object& j, const Input& in, bool absolute) {
    const std::string type = text(j, "type");
    if (type != "lidar/beta")
        throw invalid("\"type\" is " + brief(json::value(type)) + "; only \"lidar/beta\" scenes are supported");
    Scene made;
    made.text = "{\"type\":\"lidar/beta\",\"vectors\":";
    const std::size_t vectors = append_vectors(made, j, in);
    made.text += ",\"points\":";
    const PointFacts points = append_points(made, j, in);
    made.text += ",\"boxes\":";
    const std::size_t boxes = append_boxes(made, j, in, absolute);
    made.text += '}';
    made.facts = scene_facts(points, boxes, vectors);
    return made;
}

}  // namespace wbm::object3d
