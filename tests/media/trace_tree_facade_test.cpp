// wbm/media/trace_tree.hpp: spans and traces, against the JSON that they stand for.
#include <wbm/media/trace_tree.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::TempDir;
using ::testing::HasSubstr;

class TraceTreeFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};

    /// The trace as an artifact on disk gives it back.
    TraceTree through_artifact(const TraceTree& trace) {
        const std::filesystem::path folder = dir / std::to_string(count_++);
        {
            Artifact artifact = Artifact::create(folder);
            artifact.add(trace, "trace");
            artifact.save();
        }
        return TraceTree(Artifact::open(folder).get("trace", media));
    }
    TraceTree restored(const json::object& j) {
        const Artifact nothing = Artifact::create(dir / std::to_string(count_++));
        return TraceTree(media.init_from_json(j, nothing));
    }
    static std::string text_of(const Span& span) {
        std::string text;
        span.append_to(text);
        return text;
    }

private:
    int count_ = 0;
};

Span a_tree() {
    return {.span_id = "a1",
            .name = "plan \u00e9",
            .start_time_ms = 1700000000000,
            .end_time_ms = -1,
            .status_code = Span::Status::success,
            .status_message = "fine",
            .attributes = {{{"user", "Zo\u00eb"}, {"list", {1, 0.5, nullptr}}}},
            .results = {{{.inputs = {{{"q", "where?"}}}}, {.outputs = json::object()}}},
            .child_spans = {{{.name = "search", .status_code = Span::Status::error, .span_kind = Span::Kind::tool},
                             {.results = std::vector<Span::Result>(), .child_spans = std::vector<Span>()}}},
            .span_kind = Span::Kind::agent};
}

TEST_F(TraceTreeFacadeTest, ASpanComesBackAsItWas) {
    const json::object model{{"_kind", "openai"}, {"temperature", 0.5}};
    const TraceTree trace(a_tree(), model, media);
    const TraceTree back = through_artifact(trace);
    EXPECT_EQ(back, trace);
    EXPECT_EQ(back.root_span(), a_tree());
    EXPECT_EQ(back.model_dict(), model);
    EXPECT_EQ(back.name(), "plan \u00e9");
    EXPECT_EQ(back.span_count(), 3U);
    EXPECT_EQ(back.model_dict_dumps(), R"({"_kind": "openai", "temperature": 0.5})");
    EXPECT_EQ(back.model_hash()->size(), 16U);
    EXPECT_NE(back.root_span(), Span{});
}

TEST_F(TraceTreeFacadeTest, ASpanIsTheGenericCall) {
    const std::string json = "{\"root_span\":" + text_of(a_tree()) + "}";
    EXPECT_EQ(TraceTree(a_tree(), {}, media), TraceTree(media.create("wb_trace_tree", bytes(json))));
    EXPECT_EQ(TraceTree(a_tree(), {}, media), TraceTree(json_text(json), media));
    EXPECT_EQ(TraceTree(Span{}, {}, media).root_span(), Span{});
    EXPECT_EQ(TraceTree(Span{}, {}, media).model_dict(), std::nullopt);
    EXPECT_THAT(TraceTree({.attributes = {{{"x", std::nan("")}}}}, {}, media).root_span_dumps(),
                HasSubstr(R"("attributes": {"x": null})"));
}

TEST_F(TraceTreeFacadeTest, KindsAndStatusesHaveNames) {
    for (const auto kind : {Span::Kind::llm, Span::Kind::chain, Span::Kind::agent, Span::Kind::tool}) {
        EXPECT_EQ(Span::kind_of(Span::name_of(kind)), kind);
        EXPECT_EQ(TraceTree({.span_kind = kind}, {}, media).root_span().span_kind, kind);
    }
    for (const auto status : {Span::Status::success, Span::Status::error})
        EXPECT_EQ(TraceTree({.status_code = status}, {}, media).root_span().status_code, status);
    EXPECT_EQ(Span::kind_of("lLm"), Span::Kind::llm);
    EXPECT_THROW((void)Span::status_of("ok"), MediaError);
}

// W382
TEST_F(TraceTreeFacadeTest, ATraceIsMadeFromWords) {
    const Trace trace("call", {.kind = "llm",
                               .status_code = "Error",
                               .status_message = "late",
                               .metadata = {{{"user", 5}}},
                               .start_time_ms = 1,
                               .end_time_ms = 2,
                               .inputs = {{{"q", "x"}}}});
    EXPECT_EQ(trace.span(), (Span{.name = "call",
                                  .start_time_ms = 1,
                                  .end_time_ms = 2,
                                  .status_code = Span::Status::error,
                                  .status_message = "late",
                                  .attributes = {{{"user", 5}}},
                                  .results = {{{.inputs = {{{"q", "x"}}}}}},
                                  .span_kind = Span::Kind::llm}));
    EXPECT_EQ(trace.tree(media), TraceTree(trace.span(), {}, media));
    try {
        (void)Trace("call", {.kind = "robot"});
        FAIL() << "not refused";
    } catch (const MediaError& e) {
        EXPECT_STREQ(e.what(), "wb_trace_tree: \"robot\" is no kind of span; there are LLM, CHAIN, AGENT, TOOL");
    }
    EXPECT_THROW((void)Trace("call", {.status_code = "OK"}), MediaError);
}

