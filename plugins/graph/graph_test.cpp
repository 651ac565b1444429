// What is common to all graphs: the file, the JSON, options, fields, members kept.
#include "limits.hpp"
#include "test_support.hpp"

namespace wbm::graph {
namespace {

// Section 12, G25.
const std::string golden =
    R"({"format":"keras","nodes":[{"name":"Node A","id":"a","size":[4]},{"name":"Node B","id":"b","class_name":"Conv","size":[16,3],"parameters":[["w",[3,3]]],"output_shape":[1,2],"is_output":true,"num_parameters":7}],"edges":[["a","b"]]})";

TEST(GraphFile, IsTheGoldenOne) {
    FakeStore run(WBM_RUN);
    const json::object j = of_text(golden).to_json(run.store());
    EXPECT_EQ(run.added().at(0).content, golden);
    EXPECT_EQ(j.at("size"), 231);
    EXPECT_TRUE(text(j, "sha256").starts_with("0c5dcd242cdf37123977"));
    EXPECT_EQ(text(j, "path"), "media/graph/key_0_0c5dcd242cdf37123977.graph.json");
}

// W260, W261
TEST(GraphFile, HasTheNameFirst) {
    EXPECT_EQ(
        text_of(of_text(R"({"nodes":[{"id":"a","size":[],"name":"A"},{"id":0,"is_constant":false}],"edges":[]})")),
        R"({"format":"keras","nodes":[{"name":"A","id":"a","size":[]},{"name":null,"id":0,"is_constant":false}],"edges":[]})");
    EXPECT_EQ(text_of(of_text(R"({"nodes":[],"edges":[]})")), R"({"format":"keras","nodes":[],"edges":[]})");
    EXPECT_EQ(text_of(of_text(R"({"nodes":[{"id":"é","name":"日本"}],"edges":[]})")),
              "{\"format\":\"keras\",\"nodes\":[{\"name\":\"日本\",\"id\":\"é\"}],\"edges\":[]}");
}

// W263
TEST(GraphFile, DropsTheNamesOfEdgesWhichAreKeptBesideIt) {
    const Graph graph =
        of_text(R"({"format":"torch","nodes":[{"id":"a"},{"id":"b"}],"edges":[["a","b","yes"],["a","b"]]})");
    EXPECT_TRUE(says(text_of(graph), {R"("edges":[["a","b"],["a","b"]])"}));
    EXPECT_EQ(edges(graph), "a->b[yes] a->b");
    FakeStore run(WBM_RUN);
    EXPECT_EQ(json::write(graph.to_json(run.store()).at("_wbm")),
              R"({"format":"torch","nodes":2,"edges":2,"root":"a","named_edges":1,"edge_names":{"0":"yes"}})");
    EXPECT_EQ(edges(round_trip(graph)), "a->b[yes] a->b");
}

TEST(GraphFile, ManyNamesOfEdgesGetAFileOfTheirOwn) {
    std::string source = R"({"nodes":[{"id":"a"},{"id":"b"}],"edges":[)";
    for (int i = 0; i < 2000; ++i) source += (i == 0 ? "" : ",") + (R"(["a","b","name )" + std::to_string(i)) + "\"]";
    const Graph graph = of_text(source + "]}");
    ASSERT_TRUE(graph.names_file);
    FakeStore run(WBM_RUN);
    const json::object j = graph.to_json(run.store());
    EXPECT_LT(json::write(j).size(), 600U);
    const Graph back = round_trip(graph);
    EXPECT_EQ(back, graph);
    EXPECT_TRUE(says(edges(back), {"a->b[name 0]", "a->b[name 1999]"}));
    FakeStore store(WBM_ARTIFACT);
    json::object damaged = graph.to_json(store.store());
    store.put(text(damaged.at("_wbm").at("edge_names").as_object(), "path"), "{");
    EXPECT_TRUE(
        says(refusal([&] { (void)whole(Graph::from_json(damaged, store.store())); }), {"1 ", "edge names is damaged"}));
}

TEST(GraphJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    const json::object j = of_text(golden, {{"caption", "c"}, {"loaded", true}}).to_json(run.store());
    std::string keys;
    for (const auto& member : j) keys += std::string(member.key()) + " ";
    EXPECT_EQ(keys, "caption _type sha256 size path _wbm ");
    EXPECT_EQ(j.at("_type"), "graph-file");
    EXPECT_EQ(
        json::write(j.at("_wbm")),
        R"({"format":"keras","nodes":2,"edges":1,"root":"a","parameters":7,"class_names":["Conv"],"loaded":true})");
    FakeStore artifact(WBM_ARTIFACT);
    const json::object in_artifact = of_text(golden).to_json(artifact.store());
    EXPECT_TRUE(text(in_artifact, "path").ends_with(".graph.json"));
    EXPECT_FALSE(in_artifact.contains("size"));
}

TEST(GraphFields, SayWhatTheGraphIs) {
    EXPECT_EQ(
        json::write(of_text(golden, {{"caption", "c"}}).fields()),
        R"({"format":"keras","nodes":2,"edges":1,"root":"a","parameters":7,"class_names":["Conv"],"loaded":false,"caption":"c","size":231})");
    const Graph torch = of_text(
        R"({"format":"torch","nodes":[{"id":1,"num_parameters":[8,2]},{"id":2,"num_parameters":5},{"id":3}],"edges":[[2,1]]})");
    EXPECT_EQ(torch.fields().at("parameters"), 15);
    EXPECT_EQ(torch.fields().at("root"), 2);
    EXPECT_FALSE(of_text(R"({"nodes":[],"edges":[]})").fields().contains("root"));
    std::string many = R"({"nodes":[)";
    for (int i = 0; i < 100; ++i) many += (i == 0 ? "" : ",") + (R"({"class_name":"c)" + std::to_string(i)) + "\"}";
    many += R"(,{"class_name":")" + std::string(max_class_name_bytes + 1, 'x') + R"("}],"edges":[]})";
    EXPECT_EQ(of_text(many).fields().at("class_names").as_array().size(), max_class_names);
    const Graph huge =
        of_text(R"({"nodes":[{"id":1,"num_parameters":18446744073709551615},{"id":2,"num_parameters":1}],"edges":[]})");
    EXPECT_FALSE(huge.fields().contains("parameters"));
}

TEST(GraphRefusal, NamesCyclesDuplicatesAndDanglingEdges) {
    const auto reason = [](const std::string& nodes, const std::string& all_edges, const json::object& options = {}) {
        return refusal_of(
            Source::json("{\"nodes\":[" + nodes + "],\"edges\":[" + all_edges + "]}").with_options(options));
    };
    const std::string abc = R"({"id":"a"},{"id":"b"},{"id":"c"})";
    EXPECT_EQ(
        reason(abc, R"(["a","b"],["b","a"])"),
        "1 graph-file: the graph has the cycle a -> b -> a; drop one of its edges, or set option \"allow_cycles\" for "
        "a graph that may run in circles");
    EXPECT_TRUE(says(reason(abc, R"(["c","a"],["a","b"],["b","b"])"), {"the cycle b -> b;"}));
    EXPECT_EQ(reason(abc, R"(["a","b"],["b","a"])", {{"allow_cycles", true}}), "not refused");
    EXPECT_EQ(reason(abc, R"(["a","b"],["a","c"],["b","c"])"), "not refused");
    EXPECT_TRUE(says(reason(abc, R"(["a","b"],["b","x"])"), {"1 ", "\"edges[1]\"", "leads to x, which is no node"}));
    EXPECT_TRUE(says(reason(abc, R"([7,"b"])"), {"leads from 7"}));
    EXPECT_TRUE(says(reason(R"({"id":"a"},{"id":"b"},{"id":"a"})", ""),
                     {"1 ", "several nodes with the id a", "allow_duplicate_ids"}));
    EXPECT_EQ(reason(R"({"id":"a"},{"id":"a"})", "", {{"allow_duplicate_ids", true}}), "not refused");
    EXPECT_EQ(reason(R"({"id":1},{"id":-1},{"id":"1"},{"id":18446744073709551615},{},{})", "[1,-1]"), "not refused");
    EXPECT_TRUE(says(reason(R"({"id":18446744073709551615},{"id":18446744073709551615})", ""), {"several nodes"}));
    std::string chain, ring;
    for (int i = 0; i < 100000; ++i) {
        chain += (i == 0 ? "" : ",") + ("{\"id\":" + std::to_string(i) + "}");
        ring += (i == 0 ? "" : ",") + ("[" + std::to_string(i) + "," + std::to_string((i + 1) % 100000) + "]");
    }
    EXPECT_TRUE(says(reason(chain, ring), {"the cycle 0 -> 1 -> 2 -> 3 -> 4 -> 5 -> 6 -> 7 -> ... -> 0;"}));
}

TEST(GraphRefusal, NamesTheNodeAndTheAttribute) {
    const auto reason = [](const std::string& text) { return refusal_of(Source::json(text)); };
    EXPECT_TRUE(says(reason("[]"), {"1 graph-file: the source is []"}));
    EXPECT_TRUE(says(reason("{}"), {"1 ", "no list \"nodes\""}));
    EXPECT_TRUE(says(reason(R"({"nodes":[]})"), {"no list \"edges\""}));
    EXPECT_TRUE(
        says(reason(R"({"nodes":[{"foo":1}],"edges":[]})"),
             {"1 ", "\"nodes[0]\"", "the attribute \"foo\", which is not known; a node has id, name, class_name"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[],"edges":[],"later":1})"), {"the member \"later\""}));
    EXPECT_TRUE(says(reason(R"({"nodes":[{"id":true}],"edges":[]})"), {"the id true"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[{"id":1.5}],"edges":[]})"), {"the id 1.5"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[{"size":4}],"edges":[]})"),
                     {"\"size\" of \"nodes[0]\" of the graph must be a list, it is 4"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[{"name":4}],"edges":[]})"), {"\"name\"", "must be text"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[{"is_output":"yes"}],"edges":[]})"), {"\"is_output\"", "true or false"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[{"num_parameters":"7"}],"edges":[]})"), {"\"num_parameters\"", "a number"}));
    EXPECT_TRUE(
        says(reason(R"({"nodes":[{"num_parameters":NaN}],"edges":[]})"), {"1 ", "nodes[0].num_parameters is NaN"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[7],"edges":[]})"), {"\"nodes[0]\" of the graph is 7"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[],"edges":[["a"]]})"), {"\"edges[0]\" of the graph is [\"a\"]"}));
    EXPECT_TRUE(
        says(reason(R"({"nodes":[{"id":"a"}],"edges":[["a","a",5]]})"), {"the name of \"edges[0]\"", "it is 5"}));
    EXPECT_TRUE(says(reason(R"({"nodes":[{"id":")" + std::string(max_id_bytes + 1, 'a') + R"("}],"edges":[]})"),
                     {"65537 bytes, more than 65536"}));
    EXPECT_TRUE(says(reason(R"({"format":5,"nodes":[],"edges":[]})"), {"\"format\"", "must be text"}));
}

