// An ONNX model as nodes and edges: its inputs and operators are nodes, the values between them are edges.
#include "../limits.hpp"
#include "onnx_model.hpp"

#include <unordered_map>
#include <unordered_set>

namespace wbm::graph {
namespace {

struct Weight {
    const OnnxValue* value;
    bool is_counted = false;
};

/// The names that a graph's nodes see: its own and, in a subgraph, those around it.
struct Scope {
    const Scope* outer = nullptr;
    std::unordered_map<std::string_view, std::string> producers;  ///< value to node id
    mutable std::unordered_map<std::string_view, Weight> weights;
    std::unordered_map<std::string_view, const OnnxValue*> shapes;
    std::unordered_set<std::string_view> outputs;

    [[nodiscard]] const std::string* producer(std::string_view value) const {
        for (const Scope* scope = this; scope != nullptr; scope = scope->outer) {
            if (const auto found = scope->producers.find(value); found != scope->producers.end()) return &found->second;
            if (scope->weights.find(value) != scope->weights.end()) return nullptr;
        }
        return nullptr;
    }
    [[nodiscard]] Weight* weight(std::string_view value) const {
        for (const Scope* scope = this; scope != nullptr; scope = scope->outer) {
            if (scope->producers.find(value) != scope->producers.end()) return nullptr;
            if (const auto found = scope->weights.find(value); found != scope->weights.end()) return &found->second;
        }
        return nullptr;
    }
};

class Import {
public:
    explicit Import(const std::string& name) : name_(name) {}

    void add(const OnnxGraph& graph, const std::string& prefix, const Scope* outer, const std::string& owner) {
        Scope scope;
        scope.outer = outer;
        for (const OnnxValue& weight : graph.weights) scope.weights.emplace(weight.name, Weight{&weight});
        for (const auto* list : {&graph.values, &graph.inputs, &graph.outputs})
            for (const OnnxValue& value : *list)
                if (value.shape) scope.shapes.emplace(value.name, &value);
        for (const OnnxValue& output : graph.outputs) scope.outputs.insert(output.name);
        add_inputs(graph, prefix, scope);
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < graph.nodes.size(); ++i)
            ids.push_back(add_producer(graph.nodes[i], prefix, i, scope));
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) add_node(graph.nodes[i], ids[i], scope, outer == nullptr);
        for (const OnnxValue& output : graph.outputs) add_output(output.name, scope, owner);
    }

    Model take() { return std::move(model_); }

private:
    std::string new_id(const std::string& wanted) {
        std::string id = wanted;
        for (std::size_t times = ++ids_[wanted]; times > 1; times = ++ids_[id])
            id = wanted + "#" + std::to_string(times);
        if (id.size() > max_id_bytes)
            throw invalid(name_ + " has a node with a name of " + std::to_string(id.size()) + " bytes, more than " +
                          std::to_string(max_id_bytes));
        charge(2 * id.size());
        return id;
    }

    void add_inputs(const OnnxGraph& graph, const std::string& prefix, Scope& scope) {
        for (const OnnxValue& input : graph.inputs) {
            if (scope.weights.find(input.name) != scope.weights.end()) continue;  // a weight that may be replaced
            const std::string id = new_id(prefix + input.name);
            produce(input.name, id, scope);
            json::object node{{"name", prefix + input.name}, {"id", id}, {"class_name", "Input"}};
            if (input.shape) node["output_shape"] = *input.shape;
            node["num_parameters"] = 0;
            push(std::move(node));
        }
    }

    std::string add_producer(const OnnxNode& node, const std::string& prefix, std::size_t i, Scope& scope) {
        const std::string own = node.name.empty() ? node.op_type + "_" + std::to_string(i) : node.name;
        const std::string id = new_id(prefix + own);
        for (const std::string& output : node.outputs)
            if (!output.empty()) produce(output, id, scope);
        return id;
    }

    void produce(std::string_view value, const std::string& id, Scope& scope) {
        const auto [found, is_new] = scope.producers.emplace(value, id);
        if (!is_new)
            throw invalid(name_ + " is no sound ONNX model: the value " + shown(json::value(value)) + " is made by " +
                          shown(json::value(found->second)) + " and again by " + shown(json::value(id)));
    }

