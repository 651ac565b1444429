// What a plot becomes: its file, its JSON, what it tells.
#include "test_support.hpp"

#include "limits.hpp"

namespace wbm::bokeh {
namespace {

const std::string small = R"({"version":"3.2.0","title":"t","roots":[{"type":"object","name":"Div","id":"p1"}]})";

// W257, W259
TEST(BokehFile, IsKeptByteForByte) {
    for (const char* name :
         {"line.bokeh.json", "bokeh2.bokeh.json", "two_roots.bokeh.json", "no_roots_yet.bokeh.json"}) {
        FakeStore run(WBM_RUN);
        FakeStore artifact(WBM_ARTIFACT);
        const Bokeh plot = from_corpus(name);
        const std::string sha = testing::sha256(sample(name));
        const json::object in_run = plot.to_json(run.store());
        EXPECT_EQ(run.added().at(0).content, sample(name));
        EXPECT_EQ(text(in_run, "path"), "media/bokeh/key_0_" + sha.substr(0, 20) + ".bokeh.json");
        const json::object in_artifact = plot.to_json(artifact.store());
        EXPECT_EQ(artifact.added().at(0).content, sample(name));
        EXPECT_EQ(text(in_artifact, "path"), "media/bokeh/" + sha.substr(0, 20) + "/" + name);
    }
}

TEST(BokehFile, NeedsItsName) {
    FakeStore folder(WBM_RUN);
    for (const char* name : {"b.json", "b.bokeh", "b.BOKEH.JSON", "bokeh.json", "b.bokeh.json.gz"})
        EXPECT_TRUE(says(refusal_of(Source::path(folder.put(name, small).string())),
                         {"1 bokeh-file: the file ", name, "ends with \".bokeh.json\"; rename it"}));
    EXPECT_TRUE(says(refusal_of(Source::path("/nowhere/nope.bokeh.json")), {"3 bokeh-file: ", "nope.bokeh.json"}));
    EXPECT_TRUE(says(refusal_of(Source::path(folder.root().string())), {"1 bokeh-file: ", "is a folder"}));
}

TEST(BokehText, IsLaidOutAsTheNewestReferenceDoes) {
    EXPECT_EQ(
        from_text("{ \"version\" : \"3.2.0\",\n \"roots\": [ ], \"title\" : \"\\u00e9\", \"n\": 1.50 }").file.read(),
        R"({"version":"3.2.0","roots":[],"title":"é","n":1.5})");
    // What it wrote itself stays, to the byte.
    for (const char* name : {"line.bokeh.json", "slider.bokeh.json"})
        EXPECT_EQ(from_text(sample(name)).file.read(), sample(name));
    EXPECT_EQ(from_text(sample("no_roots_yet.bokeh.json")).file.read(), sample("no_roots_yet.bokeh.json"));
}

TEST(BokehText, IsTheSameFromParsedJson) {
    for (const char* name : {"line.bokeh.json", "slider.bokeh.json", "bokeh2.bokeh.json", "two_roots.bokeh.json"})
        EXPECT_EQ(made(Source::json(sample(name))), from_text(sample(name))) << name;
}

// Section 11: the models of the older form are sorted by id, those of the newer one are not.
TEST(BokehText, HasTheOlderFormsModelsInOrder) {
    const std::string stored = from_text(sample("bokeh2.bokeh.json")).file.read();
    EXPECT_EQ(stored, R"({"defs":[],"roots":{"references":[{"attributes":{"text":"first é"},"id":"1001","type":"Div"},)"
                      R"({"attributes":{"children":[{"id":"1001"},{"id":"1003"}]},"id":"1002","type":"Column"},)"
                      R"({"attributes":{"text":"second"},"id":"1003","type":"Div"}],"root_ids":["1002"]},)"
                      R"("title":"Bokeh Application","version":"2.4.3"})");
    EXPECT_EQ(from_text(stored).file.read(), stored);
    const std::string newer = R"({"version":"3.2.0","roots":[{"id":"p2"},{"id":"p1"}]})";
    EXPECT_EQ(from_text(newer).file.read(), newer);
}

TEST(BokehText, SortsByTextAndKeepsEqualIdsInOrder) {
    const auto model = [](const char* id, int n) { return json::object{{"id", id}, {"n", n}}; };
    const json::object document{
        {"version", "1.4.0"},
        {"roots",
         {{"references", json::array{model("10", 1), model("9", 2), model("\u00e9", 3), model("10", 4), model("1", 5)}},
          {"root_ids", json::array()}}}};
    const json::object stored = json::read_object(made(Source::json(json::write(document))).file.read());
    std::string order;
    for (const json::value& each : stored.at("roots").at("references").as_array())
        order += std::to_string(each.at("n").as_int64());
    EXPECT_EQ(order, "51423");
}

TEST(BokehJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Bokeh plot = from_text(small, {{"caption", "c"}});
    const std::string sha = testing::sha256(small);
    const std::string wbm = R"("_wbm":{"title":"t","version":"3.2.0","roots":1,"models":1}})";
    EXPECT_EQ(json::write(plot.to_json(run.store())), R"({"caption":"c","_type":"bokeh-file","sha256":")" + sha +
                                                          R"(","size":)" + std::to_string(small.size()) +
                                                          R"(,"path":"media/bokeh/key_0_)" + sha.substr(0, 20) +
                                                          R"(.bokeh.json",)" + wbm);
    EXPECT_EQ(json::write(plot.to_json(artifact.store())),
              R"({"caption":"c","_type":"bokeh-file","path":"media/bokeh/)" + sha.substr(0, 20) +
                  R"(.bokeh.json","sha256":")" + sha + R"(",)" + wbm);
    EXPECT_FALSE(from_text(small).to_json(run.store()).contains("caption"));
}

