// onnx_model.hpp - what is read of an ONNX model: its graphs, without the numbers of its weights.
#pragma once

#include "../importer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wbm::graph {

/// A value's or a weight's name and shape; a dimension that has no number is its name or null.
struct OnnxValue {
    std::string name;
    std::optional<json::array> shape;
};

struct OnnxNode;

struct OnnxGraph {
    std::vector<OnnxNode> nodes;
    std::vector<OnnxValue> inputs, outputs, values, weights;
};

/// The graph in an attribute of a node, such as a branch of an If.
struct OnnxSubgraph {
    std::string attribute;
    OnnxGraph graph;
};

struct OnnxNode {
    std::string name, op_type, domain;
    std::vector<std::string> inputs, outputs;
    std::vector<OnnxSubgraph> subgraphs;
    std::optional<json::array> constant_shape;  ///< of a Constant's tensor
};

struct OnnxModel {
    std::optional<OnnxGraph> graph;
    json::object about;  ///< ir_version, producer_name, producer_version, opsets, name
};

/// Reads the protobuf message of a model; the bytes of tensors are stepped over, also in a file, and files that it
/// names are not opened. Throws invalid where it is broken or too large, with the byte.
[[nodiscard]] OnnxModel read_onnx(const Source& source);

}  // namespace wbm::graph
