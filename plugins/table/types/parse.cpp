// Types from JSON (wire spec 15.5): the types of plain values. Those of media and tables: parse_media.cpp.
#include "../limits.hpp"
#include "parser.hpp"

#include <algorithm>
#include <array>

namespace wbm::table {

using namespace std::string_view_literals;

std::string Place::text() const {
    constexpr std::size_t longest_step = 60;
    constexpr std::size_t shown_steps = 8;
    std::vector<std::string_view> steps;
    const Place* at = this;
    for (; at->outer != nullptr; at = at->outer) steps.push_back(at->step);
    std::string text(at->step);
    if (steps.empty()) return text;
    text += ", at ";
    if (steps.size() > shown_steps) text += "... ";
    for (std::size_t i = std::min(steps.size(), shown_steps); i-- > 0;) {
        std::size_t size = std::min(steps[i].size(), longest_step);
        while (size < steps[i].size() && size > 0 && (static_cast<unsigned char>(steps[i][size]) & 0xc0U) == 0x80U)
            --size;
        text.append(steps[i].substr(0, size)).append(size < steps[i].size() ? "..." : "").append(i > 0 ? "." : "");
    }
    return text;
}

void refuse(const Place& place, const std::string& reason) { throw invalid(place.text() + ": " + reason); }

void refuse_param(const Place& place, TypeKind kind, std::string_view name, std::string_view must,
                  const json::value& v) {
    refuse(place, "\"" + std::string(name) + "\" of the type \"" + std::string(name_of(kind)) + "\" must be " +
                      std::string(must) + ", it is " + brief(v));
}

const json::value* given(const json::object& params, std::string_view name) {
    const json::value* v = params.if_contains(name);
    return v != nullptr && !v->is_null() ? v : nullptr;
}

void only(const json::object& params, const Place& place, TypeKind kind, Names known) {
    for (const auto& member : params) {
        if (std::find(known.begin(), known.end(), std::string_view(member.key())) != known.end()) continue;
        std::string names;
        for (const std::string_view name : known) names.append(names.empty() ? "" : ", ").append(name);
        refuse(place, "the type \"" + std::string(name_of(kind)) + "\" has no parameter " +
                          brief(json::value(member.key())) + "; it has " + names);
    }
}

json::object others(const json::object& params, Names known) {
    json::object extra;
    for (const auto& member : params)
        if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
            extra.emplace(member.key(), member.value());
    return extra;
}

std::string text_param(const json::object& params, std::string_view name, TypeKind kind, const Place& place) {
    const json::value* v = params.if_contains(name);
    if (v == nullptr)
        refuse(place,
               "the type \"" + std::string(name_of(kind)) + "\" needs the parameter \"" + std::string(name) + "\"");
    if (!v->is_string()) refuse_param(place, kind, name, "text", *v);
    return std::string(v->get_string());
}

namespace {

std::optional<std::int64_t> extent(const json::value& v) {
    if (v.is_int64() && v.get_int64() >= 0) return v.get_int64();
    return std::nullopt;
}

ColumnType constant(const json::object& params, const Place& place) {
    only(params, place, TypeKind::constant, std::array{"val"sv, "is_set"sv});
    const json::value* set = given(params, "is_set");
    if (set != nullptr && !set->is_bool()) refuse_param(place, TypeKind::constant, "is_set", "true or false", *set);
    const json::value* v = params.if_contains("val");
    return placed(place, [&] {
        return ColumnType::constant(v != nullptr ? *v : json::value(), set != nullptr && set->get_bool());
    });
}

ColumnType array(const json::object& params, const Place& place) {
    constexpr auto kind = TypeKind::ndarray;
    only(params, place, kind, std::array{"shape"sv, "serialization_path"sv});
    const json::value* v = params.if_contains("shape");
    if (v == nullptr) refuse(place, "the type \"ndarray\" needs the parameter \"shape\"");
    std::vector<std::int64_t> shape;
    const json::array* list = v->if_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
        if (const auto n = extent((*list)[i])) shape.push_back(*n);
    if (list == nullptr || shape.size() != list->size())
        refuse_param(place, kind, "shape", "an array of integers, none below 0", *v);
    std::optional<SerializationPath> path;
    if (const json::value* p = given(params, "serialization_path")) {
        const json::object* o = p->if_object();
        const json::value* file = o != nullptr ? o->if_contains("path") : nullptr;
        const json::value* key = o != nullptr ? o->if_contains("key") : nullptr;
        if (file == nullptr || key == nullptr || !file->is_string() || !key->is_string())
            refuse_param(place, kind, "serialization_path", "null or an object with the texts \"path\" and \"key\"",
                         *p);
        path = {std::string(file->get_string()), std::string(key->get_string())};
    }
    return placed(place, [&] { return ColumnType::ndarray(std::move(shape), std::move(path)); });
}

}  // namespace

void Parser::count(const Place& place) {
    if (place.depth > max_type_depth)
        refuse(place, "there are more than " + std::to_string(max_type_depth) + " types in each other");
    if (++nodes_ > max_type_nodes) refuse(place, "there are more than " + std::to_string(max_type_nodes) + " types");
}

ColumnType Parser::parse(const json::value& v, const Place& place) {
    count(place);
    const json::object* o = v.if_object();
    if (o == nullptr) refuse(place, "a column type must be an object with \"wb_type\", it is " + brief(v));
    const json::value* name = o->if_contains("wb_type");
    if (name == nullptr) refuse(place, "the column type " + brief(v) + " has no \"wb_type\"");
    if (!name->is_string()) refuse(place, "\"wb_type\" must be text, it is " + brief(*name));
    const auto kind = kind_of(name->get_string());
    if (!kind) {
        if (!reader_.keep_strangers) refuse(place, unknown_wb_type(name->get_string()));
        return placed(place, [&] {
            return ColumnType::Node::make(TypeKind::stranger, StrangerParams{std::string(name->get_string()), *o});
        });
    }
    const json::value* params = o->if_contains("params");
    if (params == nullptr) return parse_kind(*kind, {}, place);
    if (!params->is_object()) refuse_param(place, *kind, "params", "an object", *params);
    return parse_kind(*kind, params->get_object(), place);
}

ColumnType Parser::parse_kind(TypeKind kind, const json::object& params, const Place& place) {
    switch (kind) {
        case TypeKind::list:
            return list(params, place);
        case TypeKind::typed_dict:
            return typed_dict(params, place);
        case TypeKind::union_of:
            return union_of(params, place);
        case TypeKind::constant:
            return constant(params, place);
        case TypeKind::python_object:
            only(params, place, kind, std::array{"class_name"sv});
            return ColumnType::python_object(text_param(params, "class_name", kind, place));
        case TypeKind::ndarray:
            return array(params, place);
        case TypeKind::image_file:
            return image(params, place);
        case TypeKind::classes_id:
            return classes(params, place);
        case TypeKind::table:
            return table(params, place);
        case TypeKind::foreign_key:
        case TypeKind::foreign_index:
            return foreign(kind, params, place);
        default:
            if (params.empty()) return kind;
            return placed(place, [&] { return ColumnType::Node::make(kind, {}, params); });
    }
}

ColumnType Parser::notation(const json::value& v, const Place& place) {
    if (const json::object* o = v.if_object()) return o->contains("wb_type") ? parse(v, place) : dict_of(*o, place);
    count(place);
    const json::array* items = v.if_array();
    if (items == nullptr) return placed(place, [&] { return ColumnType::constant(v); });
    if (items->empty()) return ColumnType::list(TypeKind::unknown);
    std::vector<ColumnType> members = types(*items, place);
    return placed(place, [&] {
        return members.size() == 1 ? ColumnType::list(members.front()) : ColumnType::union_of(std::move(members));
    });
}

std::vector<ColumnType> Parser::types(const json::array& items, const Place& place) {
    std::vector<ColumnType> all;
    all.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string step = std::to_string(i);
        all.push_back(notation(items[i], place.inner(step)));
    }
    return all;
}

