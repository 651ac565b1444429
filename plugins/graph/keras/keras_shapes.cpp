// Follows shapes through a model, call by call.
#include "../limits.hpp"
#include "keras_model.hpp"
#include "layers.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace wbm::graph {
namespace {

/// One call of one layer.
struct Call {
    std::size_t layer;
    std::vector<std::size_t> next;  ///< calls that wait for this one, once for each tensor
    std::size_t waiting = 0;
    std::optional<std::vector<Shape>> outputs;
    std::unordered_map<std::size_t, Shape> said;  ///< outputs' shapes that calls behind it say
    Number parameters;
};

class Walk {
public:
    Walk(const KerasModel& model, const std::string& source, std::size_t depth)
        : model_(model), source_(source), depth_(depth) {
        for (std::size_t i = 0; i < model.layers.size(); ++i) {
            numbers_.emplace(model.layers[i].name, i);
            first_call_.push_back(calls_.size());
            const std::size_t count = std::max<std::size_t>(model.layers[i].calls.size(), 1);
            for (std::size_t call = 0; call < count; ++call) calls_.emplace_back().layer = i;
        }
        for (std::size_t i = 0; i < model.layers.size(); ++i)
            for (std::size_t call = 0; call < model.layers[i].calls.size(); ++call)
                for (const KerasTensor& tensor : model.layers[i].calls[call]) wait(first_call_[i] + call, tensor);
    }

    ModelFacts facts() {
        std::deque<std::size_t> ready;
        for (std::size_t i = 0; i < calls_.size(); ++i)
            if (calls_[i].waiting == 0) ready.push_back(i);
        for (; !ready.empty(); ready.pop_front()) {
            const std::size_t now = ready.front();
            apply(now);
            for (const std::size_t next : calls_[now].next)
                if (--calls_[next].waiting == 0) ready.push_back(next);
        }
        ModelFacts facts;
        facts.parameters = 0;
        for (std::size_t i = 0; i < model_.layers.size(); ++i) {
            facts.layers.push_back({output_shape(i), calls_[first_call_[i]].parameters});
            facts.parameters = facts.parameters + facts.layers.back().parameters;
        }
        std::vector<Shape> outputs;
        for (const KerasTensor& tensor : model_.outputs)
            if (auto known_shape = shape(tensor)) outputs.push_back(std::move(*known_shape));
        if (outputs.size() == model_.outputs.size() && !outputs.empty()) facts.outputs = std::move(outputs);
        return facts;
    }

private:
    [[nodiscard]] std::optional<std::size_t> call_of(const KerasTensor& tensor) const {
        const auto found = numbers_.find(tensor.layer);
        if (found == numbers_.end()) return std::nullopt;
        const std::size_t count = std::max<std::size_t>(model_.layers[found->second].calls.size(), 1);
        if (tensor.call >= count) return std::nullopt;
        return first_call_[found->second] + tensor.call;
    }

    void wait(std::size_t call, const KerasTensor& tensor) {
        const auto from = call_of(tensor);
        if (!from) return;
        calls_[*from].next.push_back(call);
        ++calls_[call].waiting;
        if (tensor.shape) calls_[*from].said.emplace(tensor.output, *tensor.shape);
    }

    [[nodiscard]] std::optional<Shape> shape(const KerasTensor& tensor) const {
        if (tensor.shape) return tensor.shape;
        const auto from = call_of(tensor);
        if (!from || !calls_[*from].outputs || tensor.output >= calls_[*from].outputs->size()) return std::nullopt;
        return (*calls_[*from].outputs)[tensor.output];
    }

    void apply(std::size_t number) {
        Call& call = calls_[number];
        const KerasLayer& layer = model_.layers[call.layer];
        LayerResult result = layer.is_input()   ? of_input(layer)
                             : has_model(layer) ? of_model(call.layer)
                                                : of_layer(number);
        call.parameters = result.parameters;
        call.outputs = std::move(result.outputs);
        if (!call.outputs) call.outputs = said(call);
    }

    /// Outputs as the calls behind it say them, if they say all.
    static std::optional<std::vector<Shape>> said(const Call& call) {
        std::vector<Shape> outputs;
        for (std::size_t i = 0; i < call.said.size(); ++i) {
            const auto found = call.said.find(i);
            if (found == call.said.end()) return std::nullopt;
            outputs.push_back(found->second);
        }
        return outputs.empty() ? std::nullopt : std::optional(std::move(outputs));
    }

    static LayerResult of_input(const KerasLayer& layer) {
        for (const char* key : {"batch_shape", "batch_input_shape"})
            if (const json::value* found = layer.config.if_contains(key))
                if (auto shape = shape_of(*found)) return known(*shape, 0);
        return {std::nullopt, 0};
    }

    [[nodiscard]] static bool has_model(const KerasLayer& layer) {
        const json::value* layers = layer.config.if_contains("layers");
        return layers != nullptr && layers->is_array();
    }

    /// A model as a layer; it is looked into once, however often it is called.
    LayerResult of_model(std::size_t i) {
        const auto found = models_.find(i);
        if (found != models_.end()) return found->second;
        LayerResult result;
        if (depth_ < max_model_depth) {
            const KerasLayer& layer = model_.layers[i];
            KerasModel inner = read_keras_model({{"class_name", layer.class_name}, {"config", layer.config}}, source_);
            if (layer.built_for && !inner.layers.empty() && !inner.layers.front().is_input() &&
                !inner.layers.front().built_for)
                inner.layers.front().built_for = layer.built_for;
            ModelFacts facts = facts_of_model(inner, source_, depth_ + 1);
            result = {std::move(facts.outputs), facts.parameters};
        }
        models_.emplace(i, result);
        return result;
    }

    LayerResult of_layer(std::size_t number) {
        const KerasLayer& layer = model_.layers[calls_[number].layer];
        const std::size_t nth = number - first_call_[calls_[number].layer];
        std::vector<Shape> inputs;
        bool all = true;
        if (nth < layer.calls.size())
            for (const KerasTensor& tensor : layer.calls[nth]) {
                auto in = shape(tensor);
                all = all && in;
                if (in) inputs.push_back(std::move(*in));
            }
        if (!all || inputs.empty()) inputs.clear();
        if (inputs.empty() && layer.built_for) inputs.push_back(*layer.built_for);
        LayerResult result = apply_layer({layer.class_name, layer.config, std::move(inputs)});
        if (!all && result.outputs) result.outputs.reset();  // of another call, maybe
        return result;
    }

    [[nodiscard]] json::value output_shape(std::size_t layer) const {
        const std::size_t end = layer + 1 < first_call_.size() ? first_call_[layer + 1] : calls_.size();
        const Call& first = calls_[first_call_[layer]];
        for (std::size_t i = first_call_[layer]; i < end; ++i) {
            if (!calls_[i].outputs) return nullptr;
            if (*calls_[i].outputs != *first.outputs) return json::array{"multiple"};
        }
        if (first.outputs->size() == 1) return json_of(first.outputs->front());
        json::array shapes;
        for (const Shape& each : *first.outputs) shapes.push_back(json_of(each));
        return shapes;
    }

    const KerasModel& model_;
    const std::string& source_;
    std::size_t depth_;
    std::unordered_map<std::string_view, std::size_t> numbers_;
    std::vector<std::size_t> first_call_;  ///< of each layer
    std::vector<Call> calls_;
    std::unordered_map<std::size_t, LayerResult> models_;
};

}  // namespace

ModelFacts facts_of_model(const KerasModel& model, const std::string& source, std::size_t depth) {
    return Walk(model, source, depth).facts();
}

}  // namespace wbm::graph