// W383, and section 19: a result needs members of either half.
TEST_F(TraceTreeFacadeTest, InputsAndOutputsAddResults) {
    using Results = std::vector<Span::Result>;
    const json::object a{{"a", 1}}, b{{"b", 2}}, empty;
    EXPECT_EQ(Trace("t", {.inputs = empty, .outputs = empty}).span().results, std::nullopt);
    EXPECT_EQ(Trace("t", {.inputs = a, .outputs = empty}).span().results, (Results{{a, empty}}));
    Trace trace("t");
    EXPECT_EQ(trace.inputs(), std::nullopt);
    trace.set_inputs(a);
    EXPECT_EQ(trace.span().results, (Results{{a, empty}}));
    trace.set_outputs(b).set_inputs(b).add_inputs_and_outputs(empty, a);
    EXPECT_EQ(trace.span().results, (Results{{a, empty}, {a, b}, {b, b}, {empty, a}}));
    EXPECT_EQ(trace.inputs(), empty);
    EXPECT_EQ(trace.outputs(), a);
    Trace half("t", {.inputs = a});
    half.set_inputs(b);
    EXPECT_EQ(half.span().results, (Results{{a, std::nullopt}, {b, std::nullopt}}));
    EXPECT_EQ(Trace("t").set_outputs(b).span().results, (Results{{empty, b}}));
}

TEST_F(TraceTreeFacadeTest, ChildrenBringTheirModels) {
    const json::object model{{"_kind", "x"}};
    Trace root("root", {.model_dict = {{{"n", 1}}}});
    root.add_child(Trace("llm", {.model_dict = model})).add_child(Trace("plain"));
    EXPECT_EQ(root.model_dict(), (json::object{{"n", 1}, {"llm", model}}));
    EXPECT_EQ(root.tree(media).model_dict_dumps(), R"({"n": 1, "llm": {"_kind": "x"}})");
    EXPECT_EQ(root.span().child_spans->size(), 2U);
    Trace without("root");
    without.add_child(Trace("llm", {.model_dict = model}));
    EXPECT_EQ(without.model_dict(), std::nullopt);
    EXPECT_EQ(without.tree(media).model_hash(), std::nullopt);
}

TEST_F(TraceTreeFacadeTest, ATraceMayBeFilledInLater) {
    Trace trace("t");
    trace.add_metadata({})
        .add_metadata({{"a", 1}, {"b", 2}})
        .add_metadata({{"a", 3}})
        .set_kind("tool")
        .set_status_code("success");
    trace.set_status_message("done");
    trace.set_start_time_ms(5);
    trace.set_end_time_ms(6);
    EXPECT_EQ(trace.span(), (Span{.name = "t",
                                  .start_time_ms = 5,
                                  .end_time_ms = 6,
                                  .status_code = Span::Status::success,
                                  .status_message = "done",
                                  .attributes = {{{"a", 3}, {"b", 2}}},
                                  .span_kind = Span::Kind::tool}));
    EXPECT_EQ(Trace("t").add_metadata({}).span().attributes, json::object());
}

TEST_F(TraceTreeFacadeTest, ARunsHistoryHoldsTheTexts) {
    wbm::Run run(dir / "run");
    const TraceTree trace = Trace("call", {.kind = "llm", .model_dict = {{{"a", 1}}}}).tree(media);
    run.log("trace", trace, 3);
    const json::object j = run.history().back().at("trace").as_object();
    EXPECT_EQ(restored(j), trace);
    EXPECT_EQ(j.at("model_hash"), json::value(*trace.model_hash()));
}

TEST_F(TraceTreeFacadeTest, ABrokenTextIsKeptAndSaysSo) {
    const TraceTree broken =
        restored({{"_type", "wb_trace_tree"}, {"model_dict_dumps", "[1]"}, {"root_span_dumps", "{\"name\": 5"}});
    EXPECT_EQ(broken.root_span_dumps(), "{\"name\": 5");
    EXPECT_EQ(broken.name(), std::nullopt);
    EXPECT_EQ(broken.span_count(), std::nullopt);
    EXPECT_THROW((void)broken.root_span(), MediaError);
    EXPECT_THROW((void)broken.model_dict(), MediaError);
    for (const char* text :
         {"[]", "{\"name\": 5}", "{\"start_time_ms\": 1.5}", "{\"attributes\": []}", "{\"results\": {}}",
          "{\"results\": [1]}", "{\"child_spans\": [null]}", "{\"span_kind\": \"x\"}"})
        EXPECT_THROW((void)restored({{"_type", "wb_trace_tree"}, {"root_span_dumps", text}}).root_span(), MediaError)
            << text;
    EXPECT_EQ(restored({{"_type", "wb_trace_tree"}, {"root_span_dumps", "{\"later\": 1}"}}).root_span(), Span{});
}

TEST_F(TraceTreeFacadeTest, RefusalsNameTypeFieldAndReason) {
    Span deep;
    for (int i = 0; i < 100; ++i) {
        Span parent;
        parent.add_child_span(std::move(deep));
        deep = std::move(parent);
    }
    try {
        (void)TraceTree(deep, {}, media);
        FAIL() << "not refused";
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::invalid);
        EXPECT_THAT(e.what(), HasSubstr("wb_trace_tree: root_span.child_spans[0]"));
        EXPECT_THAT(e.what(), HasSubstr("more than 100 spans deep"));
    }
    EXPECT_THROW((void)TraceTree({.name = "\xff"}, {}, media), MediaError);
    EXPECT_THROW((void)TraceTree(ValuePtr(nullptr)), MediaError);
}

}  // namespace
}  // namespace wbm
