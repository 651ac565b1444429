// bounding_boxes.hpp - BoundingBoxes2D: the boxes of one layer of an image. `_type` "boxes2D" in a run; in an artifact
// a list without a `_type`. Wire spec 4.10.
#pragma once

#include <wbm/sdk.hpp>

#include <string>
#include <string_view>

namespace wbm::image {

/// Made from JSON: {"box_data": [box...], "class_labels": {"1": "cat"}}. A box is
///   {"position": {"minX","maxX","minY","maxY"} or {"middle": [x, y], "width", "height"},
///    "domain": "pixel" (else fractions of the image), "class_id": 1, "box_caption": "...", "scores": {"acc": 0.9}}
/// and may have members of its own, which are kept. Option `key`: the layer's name.
struct BoundingBoxes {
    static constexpr const char* type = "bounding-boxes";
    static constexpr const char* aliases[] = {"boxes2D", nullptr};
    static constexpr auto inputs = WBM_FROM_JSON;
    static const char* const facts;

    static BoundingBoxes create(Input in);
    /// Of a run: names a file.
    static BoundingBoxes from_json(const json::object& j, const Store& source);
    /// Of an artifact.
    static BoundingBoxes from_list(const json::array& boxes, const Store& source);
    [[nodiscard]] json::value to_json(Store target) const;
    /// box_data, class_labels.
    [[nodiscard]] json::object fields() const { return content; }
    /// Equal boxes and labels; labels that an artifact's list does not tell may be any.
    bool operator==(const BoundingBoxes& other) const;

    /// Throws invalid, beginning with `where`, for boxes that break a rule.
    static BoundingBoxes of(json::object content, std::string key, const std::string& where);

    /// Throws not_found for a box without a class, unless the classes have names of their own. Artifacts keep no names,
    /// so what is read from them need not have them.
    void check_class_ids(const std::string& where) const;

    [[nodiscard]] const json::array& box_data() const { return content.at("box_data").get_array(); }
    /// As given, else "class_<id>" for each id that occurs.
    [[nodiscard]] json::object labels() const;
    [[nodiscard]] bool has_own_labels() const { return content.if_contains("class_labels") != nullptr; }

    json::object content;
    std::string key;
    bool knows_labels = true;  ///< false for a list read from an artifact
};

}  // namespace wbm::image
