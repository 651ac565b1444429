// limits.hpp - every bound that a hostile graph meets, by name. docs/media/graph.md lists them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace wbm::graph {

inline constexpr std::size_t max_graph_bytes = std::size_t{1} << 27;    ///< a graph's JSON text, 128 MiB
inline constexpr std::size_t max_nodes = std::size_t{1} << 20;          ///< of one graph, those of subgraphs counted
inline constexpr std::size_t max_edges = std::size_t{1} << 22;          ///< of one graph
inline constexpr std::size_t max_id_bytes = std::size_t{1} << 16;       ///< a node's id, an edge's name, the format
inline constexpr std::size_t max_class_names = 64;                      ///< listed in fields()
inline constexpr std::size_t max_class_name_bytes = 256;                ///< of one that is listed in fields()
inline constexpr std::size_t max_inline_names_bytes = 1 << 14;          ///< edge names beyond this go to a file
inline constexpr std::size_t max_peeked_bytes = std::size_t{1} << 16;   ///< a reference's file that is looked into
inline constexpr std::size_t max_shown_cycle = 8;                       ///< nodes of a cycle that an error names
inline constexpr std::size_t max_kept_original = std::size_t{1} << 20;  ///< a DOT or Keras text kept beside the graph

// ONNX. Weights are stepped over, so a file may be far larger than what is held of it.
inline constexpr std::uint64_t max_onnx_bytes = std::numeric_limits<std::int32_t>::max();  ///< protobuf's own bound
inline constexpr int max_onnx_depth = 32;                            ///< graphs within attributes of nodes
inline constexpr std::size_t max_onnx_names = std::size_t{1} << 22;  ///< names of values, weights and attributes
inline constexpr std::size_t max_onnx_text = std::size_t{1} << 16;   ///< one name in a model
inline constexpr std::size_t max_rank = 64;                          ///< dimensions of a tensor that is described
inline constexpr std::size_t max_parameters_listed = 1 << 12;        ///< weights listed with one node

// Keras.
inline constexpr std::size_t max_config_bytes = std::size_t{1} << 25;  ///< a model's JSON, 32 MiB, unpacked
inline constexpr std::size_t max_archive_entries = 10000;              ///< looked at in a .keras archive
inline constexpr std::size_t max_keras_depth = 128;                    ///< nested lists and objects
inline constexpr std::size_t max_model_depth = 16;                     ///< models as layers of models

// Graphviz DOT.
inline constexpr std::size_t max_dot_bytes = std::size_t{1} << 26;  ///< 64 MiB
inline constexpr std::size_t max_dot_depth = 128;                   ///< subgraphs and HTML labels within one another

}  // namespace wbm::graph
