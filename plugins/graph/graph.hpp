// graph.hpp - Graph: a neural network or any other graph as nodes and edges. `_type` "graph-file".
// Implements the wire spec, section 12, on the media rules of section 3.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace wbm::graph {

/// The text that a graph was imported from, kept beside the graph's own file.
struct Original {
    std::string format;  ///< "dot", "keras"
    MediaFile file;
    bool operator==(const Original&) const = default;
};

/// Made from
///   JSON   {"format", "nodes", "edges"} as the file has it; an edge may have a third element, its name
///   a path .onnx, .keras, .json (a Keras model or a graph file of W&B), .dot, .gv; others by their content. A graph
///          file is kept byte for byte; of a model the graph is kept, not the weights.
///   bytes  the same, by their content
/// Options:
///   caption              text
///   format               the word that the file has for the graph's kind; "keras" for JSON as in the reference, else
///                        the importer's
///   from                 "onnx", "keras", "dot", "graph": how to read a file or bytes
///   root                 an id; else the first node that no edge leads to
///   loaded               true or false, as the reference's attribute
///   allow_cycles         for a graph that may run in circles, such as a state machine
///   allow_duplicate_ids  keep several nodes with one id, as the reference does
/// Immutable. [const calls are thread-safe]
struct Graph {
    static constexpr const char* type = "graph-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_JSON;
    static const char* const facts;

    static Graph create(Input in);
    /// Keeps what the reference wrote whatever it is; a small file is looked into for fields().
    static Graph from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// format, nodes, edges, root, parameters, class_names, named_edges, directed, loaded, from, model,
    /// original_format, caption, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// Option part: "edges" (the default), E x 2 int64, each edge as the numbers of its nodes; "text", N uint8, the
    /// graph as JSON text with the names of edges.
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// What a file holds: the members of fields() that describe it.
    static json::object probe(const Part& file);
    /// Equal content, caption, names of edges, root, loaded, original and unknown members.
    bool operator==(const Graph& other) const;

    MediaFile file;
    std::optional<std::string> caption;
    json::object content;                 ///< what "_wbm" says of the graph; empty for what the reference wrote
    json::object seen;                    ///< of a reference's file, for fields() alone
    json::object edge_names;              ///< by number of the edge, where they are kept in "_wbm" itself
    std::optional<MediaFile> names_file;  ///< the same, in a file of their own
    std::optional<Original> original;
    ExtraMembers wbm_extra;  ///< members of "_wbm" that this version does not know
    ExtraMembers extra;      ///< and members of the graph's JSON
};

}  // namespace wbm::graph
