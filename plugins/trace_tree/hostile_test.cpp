// Broken and hostile traces: each is refused in one sentence, which says where.
#include "limits.hpp"
#include "test_support.hpp"

#include <atomic>
#include <thread>

namespace wbm::trace_tree {
namespace {

std::string of_span(const std::string& span) { return refusal_of(Source::bytes("{\"root_span\":" + span + "}")); }

constexpr std::size_t thread_count = 4;

TEST(Hostile, EveryBadFileIsRefused) {
    const auto files = files_in(corpus("bad"));
    EXPECT_GE(files.size(), 40U);
    for (const auto& path : files) {
        const std::string text = refusal_of(Source::bytes(read_file(path.string())));
        EXPECT_TRUE(text.starts_with("1 wb_trace_tree: ") || text.starts_with("3 wb_trace_tree: "))
            << path << ": " << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << path;
    }
}

TEST(Hostile, TheReasonSaysWhatAndWhere) {
    const auto reason = [](const char* name) {
        return refusal_of(Source::bytes(read_file(corpus("bad").string() + "/" + name)));
    };
    EXPECT_EQ(reason("fraction_time.json"),
              "1 wb_trace_tree: root_span.start_time_ms must be milliseconds, a 64-bit integer, or null, it is 1.5");
    EXPECT_TRUE(says(reason("long_time.json"), {"root_span.end_time_ms must be", "it is 1.2345678901234568e+20"}));
    EXPECT_EQ(reason("unknown_kind.json"),
              "1 wb_trace_tree: root_span.span_kind must be LLM, CHAIN, AGENT, TOOL or null, it is \"robot\"");
    EXPECT_TRUE(
        says(reason("unknown_status.json"), {"root_span.status_code must be SUCCESS, ERROR or null, it is \"ok\""}));
    EXPECT_TRUE(says(reason("number_kind.json"), {"root_span.span_kind must be text or null, it is 1"}));
    EXPECT_TRUE(
        says(reason("null_child.json"), {"root_span.child_spans[1].child_spans[0] must be an object, it is null"}));
    EXPECT_TRUE(says(reason("list_inputs.json"), {"root_span.results[0].inputs must be an object or null, it is []"}));
    EXPECT_TRUE(says(reason("text_outputs.json"), {"root_span.results[0].outputs must be"}));
    EXPECT_TRUE(says(reason("unknown_result_member.json"), {"root_span.results[0] has a member \"output\""}));
    EXPECT_TRUE(says(reason("unknown_span_member.json"), {"root_span has a member \"kind\"", "\"attributes\""}));
    EXPECT_TRUE(says(reason("list_attributes.json"), {"root_span.attributes must be an object or null, it is []"}));
    EXPECT_TRUE(
        says(reason("unknown_member.json"), {"the trace has a member \"model\"", "\"root_span\" and \"model_dict\""}));
    EXPECT_TRUE(says(reason("both_forms.json"), {"the trace has values and texts"}));
    EXPECT_TRUE(says(reason("no_root_span.json"), {"has no \"root_span\""}));
    EXPECT_TRUE(says(reason("list_model.json"), {"model_dict must be an object or null, it is [1]"}));
    EXPECT_TRUE(says(reason("text.json"), {"the trace is no JSON: JSON, line 1, column 2"}));
    EXPECT_TRUE(says(reason("list.json"), {"the trace must be an object such as", "it is []"}));
    EXPECT_TRUE(says(reason("key_twice.json"), {"the key \"name\" comes twice"}));
    EXPECT_TRUE(says(reason("deep_spans.json"), {"more than 100 spans deep"}));
    EXPECT_TRUE(says(reason("deep_attribute.json"), {"more than 256 arrays and objects"}));
    EXPECT_TRUE(says(reason("broken_dumps.json"), {"\"root_span_dumps\" is no JSON: JSON, line 1"}));
    EXPECT_TRUE(says(reason("wrong_hash.json"), {"\"model_hash\" is \"0123456789abcdef\"", "99914b932bd37a50"}));
    EXPECT_TRUE(says(reason("hash_without_model.json"), {"\"model_hash\"", "there is none"}));
    EXPECT_TRUE(says(reason("other_type.json"), {"\"_type\" is \"image-file\""}));
    EXPECT_TRUE(says(refusal_of(Source::json("[1,2]")), {"must be an object", "[1,2]"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes("{\"root_span\":{}}").with_options({{"caption", "c"}})),
                     {"option \"caption\" is not known"}));
}

TEST(Hostile, LongTextsAreCutInSentences) {
    const std::string text = of_span("{\"span_kind\":\"" + std::string(100000, 'x') + "\"}");
    EXPECT_LT(text.size(), 300U);
    EXPECT_LT(of_span("{\"" + std::string(100000, 'x') + "\":1}").size(), 300U);
    EXPECT_LT(refusal_of(Source::bytes("{\"" + std::string(100000, 'x') + "\":1}")).size(), 400U);
}

TEST(Hostile, DepthHasABound) {
    const auto nested = [](std::size_t depth) {
        std::string text = "{\"root_span\":";
        for (std::size_t i = 1; i < depth; ++i) text += "{\"child_spans\":[";
        text += "{}";
        for (std::size_t i = 1; i < depth; ++i) text += "]}";
        return text + "}";
    };
    const TraceTree deepest = from_text(nested(max_span_depth));
    EXPECT_EQ(deepest.fields().at("spans"), max_span_depth);
    EXPECT_EQ(round_trip(deepest), deepest);
    EXPECT_TRUE(says(refusal_of(Source::bytes(nested(max_span_depth + 1))), {"more than 100 spans deep"}));
}

TEST(Hostile, CountsAndSizesHaveBounds) {
    const auto many = [](const std::string& one, std::size_t count) {
        std::string list = "[";
        for (std::size_t i = 0; i < count; ++i) list.append(i == 0 ? "" : ",").append(one);
        return list + "]";
    };
    EXPECT_TRUE(says(of_span("{\"child_spans\":" + many("{}", max_spans) + "}"), {"more than 262144 spans"}));
    EXPECT_TRUE(says(of_span("{\"results\":" + many("{}", max_results + 1) + "}"), {"more than 1048576 results"}));
    EXPECT_TRUE(says(of_span("{\"name\":\"" + std::string(max_text_bytes, 'x') + "\"}"),
                     {"1 wb_trace_tree: the trace takes", "more than 67108864"}));
    // Three bytes of input for a span of more than two hundred.
    EXPECT_TRUE(
        says(of_span("{\"results\":" + many("{}", max_results) + ",\"child_spans\":" + many("{}", max_spans - 1) + "}"),
             {"bytes as JSON, more than 67108864"}));
}

TEST(Hostile, EveryCutIsRefused) {
    for (const auto& path : files_in(corpus(""))) {
        std::string whole = read_file(path.string());
        while (whole.back() == '\n') whole.pop_back();
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_NE(refusal_of(Source::bytes(whole.substr(0, size))), "not refused") << path << " at " << size;
    }
}

TEST(Threads, CreateAndReadInParallel) {
    const TraceTree shared = from_text(sample("agent.json"));
    const json::object fields = shared.fields();
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    threads.reserve(thread_count);
    for (std::size_t t = 0; t < thread_count; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i)
                if (from_text(sample("agent.json")) != shared || shared.fields() != fields) ++wrong;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace wbm::trace_tree