    void add_node(const OnnxNode& node, const std::string& id, const Scope& scope, bool is_top) {
        const std::size_t at = model_.nodes.size();
        push({});
        json::array parameters;
        std::uint64_t count = 0;
        for (const std::string& input : node.inputs) {
            if (input.empty()) continue;  // an optional input that is not given
            Weight* const weight = scope.weight(input);
            if (weight == nullptr) {
                add_edge(input, scope, id);
                continue;
            }
            if (parameters.size() < max_parameters_listed) {
                charge(input.size() + weight->value->shape->size() * sizeof(json::value));
                parameters.push_back(json::array{input, *weight->value->shape});
            }
            if (!weight->is_counted) count = sum(count, elements(*weight->value));
            weight->is_counted = true;
        }
        const std::uint64_t before = total_ = sum(total_, count);
        for (const auto& [attribute, graph] : node.subgraphs) add(graph, id + "/" + attribute + "/", &scope, id);
        json::object made = described(node, id, scope, is_top, std::move(parameters));
        made["num_parameters"] = count;
        if (!node.subgraphs.empty()) made["child_parameters"] = total_ - before;
        if (made["class_name"] == "Constant") made["is_constant"] = true;
        model_.nodes[at] = std::move(made);
    }

    static json::object described(const OnnxNode& node, const std::string& id, const Scope& scope, bool is_top,
                                  json::array parameters) {
        const bool is_standard = node.domain.empty() || node.domain == "ai.onnx";
        json::object made{
            {"name", id}, {"id", id}, {"class_name", is_standard ? node.op_type : node.domain + "." + node.op_type}};
        if (!parameters.empty()) made["parameters"] = std::move(parameters);
        bool is_output = false;
        const json::array* shape = node.constant_shape ? &*node.constant_shape : nullptr;
        for (const std::string& output : node.outputs) {
            is_output = is_output || scope.outputs.find(output) != scope.outputs.end();
            const auto found = scope.shapes.find(output);
            if (shape == nullptr && found != scope.shapes.end()) shape = &*found->second->shape;
        }
        if (shape != nullptr) made["output_shape"] = *shape;
        if (is_output && is_top) made["is_output"] = true;
        return made;
    }

    void add_output(const std::string& value, const Scope& scope, const std::string& owner) {
        if (scope.weight(value) != nullptr) return;
        if (!owner.empty()) return add_edge(value, scope, owner);
        if (scope.producer(value) == nullptr) dangling(value, "gives out");
    }

    void add_edge(const std::string& value, const Scope& scope, const std::string& to) {
        const std::string* from = scope.producer(value);
        if (from == nullptr) dangling(value, "has a node " + shown(json::value(to)) + " that takes");
        if (model_.edges.size() == max_edges)
            throw invalid(name_ + " has more than " + std::to_string(max_edges) + " edges");
        charge(from->size() + to.size() + value.size());
        model_.edge_names[std::to_string(model_.edges.size())] = value;
        model_.edges.push_back(json::array{*from, to});
    }

    [[noreturn]] void dangling(const std::string& value, const std::string& who) const {
        throw invalid(name_ + " is no sound ONNX model: it " + who + " the value " + shown(json::value(value)) +
                      ", which no node, input or weight makes");
    }

    void push(json::object node) {
        if (model_.nodes.size() == max_nodes)
            throw invalid(name_ + " has more than " + std::to_string(max_nodes) + " nodes");
        model_.nodes.emplace_back(std::move(node));
    }

    /// Short names in a model may stand for long ones, so what is made of them is bounded as it grows.
    void charge(std::size_t bytes) {
        text_ += bytes;
        if (text_ > max_graph_bytes)
            throw invalid(name_ + " gives a graph of more than " + std::to_string(max_graph_bytes) + " bytes");
    }

    [[nodiscard]] std::uint64_t elements(const OnnxValue& weight) const {
        std::uint64_t product = 1;
        for (const json::value& size : *weight.shape)
            if (__builtin_mul_overflow(product, static_cast<std::uint64_t>(size.get_int64()), &product))
                throw invalid(name_ + " is no sound ONNX model: the weight " + shown(json::value(weight.name)) +
                              " has more elements than there are numbers for");
        return product;
    }
    [[nodiscard]] std::uint64_t sum(std::uint64_t a, std::uint64_t b) const {
        std::uint64_t both = 0;
        if (__builtin_add_overflow(a, b, &both))
            throw invalid(name_ + " is no sound ONNX model: its weights have more elements than there are numbers for");
        return both;
    }

    const std::string& name_;
    Model model_;
    std::unordered_map<std::string, std::size_t> ids_;  ///< how often each was wanted
    std::uint64_t total_ = 0;
    std::size_t text_ = 0;
};

}  // namespace

Imported import_onnx(const Source& source) {
    OnnxModel read = read_onnx(source);
    Import import(source.name);
    import.add(*read.graph, "", nullptr, "");
    return {import.take(), std::move(read.about), {}, {}};
}

}  // namespace wbm::graph
