#include "survey.hpp"

#include "limits.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <unordered_set>
#include <utility>

namespace geojson {
namespace {

namespace json = wbm::json;
using wbm::brief;

constexpr std::string_view geometry_types[] = {"Point",   "MultiPoint",   "LineString",        "MultiLineString",
                                               "Polygon", "MultiPolygon", "GeometryCollection"};

bool is_geometry(std::string_view type) {
    return std::find(std::begin(geometry_types), std::end(geometry_types), type) != std::end(geometry_types);
}

const json::object& object_at(const json::value& v, const Place& at, const char* what) {
    if (const json::object* o = v.if_object()) return *o;
    at.fail(std::string(what) + " must be an object, it is " + brief(v));
}

const json::value& member(const json::object& o, const Place& at, const char* key) {
    if (const json::value* v = o.if_contains(key)) return *v;
    at.fail('"' + std::string(key) + "\" is missing");
}

const json::array& list_member(const json::object& o, const Place& at, const char* key) {
    const json::value& v = member(o, at, key);
    if (const json::array* list = v.if_array()) return *list;
    Place{&at, key}.fail("must be a list, it is " + brief(v));
}

std::string_view type_at(const json::object& o, const Place& at) {
    const json::value& v = member(o, at, "type");
    if (!v.is_string()) Place{&at, "type"}.fail("must be text, it is " + brief(v));
    return v.get_string();
}

/// RFC 7946, 7.1: a member that defines one kind of object may not be in another.
void must_not_have(const json::object& o, const Place& at, const char* kind, std::initializer_list<const char*> keys) {
    for (const char* key : keys)
        if (o.contains(key)) at.fail(std::string(kind) + " must not have the member \"" + key + '"');
}

/// Four numbers for two axes, six for three; some have eight.
void check_bbox(const json::object& o, const Place& at) {
    const json::value* v = o.if_contains("bbox");
    if (v == nullptr || v->is_null()) return;
    const json::array& box = list_member(o, at, "bbox");
    bool sound = box.size() == 4 || box.size() == 6 || box.size() == 8;
    for (const json::value& number : box) sound = sound && number.is_number();
    if (!sound) Place{&at, "bbox"}.fail("must be 4 or 6 numbers, it is " + brief(*v));
}

class Surveyor {
public:
    explicit Surveyor(bool with_positions) : positions_(with_positions) {}

    Survey run(const json::value& document) {
        const Place top;
        const json::object& o = object_at(document, top, "a map");
        const std::string_view kind = type_at(o, top);
        if (kind == "FeatureCollection")
            collection(o, top);
        else if (kind == "Feature")
            feature(o, top);
        else if (is_geometry(kind))
            geometry(o, top, 0);
        else
            top.fail("\"type\" is " + brief(json::value(kind)) +
                     "; give a FeatureCollection, a Feature or one of the seven geometries");
        return {contents(kind), std::move(positions_)};
    }

private:
    void collection(const json::object& o, const Place& at) {
        must_not_have(o, at, "a FeatureCollection", {"coordinates", "geometries", "geometry", "properties"});
        check_bbox(o, at);
        const json::array& list = list_member(o, at, "features");
        const Place place{&at, "features"};
        if (list.size() > max_features)
            place.fail("there are " + std::to_string(list.size()) + ", more than " + std::to_string(max_features) +
                       "; split the map");
        for (std::size_t i = 0; i < list.size(); ++i) {
            const Place item{&place, {}, i};
            const json::object& each = object_at(list[i], item, "a feature");
            if (type_at(each, item) != "Feature")
                item.fail("\"type\" is " + brief(each.at("type")) + "; in a FeatureCollection it must be \"Feature\"");
            feature(each, item);
            positions_.next_feature();
        }
        features_ = list.size();
    }

