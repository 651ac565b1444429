// trace_tree_bench - a tree of 1,000 spans to its JSON: from wbm::Span, and the plugin's work alone (its text given),
// beside json::restyle of that text, and beside wandb's WBTraceTree(span).to_json(). All in one run, on one thread.
// Prints thread processor time. The times of a shared machine mean little, the ratios are to be read.
// Usage: trace_tree_bench [a Python that has wandb]
#include <wbm/artifact.hpp>
#include <wbm/media/trace_tree.hpp>

#include <cstdio>
#include <sstream>

#include "bench_support.hpp"

namespace {

constexpr int span_count = 1000;
constexpr int children = 3;  // of each span, until there are enough

/// wandb_trace_tree.py has the same.
wbm::Span span_of(int number) {
    wbm::Span span{.span_id = "span-" + std::to_string(number),
                   .name = "step é " + std::to_string(number),
                   .start_time_ms = 1700000000000 + number,
                   .end_time_ms = 1700000000500 + number,
                   .status_code = wbm::Span::Status::success,
                   .attributes = {{{"tokens", number}, {"score", number / 7.0}, {"tags", {"a", "b", nullptr, true}}}},
                   .span_kind = wbm::Span::Kind::llm};
    span.add_named_result({{"prompt", "What is the answer to question " + std::to_string(number) + "?"}},
                          {{"text", "It is \"42\", as always.\nNo more than that."}, {"tokens", {1, 2, 3, 4, 5}}});
    for (int child = number * children + 1; child <= number * children + children && child < span_count; ++child)
        span.add_child_span(span_of(child));
    return span;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        const wbm::test::TempDir dir;
        wbm::Artifact artifact = wbm::Artifact::create(dir / "artifact");
        const wbm::Span root = span_of(0);
        std::string text;
        root.append_to(text);
        const std::string input = "{\"root_span\":" + text + "}";
        const auto t = wbm::bench::in_turns(
            {[&] { (void)wbm::TraceTree(root, {}, registry).value()->to_json_text(artifact); },
             [&] { (void)wbm::TraceTree(wbm::bytes(input), registry).value()->to_json_text(artifact); },
             [&] { (void)wbm::json::restyle(input, wbm::json::Style::standard); }});
        std::printf("a tree of %d spans, %zu bytes, to its JSON\n", span_count, input.size());
        std::printf("from wbm::Span        %8.2f ms\nfrom its text         %8.2f ms\n", t[0] * 1e3, t[1] * 1e3);
        std::printf("json::restyle of that %8.2f ms, from text takes %.1f times as long\n", t[2] * 1e3, t[1] / t[2]);
        if (argc < 2) return 0;
        double theirs = 0;
        std::string version;
        std::istringstream(wbm::bench::line_of("'" + std::string(argv[1]) + "' '" WANDB_TRACE_TREE "' " +
                                               std::to_string(span_count))) >>
            theirs >> version;
        std::printf("wandb %s         %8.2f ms: from wbm::Span is %.1f times as fast\n", version.c_str(), theirs * 1e3,
                    theirs / t[0]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "trace_tree_bench: %s\n", error.what());
        return 1;
    }
}