TEST(BokehJson, KeepsWhatTheReferenceWrote) {
    FakeStore store(WBM_ARTIFACT);
    for (const char* content : {"{}", "nope", "", "[1]", R"({"version":"3.2.0","title":"t","roots":[]})"}) {
        store.put("media/bokeh/a.bokeh.json", content);
        const std::string json = R"({"_type":"bokeh-file","path":"media/bokeh/a.bokeh.json","sha256":")" +
                                 testing::sha256(content) + R"("})";
        const Value value = bokeh_type().from_json(json, store);
        EXPECT_EQ(bokeh_type().to_json(value, store), json);
        EXPECT_EQ(of(value).fields().contains("version"), content[0] == '{' && content[1] == '"') << content;
    }
    store.put("odd.json", small);
    const std::string odd = R"({"_type":"bokeh-file","path":"odd.json","sha256":")" + testing::sha256(small) + R"("})";
    EXPECT_EQ(bokeh_type().to_json(bokeh_type().from_json(odd, store), store), odd);
}

TEST(BokehJson, KeepsUnknownMembers) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/bokeh/a.bokeh.json", small);
    const std::string json = R"({"caption":"c","_type":"bokeh-file","path":"media/bokeh/a.bokeh.json","sha256":")" +
                             testing::sha256(small) + R"(","_wbm":{"title":"t","models":1,"more":[2.5]},"later":null})";
    const Value value = bokeh_type().from_json(json, store);
    EXPECT_EQ(bokeh_type().to_json(value, store), json);
    Bokeh other = of(value);
    EXPECT_EQ(other, of(value));
    other.wbm_extra = {};
    EXPECT_NE(other, of(value));
    other = of(value);
    other.extra = {};
    EXPECT_NE(other, of(value));
}

TEST(BokehJson, IsRefusedWhenWrong) {
    FakeStore store(WBM_ARTIFACT);
    store.put("a.bokeh.json", small);
    const auto refused = [&](const char* json) { return refusal([&] { (void)bokeh_type().from_json(json, store); }); };
    EXPECT_TRUE(says(refused(R"({"_type":"bokeh-file"})"), {"3 bokeh-file: \"path\" is missing"}));
    EXPECT_TRUE(says(refused(R"({"path":"b.bokeh.json"})"), {"3 bokeh-file: "}));
    EXPECT_TRUE(says(refused(R"({"path":"../a.bokeh.json"})"), {"1 bokeh-file: "}));
    EXPECT_TRUE(says(refused(R"({"path":"a.bokeh.json","caption":5})"), {"\"caption\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"path":"a.bokeh.json","_wbm":5})"), {"\"_wbm\""}));
    EXPECT_TRUE(says(refused(R"({"path":"a.bokeh.json","_wbm":{"title":5}})"), {"\"title\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"path":"a.bokeh.json","_wbm":{"models":-1}})"),
                     {"\"models\" of \"_wbm\" must be a count, it is -1"}));
    EXPECT_TRUE(says(refused(R"({"_type":"html-file","path":"a.bokeh.json"})"), {"\"_type\""}));
}

TEST(BokehFields, TellOfTheDocument) {
    EXPECT_EQ(json::write(from_text(small, {{"caption", "c"}}).fields()),
              R"({"title":"t","version":"3.2.0","roots":1,"models":1,"caption":"c","size":)" +
                  std::to_string(small.size()) + "}");
    const auto told = [](const char* name) { return json::write(from_corpus(name).fields()); };
    EXPECT_EQ(told("line.bokeh.json"), R"({"title":"Bokeh Application","version":"3.9.2","roots":1,"models":35})");
    EXPECT_EQ(told("two_roots.bokeh.json"), R"({"title":"two roots","version":"3.9.2","roots":2,"models":2})");
    EXPECT_EQ(told("bokeh2.bokeh.json"), R"({"title":"Bokeh Application","version":"2.4.3","roots":1,"models":3})");
    EXPECT_EQ(told("no_roots_yet.bokeh.json"), R"({"version":"3.2.0","roots":0,"models":0})");
}

