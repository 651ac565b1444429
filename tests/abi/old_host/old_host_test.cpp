// Today's plugins in a host that was built with the first boundary: each makes a value, keeps it in a run and in an
// artifact and reads it back. What needs a function that such a host does not have is refused by name, or left out;
// nothing else behind the old structs is looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "old_host.hpp"
#include "old_values.hpp"

namespace old_host {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr const char* too_old = "the host is too old";

/// How a value of one type is made, and what each store says to it: nothing, or a part of a sentence.
struct Case {
    std::string plugin;
    std::string type;
    Source source;
    std::string options = "";
    std::string run_refuses = "";
    std::string artifact_refuses = "";
    std::string name = "";  // where a type has several
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.type << ' ' << c.name; }

Source file(const std::string& path) { return {WBM_FROM_PATH, WBM_SOURCE_DIR "/plugins/" + path}; }
Source text(const char* content) { return {WBM_FROM_BYTES, content}; }
Source json(const char* content) { return {WBM_FROM_JSON, content}; }
/// For a type that is only read: the JSON that a run of Python's has.
Source wire(const char* content) { return {0, content}; }
Source bytes(std::vector<std::int64_t> shape) {
    std::size_t count = 1;
    for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
    return {WBM_FROM_TENSOR, std::string(count, '\1'), std::move(shape)};
}
Source floats(std::vector<std::int64_t> shape) {
    Source source = bytes(std::move(shape));
    source.text = std::string(source.text.size() * 4, '\0');
    source.dtype = {kDLFloat, 32, 1};
    return source;
}

const char* const boxes = R"({"boxes":{"pred":{"box_data":[{"position":{"minX":0.1,"maxX":0.4,"minY":0.2,"maxY":0.9},)"
                          R"("class_id":1}],"class_labels":{"1":"car"}}}})";

std::vector<Case> all_cases() {
    return {
        {"audio", "audio-file", file("audio/corpus/pcm8.wav")},
        {"audio", "audio-file", floats({100, 2}), R"({"sample_rate":8000})", "", "", "array"},
        {"audio", "audio-file", {WBM_FROM_URL, "https://example.org/a.wav"}, "", "which a run cannot hold", "", "url"},
        {"bokeh", "bokeh-file", file("bokeh/corpus/line.bokeh.json")},
        {"data_frame", "data-frame", file("data_frame/corpus/plain.parquet")},
        {"graph", "graph-file", file("graph/corpus/small.onnx")},
        {"graph", "graph-file", file("graph/corpus/net.graph.json"), "", "", "", "json"},
        {"histogram", "histogram", json("[1,2,2,3]")},
        {"histogram", "histogram", floats({64}), "", "", "", "array"},
        {"html", "html-file", text("<p>old</p>")},
        {"image", "image-file", file("image/corpus/rgb.png")},
        {"image", "image-file", bytes({4, 4, 3}), R"({"caption":"a square"})", "", "", "array"},
        {"image", "image-file", bytes({4, 4, 3}), boxes, "", too_old, "boxes"},
        {"image", "classes", json(R"([{"id":1,"name":"car"}])"), "", "classes cannot be logged to a run"},
        {"image", "bounding-boxes", json(R"({"box_data":[]})")},
        {"image", "mask", bytes({4, 4}), R"({"class_labels":{"1":"car"},"key":"truth"})"},
        {"image", "metadata", json(R"({"a":1})")},
        {"molecule", "molecule-file", file("molecule/corpus/peptide.pdb")},
        {"object3d", "object3D-file", floats({5, 3})},
        {"object3d", "object3D-file", file("object3d/corpus/cube.obj"), "", "", "", "mesh"},
        {"plotly", "plotly-file", json(R"({"data":[{"type":"bar","y":[1,2]}],"layout":{}})")},
        {"table", "table", json(R"({"columns":["a","b"],"data":[[1,"x"],[2,null]]})")},
        {"table", "table", file("table/corpus/people.csv"), "", "", "", "csv"},
        {"table", "joined-table", json(R"({"table1":"a.table.json","table2":"b.table.json","join_key":"id"})"), "",
         "a run cannot hold", too_old},
        {"table", "partitioned-table", json(R"({"parts_path":"parts"})"), "", "a run cannot hold"},
        {"table", "eval-table", wire(R"({"_type":"eval-table","ncols":3,"evaluate_call_id":"0197"})"), "", "",
         "an artifact cannot hold an evaluation"},
        {"trace_tree", "wb_trace_tree", json(R"({"root_span":{"name":"call","span_kind":"LLM"}})")},
        {"video", "video-file", file("video/corpus/testcard.gif")},
        {"video", "video-file", bytes({3, 3, 32, 32}), "", "", "", "array"},
    };
}

std::vector<std::string> built_plugins() {
    std::vector<std::string> all;
    std::istringstream names(WBM_BUILT_PLUGINS);
    for (std::string name; std::getline(names, name, ',');) all.push_back(name);
    return all;
}

std::vector<Case> cases() {
    const std::vector<std::string> built = built_plugins();
    std::vector<Case> some = all_cases();
    std::erase_if(some, [&](const Case& c) { return std::find(built.begin(), built.end(), c.plugin) == built.end(); });
    return some;
}

std::string library(const std::string& plugin) { return WBM_PLUGINS "/" + plugin + ".so"; }

std::string test_name(std::string name) {
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

class OldHost : public ::testing::TestWithParam<Case> {
protected:
    void goes_through(OldStore& store, const std::string& refusal) {
        try {
            const Value value = made();
            const std::string json = value.to_json(store);
            const Value back = type_.from_json(json, store);
            EXPECT_EQ(refusal, "") << "it was taken: " << json;
            EXPECT_TRUE(back == value) << json;
            EXPECT_EQ(back.to_json(store), json);
        } catch (const Refused& refused) {
            ASSERT_NE(refusal, "") << refused.what();
            EXPECT_THAT(refused.what(), HasSubstr(refusal));
            EXPECT_THAT(refused.what(), HasSubstr(GetParam().type));
        }
    }
    [[nodiscard]] Value made() const {
        const Source& source = GetParam().source;
        const OldStore python(WBM_RUN);
        return source.kind == 0 ? type_.from_json(source.text, python) : type_.create(source, GetParam().options);
    }

    Plugin plugin_{library(GetParam().plugin)};
    Type type_{plugin_.type(GetParam().type)};
};

INSTANTIATE_TEST_SUITE_P(Plugins, OldHost, ::testing::ValuesIn(cases()), [](const auto& c) {
    return test_name(c.param.type + (c.param.name.empty() ? "" : "_" + c.param.name));
});

TEST_P(OldHost, Run) {
    OldStore run(WBM_RUN);
    goes_through(run, GetParam().run_refuses);
}

TEST_P(OldHost, Artifact) {
    OldStore artifact(WBM_ARTIFACT);
    for (const char* table : {"a.table.json", "b.table.json"}) artifact.put(table, "{}");  // for the joined one
    goes_through(artifact, GetParam().artifact_refuses);
}

class OldHostPlugin : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Plugins, OldHostPlugin, ::testing::ValuesIn(built_plugins()),
                         [](const auto& plugin) { return test_name(plugin.param); });

TEST_P(OldHostPlugin, HasACaseForEachOfItsTypes) {
    std::vector<std::string> covered;
    for (const Case& c : cases()) covered.push_back(c.type);
    const Plugin plugin(library(GetParam()));
    for (const Type& type : plugin.types()) EXPECT_THAT(covered, Contains(type.name()));
}

TEST_P(OldHostPlugin, RefusesValuesOfAHostThatCannotSayWhatTheyAre) {
    for (const Plugin::Values values : {Plugin::Values::none, Plugin::Values::first}) {
        const Plugin plugin(library(GetParam()), values);
        wbm_handle* somebody = OldValues::make("somebody", "{}");
        for (const Type& type : plugin.types()) {
            try {
                (void)type.create_of_value(somebody);
                ADD_FAILURE() << type.name() << " took it";
            } catch (const Refused& refused) {
                EXPECT_THAT(refused.what(), HasSubstr(type.name()));
                const bool takes_values = (type.inputs() & WBM_FROM_VALUE) != 0;
                EXPECT_THAT(refused.what(), HasSubstr(takes_values ? too_old : ""));
            }
        }
        OldValues::release(somebody);
        EXPECT_EQ(OldValues::alive, 0);
    }
}

// ---- tables: their cells hold values of other types, which is what wbm.values/1 is for

class OldHostTable : public ::testing::Test {
protected:
    void SetUp() override {
        const auto built = built_plugins();
        if (std::find(built.begin(), built.end(), "table") == built.end()) GTEST_SKIP() << "tables are not built";
    }
    static constexpr const char* cell = R"({"columns":["a"],"data":[[{"$part":"h"}]]})";
    static constexpr const char* stored =
        R"({"_type":"table","column_types":{"params":{"type_map":{"a":{"params":{"allowed_types":[{"wb_type":"none"},)"
        R"({"wb_type":"html-file"}]},"wb_type":"union"}}},"wb_type":"typedDict"},"columns":["a"],"data":[[)"
        R"({"_type":"html-file","path":"x.html","sha256":"00","size":1}]],"ncols":1,"nrows":1})";
    static std::string refusal(const std::function<void()>& call) {
        try {
            call();
        } catch (const Refused& refused) {
            EXPECT_EQ(refused.status, WBM_UNSUPPORTED);
            return refused.what();
        }
        return "nothing was refused";
    }
};

TEST_F(OldHostTable, RefusesCellsWithValuesWhereTheHostHasNone) {
    const Plugin plugin(library("table"));
    wbm_handle* page = OldValues::make("html-file", "{}");
    const OldStore artifact(WBM_ARTIFACT);
    EXPECT_THAT(refusal([&] { (void)plugin.type("table").create_with_value(cell, "h", page); }), HasSubstr(too_old));
    EXPECT_THAT(refusal([&] { (void)plugin.type("table").from_json(stored, artifact); }), HasSubstr(too_old));
    OldValues::release(page);
}

TEST_F(OldHostTable, AsksTheFirstValuesForNothingThatCameLater) {
    const Plugin plugin(library("table"), Plugin::Values::first);
    wbm_handle* page = OldValues::make("html-file", R"({"_type":"html-file","path":"x.html"})");
    const OldStore artifact(WBM_ARTIFACT);
    {
        const Value table = plugin.type("table").create_with_value(cell, "h", page);
        EXPECT_THAT(table.to_json(artifact), HasSubstr(R"({"_type": "html-file", "path": "x.html"})"));
    }
    EXPECT_THAT(refusal([&] { (void)plugin.type("table").from_json(stored, artifact); }), HasSubstr(too_old));
    OldValues::release(page);
    EXPECT_EQ(OldValues::alive, 0);
}

}  // namespace
}  // namespace old_host
