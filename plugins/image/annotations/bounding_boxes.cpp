#include "bounding_boxes.hpp"

#include "class_labels.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace wbm::image {
namespace {

constexpr const char* folder = "media/metadata/boxes2D";
constexpr const char* position_advice =
    "give \"position\" as {\"minX\", \"maxX\", \"minY\", \"maxY\"} or {\"middle\": [x, y], \"width\", \"height\"}, all "
    "numbers";

bool is_numeric(const json::object& o, const char* key) {
    const json::value* found = o.if_contains(key);
    return found != nullptr && (found->is_number() || found->is_bool());
}

bool is_position(const json::value* v) {
    const json::object* position = v == nullptr ? nullptr : v->if_object();
    if (position == nullptr) return false;
    const json::value* middle = position->if_contains("middle");
    const bool centred = middle != nullptr && middle->is_array() && middle->get_array().size() == 2 &&
                         is_numeric(*position, "width") && is_numeric(*position, "height");
    return centred || (is_numeric(*position, "minX") && is_numeric(*position, "maxX") &&
                       is_numeric(*position, "minY") && is_numeric(*position, "maxY"));
}

void check_scores(const json::value& scores, const std::string& place) {
    if (!scores.is_object())
        throw invalid(place + "\"scores\" must be an object such as {\"acc\": 0.9}, it is " + brief(scores));
    for (const auto& score : scores.get_object())
        if (!score.value().is_number() && !score.value().is_bool())
            throw invalid(place + "the score \"" + std::string(score.key()) + "\" must be a number, it is " +
                          brief(score.value()));
}

void check_box(const json::value& v, const std::string& place) {
    const json::object* box = v.if_object();
    if (box == nullptr || !is_position(box->if_contains("position"))) throw invalid(place + position_advice);
    if (const json::value* scores = box->if_contains("scores")) check_scores(*scores, place);
    if (const json::value* id = box->if_contains("class_id"))
        if (!id->is_int64() && !id->is_uint64() && !id->is_bool())
            throw invalid(place + "\"class_id\" must be an integer, it is " + brief(*id));
    if (const json::value* caption = box->if_contains("box_caption"))
        if (!caption->is_string()) throw invalid(place + "\"box_caption\" must be text, it is " + brief(*caption));
}

/// A class id as a number that can be ordered: the sign, then the digits.
std::pair<bool, std::uint64_t> class_of(const json::object& box) {
    const json::value& id = box.at("class_id");
    if (id.is_uint64()) return {true, id.get_uint64()};
    const std::int64_t number = id.is_bool() ? std::int64_t{id.get_bool()} : id.get_int64();
    return {number >= 0, static_cast<std::uint64_t>(number)};
}

}  // namespace

const char* const BoundingBoxes::facts = R"({
  "description": "The boxes of one layer of an image",
  "run_type": "boxes2D",
  "list": true,
  "options": {
    "type": "object",
    "properties": {"key": {"type": ["string", "null"], "description": "the layer's name"}},
    "additionalProperties": false
  }
})";

BoundingBoxes BoundingBoxes::of(json::object content, std::string key, const std::string& where) {
    const json::value* labels = content.if_contains("class_labels");
    if (labels != nullptr) {
        if (!labels->is_object())
            throw invalid(where + "\"class_labels\" must be an object such as {\"1\": \"cat\"}, it is " +
                          brief(*labels));
        check_labels(labels->get_object(), where);
    }
    const json::value* boxes = content.if_contains("box_data");
    if (boxes == nullptr) throw not_found(where + "\"box_data\" is missing; it is the list of the boxes");
    if (!boxes->is_array()) throw invalid(where + "\"box_data\" must be a list of boxes, it is " + brief(*boxes));
    for (std::size_t i = 0; i < boxes->get_array().size(); ++i) {
        const json::value& box = boxes->get_array()[i];
        check_box(box, where + "box " + std::to_string(i) + ": ");
    }
    return {std::move(content), std::move(key)};
}

void BoundingBoxes::check_class_ids(const std::string& where) const {
    if (has_own_labels()) return;
    for (std::size_t i = 0; i < box_data().size(); ++i)
        if (box_data()[i].get_object().if_contains("class_id") == nullptr)
            throw not_found(where + "box " + std::to_string(i) +
                            ": \"class_id\" is missing; without it give \"class_labels\"");
}

json::object BoundingBoxes::labels() const {
    if (has_own_labels()) return content.at("class_labels").get_object();
    std::set<std::pair<bool, std::uint64_t>> ids;
    for (const json::value& box : box_data())
        if (box.get_object().if_contains("class_id") != nullptr) ids.insert(class_of(box.get_object()));
    json::object labels;
    for (const auto& [is_positive, number] : ids) {
        const std::string id = is_positive ? std::to_string(number) : std::to_string(static_cast<std::int64_t>(number));
        labels[id] = default_label(id);
    }
    return labels;
}

BoundingBoxes BoundingBoxes::create(Input in) {
    const json::object options = in.options();
    only(options, {"key"});
    json::value v = in.json();
    if (!v.is_object())
        throw invalid("the boxes must be an object {\"box_data\": [...], \"class_labels\": {...}}, they are " +
                      brief(v));
    BoundingBoxes boxes = of(std::move(v.get_object()), text_or(options, "key"), "");
    boxes.check_class_ids("");
    return boxes;
}

BoundingBoxes BoundingBoxes::from_json(const json::object& j, const Store& source) {
    return of(json::read_object(MediaFile::of_json(j, source).read()), "", "");
}

BoundingBoxes BoundingBoxes::from_list(const json::array& boxes, const Store&) {
    BoundingBoxes made = of({{"box_data", boxes}}, "", "");
    made.knows_labels = false;
    return made;
}

bool BoundingBoxes::operator==(const BoundingBoxes& other) const {
    return knows_labels && other.knows_labels ? content == other.content : box_data() == other.box_data();
}

json::value BoundingBoxes::to_json(Store target) const {
    if (!target.is_run()) return box_data();
    json::object j = media_json("boxes2D", {}, target.add_bytes(folder, json::write(content), ".boxes2D.json"));
    target.add_config("bounding_box/class_labels", key, labels());
    return j;
}

}  // namespace wbm::image
