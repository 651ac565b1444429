#include <wbm/media/graph.hpp>

#include <iostream>

static int refused = 0;

template <class Make>
static void make(const Make& graph) {
    try {
        (void)graph();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    wbm::GraphBuilder ring;
    ring.add_node({.id = "a"});
    ring.add_node({.id = "b"});
    ring.add_edge("a", "b");
    ring.add_edge("b", "a");
    make([&] { return wbm::Graph(ring); });
    wbm::GraphBuilder loose;
    loose.add_node({.id = "a"});
    loose.add_edge("a", "b");
    make([&] { return wbm::Graph(loose); });
    wbm::GraphBuilder twice;
    twice.add_node({.id = "a"});
    twice.add_node({.id = "a"});
    make([&] { return wbm::Graph(twice); });
    make([&] { return twice["c"].id(); });
    make([&] { return wbm::Graph::from_bytes("digraph { a -- b }"); });
    make([&] { return wbm::Graph::from_onnx("no such file.onnx"); });
    return refused == 6 ? 0 : 1;
}
