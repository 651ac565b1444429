// image_params.hpp - what an image-file type knows of its images' boxes, masks and classes (wire spec 15.9).
#pragma once

#include "node.hpp"

#include <array>
#include <string_view>

namespace wbm::table {

/// In the reference's order.
inline constexpr std::array<std::string_view, 6> image_param_names{"box_layers",     "box_score_keys",  "mask_layers",
                                                                   "box_class_maps", "mask_class_maps", "class_map"};

/// Throws invalid, which names the parameter. Members that are missing or null are empty; others than the six are left
/// alone.
[[nodiscard]] ImageParams image_params(const json::object& facts);

/// Takes `other`'s layers, ids and class names over; the names already there win. True when anything changed.
bool merge(ImageParams& into, const ImageParams& other);

[[nodiscard]] bool operator==(const ImageParams& a, const ImageParams& b);

/// Calls `call(name, value, kind)` for the six, in the reference's order.
enum class ImageParamKind { layers, set, maps, map };
template <class Params, class Call>
void each_image_param(Params& p, const Call& call) {
    call("box_layers", p.box_layers, ImageParamKind::layers);
    call("box_score_keys", p.box_score_keys, ImageParamKind::set);
    call("mask_layers", p.mask_layers, ImageParamKind::layers);
    call("box_class_maps", p.box_class_maps, ImageParamKind::maps);
    call("mask_class_maps", p.mask_class_maps, ImageParamKind::maps);
    call("class_map", p.class_map, ImageParamKind::map);
}

}  // namespace wbm::table
