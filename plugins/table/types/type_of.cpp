// The type of a value (wire spec 15.2).
#include "names.hpp"
#include "node.hpp"

#include <wbm/sdk/error.hpp>

#include <algorithm>

namespace wbm::table {
namespace {

ColumnType type_of_media(const MediaCell& media) {
    const TypeKind kind = media_kind(media.type());
    switch (kind) {
        case TypeKind::python_object:
            return ColumnType::python_object(std::string(media_class(media.type())));
        case TypeKind::image_file:
            return ColumnType::image_file(media.column_facts());
        case TypeKind::classes_id: {
            const json::object facts = media.column_facts();
            const json::value* set = facts.if_contains("class_set");
            return ColumnType::classes_id(set != nullptr && set->is_array() ? set->get_array() : json::array());
        }
        case TypeKind::table: {
            const json::object facts = media.column_facts();
            const json::value* columns = facts.if_contains("column_types");
            return columns == nullptr ? ColumnType(kind)
                                      : ColumnType::table(ColumnType::parse(*columns, {}, "a table in a cell"));
        }
        default:
            return kind;
    }
}

/// The reference asks whether a list has a null, and fails at an array before the first one.
bool has_null(const List& list) {
    for (const Cell& cell : list.cells) {
        if (cell.is_null()) return true;
        if (cell.kind() == CellKind::array && cell.array().count() != 1)
            throw invalid("a list in a cell holds an array of shape " + shape_text(cell.array().shape) +
                          ", for which there is no column type; give nested lists, or the array as a cell of its own");
    }
    return false;
}

ColumnType type_of_list(const List& list) {
    ColumnType element = has_null(list) ? ColumnType::optional(TypeKind::unknown) : ColumnType(TypeKind::unknown);
    for (const Cell& cell : list.cells) {
        element = element.assign(cell);
        if (element.is_invalid()) break;
    }
    return ColumnType::list(std::move(element), static_cast<std::int64_t>(list.cells.size()));
}

ColumnType type_of_dict(const Dict& dict) {
    const Cell* type = dict.find("_type");
    if (type != nullptr && type->kind() == CellKind::text && type->text() == "artifactVersion")
        return TypeKind::artifact_version;
    ColumnType::Members members;
    members.reserve(dict.members.size());
    for (const auto& member : dict.members) members.emplace_back(member.first, ColumnType::of(member.second));
    return ColumnType::typed_dict(members);
}

}  // namespace

ColumnType ColumnType::of(const Cell& cell) {
    switch (cell.type_kind()) {
        case CellKind::null:
            return TypeKind::none;
        case CellKind::boolean:
            return TypeKind::boolean;
        case CellKind::integer:
        case CellKind::natural:
        case CellKind::big:
        case CellKind::real:
            return TypeKind::number;
        case CellKind::text:
            return TypeKind::string;
        case CellKind::link:
            return TypeKind::artifact_version;
        case CellKind::time:
            return TypeKind::timestamp;
        case CellKind::array:
            return ndarray(cell.array().shape);
        case CellKind::media:
            return type_of_media(*cell.media());
        case CellKind::list:
            return type_of_list(cell.list());
        case CellKind::dict:
            return type_of_dict(cell.dict());
        case CellKind::key:
            return foreign_key(cell.key().table, cell.key().column);
        case CellKind::index:
            return foreign_index(cell.index().table);
    }
    return TypeKind::invalid;
}

}  // namespace wbm::table
