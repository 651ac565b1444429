// Any bytes as an ONNX model, a Keras model, DOT, a graph's file and a graph's JSON. What is taken must survive JSON
// unchanged and give its edges; what is not must be refused with a status of its own.
#include "../../plugins/graph/graph.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace wbm;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

const testing::Type& graph_type() {
    static const testing::Type type = testing::type_of<graph::Graph>();
    return type;
}

void check_value(const testing::Value& value, const testing::FakeStore& store) {
    (void)testing::round_trip(graph_type(), value.get(), store);
    const auto& graph = *reinterpret_cast<const graph::Graph*>(value.get());
    refusable([&] {
        const Array edges = graph.tensor({});
        const json::value* count = graph.content.if_contains("edges");
        require(count == nullptr || element_count(edges.dl()) == 2 * count->to_number<std::size_t>(),
                "the edges are as many as _wbm says");
    });
    refusable([&] { (void)graph.tensor({{"part", "text"}}); });
}

void check(testing::Source source) {
    static unsigned turn = 0;
    refusable([&] {
        const testing::Value value = graph_type().create(source);
        const testing::FakeStore store(++turn % 2 == 0 ? WBM_RUN : WBM_ARTIFACT);
        check_value(value, store);
        const auto& graph = *reinterpret_cast<const graph::Graph*>(value.get());
        require(graph.content.contains("nodes"), "what is taken has its nodes counted");
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    refusable([&] { (void)graph_type().probe(testing::Source::bytes(bytes)); });
    for (const char* from : {"onnx", "keras", "dot", "graph"}) {
        check(testing::Source::bytes(bytes).with_options({{"from", from}}));
        check(testing::Source::bytes(bytes).with_options({{"from", from}, {"allow_cycles", true}}));
    }
    if (!bytes.starts_with('{')) return 0;
    check(testing::Source::json(bytes).with_options({{"allow_duplicate_ids", true}}));
    refusable([&] {
        const testing::FakeStore store(WBM_ARTIFACT);
        store.put("media/graph/a.graph.json", bytes);
        check_value(graph_type().from_json(R"({"_type":"graph-file","path":"media/graph/a.graph.json"})", store),
                    store);
        check_value(graph_type().from_json(bytes, store), store);
    });
    return 0;
}
