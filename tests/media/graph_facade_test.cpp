// wbm/media/graph.hpp: each way to make and read a graph, against the generic call that it stands for.
#include <wbm/media/graph.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class Call>
std::string refusal(const Call& call) {
    try {
        (void)call();
    } catch (const MediaError& e) {
        return std::string(to_string(e.status())) + " " + e.what();
    }
    return "not refused";
}

class GraphFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};

    static std::filesystem::path sample(const char* name) { return std::filesystem::path(WBM_CORPUS) / name; }
    /// The graph as an artifact on disk gives it back.
    Graph through_artifact(const Graph& graph) {
        const std::filesystem::path folder = dir / std::to_string(count_++);
        {
            Artifact artifact = Artifact::create(folder);
            artifact.add(graph, "thing");
            artifact.save();
        }
        return Graph(Artifact::open(folder).get("thing", media));
    }
    std::string file_of(const Graph& graph) {
        Artifact artifact = Artifact::create(dir / std::to_string(count_++));
        const std::string path(graph.value()->to_json(artifact)["path"].as_string());
        return slurp(artifact.fetch(path));
    }

private:
    int count_ = 0;
};

TEST_F(GraphFacadeTest, ABuilderIsTheGenericCall) {
    GraphBuilder net;
    net.add_node({.id = "a", .name = "Node A", .size = {{4}}});
    net.add_node({.id = "b",
                  .name = "Node B",
                  .class_name = "Conv",
                  .size = {{16, 3}},
                  .parameters = {{"w", {3, 3}}},
                  .output_shape = {{1, 2}},
                  .is_output = true,
                  .num_parameters = 7});
    net.add_edge("a", "b");
    const Graph graph(net, {.caption = "net"}, media);
    const std::string golden =
        R"({"format":"keras","nodes":[{"name":"Node A","id":"a","size":[4]},{"name":"Node B","id":"b","class_name":"Conv","size":[16,3],"parameters":[["w",[3,3]]],"output_shape":[1,2],"is_output":true,"num_parameters":7}],"edges":[["a","b"]]})";
    EXPECT_EQ(file_of(graph), golden);  // G25
    EXPECT_EQ(graph, Graph(media.create("graph-file", json_text(golden), {{"caption", "net"}})));
    const Graph back = through_artifact(graph);
    EXPECT_EQ(back, graph);
    EXPECT_EQ(back.format(), "keras");
    EXPECT_EQ(back.caption(), "net");
    EXPECT_EQ(back.node_count(), 2U);
    EXPECT_EQ(back.edge_count(), 1U);
    EXPECT_EQ(back.root(), NodeId("a"));
    EXPECT_EQ(back.parameters(), 7U);
    EXPECT_FALSE(back.loaded());
    EXPECT_TRUE(back.directed());
    EXPECT_THAT(back.edge_numbers().as<std::int64_t>(), ElementsAre(0, 1));
}

TEST_F(GraphFacadeTest, AGraphIsReadBackAsItWasBuilt) {
    GraphBuilder net("torch");
    net.add_node({.id = 139872, .class_name = "Linear", .num_parameters = json::array{8, 2}})
        .set("is_constant", false)
        .set("child_parameters", {1, 2})
        .set("functions", {"relu"});
    net.add_node({.id = "é", .name = "日本"});
    net.add_node(Node());  // without an id
    net.add_edge("é", 139872, "x \"y\"");
    net.add_edge(net["é"], net[139872]);
    net.set_root(139872);
    net.set_loaded(true);
    const Graph back = through_artifact(Graph(net, {}, media));
    const GraphBuilder read = back.contents();
    EXPECT_EQ(read, net);
    EXPECT_EQ(read.nodes().size(), 3U);
    EXPECT_EQ(read.edges()[0].name, "x \"y\"");
    EXPECT_EQ(read[139872].is_constant(), false);
    EXPECT_EQ(json::write(read[139872].num_parameters()), "[8,2]");
    EXPECT_EQ(json::write(read[139872].functions()), R"(["relu"])");
    EXPECT_EQ(json::write(read["é"].functions()), "[]");
    EXPECT_EQ(read["é"].name(), "日本");
    EXPECT_EQ(read["é"].class_name(), std::nullopt);
    EXPECT_EQ(read.nodes_by_id().at("é"), &read.nodes()[1]);
    EXPECT_EQ(read.root(), NodeId(139872));
    EXPECT_EQ(back.parameters(), 10U);
    EXPECT_EQ(Graph(read, {}, media), back);
}

