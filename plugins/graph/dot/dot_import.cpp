// A DOT text as nodes and edges.
#include "../importer.hpp"
#include "../limits.hpp"
#include "dot_reader.hpp"

namespace wbm::graph {

Imported import_dot(const Source& source) {
    std::string text = source.read(max_dot_bytes);
    if (!json::is_utf8(text)) throw invalid(source.name + " is not UTF-8; convert it, as Graphviz does with -Tdot");
    const DotGraph read = read_dot(text, source.name);
    Imported imported;
    imported.model.directed = read.directed;
    for (const DotNode& node : read.nodes) {
        json::object made{{"name", node.label}, {"id", node.id}};
        if (!node.class_name.empty()) made["class_name"] = node.class_name;
        imported.model.nodes.emplace_back(std::move(made));
    }
    for (const DotEdge& edge : read.edges) {
        if (!edge.label.empty()) imported.model.edge_names[std::to_string(imported.model.edges.size())] = edge.label;
        imported.model.edges.push_back(json::array{read.nodes[edge.from].id, read.nodes[edge.to].id});
    }
    if (!read.name.empty() && read.name.size() <= max_class_name_bytes) imported.about["name"] = read.name;
    if (text.size() <= max_kept_original) {
        imported.original = std::move(text);
        imported.original_name = "dot";
    }
    return imported;
}

}  // namespace wbm::graph
