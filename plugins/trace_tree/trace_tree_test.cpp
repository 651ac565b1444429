// What a trace becomes, member by member.
#include "test_support.hpp"

#include <limits>

namespace wbm::trace_tree {
namespace {

/// The text of a span with these members and nulls for the others.
std::string span_with(const json::object& given) {
    json::object span;
    for (const char* key : {"span_id", "name", "start_time_ms", "end_time_ms", "status_code", "status_message",
                            "attributes", "results", "child_spans", "span_kind"})
        span[key] = given.contains(key) ? given.at(key) : json::value(nullptr);
    return json::write(span, json::Style::standard);
}

// W379
TEST(TraceTreeText, HasTheTenMembersInOrder) {
    const TraceTree trace = from_span("{}");
    EXPECT_EQ(
        trace.root_span_dumps,
        R"({"span_id": null, "name": null, "start_time_ms": null, "end_time_ms": null, "status_code": null, )"
        R"("status_message": null, "attributes": null, "results": null, "child_spans": null, "span_kind": null})");
    EXPECT_EQ(
        from_span(R"({"span_kind":"LLM","name":"n","end_time_ms":-5,"span_id":"i","start_time_ms":0})").root_span_dumps,
        span_with({{"span_id", "i"}, {"name", "n"}, {"start_time_ms", 0}, {"end_time_ms", -5}, {"span_kind", "LLM"}}));
}

// The recorded case of the corpus.
TEST(TraceTreeText, IsTheReferencesForANestedTree) {
    const TraceTree trace = from_text(R"({"root_span":{"span_id":"1","name":"root","attributes":{"k":[1,null,NaN]},
        "child_spans":[{"span_id":"2","name":"é","results":[{"inputs":{"q":"x"},"outputs":{"a":1.5}}]}]},
        "model_dict":{"_kind":"llm","x":{"y":"builtins.object"}}})");
    EXPECT_EQ(trace, from_text(sample("wire.json")));
    EXPECT_EQ(trace.model_hash, "3b6193c4fc3c5668");
}

// W380; the golden hash of section 19.
TEST(TraceTreeModel, IsNamedByTheHashOfItsText) {
    const TraceTree trace =
        from_text(R"({"model_dict":{"_kind":"openai","o":"<<non-serializable: object>>"},"root_span":{}})");
    EXPECT_EQ(trace.model_dict_dumps, R"({"_kind": "openai", "o": "<<non-serializable: object>>"})");
    EXPECT_EQ(trace.model_hash, "090b65a9c803b576");
    EXPECT_EQ(from_text(R"({"root_span":{},"model_dict":{}})").model_hash, "99914b932bd37a50");
    EXPECT_EQ(from_text(R"({"root_span":{},"model_dict":null})").model_hash, std::nullopt);
    EXPECT_EQ(from_text(R"({"root_span":{},"model_dict":null})"), from_span("{}"));
}

TEST(TraceTreeText, KeepsNumbersAndOrderAndEscapes) {
    const std::string agent = from_text(sample("agent.json")).root_span_dumps;
    EXPECT_TRUE(says(
        agent,
        {R"("attributes": {"user": "Zo\u00eb \ud83d\ude00", "score": null, "limit": Infinity, "NaN": "NaN \" NaN"})",
         R"("results": [{"inputs": {"question": "where to?"}, "outputs": null}, {"inputs": null, "outputs": {"answer": [1, 2.5, 1e-07, "\u00e9"]}}])",
         R"("status_message": "timed out", "attributes": null, "results": [], "child_spans": null, "span_kind": "TOOL"})",
         R"("span_kind": "AGENT"})"}));
    EXPECT_EQ(from_text(sample("agent.json")).model_dict_dumps,
              R"({"_kind": "openai", "temperature": 0.7, "seed": 123456789012345678901234567890})");
    EXPECT_TRUE(
        says(from_span(R"({"attributes":{"a":"\\\"NaN","b":NaN,"c":[NaN,-Infinity],"\"":"{]"}})").root_span_dumps,
             {R"({"a": "\\\"NaN", "b": null, "c": [null, -Infinity], "\"": "{]"})"}));
}

