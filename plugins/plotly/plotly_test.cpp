// What a figure is made from, what it becomes, and what comes back.
#include "test_support.hpp"

#include <thread>

namespace wbm::plotly {
namespace {

const std::string figure = R"({"data":[{"type":"scatter","x":[1,2],"y":[0.10,1E5]}],"layout":{"title":"loss"}})";

// W253
TEST(PlotlyText, LosesItsBlanksAndNothingElse) {
    const Plotly spaced = of_bytes(
        "{ \"data\" : [ {\"type\":\"scatter\",\r\n\t\"x\":[1, 2],\"y\":[0.10 ,1E5]} ],\n"
        "\"layout\":{\"title\":\"loss\"} }\n");
    EXPECT_EQ(text_of(spaced), figure);
    EXPECT_EQ(spaced, of_bytes(figure));
    const std::string odd =
        R"({"data":[{"name":"a \" b : c , \\","text":"caf\u00e9 é  "}],"huge":123456789012345678901})";
    EXPECT_EQ(text_of(of_bytes(odd)), odd);
}

TEST(PlotlyText, OfJsonHasShortestDoubles) {
    EXPECT_EQ(text_of(made(Source::json(figure))),
              R"({"data":[{"type":"scatter","x":[1,2],"y":[0.1,100000.0]}],"layout":{"title":"loss"}})");
}

TEST(PlotlyText, HasNullForWhatIsNoJson) {
    const Plotly made_of = of_bytes(R"({"data":[{"y":[NaN,-Infinity,Infinity,-1],"name":"NaN, -Infinity"}]})");
    EXPECT_EQ(text_of(made_of), R"({"data":[{"y":[null,null,null,-1],"name":"NaN, -Infinity"}]})");
    EXPECT_EQ(text_of(made(Source::json(R"({"data":[{"y":[NaN]}]})"))), R"({"data":[{"y":[null]}]})");
}

TEST(PlotlyJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Plotly plot = of_bytes(figure, {{"caption", "c"}});
    const std::string sha = testing::sha256(figure);
    const std::string ours = R"("_wbm":{"traces":1,"trace_types":["scatter"],"title":"loss","points":2}})";
    EXPECT_EQ(json::write(plot.to_json(run.store())), R"({"caption":"c","_type":"plotly-file","sha256":")" + sha +
                                                          R"(","size":)" + std::to_string(figure.size()) +
                                                          R"(,"path":"media/plotly/key_0_)" + sha.substr(0, 20) +
                                                          R"(.plotly.json",)" + ours);
    EXPECT_EQ(json::write(plot.to_json(artifact.store())),
              R"({"caption":"c","_type":"plotly-file","path":"media/plotly/)" + sha.substr(0, 20) +
                  R"(.plotly.json","sha256":")" + sha + R"(",)" + ours);
    EXPECT_EQ(json::write(of_bytes(figure).to_json(run.store())).find("caption"), std::string::npos);
}

TEST(PlotlyFile, IsKeptByteForByte) {
    const std::string spaced = "{ \"data\": [ ] }\n";
    FakeStore folder(WBM_RUN);
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Plotly plot = made(Source::path(folder.put("a.json", spaced).string()));
    (void)plot.to_json(run.store());
    const json::object j = plot.to_json(artifact.store());
    EXPECT_EQ(run.added().at(0).content, spaced);
    EXPECT_TRUE(run.added().at(0).path.ends_with(".plotly.json"));
    EXPECT_EQ(artifact.added().at(0).content, spaced);
    EXPECT_EQ(text(j, "path"), "media/plotly/" + testing::sha256(spaced).substr(0, 20) + "/a.json");
}

TEST(PlotlyFile, WithBareNanIsWrittenAnew) {
    FakeStore folder(WBM_RUN);
    const Logged logged;
    const auto path = folder.put("a.plotly.json", R"({"data": [{"y": [1, NaN]}]})");
    EXPECT_EQ(text_of(made(Source::path(path.string()))), R"({"data":[{"y":[1,null]}]})");
    ASSERT_EQ(logged.warnings().size(), 1U);
    EXPECT_TRUE(says(logged.warnings()[0], {"a.plotly.json", "bare NaN", "null in their place"}));
    EXPECT_EQ(read_file(path.string()), R"({"data": [{"y": [1, NaN]}]})");
    (void)made(Source::path(folder.put("b.json", R"({"data":[{"name":"NaN Infinity"}]})").string()));
    EXPECT_EQ(logged.warnings().size(), 1U);
}

TEST(PlotlyFile, MustBeJson) {
    FakeStore folder(WBM_RUN);
    for (const char* name : {"a.txt", "a", "a.JSON", ".json"})
        EXPECT_TRUE(
            says(refusal_of(Source::path(folder.put(name, figure).string())), {"1 plotly-file: ", "\".json\""}));
    EXPECT_TRUE(says(refusal_of(Source::path((folder.root() / "gone.json").string())), {"3 ", "gone.json"}));
    EXPECT_TRUE(says(refusal_of(Source::path(folder.put("a.json", "{").string()).with_options({})),
                     {"1 ", "a.json", "no sound figure", "line 1"}));
}