TEST(GraphOptions, AreChecked) {
    const auto with = [](const json::object& options) {
        return refusal_of(Source::json(golden).with_options(options));
    };
    EXPECT_TRUE(says(with({{"captoin", "x"}}), {"1 ", "captoin", "allow_cycles"}));
    EXPECT_TRUE(says(with({{"root", "x"}}), {"1 ", "the root x is no node"}));
    EXPECT_TRUE(says(with({{"from", "onnx"}}), {"1 ", "\"from\" is for files"}));
    EXPECT_TRUE(says(with({{"format", "torch"}}), {"1 ", "\"torch\"", "\"keras\""}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(golden).with_options({{"from", "pickle"}})),
                     {"2 ", "\"pickle\"", "onnx, keras, dot, graph"}));
    EXPECT_EQ(of_text(golden, {{"root", "b"}}).fields().at("root"), "b");
    EXPECT_EQ(of_text(golden, {{"format", "keras"}, {"root", nullptr}}), of_text(golden));
    EXPECT_EQ(read_graph(of_text(R"({"nodes":[],"edges":[]})", {{"format", "torch"}})).at("format"), "torch");
}

TEST(GraphRead, WhatTheReferenceWroteIsKeptWhateverItIs) {
    const FakeStore store(WBM_RUN);
    store.put(
        "media/graph/a.graph.json",
        R"({"format": "keras", "nodes": [{"name": "1", "id": "a"}, {"name": "2", "id": "a"}], "edges": [["a", "a"]]})");
    store.put("media/graph/b.graph.json", "no graph at all");
    store.put("media/graph/c.graph.json",
              R"({"format":"keras","nodes":[{"name":null,"id":"a"}],"edges":[["a","gone"]]})");
    const auto read = [&](const std::string& name) {
        return of(graph_type().from_json(R"({"_type":"graph-file","path":"media/graph/)" + name + "\"}", store));
    };
    const Graph graph = read("a.graph.json");
    EXPECT_EQ(json::write(graph.fields()), R"({"format":"keras","nodes":2,"edges":1,"root":"a","loaded":false})");
    EXPECT_EQ(elements<std::int64_t>(graph.tensor({})), (std::vector<std::int64_t>{1, 1}));  // nodes_by_id has the last
    EXPECT_FALSE(graph.to_json(store.store()).contains("_wbm"));
    (void)round_trip(graph);
    EXPECT_EQ(json::write(read("b.graph.json").fields()), R"({"loaded":false})");
    EXPECT_TRUE(says(refusal([&] { (void)read("b.graph.json").tensor({}); }), {"1 ", "b.graph.json", "is no graph"}));
    EXPECT_EQ(text_of(read("b.graph.json")), "no graph at all");
    EXPECT_TRUE(says(refusal([&] { (void)read("c.graph.json").tensor({}); }), {"1 ", "leads to gone"}));
    EXPECT_TRUE(says(refusal([&] { (void)read("d.graph.json"); }), {"3 ", "d.graph.json"}));
}

