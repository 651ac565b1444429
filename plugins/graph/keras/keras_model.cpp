#include "keras_model.hpp"

#include "../limits.hpp"
#include "../model/graph_model.hpp"

#include <utility>

namespace wbm::graph {
namespace {

std::size_t index_of(const json::value& v) {
    return v.is_int64() && v.get_int64() >= 0 ? static_cast<std::size_t>(v.get_int64()) : 0;
}

/// ["dense", 0, 0] or ["dense", 0, 0, {...}]
bool is_history(const json::array& a) {
    return a.size() >= 3 && a[0].is_string() && a[1].is_int64() && a[2].is_int64();
}

KerasTensor tensor_of(const json::array& history) {
    return {std::string(history[0].get_string()), index_of(history[1]), index_of(history[2]), {}};
}

/// Tensors in the arguments of a call, in their order, at any depth.
void collect(const json::value& v, std::vector<KerasTensor>& tensors) {
    if (const json::array* list = v.if_array()) {
        if (is_history(*list)) {
            // Keras 2 writes a constant argument as if it were a layer's.
            if ((*list)[0].get_string() != "_CONSTANT_VALUE") tensors.push_back(tensor_of(*list));
            for (std::size_t i = 3; i < list->size(); ++i) collect((*list)[i], tensors);
            return;
        }
        for (const json::value& each : *list) collect(each, tensors);
    } else if (const json::object* o = v.if_object()) {
        if (word(*o, "class_name", "") != "__keras_tensor__") {
            for (const auto& member : *o) collect(member.value(), tensors);
            return;
        }
        const json::object config = object_or_empty(*o, "config");
        const json::value* history = config.if_contains("keras_history");
        if (history == nullptr || !history->is_array() || !is_history(history->get_array())) return;
        KerasTensor& tensor = tensors.emplace_back(tensor_of(history->get_array()));
        if (const json::value* shape = config.if_contains("shape")) tensor.shape = shape_of(*shape);
    }
}

std::string layer_name(const json::object& layer, const json::object& config, std::size_t i,
                       const std::string& source) {
    for (const json::object* holder : {&layer, &config})
        if (const std::string_view name = word(*holder, "name", ""); !name.empty()) return std::string(name);
    throw invalid("layer " + std::to_string(i) + " of " + source + " has no name; save the model with Keras");
}

KerasLayer layer_of(const json::value& v, std::size_t i, const std::string& source) {
    if (!v.is_object())
        throw invalid("layer " + std::to_string(i) + " of " + source + " is " + brief(v) +
                      "; a layer is an object with \"class_name\" and \"config\"");
    const json::object& j = v.get_object();
    KerasLayer layer;
    layer.class_name = word(j, "class_name", "");
    if (layer.class_name.empty())
        throw invalid("layer " + std::to_string(i) + " of " + source + " has no \"class_name\"");
    const json::value* config = j.if_contains("config");
    if (config != nullptr && config->is_object()) layer.config = config->get_object();
    if (config != nullptr && config->is_array()) layer.config = {{"layers", *config}};  // a Sequential of old
    layer.name = layer_name(j, layer.config, i, source);
    const json::object built = object_or_empty(j, "build_config");
    if (const json::value* shape = built.if_contains("input_shape")) layer.built_for = shape_of(*shape);
    const json::value* inbound = j.if_contains("inbound_nodes");
    if (inbound != nullptr && inbound->is_array())
        for (const json::value& call : inbound->get_array()) collect(call, layer.calls.emplace_back());
    return layer;
}

std::optional<Shape> first_shape(const json::object& config) {
    for (const char* key : {"batch_shape", "batch_input_shape"})
        if (const json::value* shape = config.if_contains(key)) return shape_of(*shape);
    return std::nullopt;
}

/// Layers of a Sequential say nothing of each other: each follows the one before it.
void chain(KerasModel& model) {
    if (model.layers.empty()) return;
    // Keras 2 lets the first layer say the input's shape and makes the input of that.
    if (!model.layers.front().is_input() && first_shape(model.layers.front().config)) {
        KerasLayer input;
        input.name = model.layers.front().name + "_input";
        input.class_name = "InputLayer";
        input.config = {{"batch_input_shape", json_of(*first_shape(model.layers.front().config))}};
        model.layers.insert(model.layers.begin(), std::move(input));
    }
    for (std::size_t i = 1; i < model.layers.size(); ++i)
        model.layers[i].calls.assign(1, {{model.layers[i - 1].name, 0, 0, {}}});
    model.outputs.assign(1, {model.layers.back().name, 0, 0, {}});
}

}  // namespace

bool has_layers(const json::object& j) {
    const json::value* config = j.if_contains("config");
    if (config == nullptr) return false;
    if (config->is_array()) return true;
    const json::value* layers = config->is_object() ? config->get_object().if_contains("layers") : nullptr;
    return layers != nullptr && layers->is_array();
}

KerasModel read_keras_model(const json::object& j, const std::string& source) {
    KerasModel model;
    model.class_name = word(j, "class_name", "");
    if (model.class_name.empty())
        throw invalid(source +
                      " is no Keras model: it has no \"class_name\"; give what model.to_json() or model.save() made");
    if (!has_layers(j))
        throw unsupported(source + " is a Keras model of class " + shown(json::value(model.class_name)) +
                          " that does not say its layers; only Functional and Sequential models do");
    const json::value& config = j.at("config");
    const json::array& layers = config.is_array() ? config.get_array() : config.get_object().at("layers").get_array();
    if (layers.size() > max_nodes)
        throw invalid(source + " has " + std::to_string(layers.size()) + " layers, more than " +
                      std::to_string(max_nodes));
    for (std::size_t i = 0; i < layers.size(); ++i) model.layers.push_back(layer_of(layers[i], i, source));
    if (config.is_object()) {
        model.name = word(config.get_object(), "name", "");
        if (const json::value* outputs = config.get_object().if_contains("output_layers"))
            collect(*outputs, model.outputs);
    }
    const bool is_sequential =
        config.is_array() || (!config.get_object().contains("input_layers") && model.outputs.empty());
    if (is_sequential) chain(model);
    if (is_sequential && config.is_object() && !model.layers.empty())
        if (const json::value* shape = config.get_object().if_contains("build_input_shape"))
            if (!model.layers.front().built_for) model.layers.front().built_for = shape_of(*shape);
    return model;
}

}  // namespace wbm::graph