TEST(TraceTreeText, IsTheSameFromParsedJson) {
    for (const char* name : {"name_only.json", "empty_span.json", "wire.json"})
        EXPECT_EQ(made(Source::json(sample(name))), from_text(sample(name))) << name;
    EXPECT_EQ(made(Source::json(R"({"root_span":{"attributes":{"a":NaN,"b":2.50}}})")),
              from_span(R"({"attributes":{"a":NaN,"b":2.5}})"));
}

// W382
TEST(TraceTreeSpan, TakesKindAndStatusInAnyCase) {
    for (const char* kind : {"LLM", "CHAIN", "AGENT", "TOOL"}) {
        std::string mixed = kind;
        mixed.back() = static_cast<char>(mixed.back() + ('a' - 'A'));
        EXPECT_EQ(from_span(json::write(json::object{{"span_kind", mixed}})).root_span_dumps,
                  span_with({{"span_kind", kind}}));
    }
    EXPECT_EQ(from_span(R"({"status_code":"success"})").root_span_dumps, span_with({{"status_code", "SUCCESS"}}));
    EXPECT_EQ(from_span(R"({"status_code":"Error"})").root_span_dumps, span_with({{"status_code", "ERROR"}}));
    EXPECT_EQ(from_span(R"({"status_code":null,"span_kind":null,"results":null,"child_spans":null,"attributes":null})"),
              from_span("{}"));
}

TEST(TraceTreeSpan, TimesHave64Bits) {
    const auto least = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(from_span(json::write(json::object{{"start_time_ms", least}})).root_span_dumps,
              span_with({{"start_time_ms", least}}));
}

TEST(TraceTreeTexts, AreKeptByteForByte) {
    const json::object wire{{"root_span_dumps", "{\"name\":\"a\", \"attributes\" : {\"x\":NaN}}"},
                            {"model_dict_dumps", "{ }"}};
    const TraceTree trace = from_text(json::write(wire));
    EXPECT_EQ(trace.root_span_dumps, std::string_view(wire.at("root_span_dumps").as_string()));
    EXPECT_EQ(trace.model_dict_dumps, "{ }");
    EXPECT_EQ(trace.model_hash, "67c1890df55a3fda");
}

TEST(TraceTreeJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const TraceTree trace = from_text(R"({"root_span":{},"model_dict":{"a":1}})");
    const std::string json = R"({"_type":"wb_trace_tree","model_hash":")" + *trace.model_hash +
                             R"(","model_dict_dumps":"{\"a\": 1}","root_span_dumps":)" +
                             json::write(json::value(trace.root_span_dumps)) + "}";
    EXPECT_EQ(json::write(trace.to_json(run.store())), json);
    EXPECT_EQ(json::write(trace.to_json(artifact.store())), json);
    EXPECT_EQ(json::write(from_span("{}").to_json(run.store())),
              R"({"_type":"wb_trace_tree","root_span_dumps":)" + json::write(json::value(span_with({}))) + "}");
    EXPECT_TRUE(run.added().empty());  // W384
    EXPECT_TRUE(artifact.added().empty());
}

TEST(TraceTreeJson, KeepsWhateverTheTextsAre) {
    FakeStore store(WBM_ARTIFACT);
    for (const char* json :
         {R"({"_type":"wb_trace_tree","root_span_dumps":"{}"})",
          R"({"_type":"wb_trace_tree","root_span_dumps":"{\"name\": 5, broken"})",
          R"({"_type":"wb_trace_tree","model_hash":"not the hash","root_span_dumps":""})",
          R"({"_type":"wb_trace_tree","model_dict_dumps":"[]","root_span_dumps":"null"})",
          R"({"_type":"wb_trace_tree","root_span_dumps":"{}","model_dict_dumps":null,"model_hash":null})",
          R"({"_type":"wb_trace_tree","root_span_dumps":"{}","_wbm":{"a":[1,2.5]},"caption":"c","later":null})"}) {
        const Value value = trace_type().from_json(json, store);
        EXPECT_EQ(trace_type().to_json(value, store), json);
        EXPECT_EQ(round_trip(of(value)), of(value));
    }
}

