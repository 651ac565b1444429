#include "image_params.hpp"

#include "identity.hpp"

#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <string>
#include <type_traits>

namespace wbm::table {
namespace {

[[noreturn]] void throw_wrong(std::string_view name, std::string_view must, const json::value& v) {
    throw invalid("\"" + std::string(name) + "\" must be " + std::string(must) + ", it is " + brief(v));
}

/// The items once each; only such as a set may hold.
json::array as_set(std::string_view name, const json::value& v) {
    if (!v.is_array()) throw_wrong(name, "an array of ids or names", v);
    for (const auto& item : v.get_array())
        if (item.is_structured()) throw_wrong(name, "an array of ids or names", v);
    json::array set;
    unite(set, v.get_array());
    return set;
}

void read(json::array& out, std::string_view name, const json::value& v, ImageParamKind) { out = as_set(name, v); }

void read(json::object& out, std::string_view name, const json::value& v, ImageParamKind kind) {
    if (!v.is_object()) throw_wrong(name, "an object", v);
    for (const auto& member : v.get_object()) {
        const json::value& inner = member.value();
        if (kind == ImageParamKind::layers)
            out.emplace(member.key(), as_set(name, inner));
        else if (kind == ImageParamKind::maps && !inner.is_object())
            throw_wrong(name, "an object of objects", v);
        else
            out.emplace(member.key(), inner);
    }
}

/// Members that are missing.
bool add_missing(json::object& into, const json::object& other) {
    bool changed = false;
    for (const auto& member : other)
        if (!into.contains(member.key())) {
            into.emplace(member.key(), member.value());
            changed = true;
        }
    return changed;
}

bool merge_param(json::array& into, const json::array& other, ImageParamKind) { return unite(into, other); }

bool merge_param(json::object& into, const json::object& other, ImageParamKind kind) {
    if (other.empty() || into == other) return false;
    if (kind == ImageParamKind::map) return add_missing(into, other);
    bool changed = add_missing(into, other);
    for (const auto& member : other) {
        json::value& mine = into[member.key()];
        if (kind == ImageParamKind::layers)
            changed = unite(mine.get_array(), member.value().get_array()) || changed;
        else
            changed = add_missing(mine.get_object(), member.value().get_object()) || changed;
    }
    return changed;
}

bool equal_param(const json::array& a, const json::array& b, ImageParamKind) { return equal_sets(a, b); }

bool equal_param(const json::object& a, const json::object& b, ImageParamKind kind) {
    if (kind != ImageParamKind::layers) return a == b || identity_of(a) == identity_of(b);
    if (a.size() != b.size()) return false;
    for (const auto& member : a) {
        const json::value* other = b.if_contains(member.key());
        if (other == nullptr || !equal_sets(member.value().get_array(), other->get_array())) return false;
    }
    return true;
}

}  // namespace

ImageParams image_params(const json::object& facts) {
    ImageParams p;
    each_image_param(p, [&](std::string_view name, auto& param, ImageParamKind kind) {
        const json::value* v = facts.if_contains(name);
        if (v != nullptr && !v->is_null()) read(param, name, *v, kind);
    });
    return p;
}

bool merge(ImageParams& into, const ImageParams& other) {
    using enum ImageParamKind;
    bool changed = merge_param(into.box_layers, other.box_layers, layers);
    changed = merge_param(into.box_score_keys, other.box_score_keys, set) || changed;
    changed = merge_param(into.mask_layers, other.mask_layers, layers) || changed;
    changed = merge_param(into.box_class_maps, other.box_class_maps, maps) || changed;
    changed = merge_param(into.mask_class_maps, other.mask_class_maps, maps) || changed;
    return merge_param(into.class_map, other.class_map, map) || changed;
}

bool operator==(const ImageParams& a, const ImageParams& b) {
    using enum ImageParamKind;
    return equal_param(a.box_layers, b.box_layers, layers) && equal_param(a.box_score_keys, b.box_score_keys, set) &&
           equal_param(a.mask_layers, b.mask_layers, layers) && equal_param(a.box_class_maps, b.box_class_maps, maps) &&
           equal_param(a.mask_class_maps, b.mask_class_maps, maps) && equal_param(a.class_map, b.class_map, map);
}

}  // namespace wbm::table