TEST(GraphRead, BrokenMembersAreNamed) {
    const FakeStore store(WBM_RUN);
    store.put("media/graph/a.graph.json", golden);
    const auto reading = [&](const std::string& members) {
        return refusal([&] {
            (void)graph_type().from_json(R"({"_type":"graph-file","path":"media/graph/a.graph.json")" + members + "}",
                                         store);
        });
    };
    EXPECT_EQ(reading(""), "not refused");
    EXPECT_TRUE(says(reading(R"(,"_wbm":5)"), {"1 graph-file: \"_wbm\" must be an object"}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"nodes":-1})"), {"\"nodes\" of \"_wbm\" must be a count, it is -1"}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"root":[]})"), {"\"root\" of \"_wbm\""}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"loaded":1})"), {"\"loaded\" of \"_wbm\""}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"edge_names":[]})"), {"\"edge_names\""}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"original":{"path":"x"}})"), {"\"format\" is missing"}));
    EXPECT_TRUE(says(reading(R"(,"caption":5)"), {"\"caption\" must be text"}));
}

TEST(GraphRead, UnknownMembersAndTheirFilesAreKept) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("media/graph/a.graph.json", golden);
    store.put("media/graph/later.bin", "x");
    const std::string json =
        R"({"_type":"graph-file","path":"media/graph/a.graph.json","view":[1],"_wbm":{"later":{"path":"media/graph/later.bin"}}})";
    const Value value = graph_type().from_json(json, store);
    EXPECT_TRUE(
        says(graph_type().to_json(value, store), {R"("view":[1])", R"("later":{"path":"media/graph/later.bin"})"}));
    (void)round_trip(graph_type(), value.get(), store);
}

