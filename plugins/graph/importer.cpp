#include "importer.hpp"

#include "dot/dot_reader.hpp"
#include "limits.hpp"

#include <fstream>

namespace wbm::graph {
namespace {

std::string lower_suffix(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos) return {};
    std::string suffix(path.substr(dot));
    for (char& c : suffix)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return suffix;
}

/// Of a JSON text: a Keras model says its class, a graph has none.
std::string importer_of_json(const Source& source) {
    std::string scratch;
    return json::find_string(source.read(max_graph_bytes), "class_name", scratch).empty() ? "graph" : "keras";
}

}  // namespace

std::string Source::read(std::size_t most) const {
    if (!path.empty()) return read_file(path, most);
    if (bytes.size() > most)
        throw invalid(name + " has " + std::to_string(bytes.size()) + " bytes, more than " + std::to_string(most));
    return std::string(bytes);
}

std::string Source::head(std::size_t count) const {
    return path.empty() ? std::string(bytes.substr(0, count)) : MediaFile::of_path(path).head(count);
}

std::string importer_of(const Source& source) {
    const std::string suffix = lower_suffix(source.path);
    if (suffix == ".onnx") return "onnx";
    if (suffix == ".keras") return "keras";
    if (suffix == ".dot" || suffix == ".gv") return "dot";
    constexpr std::size_t enough = 4096;
    const std::string head = source.head(enough);
    const std::string_view text =
        std::string_view(head).substr(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    if (text.starts_with('{')) return importer_of_json(source);
    if (suffix == ".json") return "graph";
    if (head.starts_with("PK\x03\x04")) return "keras";
    if (begins_as_dot(head)) return "dot";
    // A model's first field is its version, field 1 of protobuf; versions are small.
    if (head.size() > 2 && head[0] == '\x08' && head[1] > 0 && head[1] < 32) return "onnx";
    return {};
}

}  // namespace wbm::graph
