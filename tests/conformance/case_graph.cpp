#include "case_graph.hpp"

#include <wbm/media/graph.hpp>

#include <algorithm>

#include "case_array.hpp"

namespace wbm::conformance {
namespace {

constexpr std::string_view node_parameters[] = {"id",           "name",      "class_name",     "size", "parameters",
                                                "output_shape", "is_output", "num_parameters", "node"};

[[noreturn]] void refuse(const std::string& what) { throw MediaError(Status::invalid, "wandb.Graph: " + what); }

/// An array in a graph becomes a list, also one of a single number. Wire spec 2.6.
Special lists_of_arrays(const Builder& builder) {
    return [&builder](std::string& out, const json::value& node, std::string_view) {
        const auto tag = tag_of(node);
        if (tag != "$npy" && tag != "$ndarray") return false;
        const NpyArray array = read_array(node.get_object(), builder.folder());
        const auto count = static_cast<std::size_t>(std::max(array.part().tensor()->ndim, 1));
        const std::string text = list_text(array);
        const bool is_element = text.empty() || text.front() != '[';
        out += is_element ? std::string(count, '[') + text + std::string(count, ']') : text;
        return true;
    };
}

class Calls {
public:
    explicit Calls(const Builder& builder) : special_(lists_of_arrays(builder)) {}

    GraphBuilder graph(const json::object& call) {
        json::object given;
        for (const auto& argument : call.at("args").as_array()) {
            if (given.contains("format")) refuse("too many arguments");
            given["format"] = plain(argument);
        }
        for (const auto& [name, argument] : call.at("kwargs").as_object()) {
            if (name != "format") refuse("argument " + std::string(name) + " is not known");
            given["format"] = plain(argument);
        }
        if (const auto* format = given.if_contains("format")) {
            if (!format->is_string()) refuse("format " + json::write(*format) + " is no text");
            graph_.set_format(std::string(std::string_view(format->get_string())));
        }
        if (const auto* then = call.if_contains("then"))
            for (const auto& step : then->as_array())
                perform(step.at(0).as_string(), step.at(1).as_array(), step.at(2).as_object());
        return std::move(graph_);
    }

private:
    json::value plain(const json::value& node) { return json::read(text_of(node, special_)); }

    void perform(std::string_view method, const json::array& args, const json::object& kwargs) {
        if (method == "add_node") return add_node(args, kwargs);
        if (method == "add_edge") {
            graph_.add_edge(end(args, kwargs, 0, "from_node"), end(args, kwargs, 1, "to_node"));
        } else if (method == "set_node") {
            Node& node = graph_[NodeId::of_json(plain(args.at(0)))];
            for (const auto* attributes : {args.size() > 1 ? &args.at(1).as_object() : nullptr, &kwargs})
                if (attributes != nullptr)
                    for (const auto& [name, attribute] : *attributes) node.set(name, plain(attribute));
        } else {
            refuse("there is no method " + std::string(method));
        }
    }

    void add_node(const json::array& args, json::object kwargs) {
        std::optional<Node> node;
        if (!args.empty() && !args.at(0).is_null()) node = node_of(args.at(0));
        if (const auto* named = kwargs.if_contains("node")) {
            if (!named->is_null()) node = node_of(*named);
            kwargs.erase("node");
        }
        json::object attributes;
        for (const auto& [name, attribute] : kwargs) attributes[name] = plain(attribute);
        graph_.add_node(node, attributes);
    }

    Node node_of(const json::value& tagged) {
        if (tag_of(tagged) != "$node") refuse("a node is " + text_of(tagged).substr(0, 60) + ", expected a Node");
        json::object attributes;
        std::optional<Node> other;
        for (const auto& [name, attribute] : tagged.get_object().at("$node").as_object()) {
            if (std::find(std::begin(node_parameters), std::end(node_parameters), name) == std::end(node_parameters))
                refuse("Node has no argument " + std::string(name));
            if (name != "node")
                attributes[name] = plain(attribute);
            else if (!attribute.is_null())
                other = node_of(attribute);
        }
        return other ? Node::of_attributes(*other, attributes) : Node::of_attributes(attributes);
    }

    /// An edge's end: a node's id, or a node that need not be in the graph.
    NodeId end(const json::array& args, const json::object& kwargs, std::size_t position, const char* name) {
        const json::value* given = position < args.size() ? &args.at(position) : kwargs.if_contains(name);
        if (given == nullptr) refuse(std::string("add_edge needs ") + name);
        return tag_of(*given) == "$node" ? node_of(*given).id() : NodeId::of_json(plain(*given));
    }

    Special special_;
    GraphBuilder graph_;
};

}  // namespace

bool is_graph_call(const json::object& call) { return call.at("$call").as_string() == "wandb.Graph"; }

ValuePtr create_graph(Builder& builder, const json::object& call) {
    return Graph(Calls(builder).graph(call), {}, builder.registry()).value();
}

}  // namespace wbm::conformance
