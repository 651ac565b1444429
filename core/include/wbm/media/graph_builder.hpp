// wbm/media/graph_builder.hpp - GraphBuilder: a graph that is put together, or was read, node by node.
//
//     wbm::GraphBuilder net("torch");
//     net.add_node({.id = "in", .class_name = "Input", .output_shape = {{1, 784}}});
//     net.add_node({.id = "fc", .class_name = "Linear", .num_parameters = 7850}).set("is_constant", false);
//     net.add_edge("in", "fc", "x");
//     run.log("net", wbm::Graph(net));
//
// The names are those of the reference's Graph. Wire spec, section 12.
#pragma once

#include <wbm/media/graph_node.hpp>

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace wbm {

/// A value like a std::vector: copies are independent, one thread at a time. What it returns by reference lives as long
/// as the builder.
class GraphBuilder {
public:
    explicit GraphBuilder(std::string format = "keras") : format_(std::move(format)) {}

    /// Adds a node at the end. A second one with the same id takes its place in nodes_by_id(); making a Graph of them
    /// is refused.
    Node& add_node(Node node) {
        by_id_[node.id()] = nodes_.size();
        return nodes_.emplace_back(std::move(node));
    }
    Node& add_node(const NodeAttributes& attributes) { return add_node(Node(attributes)); }
    /// What the reference's add_node takes: a node, or attributes by name. Throws MediaError (invalid) for both, and
    /// for attributes that Node::of_attributes() refuses.
    Node& add_node(const std::optional<Node>& node, const json::object& attributes) {
        if (!node) return add_node(Node::of_attributes(attributes));
        if (!attributes.empty())
            throw MediaError(Status::invalid, "graph-file: pass only one of a node (" +
                                                  json::write(node->attributes()).substr(0, 200) +
                                                  ") and attributes (" + json::write(attributes).substr(0, 200) + ")");
        return add_node(*node);
    }

    /// Adds an edge at the end. The nodes may be added later.
    Edge& add_edge(NodeId from, NodeId to, std::optional<std::string> name = {}) {
        return edges_.emplace_back(Edge{std::move(from), std::move(to), std::move(name)});
    }
    Edge& add_edge(const Node& from, const Node& to, std::optional<std::string> name = {}) {
        return add_edge(from.id(), to.id(), std::move(name));
    }

    /// The node with this id, of several the last. Throws MediaError (not_found).
    [[nodiscard]] Node& operator[](const NodeId& id) { return nodes_[number_of(id)]; }
    [[nodiscard]] const Node& operator[](const NodeId& id) const { return nodes_[number_of(id)]; }

    [[nodiscard]] const std::deque<Node>& nodes() const& noexcept { return nodes_; }
    [[nodiscard]] const std::deque<Edge>& edges() const& noexcept { return edges_; }
    // Of a temporary they are given away, so that `for (const Node& node : graph.contents().nodes())` is sound.
    [[nodiscard]] std::deque<Node> nodes() && { return std::move(nodes_); }
    [[nodiscard]] std::deque<Edge> edges() && { return std::move(edges_); }
    /// By the ids that they were added with.
    [[nodiscard]] std::map<NodeId, const Node*> nodes_by_id() const {
        std::map<NodeId, const Node*> all;
        for (const auto& [id, number] : by_id_) all.emplace(id, &nodes_[number]);
        return all;
    }

    /// The word for the graph's kind: "keras", "torch".
    [[nodiscard]] const std::string& format() const noexcept { return format_; }
    void set_format(std::string format) { format_ = std::move(format); }
    /// The root, where one was set. A Graph made of it has the first node without incoming edges otherwise.
    [[nodiscard]] const std::optional<NodeId>& root() const noexcept { return root_; }
    void set_root(NodeId root) { root_ = std::move(root); }
    /// Is the graph complete? The reference has the flag and never sets it.
    [[nodiscard]] bool loaded() const noexcept { return loaded_; }
    void set_loaded(bool loaded) noexcept { loaded_ = loaded; }

    /// The graph as JSON text: the file's members, and edges with a third element where they have a name. Throws
    /// MediaError (invalid) for NaN and infinities in attributes.
    [[nodiscard]] std::string text() const {
        std::string out = R"({"format":)";
        try {
            json::append_string(out, format_, json::Style::fast);
            out += R"(,"nodes":[)";
            for (const Node& node : nodes_) {
                if (&node != &nodes_.front()) out += ',';
                json::append(out, node.attributes());
            }
            out += R"(],"edges":[)";
            for (const Edge& edge : edges_) {
                out += &edge == &edges_.front() ? "[" : ",[";
                json::append(out, edge.from.json());
                out += ',';
                json::append(out, edge.to.json());
                if (edge.name) {
                    out += ',';
                    json::append_string(out, *edge.name, json::Style::fast);
                }
                out += ']';
            }
        } catch (const json::Error& e) {
            throw MediaError(Status::invalid, std::string("graph-file: the graph is no JSON: ") + e.what());
        }
        return out + "]}";
    }

    /// A graph from what text() gives, or a graph's file. Keeps what it does not know of nodes. Throws MediaError
    /// (invalid) for a text that is no graph.
    [[nodiscard]] static GraphBuilder of_text(std::string_view text) {
        try {
            json::object j = json::read_object(text);
            GraphBuilder graph(j.contains("format") ? std::string(std::string_view(j.at("format").as_string())) : "");
            for (json::value& node : j.at("nodes").as_array())
                graph.add_node(Node::of_file(std::move(node.as_object())));
            for (const json::value& edge : j.at("edges").as_array()) {
                const json::array& ends = edge.as_array();
                std::optional<std::string> name;
                if (ends.size() > 2) name = std::string(std::string_view(ends.at(2).as_string()));
                graph.add_edge(NodeId::of_json(ends.at(0)), NodeId::of_json(ends.at(1)), std::move(name));
            }
            return graph;
        } catch (const MediaError&) {
            throw;
        } catch (const std::exception& e) {  // of Boost.JSON for a member that is missing or of another kind
            throw MediaError(Status::invalid, std::string("graph-file: the text is no graph: ") + e.what());
        }
    }

    friend bool operator==(const GraphBuilder& a, const GraphBuilder& b) {
        return a.format_ == b.format_ && a.nodes_ == b.nodes_ && a.edges_ == b.edges_ && a.root_ == b.root_ &&
               a.loaded_ == b.loaded_;
    }

private:
    [[nodiscard]] std::size_t number_of(const NodeId& id) const {
        const auto found = by_id_.find(id);
        if (found == by_id_.end())
            throw MediaError(Status::not_found, "graph-file: the graph has no node with the id " + id.text());
        return found->second;
    }

    std::string format_;
    std::deque<Node> nodes_;  // so that add_node() returns what stays where it is
    std::deque<Edge> edges_;
    std::unordered_map<NodeId, std::size_t> by_id_;
    std::optional<NodeId> root_;
    bool loaded_ = false;
};

}  // namespace wbm
