// Types from JSON (wire spec 15.5): those of media values and of tables.
#include "image_params.hpp"
#include "parser.hpp"

#include <array>

namespace wbm::table {

using namespace std::string_view_literals;

/// Each parameter is a constant, or the plain value.
ColumnType Parser::image(const json::object& params, const Place& place) {
    json::object facts;
    for (const std::string_view name : image_param_names) {
        const json::value* v = given(params, name);
        const json::object* o = v != nullptr ? v->if_object() : nullptr;
        const json::value* wb_type = o != nullptr ? o->if_contains("wb_type") : nullptr;
        if (wb_type != nullptr) {
            if (*wb_type != "const") refuse_param(place, TypeKind::image_file, name, "a const", *v);
            const json::value* inner = o->if_contains("params");
            v = inner != nullptr && inner->is_object() ? given(inner->get_object(), "val") : nullptr;
        }
        if (v != nullptr) facts.emplace(name, *v);
    }
    return placed(place, [&] {
        ImageParams known = image_params(facts);
        known.has_no_layer_maps = !params.contains("box_class_maps") && !params.contains("mask_class_maps");
        return ColumnType::Node::make(TypeKind::image_file, std::move(known), others(params, image_param_names));
    });
}

/// Where nobody loads the classes, their ids are those that the type names.
ColumnType Parser::stored_classes(const json::object& params, const json::object& stored, json::object extra,
                                  const Place& place) {
    constexpr auto kind = TypeKind::classes_id;
    const json::value* ids = given(params, "valid_ids");
    ColumnType valid = ids != nullptr ? parse(*ids, place.inner("valid_ids")) : ColumnType(TypeKind::union_of);
    if (valid.kind() != TypeKind::union_of) refuse_param(place, kind, "valid_ids", "a union", *ids);
    ClassesParams p{std::move(valid), {}, {}, stored};
    for (const ColumnType& id : p.valid_ids.union_members())
        if (const auto* constant = std::get_if<ConstParams>(&id.node().params)) p.ids.insert(constant->identity);
    return placed(place, [&] { return ColumnType::Node::make(kind, std::move(p), std::move(extra)); });
}

ColumnType Parser::classes(const json::object& params, const Place& place) {
    constexpr auto kind = TypeKind::classes_id;
    const json::value* obj = params.if_contains("classes_obj");
    if (obj == nullptr) refuse(place, "the type \"classesId\" needs the parameter \"classes_obj\"");
    const json::object* o = obj->if_object();
    if (o == nullptr) refuse_param(place, kind, "classes_obj", "an object", *obj);
    const json::value* type = o->if_contains("type");
    const bool is_stored = type != nullptr && *type == "classes-file";
    json::object extra = others(params, std::array{"valid_ids"sv, "classes_obj"sv});
    if (is_stored && !reader_.classes) return stored_classes(params, *o, std::move(extra), place);
    const json::object classes = is_stored ? reader_.classes(text_param(*o, "path", kind, place)) : *o;
    const json::value* set = classes.if_contains("class_set");
    if (set == nullptr || !set->is_array())
        refuse_param(place, kind, "classes_obj", "classes with an array \"class_set\"", classes);
    return placed(place, [&] {
        const ColumnType plain = ColumnType::classes_id(set->get_array());
        return ColumnType::Node::make(kind, plain.node().as<ClassesParams>(), std::move(extra));
    });
}

ColumnType Parser::table(const json::object& params, const Place& place) {
    only(params, place, TypeKind::table, std::array{"column_types"sv});
    const json::value* columns = given(params, "column_types");
    if (columns == nullptr) return TypeKind::table;
    if (!columns->is_object()) refuse_param(place, TypeKind::table, "column_types", "a typedDict", *columns);
    const ColumnType type = notation(*columns, place.inner("column_types"));
    return placed(place, [&] { return ColumnType::table(type); });
}

ColumnType Parser::foreign(TypeKind kind, const json::object& params, const Place& place) {
    TableLink link;
    link.path = text_param(params, "table", kind, place);
    if (reader_.table) link.table = reader_.table(link.path);
    if (link.table) link.path.clear();
    const bool is_key = kind == TypeKind::foreign_key;
    std::string column = is_key ? text_param(params, "col_name", kind, place) : "";
    constexpr std::array known{"table"sv, "col_name"sv};
    json::object extra = others(params, Names(known).first(is_key ? 2 : 1));
    return placed(place, [&] {
        return ColumnType::Node::make(kind, ForeignParams{std::move(link), std::move(column)}, std::move(extra));
    });
}

}  // namespace wbm::table
