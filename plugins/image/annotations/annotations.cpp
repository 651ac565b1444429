#include "annotations.hpp"

#include "class_labels.hpp"
#include "classes.hpp"
#include "geometry.hpp"
#include "part_named.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace wbm::image {
namespace {

const json::object* layers_of(const json::object& options, const char* option) {
    const json::value* found = options.if_contains(option);
    if (found == nullptr || found->is_null()) return nullptr;
    if (!found->is_object())
        throw invalid("option \"" + std::string(option) + "\" must be an object {layer: " + option + "}, it is " +
                      brief(*found));
    return &found->get_object();
}

std::string place_of(const char* option, std::string_view layer) {
    return std::string(option) + " " + json::write(json::value(layer)) + ": ";
}

BoundingBoxes boxes_of(const std::string& layer, const json::value& v, const Input& in) {
    const std::string where = place_of("boxes", layer);
    if (const auto part = part_named(v, in)) {
        BoundingBoxes boxes = part->value_as<BoundingBoxes>();
        boxes.key = layer;
        return boxes;
    }
    if (!v.is_object()) throw invalid(where + "must be an object {\"box_data\", \"class_labels\"}, it is " + brief(v));
    BoundingBoxes boxes = BoundingBoxes::of(v.get_object(), layer, where);
    boxes.check_class_ids(where);
    return boxes;
}

ImageMask mask_of(const std::string& layer, const json::value& v, const Input& in) {
    const std::string where = place_of("masks", layer);
    if (const auto part = part_named(v, in)) {
        if (!part->is(WBM_FROM_VALUE)) return ImageMask::of(*part, {}, layer, where);
        ImageMask mask = part->value_as<ImageMask>();
        mask.key = layer;
        return mask;
    }
    return ImageMask::of(v, in, layer, where);
}

json::array classes_of(const json::value& v, const Input& in) {
    if (const auto part = part_named(v, in)) return part->value_as<Classes>().class_set;
    const json::value* list = &v;
    if (const json::object* o = v.if_object())
        if (const json::value* set = o->if_contains("class_set")) list = set;
    if (!list->is_array())
        throw invalid("option \"classes\" must be a list such as [{\"id\": 1, \"name\": \"cat\"}], it is " + brief(v));
    check_classes(list->get_array(), "option \"classes\": ");
    return list->get_array();
}

const json::object* object_in(const json::object& o, std::string_view key) {
    const json::value* found = o.if_contains(key);
    return found == nullptr ? nullptr : found->if_object();
}

/// An artifact's JSON names a file, in which the list is; a run has no place for it but ours, and neither has one for
/// members beside id and name.
std::optional<json::array> stored_classes(const json::object& j, const json::object& wbm, const Store& source) {
    const json::value* found = j.if_contains("classes");
    if (const json::value* own = wbm.if_contains("classes"); own != nullptr && own->is_array()) {
        check_classes(own->get_array(), "\"classes\" of \"_wbm\": ");
        return own->get_array();
    }
    if (found == nullptr || found->is_null()) return std::nullopt;
    if (!found->is_object()) throw invalid("\"classes\" must be an object with a \"path\", it is " + brief(*found));
    const json::object list = json::read_object(MediaFile::of_json(found->get_object(), source).read());
    return Classes::from_json(list, source).class_set;
}

BoundingBoxes stored_boxes(std::string_view layer, const json::value& v, const json::object& wbm, const Store& source) {
    const std::string where = place_of("boxes", layer);
    if (v.is_object()) {
        BoundingBoxes boxes = BoundingBoxes::from_json(v.get_object(), source);
        boxes.key = layer;
        return boxes;
    }
    if (!v.is_array()) throw invalid(where + "must be a list of boxes, it is " + brief(v));
    json::object content{{"box_data", v}};
    if (const json::object* sets = object_in(wbm, "boxes"))
        if (const json::object* set = object_in(*sets, layer))
            for (const auto& member : *set) content.insert(member);
    return BoundingBoxes::of(std::move(content), std::string(layer), where);
}

/// What an artifact's list of boxes leaves out: their class labels, and members that nobody knows.
json::object beside_the_list(const BoundingBoxes& boxes) {
    json::object more;
    for (const auto& member : boxes.content)
        if (member.key() != "box_data") more.insert(member);
    return more;
}

template <class Layer>
bool same_layers(const std::vector<Layer>& a, const std::vector<Layer>& b) {
    std::unordered_map<std::string_view, const Layer*> by_name;
    for (const Layer& layer : b) by_name.try_emplace(layer.key, &layer);
    const auto has_equal = [&](const Layer& layer) {
        const auto other = by_name.find(layer.key);
        return other != by_name.end() && layer == *other->second;
    };
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), has_equal);
}

}  // namespace

