#include "value_cell.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wbm::table {

namespace {

/// {"1":"cat"} of [{"id":1,"name":"cat"}].
json::object names_by_id(const json::array& classes) {
    json::object names;
    for (const json::value& entry : classes) {
        const json::object* one = entry.if_object();
        const json::value* id = one == nullptr ? nullptr : one->if_contains("id");
        const json::value* name = one == nullptr ? nullptr : one->if_contains("name");
        if (id != nullptr && name != nullptr) names[json::write(*id)] = *name;
    }
    return names;
}

json::array ids_of(const json::object& names) {
    json::array ids;
    for (const auto& label : names) {
        const std::string_view text = label.key();
        ids.push_back(json::read(text));
    }
    return ids;
}

const json::object& object_in(const json::object& o, std::string_view key) {
    static const json::object none;
    const json::value* found = o.if_contains(key);
    return found != nullptr && found->is_object() ? found->get_object() : none;
}

/// Box sets: their labels are their own, or those of the image's classes (wire spec 4.10).
void add_boxes(json::object& facts, const json::object& fields, const json::object& class_map) {
    json::object layers, maps;
    json::array scores;
    const json::object& own_labels = object_in(fields, "box_labels");
    for (const auto& set : object_in(fields, "boxes")) {
        const json::value* own = own_labels.if_contains(set.key());
        const json::object& names = own != nullptr && own->is_object() ? own->get_object() : class_map;
        layers[set.key()] = ids_of(names);
        maps[set.key()] = names;
        if (!set.value().is_array()) continue;
        for (const json::value& box : set.value().get_array())
            if (const json::object* one = box.if_object())
                for (const auto& score : object_in(*one, "scores")) {
                    const json::value name(score.key());
                    if (std::find(scores.begin(), scores.end(), name) == scores.end()) scores.push_back(name);
                }
    }
    facts["box_layers"] = std::move(layers);
    facts["box_score_keys"] = std::move(scores);
    facts["box_class_maps"] = std::move(maps);
}

/// A mask without labels is one that was given as a file: it has no classes of its own (wire spec 15.9).
void add_masks(json::object& facts, const json::object& fields) {
    json::object layers, maps;
    for (const auto& mask : object_in(fields, "masks")) {
        const json::object* one = mask.value().if_object();
        const bool has_labels = one != nullptr && one->contains("class_labels");
        const json::object names = has_labels ? object_in(*one, "class_labels") : json::object();
        layers[mask.key()] = ids_of(names);
        if (has_labels) maps[mask.key()] = names;
    }
    facts["mask_layers"] = std::move(layers);
    facts["mask_class_maps"] = std::move(maps);
}

json::object image_facts(const json::object& fields) {
    json::object facts, class_map;
    if (const json::value* classes = fields.if_contains("classes"); classes != nullptr && classes->is_array())
        class_map = names_by_id(classes->get_array());
    add_boxes(facts, fields, class_map);
    add_masks(facts, fields);
    facts["class_map"] = std::move(class_map);
    return facts;
}

}  // namespace

const Value& ValueCell::value() const {
    std::call_once(once_, [this] {
        if (!value_)
            value_.emplace(
                Value::from_json(std::string_view(source_->texts).substr(begin_, size_), source_->store.store()));
        type_ = value_->type();
    });
    return *value_;
}

std::string_view ValueCell::type() const {
    (void)value();
    return type_;
}

json::object ValueCell::column_facts() const {
    const std::string_view type = this->type();
    if (type == "image-file") return image_facts(value().fields());
    const json::object fields = type == "classes" || type == "table" ? value().fields() : json::object();
    for (const std::string_view name : {"class_set", "column_types"})
        if (const json::value* found = fields.if_contains(name)) return {{name, *found}};
    return {};
}

bool ValueCell::equal(const MediaCell& other) const {
    const auto* same = dynamic_cast<const ValueCell*>(&other);
    return same != nullptr && value() == same->value();
}

const Value& value_of(const Media& media) { return dynamic_cast<const ValueCell&>(*media).value(); }

std::string_view class_name_of(std::string_view type) noexcept {
    using Name = std::pair<std::string_view, std::string_view>;
    static constexpr std::array names{
        Name{"image-file", "Image"},         Name{"audio-file", "Audio"},
        Name{"video-file", "Video"},         Name{"object3D-file", "Object3D"},
        Name{"molecule-file", "Molecule"},   Name{"html-file", "Html"},
        Name{"plotly-file", "Plotly"},       Name{"bokeh-file", "Bokeh"},
        Name{"graph-file", "Graph"},         Name{"table", "Table"},
        Name{"mask", "ImageMask"},           Name{"bounding-boxes", "BoundingBoxes2D"},
        Name{"classes", "Classes"},          Name{"partitioned-table", "PartitionedTable"},
        Name{"joined-table", "JoinedTable"}, Name{"wb_trace_tree", "WBTraceTree"},
        Name{"histogram", "Histogram"},      Name{"eval-table", "EvalTable"}};
    for (const auto& [known, name] : names)
        if (known == type) return name;
    return type;
}

}  // namespace wbm::table
