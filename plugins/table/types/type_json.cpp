// Types as JSON (wire spec 15.1), members in the reference's order.
#include "image_params.hpp"
#include "names.hpp"
#include "node.hpp"

#include <wbm/sdk/error.hpp>

namespace wbm::table {
namespace {

json::object constant(json::value value, bool set) {
    return {{"wb_type", "const"}, {"params", json::object{{"val", std::move(value)}, {"is_set", set}}}};
}

/// Fills "params".
struct ParamsJson {
    const ColumnType::Node& node;
    const TypeWriter& writer;

    json::object operator()(const std::monostate&) const { return {}; }
    json::object operator()(const ListParams& p) const {
        json::object params{{"element_type", p.element.to_json(writer)}};
        params["length"] = p.length ? json::value(*p.length) : json::value(nullptr);
        return params;
    }
    json::object operator()(const DictParams& p) const {
        json::object map;
        map.reserve(p.members.size());
        for (const auto& member : p.members) map.emplace(member.first, member.second.to_json(writer));
        return one("type_map", std::move(map));
    }
    json::object operator()(const UnionParams& p) const { return one("allowed_types", types(p.members)); }
    json::object operator()(const ConstParams& p) const { return {{"val", p.value}, {"is_set", p.set}}; }
    json::object operator()(const ClassParams& p) const { return {{"class_name", p.name}}; }
    json::object operator()(const ArrayParams& p) const {
        json::object params = one("shape", json::array(p.shape.begin(), p.shape.end()));
        if (p.path)
            params["serialization_path"] = json::object{{"path", p.path->path}, {"key", p.path->key}};
        else
            params["serialization_path"] = nullptr;
        return params;
    }
    json::object operator()(const ImageParams& p) const {
        json::object params;
        each_image_param(p, [&](std::string_view name, const auto& value, ImageParamKind kind) {
            if (p.has_no_layer_maps && kind == ImageParamKind::maps && value.empty()) return;
            params.emplace(name, constant(value, kind == ImageParamKind::set));
        });
        return params;
    }
    json::object operator()(const ClassesParams& p) const {
        json::object params = one("valid_ids", p.valid_ids.to_json(writer));
        if (p.stored) {
            params["classes_obj"] = *p.stored;
        } else {
            const json::object classes{{"_type", "classes"}, {"class_set", p.class_set}};
            params["classes_obj"] = writer.classes ? writer.classes(classes) : classes;
        }
        return params;
    }
    json::object operator()(const TableParams& p) const { return one("column_types", p.columns.to_json(writer)); }
    json::object operator()(const ForeignParams& p) const {
        json::object params{{"table", path_of(p.table)}};
        if (node.kind == TypeKind::foreign_key) params["col_name"] = p.column;
        return params;
    }
    json::object operator()(const StrangerParams&) const { return {}; }

private:
    /// Braces would make a list of two texts of one, or copy what can be moved.
    static json::object one(std::string_view name, json::value value) {
        json::object params;
        params.emplace(name, std::move(value));
        return params;
    }

    [[nodiscard]] json::array types(const std::vector<ColumnType>& members) const {
        json::array list;
        list.reserve(members.size());
        for (const ColumnType& member : members) list.emplace_back(member.to_json(writer));
        return list;
    }

    [[nodiscard]] std::string path_of(const TableLink& link) const {
        if (!link.table) return link.path;
        if (!writer.table)
            throw unsupported("a column of type " + std::string(name_of(node.kind)) +
                              " refers to a table, which only an artifact can hold; add this table to an artifact");
        return writer.table(link.table);
    }
};

}  // namespace

json::object ColumnType::to_json(const TypeWriter& writer) const {
    if (const auto* stranger = std::get_if<StrangerParams>(&node_->params)) return stranger->json;
    json::object params = std::visit(ParamsJson{*node_, writer}, node_->params);
    for (const auto& member : node_->extra)
        if (!params.contains(member.key())) params.emplace(member.key(), member.value());
    json::object type;
    type.emplace("wb_type", name_of(node_->kind));
    if (!params.empty()) type.emplace("params", std::move(params));
    return type;
}

}  // namespace wbm::table