TEST(PlotlyFields, SayWhatTheFigureHolds) {
    EXPECT_EQ(fields_of(of_bytes(figure, {{"caption", "c"}})),
              R"({"traces":1,"trace_types":["scatter"],"title":"loss","points":2,"caption":"c","size":)" +
                  std::to_string(figure.size()) + "}");
    EXPECT_EQ(fields_of(of_bytes(R"({"data":[]})")), R"({"traces":0,"points":0,"size":11})");
}

TEST(PlotlyOptions, AreChecked) {
    const auto with = [](const json::object& options) {
        return refusal_of(Source::bytes(figure).with_options(options));
    };
    EXPECT_TRUE(says(with({{"captoin", "x"}}), {"option \"captoin\" is not known"}));
    EXPECT_TRUE(says(with({{"caption", 5}}), {"\"caption\" must be text"}));
    EXPECT_TRUE(says(with({{"typed_arrays", 1}}), {"\"typed_arrays\"", "true or false"}));
    EXPECT_TRUE(says(with({{"typed_arrays", true}}), {"\"typed_arrays\" is for arrays given as parts"}));
}

TEST(PlotlyReading, KeepsWhatTheReferenceWrote) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/plotly/a.plotly.json", R"({"data": [{"y": [1.0, NaN], "type": "scatter"}], "layout": {}})");
    const std::string json = R"({"path":"media/plotly/a.plotly.json","sha256":"ab","_type":"plotly-file"})";
    const Plotly plot = of(plotly_type().from_json(json, store));
    EXPECT_EQ(fields_of(plot), R"({"traces":1,"trace_types":["scatter"],"points":2,"sha256":"ab"})");
    EXPECT_EQ(json::write(plot.to_json(store.store())).find("_wbm"), std::string::npos);
    store.put("media/plotly/b.plotly.json", "no figure");
    const Plotly none =
        of(plotly_type().from_json(R"({"_type":"plotly-file","path":"media/plotly/b.plotly.json"})", store));
    EXPECT_EQ(fields_of(none), "{}");
    EXPECT_EQ(round_trip(none), none);
}

TEST(PlotlyReading, KeepsUnknownMembers) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/plotly/a.plotly.json", "{\"data\":[]}");
    const std::string sha = testing::sha256("{\"data\":[]}");
    const std::string json = R"({"caption":"c","_type":"plotly-file","path":"media/plotly/a.plotly.json","sha256":")" +
                             sha + R"(","_wbm":{"traces":0,"points":0,"more":[1,2.5]},"later":null})";
    const Value value = plotly_type().from_json(json, store);
    EXPECT_EQ(plotly_type().to_json(value, store), json);
    Plotly other = of(value);
    other.extra = ExtraMembers(json::object{{"later", 1}});
    EXPECT_NE(other, of(value));
    other = of(value);
    other.wbm_extra = ExtraMembers();
    EXPECT_NE(other, of(value));
}

TEST(PlotlyReading, RefusesBrokenMembers) {
    FakeStore store(WBM_ARTIFACT);
    store.put("a", "{}");
    const auto refused = [&](const std::string& members) {
        return refusal([&] { (void)plotly_type().from_json("{\"_type\":\"plotly-file\"" + members + "}", store); });
    };
    EXPECT_TRUE(says(refused(""), {"3 plotly-file: \"path\" is missing"}));
    EXPECT_TRUE(says(refused(R"(,"path":"b")"), {"3 "}));
    EXPECT_TRUE(says(refused(R"(,"path":"a","_wbm":{"traces":-1})"), {"1 ", "\"traces\" of \"_wbm\"", "-1"}));
    EXPECT_TRUE(says(refused(R"(,"path":"a","_wbm":{"trace_types":"x"})"), {"1 ", "must be a list"}));
    EXPECT_TRUE(says(refused(R"(,"path":"a","_wbm":{"trace_types":[1]})"), {"1 ", "list of texts, it has 1"}));
    EXPECT_TRUE(says(refused(R"(,"path":"a","_wbm":{"title":1})"), {"1 ", "\"title\" must be text"}));
    EXPECT_EQ(refused(R"(,"path":"a","_wbm":{})"), "not refused");
}