    void feature(const json::object& o, const Place& at) {
        must_not_have(o, at, "a Feature", {"coordinates", "geometries", "features"});
        check_bbox(o, at);
        if (const json::value* id = o.if_contains("id"); id != nullptr && !id->is_string() && !id->is_number())
            Place{&at, "id"}.fail("must be text or a number, it is " + brief(*id));
        if (const json::value& properties = member(o, at, "properties"); !properties.is_null())
            for (const auto& property : object_at(properties, {&at, "properties"}, "properties")) note(property.key());
        const json::value& shape = member(o, at, "geometry");
        const Place place{&at, "geometry"};
        if (shape.is_null())
            ++without_geometry_;
        else
            geometry(object_at(shape, place, "a geometry"), place, 0);
    }

    void geometry(const json::object& o, const Place& at, std::size_t depth) {
        const std::string_view type = type_at(o, at);
        if (!is_geometry(type)) at.fail("\"type\" is " + brief(json::value(type)) + ", which is no geometry");
        must_not_have(o, at, "a geometry", {"geometry", "properties", "features"});
        check_bbox(o, at);
        json::value& count = geometries_[type];
        count = count.is_null() ? 1 : count.as_int64() + 1;
        if (type == "GeometryCollection")
            geometries(o, at, depth);
        else
            coordinates(o, type, at);
    }

    void geometries(const json::object& o, const Place& at, std::size_t depth) {
        if (depth == max_collection_depth)
            at.fail("there are more than " + std::to_string(max_collection_depth) +
                    " GeometryCollections in each other");
        const Place place{&at, "geometries"};
        std::size_t i = 0;
        for (const json::value& each : list_member(o, at, "geometries")) {
            const Place item{&place, {}, i++};
            geometry(object_at(each, item, "a geometry"), item, depth + 1);
        }
    }

    void coordinates(const json::object& o, std::string_view type, const Place& at) {
        const json::value& v = member(o, at, "coordinates");
        const Place place{&at, "coordinates"};
        if (type == "Point")
            positions_.point(v, place);
        else if (type == "LineString")
            positions_.line(v, place);
        else if (type == "MultiPoint")
            each(v, place, [&](const json::value& item, const Place& where) { positions_.point(item, where); });
        else if (type == "MultiLineString")
            each(v, place, [&](const json::value& item, const Place& where) { positions_.line(item, where); });
        else if (type == "Polygon")
            polygon(v, place);
        else
            each(v, place, [&](const json::value& item, const Place& where) { polygon(item, where); });
    }

    void polygon(const json::value& v, const Place& at) {
        each(v, at, [&](const json::value& item, const Place& where) { positions_.ring(item, where); });
    }

    template <class Call>
    static void each(const json::value& v, const Place& at, const Call& call) {
        const json::array* list = v.if_array();
        if (list == nullptr) at.fail("must be a list, it is " + brief(v));
        for (std::size_t i = 0; i < list->size(); ++i) call((*list)[i], Place{&at, {}, i});
    }

    void note(std::string_view property) {
        if (seen_.emplace(property).second && names_.size() < max_listed_properties) names_.emplace_back(property);
    }

    json::object contents(std::string_view kind) {
        json::object found{{"kind", kind}};
        if (features_) found["features"] = *features_;
        if (!geometries_.empty()) found["geometries"] = std::move(geometries_);
        if (without_geometry_ > 0) found["without_geometry"] = without_geometry_;
        found["positions"] = positions_.count();
        if (positions_.count() > 0) {
            found["dimensions"] = positions_.has_altitude() ? 3 : 2;
            found["bbox"] = positions_.bounds();
        }
        if (positions_.outside() > 0) found["outside"] = positions_.outside();
        if (!names_.empty()) found["properties"] = std::move(names_);
        if (seen_.size() > max_listed_properties) found["property_count"] = seen_.size();
        return found;
    }

    Positions positions_;
    std::optional<std::size_t> features_;
    std::size_t without_geometry_ = 0;
    json::object geometries_;  ///< how many of each type
    json::array names_;        ///< of properties, as they come
    std::unordered_set<std::string> seen_;
};

}  // namespace

bool looks_like_geojson(std::string_view text) {
    std::string scratch;
    const std::string_view type = json::find_string(text, "type", scratch);
    return type == "FeatureCollection" || type == "Feature" || is_geometry(type);
}

Survey survey(std::string_view text, bool with_positions) {
    return Surveyor(with_positions).run(json::read(text, json::NonFinite::refuse));
}

}  // namespace geojson
