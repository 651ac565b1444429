#include <wbm/media/graph.hpp>

#include <iostream>

int main() {
    wbm::GraphBuilder diamond;
    for (const char* id : {"start", "left", "right", "end"}) diamond.add_node({.id = id});
    diamond.add_edge("start", "left");
    diamond.add_edge("start", "right");
    diamond.add_edge("left", "end", "a");
    diamond.add_edge("right", "end", "b");
    const wbm::Graph graph(diamond);

    const wbm::GraphBuilder contents = graph.contents();  // read from the file now: keep it
    std::cout << contents.nodes().size() << " nodes, \"left\" has class "
              << contents["left"].class_name().value_or("unknown") << '\n';
    for (const wbm::Edge& edge : contents.edges())
        std::cout << edge.from.text() << " -> " << edge.to.text() << ' ' << edge.name.value_or("") << '\n';

    const wbm::Tensor numbers = graph.edge_numbers();  // E x 2, as graph libraries have them
    for (const std::int64_t number : numbers.as<std::int64_t>()) std::cout << number << ' ';
    std::cout << '\n';
}