// Wire spec 1.1: the helper convert_plots
TEST(PlotlyInline, StaysInline) {
    const std::string json =
        R"({"_type":"plotly","plot":{"data":[{"y":[1,NaN,2.5],"type":"bar"}],"layout":{"title":"t"}}})";
    for (const int kind : {WBM_RUN, WBM_ARTIFACT}) {
        FakeStore store(kind);
        const Value value = plotly_type().from_json(json, store);
        EXPECT_EQ(plotly_type().to_json(value, store), json);
        EXPECT_TRUE(store.added().empty());
        EXPECT_EQ(fields_of(of(value)), R"({"traces":1,"trace_types":["bar"],"title":"t","points":3})");
        EXPECT_EQ(round_trip(of(value)), of(value));
    }
    FakeStore store(WBM_RUN);
    const Value sorted = plotly_type().from_json(
        R"({"plot":{"layout":{"title":"t"},"data":[{"type":"bar","y":[1,NaN,2.5]}]},"_type":"plotly","x":NaN})", store);
    Plotly other = of(plotly_type().from_json(json, store));
    EXPECT_NE(of(sorted), other);
    other.extra = of(sorted).extra;
    EXPECT_EQ(of(sorted), other);
    EXPECT_NE(other, of_bytes(R"({"data":[]})"));
    EXPECT_TRUE(says(refusal([&] { (void)plotly_type().from_json(R"({"_type":"plotly"})", store); }),
                     {"3 plotly-file: \"plot\" is missing"}));
    EXPECT_TRUE(says(refusal([&] { (void)plotly_type().from_json(R"({"_type":"plotly","plot":[]})", store); }),
                     {"1 plotly-file: \"plot\" must be a figure"}));
}

TEST(PlotlyEquality, ComparesContentAndCaption) {
    EXPECT_EQ(of_bytes(figure), of_bytes(figure));
    EXPECT_NE(of_bytes(figure), of_bytes(R"({"data":[]})"));
    EXPECT_NE(of_bytes(figure), of_bytes(figure, {{"caption", ""}}));
}

TEST(PlotlyProbe, LooksAtTheContent) {
    EXPECT_EQ(json::write(plotly_type().probe(Source::bytes(figure))),
              R"({"traces":1,"trace_types":["scatter"],"title":"loss","points":2,"format":"plotly.json","size":)" +
                  std::to_string(figure.size()) + "}");
    EXPECT_EQ(plotly_type().probe(Source::path(corpus("typed.plotly.json").string())).at("points"), 15);
    EXPECT_EQ(plotly_type().probe(Source::bytes(R"({"config":{},"data":[]})")).at("traces"), 0);
    const auto refused = [](const std::string& text) {
        return refusal([&] { (void)plotly_type().probe(Source::bytes(text)); });
    };
    for (const char* text : {"", "x", "[]", "{}", R"({"a":1})", R"({"a":1)", "\x89PNG"})
        EXPECT_TRUE(says(refused(text), {"2 plotly-file: ", "no figure"})) << text;
    for (const char* text : {R"({"data":[)", R"({ "data" : 5})", R"({"layout":{}})", R"({"frames":[],"data":1})"})
        EXPECT_TRUE(says(refused(text), {"1 plotly-file: "})) << text;
    EXPECT_TRUE(says(refusal([] { (void)plotly_type().probe(Source::path("/nowhere/a.json")); }), {"3 "}));
}

TEST(PlotlyRoundTrip, LosesNothing) {
    for (const auto& path : files_in(corpus(""))) {
        for (Source source : {Source::path(path.string()), Source::bytes(read_file(path.string())),
                              Source::json(read_file(path.string()))}) {
            const Plotly plot = made(source.with_options({{"caption", "\u00e9 \"q\""}}));
            const Plotly back = round_trip(plot);
            EXPECT_EQ(back, plot) << path;
            EXPECT_EQ(back.content, plot.content) << path;
        }
    }
}

TEST(PlotlyRefusal, CoversTheBadCorpus) {
    const auto bad = files_in(corpus("bad"));
    EXPECT_GE(bad.size(), 25U);
    for (const auto& path : bad) EXPECT_THROW((void)plotly_type().create(Source::path(path.string())), Refused) << path;
}

TEST(PlotlyRefusal, PassesTheStoresStatusOn) {
    FakeStore run(WBM_RUN);
    run.fail_at(1, WBM_IO);
    EXPECT_TRUE(says(refusal([&] { (void)of_bytes(figure).to_json(run.store()); }), {"4 "}));
}

TEST(PlotlyThreads, MayCreateAndReadAtOnce) {
    const Plotly plot = of_bytes(figure);
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn) {
                EXPECT_EQ(of_bytes(figure), plot);
                EXPECT_EQ(plot.fields().at("points"), 2);
                EXPECT_EQ(element_count(plot.tensor({{"trace", 0}, {"array", "y"}}).dl()), 2U);
            }
        });
    for (auto& thread : threads) thread.join();
}

TEST(PlotlyPlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.plotly");
    EXPECT_STREQ(plugin->types[0]->name, "plotly-file");
    EXPECT_STREQ(plugin->types[0]->aliases[0], "plotly");
    const json::object facts = json::read_object(plugin->types[0]->facts);
    EXPECT_EQ(facts.at("extensions"), json::array({".plotly.json"}));
    EXPECT_EQ(facts.if_contains("batch"), nullptr);
}

}  // namespace
}  // namespace wbm::plotly
