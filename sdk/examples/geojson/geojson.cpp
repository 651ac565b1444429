#include "geojson.hpp"

#include "limits.hpp"
#include "survey.hpp"

#include <utility>
#include <vector>

namespace geojson {
namespace {

namespace json = wbm::json;

constexpr const char* folder = "media/geojson";
constexpr std::string_view known_members[] = {"caption", "_type", "path", "sha256", "size", "geojson"};

std::string_view checked_size(std::string_view text) {
    if (text.size() > max_file_bytes)
        throw wbm::invalid("the map has " + std::to_string(text.size()) + " bytes, more than " +
                           std::to_string(max_file_bytes) + "; split it");
    return text;
}

void warn_outside(const Survey& found) {
    if (const std::size_t outside = found.positions.outside(); outside > 0)
        wbm::log_warning("geojson-file: " + std::to_string(outside) + " of " + std::to_string(found.positions.count()) +
                         " positions are no degrees of longitude and latitude; are they in the order longitude, "
                         "latitude, and in WGS 84?");
}

/// What a stored value's JSON says of the map. Its own members must be of the kinds that to_json() writes.
json::object contents_of(const json::object& j) {
    json::object contents = wbm::object_or_empty(j, "geojson");
    (void)wbm::optional_text(contents, "kind");
    (void)wbm::object_or_empty(contents, "geometries");
    for (const char* count : {"features", "without_geometry", "positions", "dimensions", "outside", "property_count"})
        (void)wbm::optional_integer(contents, count);
    return contents;
}

wbm::Array array_of(const std::vector<Stretch>& stretches) {
    std::vector<std::int64_t> numbers;
    for (const Stretch& s : stretches) numbers.insert(numbers.end(), {s.feature, s.first, s.count});
    return {std::move(numbers), {static_cast<std::int64_t>(stretches.size()), 3}};
}

}  // namespace

const char* const GeoJson::facts = R"({
  "description": "GeoJSON maps: RFC 7946, checked and kept byte for byte",
  "extensions": [".geojson"],
  "options": {
    "type": "object",
    "properties": {"caption": {"type": ["string", "null"]}},
    "additionalProperties": false
  }
})";

GeoJson GeoJson::create(wbm::Input in) {
    const json::object options = in.options();
    wbm::only(options, {"caption"});
    GeoJson map;
    map.caption = wbm::optional_text(options, "caption");
    Survey found;
    if (in.is(WBM_FROM_PATH)) {
        map.file = wbm::MediaFile::of_path(in.path());
        found = survey(wbm::read_file(in.path(), max_file_bytes));
    } else {
        const std::string_view text = in.is(WBM_FROM_JSON) ? in.main().json_text() : in.bytes();
        found = survey(checked_size(text));
        map.file = wbm::MediaFile::of_bytes(std::string(text), ".geojson");
    }
    warn_outside(found);
    map.contents = std::move(found.contents);
    return map;
}

GeoJson GeoJson::from_json(const json::object& j, const wbm::Store& source) {
    return {wbm::MediaFile::of_json(j, source), wbm::optional_text(j, "caption"), contents_of(j),
            wbm::ExtraMembers(j, known_members, source)};
}

json::object GeoJson::to_json(wbm::Store target) const {
    json::object j = wbm::media_json(type, caption, file.keep(target, folder));
    if (!contents.empty()) j["geojson"] = contents;
    extra.add_to(j, target);
    return j;
}

json::object GeoJson::fields() const {
    json::object known = contents;
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

wbm::Array GeoJson::tensor(const json::object& options) const {
    wbm::only(options, {"part"});
    const std::string part = wbm::text_or(options, "part", "positions");
    if (part != "positions" && part != "stretches")
        throw wbm::invalid("option \"part\" is " + wbm::brief(json::value(part)) + "; give positions or stretches");
    const std::string text = file.bytes() != nullptr ? *file.bytes() : wbm::read_file(file.path(), max_file_bytes);
    const Survey found = survey(text, true);
    if (part == "stretches") return array_of(found.positions.stretches());
    return {found.positions.coordinates(),
            {static_cast<std::int64_t>(found.positions.count()), found.positions.has_altitude() ? 3 : 2}};
}

json::object GeoJson::probe(const wbm::Part& file) {
    const bool is_path = file.is(WBM_FROM_PATH);
    const std::string read = is_path ? wbm::read_file(file.path(), max_file_bytes) : std::string();
    const std::string_view text = is_path ? std::string_view(read) : checked_size(file.bytes());
    if (!looks_like_geojson(text))
        throw wbm::unsupported((is_path ? wbm::name_of_file(file.path()) : "the text") +
                               " is no GeoJSON: its \"type\" is none of the nine");
    return survey(text).contents;
}

}  // namespace geojson

WBM_PLUGIN("com.example.geojson", "1.0.0", geojson::GeoJson)