TEST(GraphEquality, ComparesWhatIsSaid) {
    EXPECT_EQ(of_text(golden), of_text(golden));
    EXPECT_NE(of_text(golden), of_text(golden, {{"caption", "c"}}));
    EXPECT_NE(of_text(golden), of_text(golden, {{"loaded", true}}));
    EXPECT_NE(of_text(golden), of_text(golden, {{"root", "b"}}));
    EXPECT_NE(of_text(golden), of_text(R"({"nodes":[],"edges":[]})"));
    const auto named = [](const char* name) {
        return of_text(R"({"nodes":[{"id":"a"},{"id":"b"}],"edges":[["a","b",")" + std::string(name) + "\"]]}");
    };
    EXPECT_EQ(named("x"), named("x"));
    EXPECT_NE(named("x"), named("y"));
}

TEST(GraphTensor, GivesEdgesAndText) {
    const Graph graph = of_text(R"({"nodes":[{"id":"a"},{"id":5},{"id":"c"}],"edges":[["c",5],["a","c"]]})");
    EXPECT_EQ(shape(graph.tensor({})), "[2, 2]");
    EXPECT_EQ(elements<std::int64_t>(graph.tensor({{"part", "edges"}})), (std::vector<std::int64_t>{2, 1, 0, 2}));
    EXPECT_EQ(whole(graph), text_of(graph));
    EXPECT_EQ(shape(of_text(R"({"nodes":[],"edges":[]})").tensor({})), "[0, 2]");
    EXPECT_TRUE(says(refusal([&] { (void)graph.tensor({{"part", "nodes"}}); }), {"1 ", "\"nodes\"", "edges, text"}));
    EXPECT_TRUE(says(refusal([&] { (void)graph.tensor({{"frame", 1}}); }), {"1 ", "frame"}));
}

TEST(GraphPlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.graph");
    EXPECT_STREQ(plugin->types[0]->name, "graph-file");
    const json::object facts = json::read_object(plugin->types[0]->facts);
    EXPECT_EQ(facts.at("extensions").as_array().size(), 5U);
    EXPECT_FALSE(facts.contains("batch"));  // the reference logs a list of graphs one by one
}

}  // namespace
}  // namespace wbm::graph