// W260, W261, W262, W266
TEST_F(GraphFacadeTest, NodesAreThoseOfTheReference) {
    GraphBuilder net;
    const Node a(NodeAttributes{.id = "a", .name = "A", .class_name = "C", .size = {{1, 3, 8}}});
    net.add_node(Node::copy_of(a, {.id = "b"}));
    net.add_node(Node::of_attributes(a, {{"id", "c"}, {"name", "D"}}));
    net.add_node(std::nullopt, {{"is_output", true}, {"id", 0}, {"class_name", nullptr}});
    EXPECT_EQ(
        file_of(Graph(net, {}, media)),
        R"({"format":"keras","nodes":[{"name":"A","class_name":"C","size":[1,3,8],"id":"b"},{"name":"D","class_name":"C","size":[1,3,8],"id":"c"},{"name":null,"id":0,"is_output":true}],"edges":[]})");
    EXPECT_THAT(refusal([] { return Node::copy_of(Node(NodeAttributes{.name = "a"})); }),
                HasSubstr("not_found graph-file: the node to copy has no \"id\""));
    EXPECT_THAT(refusal([&] {
                    return net.add_node(a, {{"name", "b"}});
                }),
                HasSubstr("invalid graph-file: pass only one of a node ({\"name\":\"A\""));
    EXPECT_THAT(refusal([&] { return net.add_node(std::nullopt, {{"foo", 1}}); }), HasSubstr("no attribute \"foo\""));
    EXPECT_THAT(refusal([&] { return net.add_node(std::nullopt, {{"is_constant", true}}); }), HasSubstr("set() knows"));
    EXPECT_THAT(refusal([&] { return net["b"].set("size", 4); }), HasSubstr("must be a list, it is 4"));
    EXPECT_THAT(refusal([&] { return net["b"].set("weight", 4); }), HasSubstr("no attribute \"weight\""));
    EXPECT_THAT(refusal([&] { return net["z"]; }),
                HasSubstr("not_found graph-file: the graph has no node with the id z"));
}

TEST_F(GraphFacadeTest, WhatIsNoModelIsRefusedByName) {
    GraphBuilder ring;
    ring.add_node({.id = "a"});
    ring.add_node({.id = "b"});
    ring.add_edge("a", "b");
    ring.add_edge("b", "a");
    EXPECT_THAT(refusal([&] { return Graph(ring, {}, media); }), HasSubstr("the cycle a -> b -> a"));
    EXPECT_EQ(through_artifact(Graph(ring, {.allow_cycles = true}, media)).contents().edges(), ring.edges());
    GraphBuilder twice;
    twice.add_node({.id = "a"});
    twice.add_node({.id = "a", .name = "second"});
    EXPECT_THAT(refusal([&] { return Graph(twice, {}, media); }), HasSubstr("several nodes with the id a"));
    EXPECT_EQ(Graph(twice, {.allow_duplicate_ids = true}, media).contents()["a"].name(), "second");
    GraphBuilder loose;
    loose.add_edge("a", 7);
    EXPECT_THAT(refusal([&] { return Graph(loose, {}, media); }), HasSubstr("leads from a, which is no node"));
    GraphBuilder odd;
    odd.add_node({.id = "a", .num_parameters = std::nan("")});
    EXPECT_THAT(refusal([&] { return Graph(odd, {}, media); }), HasSubstr("num_parameters is NaN"));
    EXPECT_THAT(refusal([&] { return Graph(GraphBuilder(), {.root = "r"}, media); }),
                HasSubstr("the root r is no node"));
}

TEST_F(GraphFacadeTest, FilesAreImported) {
    const Graph onnx = Graph::from_onnx(sample("small.onnx"), {.caption = "m"}, media);
    EXPECT_EQ(onnx, Graph(sample("small.onnx"), {.caption = "m"}, media));
    EXPECT_EQ(onnx.from(), "onnx");
    const GraphBuilder contents = through_artifact(onnx).contents();
    EXPECT_EQ(contents["conv1"].class_name(), "Conv");
    EXPECT_EQ(contents.edges()[0], (Edge{"x", "conv1", "x"}));
    EXPECT_EQ(Graph::from_keras(sample("small.keras"), {}, media).contents()["scores"].num_parameters(), 74);
    EXPECT_EQ(Graph::from_keras(sample("functional.json"), {.format = "mine"}, media).format(), "mine");
    EXPECT_FALSE(Graph::from_file(sample("tree.gv"), {}, media).directed());
    EXPECT_EQ(Graph::from_bytes("digraph { a -> b }", "dot", {}, media).node_count(), 2U);
    EXPECT_EQ(Graph::from_bytes("digraph { a -> b }", {}, {.root = "b"}, media).root(), NodeId("b"));
    EXPECT_THAT(refusal([&] { return Graph::from_dot(sample("bad/cycle.dot"), {}, media); }),
                HasSubstr("the cycle idle -> running -> idle"));
    EXPECT_THAT(refusal([&] { return Graph::from_onnx(dir / "gone.onnx", {}, media); }), HasSubstr("not_found"));
}

TEST_F(GraphFacadeTest, ARunKeepsIt) {
    GraphBuilder net;
    net.add_node({.id = "a"});
    const Graph graph(net, {}, media);
    wbm::Run run(dir / "run");  // gtest has a Run of its own
    const json::object logged = json::read_object(run.log("g", graph.value(), 2));
    EXPECT_EQ(logged.at("_type"), "graph-file");
    EXPECT_THAT(std::string(logged.at("path").as_string()), HasSubstr("media/graph/g_2_"));
    // W267: the first path stays, inside the run.
    EXPECT_EQ(run.log("g", graph.value(), 3), json::write(logged));
}

TEST_F(GraphFacadeTest, AnotherTypeIsRefused) {
    EXPECT_THAT(refusal([] { return Graph(ValuePtr()); }), HasSubstr("there is no value"));
    EXPECT_THAT(refusal([&] { return Graph(media.create("html-file", bytes("x"))); }), HasSubstr("html-file"));
}

}  // namespace
}  // namespace wbm
