// survey.hpp - goes through a GeoJSON text once: checks it against RFC 7946 and says what it holds.
#pragma once

#include "positions.hpp"

#include <wbm/json.hpp>

#include <string_view>

namespace geojson {

struct Survey {
    wbm::json::object contents;  ///< what fields() says of the map: geojson.hpp
    Positions positions;
};

/// Is the text's own "type" one of GeoJSON's nine? Looks no further.
[[nodiscard]] bool looks_like_geojson(std::string_view text);

/// Positions are kept for `with_positions` alone. Throws wbm::invalid naming the place:
/// `features[3].geometry.coordinates[0]: a position has 1 number, expected 2 to 4`.
[[nodiscard]] Survey survey(std::string_view text, bool with_positions = false);

}  // namespace geojson