ColumnType Parser::dict_of(const json::object& map, const Place& place) {
    count(place);
    ColumnType::Members members;
    members.reserve(map.size());
    for (const auto& member : map)
        members.emplace_back(member.key(), notation(member.value(), place.inner(member.key())));
    return placed(place, [&] { return ColumnType::typed_dict(members); });
}

ColumnType Parser::list(const json::object& params, const Place& place) {
    only(params, place, TypeKind::list, std::array{"element_type"sv, "length"sv});
    const json::value* element = given(params, "element_type");
    std::optional<std::int64_t> length;
    if (const json::value* v = given(params, "length")) {
        length = extent(*v);
        if (!length) refuse_param(place, TypeKind::list, "length", "null or an integer of at least 0", *v);
    }
    ColumnType type = element != nullptr ? notation(*element, place.inner("element_type")) : ColumnType();
    return placed(place, [&] { return ColumnType::list(std::move(type), length); });
}

ColumnType Parser::typed_dict(const json::object& params, const Place& place) {
    only(params, place, TypeKind::typed_dict, std::array{"type_map"sv});
    const json::value* map = given(params, "type_map");
    if (map == nullptr) return TypeKind::typed_dict;
    if (!map->is_object()) refuse_param(place, TypeKind::typed_dict, "type_map", "an object of types", *map);
    return dict_of(map->get_object(), place.inner("type_map"));
}

ColumnType Parser::union_of(const json::object& params, const Place& place) {
    only(params, place, TypeKind::union_of, std::array{"allowed_types"sv});
    const json::value* list = given(params, "allowed_types");
    if (list == nullptr) return TypeKind::union_of;
    if (!list->is_array()) refuse_param(place, TypeKind::union_of, "allowed_types", "an array of types", *list);
    std::vector<ColumnType> members = types(list->get_array(), place.inner("allowed_types"));
    return placed(place, [&] { return ColumnType::union_of(std::move(members)); });
}

ColumnType ColumnType::parse(const json::value& v, const TypeReader& reader, std::string_view where) {
    return Parser(reader).parse(v, {nullptr, where, 0});
}

ColumnType ColumnType::parse_notation(const json::value& v, const TypeReader& reader, std::string_view where) {
    return Parser(reader).notation(v, {nullptr, where, 0});
}

}  // namespace wbm::table
