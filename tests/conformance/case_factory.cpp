#include "case_factory.hpp"

#include <wbm/error.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

#include "case_text.hpp"

namespace wbm::conformance {
namespace {

/// The arguments of a call by name.
json::object arguments(const json::object& call, std::initializer_list<std::string_view> parameters) {
    json::object given;
    const auto& positional = call.at("args").as_array();
    std::size_t i = 0;
    for (const auto name : parameters)
        if (i < positional.size()) given[name] = positional[i++];
    for (const auto& [name, value] : call.at("kwargs").as_object()) given[name] = value;
    return given;
}

json::object call_of(std::string_view name, const json::value& source, json::object options) {
    return {{"$call", name}, {"args", json::array{source}}, {"kwargs", std::move(options)}};
}

json::value taken(json::object& given, std::string_view name) {
    json::value value;
    if (const auto* found = given.if_contains(name)) value = *found;
    given.erase(name);
    return value;
}

/// A scene; Python makes arrays of what it is given, and an empty list of no vectors.
json::object point_cloud(const json::object& call) {
    const json::object given = arguments(call, {"points", "boxes", "vectors", "point_cloud_type"});
    const auto* type = given.if_contains("point_cloud_type");
    json::object scene{{"type", type == nullptr ? json::value("lidar/beta") : *type}};
    for (const auto name : {"points", "boxes", "vectors"}) {
        const auto* list = given.if_contains(name);
        scene[name] = list == nullptr || list->is_null() ? json::value(json::array()) : *list;
    }
    return call_of("wandb.Object3D", scene, {});
}

json::object array_alone(const json::object& call) {
    json::object given = arguments(call, {"data"});
    const json::value data = taken(given, "data");
    if (const auto tag = tag_of(data); tag != "$npy" && tag != "$ndarray")
        throw MediaError(Status::invalid, "wandb.Object3D.from_numpy: argument data is no array");
    return call_of("wandb.Object3D", data, std::move(given));
}

json::object file(const json::object& call) {
    json::object given = arguments(call, {"data_or_path", "file_type"});
    const json::value source = taken(given, "data_or_path");
    return call_of("wandb.Object3D", source, std::move(given));
}

json::object smiles(const json::object& call) {
    json::object given = arguments(
        call, {"data", "caption", "sanitize", "convert_to_3d_and_optimize", "mmff_optimize_molecule_max_iterations"});
    const json::value text = taken(given, "data");
    given["from"] = "smiles";
    return call_of("wandb.Molecule", json::object{{"$StringIO", text}}, std::move(given));
}

json::object rdkit(const json::object& call) {
    json::object given = arguments(
        call, {"data_or_path", "caption", "convert_to_3d_and_optimize", "mmff_optimize_molecule_max_iterations"});
    const json::value source = taken(given, "data_or_path");
    given["from"] = "rdkit_file";
    return call_of("wandb.Molecule", source, std::move(given));
}

}  // namespace

json::object constructor_call(const json::object& call) {
    const std::string_view name = call.at("$call").as_string();
    if (name == "wandb.Object3D.from_file") return file(call);
    if (name == "wandb.Object3D.from_numpy") return array_alone(call);
    if (name == "wandb.Object3D.from_point_cloud") return point_cloud(call);
    if (name == "wandb.Molecule.from_smiles") return smiles(call);
    if (name == "wandb.Molecule.from_rdkit") return rdkit(call);
    return call;
}

}  // namespace wbm::conformance
