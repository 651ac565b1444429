// graph_model.hpp - a graph as it is written: its format, nodes and edges, and what has to hold of a new one.
#pragma once

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wbm::graph {

/// What importers and the JSON source make. Nodes are objects with "name" first; edges are lists [from id, to id].
struct Model {
    std::string format;
    json::array nodes;
    json::array edges;
    json::object edge_names;  ///< by number of the edge: {"3": "yes"}. The wire has no place for them.
    bool directed = true;
};

/// What may be in a new graph although a model has no such thing.
struct Rules {
    bool allow_cycles = false;
    bool allow_duplicate_ids = false;
};

/// What fields() says of a graph; "_wbm" keeps it.
struct Summary {
    std::size_t nodes = 0;
    std::size_t edges = 0;
    json::value root;                         ///< the id, or null
    std::optional<std::uint64_t> parameters;  ///< the sum of all num_parameters that are numbers, lists of them too
    std::vector<std::string> class_names;     ///< each once, in order, within bounds
};

/// Nodes by id; of several with one id the last, as nodes_by_id of the reference has it.
class NodeIndex {
public:
    explicit NodeIndex(const json::array& nodes);
    /// The number of the node, or nullopt. Ids are texts and integers; any other value is nobody's id.
    [[nodiscard]] std::optional<std::size_t> find(const json::value& id) const;
    /// The first id that a second node has, or null.
    [[nodiscard]] const json::value* duplicate() const noexcept { return duplicate_; }

private:
    void add(const json::value& id, std::size_t number);

    std::unordered_map<std::string_view, std::size_t> texts_;
    std::unordered_map<std::uint64_t, std::size_t> numbers_;
    std::unordered_map<std::uint64_t, std::size_t> negatives_;
    const json::value* duplicate_ = nullptr;
};

/// The graph of a JSON object {"format", "nodes", "edges"}; an edge may have a third element, its name. `name` is what
/// an error calls the source. With `known_only` attributes of nodes that the reference has not are refused.
[[nodiscard]] Model model_of_json(json::object j, const std::string& name, bool known_only);

/// Checks a new graph: ids, edges, cycles. `root`: the one that was asked for, or null. Throws invalid and names it.
[[nodiscard]] Summary check_model(const Model& model, const Rules& rules, const json::value& root,
                                  const std::string& name);

/// The file's text, byte for byte what wandb 0.31 writes.
[[nodiscard]] std::string text_of(Model model);

/// Edges as pairs of node numbers. Throws invalid for one that names no node.
[[nodiscard]] std::vector<std::int64_t> edge_numbers(const json::array& nodes, const json::array& edges,
                                                     const std::string& name);

/// Counts, root and so on of whatever a file has, leaving out what cannot be said.
[[nodiscard]] json::object facts_of(const Summary& summary);

/// `"nodes[3]" of the graph`, for an error.
[[nodiscard]] std::string place(const std::string& name, const char* list, std::size_t i);

/// Ids are texts and integers.
[[nodiscard]] bool is_id(const json::value& v) noexcept;

/// An id or a name for an error, without quotes and cut to a readable length.
[[nodiscard]] std::string shown(const json::value& id);

}  // namespace wbm::graph
