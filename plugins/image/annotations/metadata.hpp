// metadata.hpp - JSONMetadata: any JSON value as a file. `_type` "metadata". Wire spec 4.16.
#pragma once

#include <wbm/sdk.hpp>

#include <string>
#include <utility>

namespace wbm::image {

/// Made from JSON.
struct Metadata {
    static constexpr const char* type = "metadata";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts = R"({"description": "Any JSON value, kept as a file"})";

    static Metadata create(Input in) {
        only(in.options(), {});
        return {in.json()};
    }
    static Metadata from_json(const json::object& j, const Store& source) {
        return {json::read(MediaFile::of_json(j, source).read())};
    }
    [[nodiscard]] json::object to_json(Store target) const {
        return media_json(type, {},
                          target.add_bytes("media/metadata/metadata", json::write(content), ".metadata.json"));
    }
    /// content.
    [[nodiscard]] json::object fields() const { return {{"content", content}}; }
    bool operator==(const Metadata&) const = default;

    json::value content;
};

}  // namespace wbm::image
