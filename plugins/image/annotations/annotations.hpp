// annotations.hpp - everything that is drawn over one image: its boxes, masks and classes by layer, and shapes beyond
// them. Wire spec 4.2, 4.7, 4.12, 4.13.
#pragma once

#include "bounding_boxes.hpp"
#include "image_mask.hpp"

#include <wbm/sdk.hpp>

#include <optional>
#include <vector>

namespace wbm::image {

struct Annotations {
    std::vector<BoundingBoxes> boxes;  ///< in the order given; each with its layer's name
    std::vector<ImageMask> masks;
    std::optional<json::array> classes;  ///< [{"id", "name"}] of all layers together
    json::object geometry;               ///< {layer: shapes}; the boxes around them are in `boxes`

    /// From the options boxes, masks, classes and geometry. "@name" in them is a part of the input. Throws invalid,
    /// naming the layer.
    [[nodiscard]] static Annotations of(const json::object& options, const Input& in);
    /// From an image's JSON, of a run or of an artifact. `wbm` is its member "_wbm".
    [[nodiscard]] static Annotations from_json(const json::object& j, const json::object& wbm, const Store& source);
    /// Adds classes (artifact), boxes and masks to `j`, and what they do not say to `wbm`. Throws invalid for an
    /// artifact when there are boxes or masks without classes.
    void add_to(json::object& j, json::object& wbm, Store target) const;
    /// Layers are compared by name: an artifact's JSON has them in the order of their names. Classes that nobody gave
    /// are those that the layers name, as an artifact lists them.
    bool operator==(const Annotations& other) const;

private:
    /// `classes`, or what the layers name: a run of the reference says the classes of boxes in their files alone.
    [[nodiscard]] json::array all_classes() const;
    void add_classes_entry(json::object& j, json::object& wbm, Store target) const;
};

}  // namespace wbm::image
