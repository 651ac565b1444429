#include <wbm/media/graph.hpp>

#include <fstream>
#include <iostream>

int main() {
    std::ofstream("model.json") << R"({"class_name": "Sequential", "config": {"name": "small", "layers": [
        {"class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 28, 28, 1]}},
        {"class_name": "Conv2D", "config": {"name": "conv", "filters": 8, "kernel_size": [3, 3], "padding": "same"}},
        {"class_name": "Flatten", "config": {"name": "flat"}},
        {"class_name": "Dense", "config": {"name": "out", "units": 10}}]}})";
    const auto model = wbm::Graph::from_keras("model.json");  // or a .keras archive
    for (const wbm::Node& node : model.contents().nodes())
        std::cout << node.id().text() << ": " << wbm::json::write(node.output_shape()) << ", "
                  << wbm::json::write(node.num_parameters()) << " parameters\n";

    std::ofstream("machine.dot") << "digraph { idle -> busy [label=start]; busy -> idle [label=stop] }";
    const auto machine = wbm::Graph::from_dot("machine.dot", {.allow_cycles = true});
    std::cout << machine.format() << ", " << *machine.edge_count() << " edges, the first is named "
              << *machine.contents().edges()[0].name << '\n';
    // What a file holds, without making a value of it; for .onnx as well, without its weights.
    std::cout << wbm::json::write(wbm::default_registry().probe("graph-file", wbm::path("machine.dot"))) << '\n';
}
