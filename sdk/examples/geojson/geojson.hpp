// geojson.hpp - GeoJson: a map. `_type` "geojson-file". The whole type; geojson.cpp makes a plugin of it.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace geojson {

/// Made from a .geojson file, from bytes or from JSON: RFC 7946, all of it checked, kept byte for byte. Options:
///   caption   text
/// Limits: limits.hpp. Immutable. [const calls are thread-safe]
struct GeoJson {
    static constexpr const char* type = "geojson-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_JSON;
    static const char* const facts;

    static GeoJson create(wbm::Input in);
    static GeoJson from_json(const wbm::json::object& j, const wbm::Store& source);
    [[nodiscard]] wbm::json::object to_json(wbm::Store target) const;
    /// kind ("FeatureCollection", "Point", ...), features, geometries (how many of each), without_geometry, positions,
    /// dimensions (3 with altitude), bbox (the lowest of each axis, then the highest), outside (positions that are no
    /// degrees), properties (names), property_count (when not all are listed), caption, sha256, size, where known.
    [[nodiscard]] wbm::json::object fields() const;
    /// Option part:
    ///   positions   the default: all positions in the file's order, N x 2, or N x 3 with altitude; float64
    ///   stretches   the points, lines and rings that they form: feature, first position, count; M x 3, int64
    [[nodiscard]] wbm::Array tensor(const wbm::json::object& options) const;
    /// The members of fields() that describe a map.
    static wbm::json::object probe(const wbm::Part& file);
    bool operator==(const GeoJson&) const = default;

    wbm::MediaFile file;
    std::optional<std::string> caption;
    wbm::json::object contents;  ///< what fields() says of the map; in the JSON, so that fields() opens no file
    wbm::ExtraMembers extra;     ///< members of the JSON that this version does not know
};

}  // namespace geojson
