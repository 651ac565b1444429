// Graphs out of other files: ONNX, Keras, Graphviz, and those of W&B.
#include "limits.hpp"
#include "test_support.hpp"

namespace wbm::graph {
namespace {

TEST(GraphFiles, AreKeptByteForByte) {
    for (const char* name : {"net.graph.json", "old.graph.json"}) {
        const Graph graph = from_corpus(name);
        FakeStore artifact(WBM_ARTIFACT);
        FakeStore run(WBM_RUN);
        EXPECT_TRUE(text(graph.to_json(artifact.store()), "path").ends_with(std::string("/") + name));
        EXPECT_TRUE(text(graph.to_json(run.store()), "path").ends_with(".graph.json"));
        EXPECT_EQ(artifact.added().at(0).content, sample(name));
    }
    const Graph old = from_corpus("old.graph.json");
    EXPECT_TRUE(says(whole(old), {R"("later": {"x": 1})", R"("num_parameters": [8, 2])"}));
    EXPECT_EQ(old.fields().at("parameters"), 10);
    EXPECT_EQ(old.fields().at("format"), "torch");
    EXPECT_EQ(old.fields().at("root"), 139872);
}

TEST(GraphFiles, EverySampleComesBack) {
    for (const auto& path : files_in(corpus(""))) {
        const Graph graph = made(Source::path(path.string()).with_options({{"caption", "é"}}));
        const Graph back = round_trip(graph);
        EXPECT_EQ(back, graph) << path;
        EXPECT_EQ(back.content, graph.content) << path;
        EXPECT_EQ(whole(back), whole(graph)) << path;
        const Graph of_bytes = made(Source::bytes(sample(path.filename().string())).with_options({{"caption", "é"}}));
        EXPECT_EQ(whole(of_bytes), whole(graph)) << path;
        EXPECT_EQ(of_bytes.content, graph.content) << path;
        json::object probed = graph_type().probe(Source::path(path.string()));
        EXPECT_EQ(probed.at("nodes"), graph.content.at("nodes")) << path;
        EXPECT_EQ(graph_type().probe(Source::bytes(sample(path.filename().string()))), probed) << path;
    }
}

TEST(Onnx, OperatorsAndInputsAreNodes) {
    const Graph graph = from_corpus("small.onnx");
    EXPECT_EQ(edges(graph),
              "x->conv1[x] conv1->relu1[c1] relu1->conv2[r1] conv2->add[c2] relu1->add[r1] add->pool[s] "
              "pool->flatten[p] flatten->gemm[f]");
    EXPECT_EQ(json::write(node(graph, "x")),
              R"({"name":"x","id":"x","class_name":"Input","output_shape":["batch",3,8,8],"num_parameters":0})");
    EXPECT_EQ(
        json::write(node(graph, "conv1")),
        R"({"name":"conv1","id":"conv1","class_name":"Conv","parameters":[["w1",[4,3,3,3]],["b1",[4]]],"output_shape":["batch",4,6,6],"num_parameters":112})");
    EXPECT_EQ(
        json::write(node(graph, "gemm")),
        R"({"name":"gemm","id":"gemm","class_name":"Gemm","parameters":[["w3",[4,2]],["b3",[2]]],"output_shape":["batch",2],"is_output":true,"num_parameters":10})");
    EXPECT_EQ(graph.fields().at("parameters"), 112 + 16 + 10);
    EXPECT_EQ(graph.fields().at("root"), "x");
    EXPECT_EQ(graph.fields().at("format"), "onnx");
    EXPECT_EQ(
        json::write(graph.fields().at("model")),
        R"({"ir_version":8,"producer":"wbmedia-samples","producer_version":"1","name":"small","opsets":[{"domain":"","version":17}]})");
    EXPECT_EQ(
        made(Source::path(corpus("small.onnx").string()).with_options({{"format", "keras"}})).fields().at("format"),
        "keras");
    EXPECT_EQ(whole(from_corpus("external.onnx")), whole(graph));
}

TEST(Onnx, SubgraphsAreWithinTheirNode) {
    const Graph graph = from_corpus("branches.onnx");
    EXPECT_EQ(edges(graph),
              "x->Add_0[x] cond->choose[cond] Add_0->choose/else_branch/inner[a] choose/else_branch/inner->choose[e] "
              "Add_0->choose/then_branch/Mul_1[a] choose/then_branch/Constant_0->choose/then_branch/Mul_1[k] "
              "choose/then_branch/Mul_1->choose[t] choose->Gelu_2[b] "
              "Gelu_2->Identity_3[y]");
    EXPECT_EQ(node(graph, "Gelu_2").at("class_name"), "com.example.Gelu");
    EXPECT_EQ(node(graph, "Gelu_2").at("is_output"), true);
    EXPECT_EQ(node(graph, "choose/then_branch/Constant_0").at("is_constant"), true);
    EXPECT_EQ(json::write(node(graph, "choose/then_branch/Constant_0").at("output_shape")), "[2,2]");
    EXPECT_FALSE(node(graph, "choose/then_branch/Mul_1").contains("is_output"));
    EXPECT_EQ(node(graph, "Add_0").at("num_parameters"), 4);
    EXPECT_EQ(node(graph, "choose/else_branch/inner").at("num_parameters"), 0);  // counted where it was used first
    EXPECT_EQ(json::write(node(graph, "choose/else_branch/inner").at("parameters")), R"([["shared",[2,2]]])");
    EXPECT_EQ(edges(from_corpus("loop.onnx")),
              "n->loop[n] c->loop[c] v0->loop[v0] loop/body/ci->loop/body/keep[ci] loop/body/v->loop/body/step[v] "
              "loop/body/keep->loop[co] loop/body/step->loop[vo]");
    EXPECT_EQ(node(from_corpus("loop.onnx"), "loop").at("child_parameters"), 3);
}

TEST(Keras, AModelBecomesWhatFromKerasMakes) {
    for (const char* name : {"functional.json", "small.keras", "deflated.keras"}) {
        const Graph graph = from_corpus(name);
        EXPECT_EQ(
            edges(graph),
            "pixels->conv_a pixels->conv_b conv_a->add conv_b->add add->bn bn->pool pool->flatten flatten->scores")
            << name;
        EXPECT_EQ(
            json::write(node(graph, "conv_a")),
            R"({"name":"conv_a","id":"conv_a","class_name":"Conv2D","output_shape":[null,6,6,4],"num_parameters":112})");
        EXPECT_EQ(
            json::write(node(graph, "scores")),
            R"({"name":"scores","id":"scores","class_name":"Dense","output_shape":[null,2],"num_parameters":74})");
        EXPECT_EQ(graph.fields().at("parameters"), 112 + 112 + 16 + 74);
        EXPECT_EQ(graph.fields().at("format"), "keras");
    }
    EXPECT_EQ(json::write(from_corpus("small.keras").fields().at("model")),
              R"({"name":"small","class_name":"Functional","keras_version":"3.15.1"})");
    EXPECT_FALSE(from_corpus("small.keras").original);
    EXPECT_EQ(from_corpus("functional.json").original->file.read(), sample("functional.json"));
    EXPECT_EQ(from_corpus("functional.json").fields().at("original_format"), "keras");
}

TEST(Keras, ReadsKeras2AndItsSequentialModels) {
    const Graph graph = from_corpus("keras2.json");
    EXPECT_EQ(edges(graph), "input_1->conv2d conv2d->batch_normalization batch_normalization->gap gap->dense gap->aux");
    EXPECT_EQ(
        json::write(node(graph, "conv2d")),
        R"({"name":"conv2d","id":"conv2d","class_name":"Conv2D","output_shape":[null,14,14,8],"num_parameters":80})");
    EXPECT_EQ(graph.fields().at("parameters"), 80 + 32 + 90 + 8);
    const Graph stack = from_corpus("keras2_sequential.json");
    EXPECT_EQ(edges(stack), "embedding_input->embedding embedding->lstm lstm->dense");
    EXPECT_EQ(json::write(node(stack, "lstm")),
              R"({"name":"lstm","id":"lstm","class_name":"LSTM","output_shape":[null,8],"num_parameters":800})");
    EXPECT_EQ(edges(from_corpus("sequential.json")), "input_layer->d1 d1->drop drop->d2");
}

TEST(Keras, SharedLayersAndModelsAreOneNode) {
    const Graph graph = from_corpus("twins.json");
    EXPECT_EQ(edges(graph),
              "q->shared k->shared shared->encoder shared->encoder encoder->both encoder->both both->out");
    EXPECT_EQ(node(graph, "encoder").at("num_parameters"), 10);
    EXPECT_EQ(json::write(node(graph, "encoder").at("output_shape")), "[null,2]");
}

/// keras/zoo.json: models of real Keras, with the shapes and counts that it says of each layer.
TEST(Keras, EveryKnownLayerIsAsKerasHasIt) {
    const json::value zoo = json::read(read_file((corpus("") / "../keras/zoo.json").string()));
    std::size_t layers = 0;
    for (const json::value& model : zoo.as_array()) {
        const Graph graph = made(Source::bytes(std::string(model.at("json").as_string())));
        for (const auto& [name, facts] : model.at("facts").as_object()) {
            const json::object found = node(graph, name);
            const json::value* shape = found.if_contains("output_shape");
            EXPECT_EQ(shape == nullptr ? "none" : json::write(*shape), json::write(facts.at(0))) << name;
            const json::value* count = found.if_contains("num_parameters");
            const bool is_operation =
                std::string_view(name).starts_with("add") && found.at("class_name") == "Add" && count == nullptr;
            if (!is_operation) {
                EXPECT_EQ(count == nullptr ? "none" : json::write(*count), json::write(facts.at(1))) << name;
            }
            ++layers;
        }
    }
    EXPECT_GT(layers, 70U);
}

TEST(Dot, NodesEdgesAndLabels) {
    const Graph graph = from_corpus("flow.dot");
    EXPECT_EQ(edges(graph), "b->c[yes \"really\"] b->d[b to d] b->e[b to e] c->d[c to d] c->e[c to e] a->b e->f");
    EXPECT_EQ(json::write(node(graph, "a")), R"({"name":"Read\nfile","id":"a","class_name":"step"})");
    EXPECT_EQ(json::write(node(graph, "d")), R"({"name":"in d","id":"d","class_name":"step"})");
    EXPECT_EQ(json::write(node(graph, "f")), R"({"name":"bold & thin","id":"f"})");
    EXPECT_EQ(node(graph, "id with \"quotes\"").at("name"), "a b");
    EXPECT_EQ(node(graph, "-1.5").at("name"), "-1.5");
    EXPECT_EQ(node(graph, "naïve").at("name"), "naïve");
    EXPECT_EQ(graph.fields().at("format"), "dot");
    EXPECT_EQ(json::write(graph.fields().at("model")), R"({"name":"flow chart"})");
    EXPECT_EQ(graph.original->file.read(), sample("flow.dot"));
    const Graph tree = from_corpus("tree.gv");
    EXPECT_EQ(edges(tree), "a->b b->c c->d[e] c->e[e]");  // strict: an edge once, whichever way
    EXPECT_EQ(tree.fields().at("directed"), false);
}

TEST(Dot, CyclesAreForThoseWhoAskForThem) {
    const std::string path = (corpus("bad") / "cycle.dot").string();
    EXPECT_TRUE(
        says(refusal_of(Source::path(path)), {"1 ", "cycle.dot", "the cycle idle -> running -> idle", "allow_cycles"}));
    const Graph machine = made(Source::path(path).with_options({{"allow_cycles", true}}));
    EXPECT_EQ(edges(machine), "idle->running[start] running->idle[stop] running->running[tick]");
    EXPECT_EQ(round_trip(machine), machine);
}

TEST(Sources, AreToldByContentAndSuffix) {
    const TempFolder folder;
    EXPECT_EQ(made(Source::path(folder.file("model.bin", sample("small.onnx")))).fields().at("from"), "onnx");
    EXPECT_EQ(made(Source::path(folder.file("MODEL.ONNX", sample("small.onnx")))).fields().at("from"), "onnx");
    EXPECT_EQ(made(Source::path(folder.file("m.zip", sample("small.keras")))).fields().at("from"), "keras");
    EXPECT_EQ(made(Source::path(folder.file("m.txt", sample("flow.dot")))).fields().at("from"), "dot");
    EXPECT_FALSE(made(Source::path(folder.file("m.json", sample("net.graph.json")))).fields().contains("from"));
    EXPECT_EQ(made(Source::bytes("digraph{a}").with_options({{"from", "dot"}})).fields().at("nodes"), 1);
    EXPECT_TRUE(says(refusal_of(Source::bytes("hello")),
                     {"2 ", "the data looks like no graph", "ONNX", "onnx, keras, dot, graph"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes("")), {"2 ", "looks like no graph"}));
    EXPECT_TRUE(says(refusal_of(Source::path("/nowhere/a.onnx")), {"3 ", "a.onnx"}));
    EXPECT_TRUE(says(refusal_of(Source::path(folder.file("m.keras", sample("small.onnx")))), {"1 ", "m.keras"}));
    EXPECT_TRUE(
        says(refusal([&] { (void)graph_type().probe(Source::bytes("hello")); }), {"2 ", "looks like no graph"}));
    EXPECT_TRUE(says(refusal([&] { (void)graph_type().probe(Source::bytes("digraph{")); }), {"1 ", "no sound DOT"}));
}

}  // namespace
}  // namespace wbm::graph
