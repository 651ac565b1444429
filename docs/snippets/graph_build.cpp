#include <wbm/media/graph.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::GraphBuilder net("torch");
    net.add_node({.id = "x", .class_name = "Input", .output_shape = {{std::nullopt, 784}}});
    wbm::Node& hidden = net.add_node({.id = "fc1",
                                      .name = "hidden",
                                      .class_name = "Linear",
                                      .parameters = {{"weight", {100, 784}}, {"bias", {100}}},
                                      .output_shape = {{std::nullopt, 100}},
                                      .num_parameters = 78500});
    hidden.set("functions", {"relu"}).set("is_constant", false);
    net.add_node({.id = "fc2", .class_name = "Linear", .is_output = true, .num_parameters = 1010});
    net.add_edge("x", "fc1");
    net.add_edge("fc1", "fc2", "activations");
    const wbm::Graph graph(net, {.caption = "two layers"});

    wbm::Run run("runs/7");
    run.log("net", graph);
    wbm::Artifact artifact = wbm::Artifact::create("art");
    artifact.add(graph, "net");

    const wbm::Graph back(artifact.get("net", wbm::default_registry()));
    std::cout << *back.node_count() << " nodes, " << *back.parameters() << " parameters, root " << back.root()->text()
              << '\n';
    return back.contents() == graph.contents() ? 0 : 1;
}
