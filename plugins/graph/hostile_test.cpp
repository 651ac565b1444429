// Broken and hostile files: each is refused in one sentence, and nothing stays behind.
#include "limits.hpp"
#include "test_support.hpp"

#include <atomic>
#include <thread>

namespace wbm::graph {
namespace {

const std::filesystem::path bad_files = corpus("bad");

std::string importer_of(const std::filesystem::path& path) {
    const std::string suffix = path.extension().string();
    if (path.string().ends_with(".graph.json")) return "graph";
    return suffix == ".json" ? "keras" : suffix.substr(1);
}

TEST(Hostile, EveryBadFileIsRefusedByPathAndByBytes) {
    const auto files = files_in(bad_files);
    ASSERT_GE(files.size(), 55U);
    for (const auto& path : files) {
        const std::string name = path.filename().string();
        const std::string text = refusal_of(Source::path(path.string()));
        EXPECT_TRUE(text.starts_with("1 ") || text.starts_with("2 ")) << name << ": " << text;
        EXPECT_TRUE(says(text, {"graph-file: ", "the file \"" + path.string() + "\""})) << name;
        EXPECT_EQ(text.find('\n'), std::string::npos) << name;
        const std::string of_bytes =
            refusal_of(Source::bytes(read_file(path.string())).with_options({{"from", importer_of(path)}}));
        EXPECT_TRUE(says(of_bytes, {"graph-file: ", "the data"})) << name << ": " << of_bytes;
    }
}

TEST(Hostile, TheReasonSaysWhatAndWhere) {
    const auto reason = [](const char* name) { return refusal_of(Source::path((bad_files / name).string())); };
    EXPECT_TRUE(says(reason("cycle.onnx"), {"the cycle first -> second -> first"}));
    EXPECT_TRUE(
        says(reason("dangling.onnx"), {"node add that takes the value nowhere, which no node, input or weight makes"}));
    EXPECT_TRUE(says(reason("twice.onnx"), {"the value y is made by one and again by two"}));
    EXPECT_TRUE(says(reason("no_output.onnx"), {"gives out the value y"}));
    EXPECT_TRUE(says(reason("negative_dim.onnx"), {"the dimension -5"}));
    EXPECT_TRUE(says(reason("huge_weight.onnx"), {"the weight w has more elements"}));
    EXPECT_TRUE(says(reason("deep.onnx"), {"graphs more than 32 deep"}));
    EXPECT_TRUE(says(reason("cut.onnx"), {"near byte", "more than are left"}));
    EXPECT_TRUE(says(reason("cut_in_weights.onnx"), {"near byte", "more than are left"}));
    EXPECT_TRUE(says(reason("no_graph.onnx"), {"it has no graph"}));
    EXPECT_TRUE(says(reason("wire_type.onnx"), {"has a number where a text or a message should be"}));
    EXPECT_TRUE(says(reason("group.onnx"), {"a field of a kind that ONNX never has"}));
    EXPECT_TRUE(says(reason("keras_cycle.json"), {"the cycle b -> a -> b"}));
    EXPECT_TRUE(says(reason("keras_dangling.json"), {"leads from ghost"}));
    EXPECT_TRUE(says(reason("keras_duplicate.json"), {"several nodes with the id a"}));
    EXPECT_TRUE(says(reason("no_layers.json"), {"2 ", "class MyModel", "Functional and Sequential"}));
    EXPECT_TRUE(says(reason("bomb.keras"), {"unpacks to more than 33554432 bytes"}));
    EXPECT_TRUE(says(reason("no_config.keras"), {"no \"config.json\""}));
    EXPECT_TRUE(says(reason("config_not_json.keras"), {"\"config.json\" of the file", "JSON, line 1"}));
    EXPECT_TRUE(says(reason("cut.dot"), {"line 1 ends before a \"}\""}));
    EXPECT_TRUE(says(reason("wrong_arrow.dot"), {"\"--\" in a digraph"}));
    EXPECT_TRUE(says(reason("deep.dot"), {"subgraphs more than 128 deep"}));
    EXPECT_TRUE(says(reason("quote.dot"), {"line 1 begins a quoted text that does not end"}));
    EXPECT_TRUE(says(reason("latin1.dot"), {"is not UTF-8"}));
    EXPECT_TRUE(says(reason("duplicate.graph.json"), {"several nodes with the id a"}));
    EXPECT_TRUE(says(reason("deep.graph.json"), {"is no graph: JSON, line 1", "deep"}));
    EXPECT_TRUE(says(reason("three_elements.graph.json"), {"three elements"}));
}

TEST(Hostile, FewLettersMakeNoHugeGraph) {
    std::string cross = "digraph{{";
    for (int i = 0; i < 3000; ++i) cross += "a" + std::to_string(i) + ";";
    cross += "}->{";
    for (int i = 0; i < 3000; ++i) cross += "b" + std::to_string(i) + ";";
    EXPECT_TRUE(says(refusal_of(Source::bytes(cross + "}}")), {"1 ", "makes more than 4194304 edges"}));
    std::string labels = "digraph{node[label=\"" + std::string(60000, 'x') + "\"]";
    for (int i = 0; i < 4000; ++i) labels += "n" + std::to_string(i) + ";";
    EXPECT_TRUE(says(refusal_of(Source::bytes(labels + "}")), {"1 ", "makes the graph larger than 134217728 bytes"}));
    std::string escapes;
    for (int i = 0; i < 30000; ++i) escapes += "\\N";
    EXPECT_TRUE(
        says(refusal_of(Source::bytes("digraph{\"" + std::string(60000, 'y') + "\" [label=\"" + escapes + "\"]}")),
             {"1 ", "a label of more than 65536 bytes"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes("digraph{a [label=" + std::string(200, '<') + "]}")),
                     {"an HTML text more than 128 deep"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes("digraph{\"" + std::string(max_id_bytes + 1, 'y') + "\"}")),
                     {"an id of 65537 bytes"}));
}

TEST(Hostile, ATruncationAnywhereIsRefusedOrLeavesAWholeGraph) {
    for (const auto& path : files_in(corpus(""))) {
        const std::string content = read_file(path.string());
        const std::string from = importer_of(path) == "gv" ? "dot" : importer_of(path);
        const std::size_t step = content.size() > 2000 ? 17 : 1;
        std::size_t taken = 0;
        for (std::size_t size = 0; size + 1 < content.size(); size += step) {
            const std::string text = refusal_of(Source::bytes(content.substr(0, size)).with_options({{"from", from}}));
            taken += text == "not refused" ? 1 : 0;
            EXPECT_FALSE(text.starts_with("5 ")) << path << " at " << size << ": " << text;
        }
        // A protobuf may end behind any field; an archive's directory is at its end.
        if (from != "onnx") {
            EXPECT_EQ(taken, 0U) << path;
        }
    }
}

TEST(Hostile, AStoreThatFailsLeavesNothingToSee) {
    const Value value = graph_type().create(Source::path(corpus("flow.dot").string()));
    FakeStore store(WBM_ARTIFACT);
    for (std::size_t call = 1; call <= 2; ++call) {
        store.fail_at(call);
        EXPECT_TRUE(says(refusal([&] { (void)graph_type().to_json(value, store); }), {"4 ", "told to fail"})) << call;
    }
}

TEST(Threads, CreateAndReadInParallel) {
    std::atomic<int> wrong = 0;
    const Graph shared = from_corpus("small.onnx");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                for (const char* name : {"small.onnx", "small.keras", "flow.dot", "functional.json"})
                    if (!from_corpus(name).content.contains("nodes")) ++wrong;
                if (element_count(shared.tensor({}).dl()) != 16) ++wrong;
                if (refusal_of(Source::path((bad_files / "cycle.dot").string())) == "not refused") ++wrong;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace wbm::graph