bool Annotations::operator==(const Annotations& other) const {
    return all_classes() == other.all_classes() && geometry == other.geometry && same_layers(boxes, other.boxes) &&
           same_layers(masks, other.masks);
}

Annotations Annotations::of(const json::object& options, const Input& in) {
    Annotations made;
    ClassList classes;
    if (const json::object* layers = layers_of(options, "boxes"))
        for (const auto& layer : *layers) made.boxes.push_back(boxes_of(layer.key(), layer.value(), in));
    if (const json::object* layers = layers_of(options, "geometry")) {
        const json::object* boxes_given = layers_of(options, "boxes");
        for (const auto& layer : *layers) {
            const std::string where = place_of("geometry", layer.key());
            if (boxes_given != nullptr && boxes_given->contains(layer.key()))
                throw invalid(where + "there are boxes of that name; choose another");
            if (!layer.value().is_object()) throw invalid(where + "must be an object, it is " + brief(layer.value()));
            made.boxes.push_back(boxes_around(layer.value().get_object(), layer.key(), where));
        }
        made.geometry = *layers;
    }
    if (const json::object* layers = layers_of(options, "masks"))
        for (const auto& layer : *layers) made.masks.push_back(mask_of(layer.key(), layer.value(), in));
    for (const BoundingBoxes& layer : made.boxes) classes.merge(layer.labels());
    for (const ImageMask& mask : made.masks) classes.merge(mask.shown_labels());
    if (const json::value* given = options.if_contains("classes"); given != nullptr && !given->is_null())
        classes.merge(classes_of(*given, in));
    if (json::array all = classes.take(); !all.empty()) made.classes = std::move(all);
    return made;
}

Annotations Annotations::from_json(const json::object& j, const json::object& wbm, const Store& source) {
    Annotations made;
    made.classes = stored_classes(j, wbm, source);
    if (const json::object* layers = layers_of(j, "boxes"))
        for (const auto& layer : *layers) made.boxes.push_back(stored_boxes(layer.key(), layer.value(), wbm, source));
    if (const json::object* layers = layers_of(j, "masks")) {
        for (const auto& layer : *layers) {
            if (!layer.value().is_object())
                throw invalid(place_of("masks", layer.key()) + "must be an object, it is " + brief(layer.value()));
            made.masks.push_back(ImageMask::from_json(layer.value().get_object(), source));
            made.masks.back().key = layer.key();
        }
    }
    if (const json::object* geometry = object_in(wbm, "geometry")) made.geometry = *geometry;
    return made;
}

json::array Annotations::all_classes() const {
    if (classes) return *classes;
    ClassList named;
    for (const BoundingBoxes& layer : boxes) named.merge(layer.labels());
    for (const ImageMask& layer : masks) named.merge(layer.shown_labels());
    return std::move(named).take();
}

void Annotations::add_classes_entry(json::object& j, json::object& wbm, Store target) const {
    const json::array all = all_classes();
    if (all.empty()) {
        if (boxes.empty() && masks.empty()) return;
        throw invalid("an image with boxes or masks needs their classes in an artifact; give option \"classes\"");
    }
    const json::array plain = ids_and_names(all);
    const json::object list{{"_type", Classes::type}, {"class_set", plain}};
    const json::object entry = target.add_entry(classes_path(plain), json::write(list, json::Style::standard_sorted));
    j["classes"] = {{"type", "classes-file"}, {"path", entry.at("path")}, {"digest", entry.at("digest")}};
    if (plain != all) wbm["classes"] = all;
}

void Annotations::add_to(json::object& j, json::object& wbm, Store target) const {
    if (target.is_artifact())
        add_classes_entry(j, wbm, target);
    else if (classes)
        wbm["classes"] = *classes;
    json::object layers;
    json::object more;
    for (const BoundingBoxes& layer : boxes) {
        layers[layer.key] = layer.to_json(target);
        if (!target.is_artifact()) continue;
        if (json::object beside = beside_the_list(layer); !beside.empty()) more[layer.key] = std::move(beside);
    }
    if (!layers.empty()) j["boxes"] = std::move(layers);
    if (!more.empty()) wbm["boxes"] = std::move(more);
    layers = {};
    for (const ImageMask& layer : masks) layers[layer.key] = layer.to_json(target);
    if (!layers.empty()) j["masks"] = std::move(layers);
    if (!geometry.empty()) wbm["geometry"] = geometry;
}

}  // namespace wbm::image
