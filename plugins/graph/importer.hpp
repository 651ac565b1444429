// importer.hpp - what reads a graph out of a file of another kind.
#pragma once

#include "model/graph_model.hpp"

#include <string>
#include <string_view>

namespace wbm::graph {

/// A file or bytes to read a graph from.
struct Source {
    std::string path;        ///< empty for bytes
    std::string_view bytes;  ///< of bytes alone
    std::string name;        ///< what errors call it

    /// The whole content, at most `most` bytes. Throws not_found, io_error, invalid.
    [[nodiscard]] std::string read(std::size_t most) const;
    /// The first bytes.
    [[nodiscard]] std::string head(std::size_t count) const;
};

/// What an importer found.
struct Imported {
    Model model;
    json::object about;         ///< of the model itself: producer, version, name
    std::string original;       ///< the text to keep beside the graph; empty for none
    std::string original_name;  ///< its format: "dot", "keras"
};

/// How a source is to be read: "onnx", "keras", "dot", "graph"; by its content, and by its suffix where that leaves a
/// choice. Empty when it looks like nothing that is known.
[[nodiscard]] std::string importer_of(const Source& source);

/// ONNX models (protobuf). Weights are stepped over.
[[nodiscard]] Imported import_onnx(const Source& source);
/// Keras models: model JSON of Keras 2 and 3, and .keras archives.
[[nodiscard]] Imported import_keras(const Source& source);
/// Graphviz DOT.
[[nodiscard]] Imported import_dot(const Source& source);

}  // namespace wbm::graph