TEST(TraceTreeJson, IsRefusedWhenWrong) {
    FakeStore store(WBM_ARTIFACT);
    const auto refused = [&](const char* json) { return refusal([&] { (void)trace_type().from_json(json, store); }); };
    EXPECT_TRUE(says(refused(R"({"_type":"wb_trace_tree"})"), {"3 wb_trace_tree: \"root_span_dumps\" is missing"}));
    EXPECT_TRUE(says(refused(R"({"root_span_dumps":{}})"), {"1 wb_trace_tree: \"root_span_dumps\" must be text"}));
    EXPECT_TRUE(
        says(refused(R"({"root_span_dumps":"{}","model_dict_dumps":{}})"), {"\"model_dict_dumps\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"root_span_dumps":"{}","model_hash":5})"), {"\"model_hash\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"_type":"image-file","root_span_dumps":"{}"})"), {"\"_type\""}));
}

TEST(TraceTreeFields, TellOfTheTree) {
    json::object fields = from_text(sample("agent.json")).fields();
    EXPECT_EQ(fields.at("root_span_dumps"), json::value(from_text(sample("agent.json")).root_span_dumps));
    fields.erase("root_span_dumps");
    EXPECT_EQ(
        json::write(fields),
        R"({"name":"plan a journey","span_id":"a1","spans":4,"status_code":"SUCCESS","span_kind":"AGENT",)"
        R"("start_time_ms":1700000000000,"end_time_ms":1700000001500,"model_hash":"164a4152ad613584",)"
        R"("model_dict_dumps":"{\"_kind\": \"openai\", \"temperature\": 0.7, \"seed\": 123456789012345678901234567890}"})");
    fields = from_span("{}").fields();
    fields.erase("root_span_dumps");
    EXPECT_EQ(json::write(fields), R"({"spans":1})");
}

TEST(TraceTreeFields, SayNothingOfABrokenText) {
    FakeStore store(WBM_ARTIFACT);
    for (const char* text : {"", "{", "[]", "5", "{\"name\": \"a\"} x", "{\"name\": 5}",
                             "{\"child_spans\": [{\"start_time_ms\": 1.5}]}"}) {
        const json::object wire{{"model_hash", "h"}, {"root_span_dumps", text}};
        EXPECT_EQ(of(trace_type().from_json(json::write(wire), store)).fields(), wire) << text;
    }
    // A later version's member is no fault.
    const json::object later{{"root_span_dumps", R"({"name":"a","cost":5,"results":[{"inputs":{},"tokens":3}]})"}};
    EXPECT_EQ(of(trace_type().from_json(json::write(later), store)).fields().at("name"), "a");
}

TEST(TraceTreeEquality, ComparesTextsAndUnknownMembers) {
    EXPECT_EQ(from_span(R"({"name":"a"})"), from_span(R"({ "span_id" : null , "name" : "a" })"));
    EXPECT_NE(from_span(R"({"name":"a"})"), from_span(R"({"name":"b"})"));
    EXPECT_NE(from_text(R"({"root_span":{},"model_dict":{}})"), from_span("{}"));
    EXPECT_NE(from_text(R"({"root_span":{},"model_dict":{}})"), from_text(R"({"root_span":{},"model_dict":{"a":1}})"));
    TraceTree other = from_span("{}");
    other.extra = ExtraMembers(json::object{{"later", 1}});
    EXPECT_NE(other, from_span("{}"));
}

TEST(TraceTreeRoundTrip, LosesNothing) {
    for (const auto& path : files_in(corpus(""))) {
        const TraceTree value = from_text(read_file(path.string()));
        EXPECT_EQ(round_trip(value), value) << path;
    }
}

TEST(TraceTreePlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.trace_tree");
    EXPECT_STREQ(plugin->types[0]->name, "wb_trace_tree");
    EXPECT_EQ(plugin->types[1], nullptr);
    EXPECT_EQ(json::read_object(plugin->types[0]->facts).at("options").at("additionalProperties"), false);
    EXPECT_EQ(plugin->types[0]->extension(WBM_EXT_BATCH), nullptr);
}

}  // namespace
}  // namespace wbm::trace_tree
