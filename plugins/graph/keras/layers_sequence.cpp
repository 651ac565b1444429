// Merging, recurrent and attention layers, and layers around layers.
#include "layers.hpp"

#include <algorithm>
#include <iterator>

namespace wbm::graph {
namespace {

bool is_sum_of_equals(std::string_view name) {
    constexpr std::string_view names[] = {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Sides of 1 grow to the others'.
Shape broadcast(const Shape& a, const Shape& b) {
    const Shape& longer = a.size() >= b.size() ? a : b;
    const Shape& shorter = a.size() >= b.size() ? b : a;
    Shape out = longer;
    const std::size_t offset = longer.size() - shorter.size();
    for (std::size_t i = 0; i < shorter.size(); ++i)
        if (out[offset + i] == 1 || !shorter[i]) out[offset + i] = shorter[i];
    return out;
}

/// The layer inside Bidirectional or TimeDistributed.
const json::object* inner_of(const json::object& config) {
    const json::value* layer = config.if_contains("layer");
    return layer != nullptr && layer->is_object() ? &layer->get_object() : nullptr;
}

LayerResult apply_inner(const json::object& inner, const Shape& in) {
    const json::value* config = inner.if_contains("config");
    if (config == nullptr || !config->is_object()) return {};
    const std::string_view name = word(inner, "class_name", "");
    // A model in a wrapper, or a wrapper in one, is left open: the depth stays bounded.
    if (name == "Bidirectional" || name == "TimeDistributed") return {};
    return apply_layer({name, config->get_object(), {in}});
}

bool apply_recurrent(const LayerCall& call, LayerResult& result) {
    const json::object& config = call.config;
    const Shape& in = call.inputs.front();
    const bool is_lstm = call.class_name == "LSTM";
    const bool is_gru = call.class_name == "GRU";
    if ((!is_lstm && !is_gru && call.class_name != "SimpleRNN") || in.size() != 3) return false;
    const Number units = integer(config, "units");
    const Number gates = is_lstm ? 4 : is_gru ? 3 : 1;
    // Keras 2 and 3 keep two biases of a GRU unless it resets before.
    const Number biases = !flag(config, "use_bias", true) ? 0 : is_gru && flag(config, "reset_after", false) ? 2 : 1;
    result.parameters = gates * (units * (in[2] + units + biases));
    const bool is_sequence = flag(config, "return_sequences", false);
    std::vector<Shape> outputs{is_sequence ? Shape{in[0], in[1], units} : Shape{in[0], units}};
    if (flag(config, "return_state", false)) outputs.insert(outputs.end(), is_lstm ? 2 : 1, Shape{in[0], units});
    result.outputs = std::move(outputs);
    return true;
}

bool apply_wrapper(const LayerCall& call, LayerResult& result) {
    const Shape& in = call.inputs.front();
    const json::object* inner = inner_of(call.config);
    if (inner == nullptr) return false;
    if (call.class_name == "TimeDistributed" && in.size() > 2) {
        Shape step = in;
        step.erase(step.begin() + 1);
        result = apply_inner(*inner, step);
        if (result.outputs)
            for (Shape& out : *result.outputs) out.insert(out.begin() + 1, in[1]);
        return true;
    }
    if (call.class_name != "Bidirectional") return false;
    result = apply_inner(*inner, in);
    result.parameters = result.parameters * 2;
    if (result.outputs && result.outputs->size() != 1) result.outputs.reset();  // states of both ways
    const bool is_concat = word(call.config, "merge_mode", "concat") == "concat";
    if (result.outputs && is_concat) result.outputs->front().back() = result.outputs->front().back() * 2;
    return true;
}

bool apply_attention(const LayerCall& call, LayerResult& result) {
    if (call.class_name != "MultiHeadAttention" || call.inputs.size() < 2) return false;
    const json::object& config = call.config;
    const Number heads = integer(config, "num_heads");
    const Number key_size = integer(config, "key_dim");
    const Number value_size = integer(config, "value_dim") ? integer(config, "value_dim") : key_size;
    const Number bias = flag(config, "use_bias", true) ? 1 : 0;
    const Shape& query = call.inputs[0];
    const Shape& value = call.inputs[1];
    const Shape& key = call.inputs.size() > 2 ? call.inputs[2] : value;
    const json::value* output_shape = config.if_contains("output_shape");
    if (query.empty() || value.empty() || key.empty() || (output_shape != nullptr && !output_shape->is_null()))
        return true;
    result.parameters = heads * key_size * (query.back() + bias) + heads * key_size * (key.back() + bias) +
                        heads * value_size * (value.back() + bias) + query.back() * (heads * value_size + bias);
    result.outputs = only_one(query);
    return true;
}

}  // namespace

bool apply_merge(const LayerCall& call, LayerResult& result) {
    if (call.inputs.empty()) return false;
    if (is_sum_of_equals(call.class_name)) {
        Shape out = call.inputs.front();
        for (const Shape& in : call.inputs) out = broadcast(out, in);
        result = known(out, 0);
        return true;
    }
    if (call.class_name != "Concatenate") return false;
    Shape out = call.inputs.front();
    const auto axis = axis_of(call.config.contains("axis") ? integer(call.config, "axis") : Number(-1), out.size());
    result.parameters = 0;
    if (!axis) return true;
    for (std::size_t i = 1; i < call.inputs.size(); ++i)
        out[*axis] = call.inputs[i].size() == out.size() ? out[*axis] + call.inputs[i][*axis] : std::nullopt;
    result.outputs = only_one(out);
    return true;
}

bool apply_sequence(const LayerCall& call, LayerResult& result) {
    if (call.inputs.empty()) return false;
    return apply_recurrent(call, result) || apply_wrapper(call, result) || apply_attention(call, result);
}

}  // namespace wbm::graph