TEST(BokehFields, CountAModelOnce) {
    EXPECT_EQ(from_text(R"({"version":"3.2.0","roots":[{"type":"object","id":"p1","attributes":
        {"a":{"id":"p1"},"b":[{"type":"object","id":"p2"}],"c":{"type":"map","id":"p3"},"d":{"type":"object","id":"p2"},
         "e":{"type":"object","name":"NoModel"}}}]})")
                  .fields()
                  .at("models"),
              2);
}

TEST(BokehFields, LeaveOutALongTitle) {
    const auto titled = [](std::size_t size) {
        return from_text(json::write(json::object{
                             {"version", "3"}, {"title", std::string(size, 't')}, {"roots", json::array()}}))
            .fields();
    };
    EXPECT_TRUE(titled(max_fact_bytes).contains("title"));
    EXPECT_FALSE(titled(max_fact_bytes + 1).contains("title"));
}

TEST(BokehFields, LeaveOutALongVersion) {
    const json::object document{{"version", std::string(max_fact_bytes + 1, '3')}, {"roots", json::array()}};
    EXPECT_EQ(json::write(made(Source::json(json::write(document))).to_json(FakeStore(WBM_RUN).store()).at("_wbm")),
              R"({"roots":0,"models":0})");
}

TEST(BokehFields, AreSeenInASmallFileWithoutOurs) {
    FakeStore store(WBM_ARTIFACT);
    store.put("a.bokeh.json", small);
    const Bokeh seen = Bokeh::from_json({{"path", "a.bokeh.json"}}, store.store());
    EXPECT_EQ(json::write(seen.fields()), R"({"title":"t","version":"3.2.0","roots":1,"models":1})");
    EXPECT_FALSE(seen.to_json(store.store()).contains("_wbm"));
    EXPECT_EQ(seen, from_text(small));
    store.put("large.bokeh.json", small + std::string(max_look_bytes, ' '));
    EXPECT_TRUE(Bokeh::from_json({{"path", "large.bokeh.json"}}, store.store()).fields().empty());
}

TEST(BokehProbe, SaysWhatIsThere) {
    EXPECT_EQ(json::write(bokeh_type().probe(Source::bytes(small))),
              R"({"title":"t","version":"3.2.0","roots":1,"models":1,"size":)" + std::to_string(small.size()) + "}");
    FakeStore folder(WBM_RUN);
    EXPECT_EQ(bokeh_type().probe(Source::path(folder.put("any.name", small).string())).at("roots"), 1);
    for (const char* other : {"", "nope", "[1]", "  ", "\xff\xd8", "{}", R"({"data":[],"layout":{}})"})
        EXPECT_TRUE(probe_refusal(Source::bytes(other)).starts_with("2 bokeh-file: the text ")) << other;
    for (const char* broken : {"{", R"({"roots":[]})", R"({"roots":5,"version":"3"})"})
        EXPECT_TRUE(probe_refusal(Source::bytes(broken)).starts_with("1 bokeh-file: the text ")) << broken;
    EXPECT_TRUE(probe_refusal(Source::path("/nowhere/a.bokeh.json")).starts_with("3 "));
}

TEST(BokehOptions, AreChecked) {
    EXPECT_TRUE(says(refusal_of(Source::bytes(small).with_options({{"caption", 5}})), {"\"caption\"", "text"}));
    EXPECT_TRUE(
        says(refusal_of(Source::bytes(small).with_options({{"captoin", "c"}})), {"option \"captoin\" is not known"}));
    EXPECT_EQ(from_text(small, {{"caption", nullptr}}), from_text(small));
}

TEST(BokehEquality, ComparesContentAndCaption) {
    EXPECT_EQ(from_text(small), from_text(" " + small));
    EXPECT_NE(from_text(small), from_text(sample("slider.bokeh.json")));
    EXPECT_NE(from_text(small), from_text(small, {{"caption", ""}}));
}

TEST(BokehRoundTrip, LosesNothing) {
    for (const auto& path : files_in(corpus(""))) {
        const json::object options{{"caption", "\u00e9\n\"q\""}};
        for (Source source : {Source::path(path.string()), Source::bytes(read_file(path.string()))}) {
            const Bokeh value = made(source.with_options(options));
            const Bokeh back = round_trip(value);
            EXPECT_EQ(back, value) << path;
            EXPECT_EQ(back.fields().at("models"), value.fields().at("models")) << path;
        }
    }
}

TEST(BokehPlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.bokeh");
    EXPECT_STREQ(plugin->types[0]->name, "bokeh-file");
    EXPECT_EQ(plugin->types[1], nullptr);
    EXPECT_EQ(json::read_object(plugin->types[0]->facts).at("extensions"), json::array({".bokeh.json"}));
    EXPECT_EQ(plugin->types[0]->extension(WBM_EXT_BATCH), nullptr);
}

}  // namespace
}  // namespace wbm::bokeh
