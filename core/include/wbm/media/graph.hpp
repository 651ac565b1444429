// wbm/media/graph.hpp - Graph: the typed way to make and read graphs of nodes and edges. docs/media/graph.md shows each
// part.
//
//     wbm::Graph net(builder, {.caption = "the network"});          // graph_builder.hpp
//     wbm::Graph model = wbm::Graph::from_onnx("model.onnx");
//     run.log("net", net.value());
//     for (const wbm::Node& node : model.contents().nodes()) ...
//
// Implements the wire spec, section 12. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/graph_builder.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// What may be said of a graph; every member may be left out.
struct GraphOptions {
    std::optional<std::string> caption = {};
    std::optional<std::string> format = {};  ///< of a file that was imported; else the importer's name
    std::optional<NodeId> root = {};         ///< else the builder's, else the first node without incoming edges
    bool allow_cycles = false;               ///< for graphs that may run in circles, such as state machines
    bool allow_duplicate_ids = false;        ///< keep several nodes with one id, as the reference does
};

/// A graph. [const calls are thread-safe]
class Graph : public MediaValue {
public:
    static constexpr std::string_view type = "graph-file";

    /// Of nodes and edges. Throws MediaError (invalid) and names the cycle, the id that comes twice, the edge that
    /// leads nowhere, the attribute of another kind.
    explicit Graph(const GraphBuilder& graph, const GraphOptions& options = {}, Registry& registry = default_registry())
        : Graph(registry.create(type, json_text(graph.text()), json_of(graph, options))) {}
    /// From a file: .onnx, .keras, a Keras model's JSON, .dot or .gv, or a graph's own file; the content says which
    /// where the suffix does not. A model's weights are not read.
    explicit Graph(const std::filesystem::path& file, const GraphOptions& options = {},
                   Registry& registry = default_registry())
        : Graph(registry.create(type, path(file), json_of(options))) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Graph(ValuePtr value) : MediaValue(std::move(value), type) {}

    /// The same as the constructor, for those who look for the name.
    [[nodiscard]] static Graph from_file(const std::filesystem::path& file, const GraphOptions& options = {},
                                         Registry& registry = default_registry()) {
        return Graph(file, options, registry);
    }
    /// A Keras model: what model.save("m.keras") or model.to_json() wrote.
    [[nodiscard]] static Graph from_keras(const std::filesystem::path& file, const GraphOptions& options = {},
                                          Registry& registry = default_registry()) {
        return import("keras", path(file), options, registry);
    }
    [[nodiscard]] static Graph from_onnx(const std::filesystem::path& file, const GraphOptions& options = {},
                                         Registry& registry = default_registry()) {
        return import("onnx", path(file), options, registry);
    }
    /// Graphviz DOT.
    [[nodiscard]] static Graph from_dot(const std::filesystem::path& file, const GraphOptions& options = {},
                                        Registry& registry = default_registry()) {
        return import("dot", path(file), options, registry);
    }
    /// The same from a file's content. `from`: "onnx", "keras", "dot" or "graph"; empty: the content says.
    [[nodiscard]] static Graph from_bytes(std::string_view content, std::string_view from = {},
                                          const GraphOptions& options = {}, Registry& registry = default_registry()) {
        return import(from, bytes(content), options, registry);
    }

    /// The nodes and edges, with the root and the flag `loaded`: read from the file now, so keep it. Throws MediaError
    /// (invalid) where the reference wrote what is no graph.
    [[nodiscard]] GraphBuilder contents() const {
        const Tensor text = value()->tensor({{"part", "text"}});
        const auto all = text.bytes();
        GraphBuilder graph = GraphBuilder::of_text({reinterpret_cast<const char*>(all.data()), all.size()});
        if (const auto id = root()) graph.set_root(*id);
        graph.set_loaded(loaded());
        return graph;
    }
    /// E x 2 int64: each edge as the numbers of its nodes, the first is 0. Throws MediaError (invalid) for an edge of a
    /// reference's file that leads nowhere.
    [[nodiscard]] Tensor edge_numbers() const { return value()->tensor({{"part", "edges"}}); }

    // Known without a look at the file, for graphs made by this library and for small ones of the reference.
    [[nodiscard]] std::string format() const { return value()->get<std::string>("format").value_or(""); }
    [[nodiscard]] std::optional<std::uint64_t> node_count() const { return value()->get<std::uint64_t>("nodes"); }
    [[nodiscard]] std::optional<std::uint64_t> edge_count() const { return value()->get<std::uint64_t>("edges"); }
    [[nodiscard]] std::optional<NodeId> root() const {
        const json::object fields = value()->fields();
        const json::value* found = fields.if_contains("root");
        return found == nullptr ? std::nullopt : std::optional(NodeId::of_json(*found));
    }
    [[nodiscard]] bool loaded() const { return value()->get<bool>("loaded").value_or(false); }
    /// False for a Graphviz `graph`, whose edges have no direction.
    [[nodiscard]] bool directed() const { return value()->get<bool>("directed").value_or(true); }
    /// The sum of all num_parameters that are numbers, lists of them too.
    [[nodiscard]] std::optional<std::uint64_t> parameters() const { return value()->get<std::uint64_t>("parameters"); }
    /// What it was imported from: "onnx", "keras", "dot"; else "".
    [[nodiscard]] std::string from() const { return value()->get<std::string>("from").value_or(""); }

private:
    static Graph import(std::string_view from, const Part& part, const GraphOptions& options, Registry& registry) {
        json::object all = json_of(options);
        if (!from.empty()) all["from"] = from;
        return Graph(registry.create(type, part, all));
    }

    static json::object json_of(const GraphOptions& options) {
        json::object j;
        if (options.caption) j["caption"] = *options.caption;
        if (options.format) j["format"] = *options.format;
        if (options.root) j["root"] = options.root->json();
        if (options.allow_cycles) j["allow_cycles"] = true;
        if (options.allow_duplicate_ids) j["allow_duplicate_ids"] = true;
        return j;
    }
    static json::object json_of(const GraphBuilder& graph, const GraphOptions& options) {
        json::object j = json_of(options);
        if (!options.root && graph.root()) j["root"] = graph.root()->json();
        if (graph.loaded()) j["loaded"] = true;
        return j;
    }
};

}  // namespace wbm
