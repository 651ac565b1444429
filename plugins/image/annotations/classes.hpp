// classes.hpp - Classes: the classes that an image's boxes and masks name. `_type` "classes". Wire spec 4.9.
#pragma once

#include <wbm/sdk.hpp>

namespace wbm::image {

/// Made from JSON: a list of {"id": number or text, "name": text}; other members are kept. Lives in artifacts only.
struct Classes {
    static constexpr const char* type = "classes";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts =
        R"({"description": "The classes that boxes and masks of images name: [{\"id\": 1, \"name\": \"cat\"}]"})";

    static Classes create(Input in);
    static Classes from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// class_set.
    [[nodiscard]] json::object fields() const { return {{"class_set", class_set}}; }
    bool operator==(const Classes&) const = default;

    json::array class_set;
};

}  // namespace wbm::image
