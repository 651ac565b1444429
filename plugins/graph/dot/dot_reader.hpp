// dot_reader.hpp - reads a Graphviz DOT text: nodes, edges, labels, subgraphs, defaults of attributes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::graph {

struct DotNode {
    std::string id;
    std::string label;       ///< as it reads on a drawing; the id where the text has none
    std::string class_name;  ///< attribute "class"; may be empty
};
struct DotEdge {
    std::uint32_t from;
    std::uint32_t to;
    std::string label;  ///< may be empty
};
struct DotGraph {
    std::string name;
    bool directed = true;
    std::vector<DotNode> nodes;
    std::vector<DotEdge> edges;
};

/// Throws invalid where the text breaks the grammar or a bound of limits.hpp, with the line.
[[nodiscard]] DotGraph read_dot(std::string_view text, const std::string& name);

/// Do the first bytes of a text look like DOT?
[[nodiscard]] bool begins_as_dot(std::string_view head);

}  // namespace wbm::graph
