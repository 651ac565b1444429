// wbm/media/plotly.hpp: each way to make and read a figure, against the generic call that it stands for.
#include <wbm/media/plotly.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using plot::Figure;
using plot::Values;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class T>
std::vector<T> elements(const Tensor& tensor) {
    const auto all = tensor.as<T>();
    return {all.begin(), all.end()};
}

class PlotlyFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
    const std::vector<double> x{1, 2, 3};
    const std::vector<float> y{0.5F, 1.5F, -1};
    const std::vector<int> z{1, 2, 3, 4, 5, 6};

    static std::filesystem::path sample(const char* name) { return std::filesystem::path(WBM_CORPUS) / name; }
    std::string data_of(const Figure& figure, const PlotlyOptions& options = {}) {
        return json::write(Plotly(figure, options, media).figure().at("data"));
    }
    std::string layout_of(const Figure& figure) { return json::write(Plotly(figure, {}, media).figure().at("layout")); }
    /// The figure as an artifact on disk gives it back.
    Plotly through_artifact(const Plotly& figure) {
        const std::filesystem::path folder = dir / std::to_string(count_++);
        {
            Artifact artifact = Artifact::create(folder);
            artifact.add(figure, "thing");
            artifact.save();
        }
        return Plotly(Artifact::open(folder).get("thing", media));
    }

private:
    int count_ = 0;
};

TEST_F(PlotlyFacadeTest, AFigureIsTheGenericCall) {
    const Figure figure = Figure().title("loss").scatter(x, y, {.name = "a", .mode = "lines"}).x_axis("step");
    const Plotly plot(figure, {.caption = "c"}, media);
    const auto generic = media.create(
        "plotly-file",
        bytes(
            R"({"data":[{"type":"scatter","name":"a","x":"@x","y":"@y","mode":"lines"}],"layout":{"title":{"text":"loss"},"xaxis":{"title":{"text":"step"}}}})"),
        {{"caption", "c"}}, {{"x", tensor(x, {3})}, {"y", tensor(y, {3})}});
    EXPECT_EQ(plot, Plotly(generic));
    EXPECT_EQ(*figure.value(media, {.caption = "c"}), *generic);
    const Plotly back = through_artifact(plot);
    EXPECT_EQ(back, plot);
    EXPECT_EQ(back.caption(), "c");
    EXPECT_EQ(back.title(), "loss");
    EXPECT_EQ(back.traces(), 1U);
    EXPECT_EQ(back.points(), 3U);
    EXPECT_THAT(back.trace_types(), ElementsAre("scatter"));
    EXPECT_THAT(elements<double>(back.array(0, "y")), ElementsAre(0.5, 1.5, -1));
}

TEST_F(PlotlyFacadeTest, TracesHaveTheirMembers) {
    EXPECT_EQ(
        data_of(Figure().scatter(
            x, y, {.colors = z, .colorscale = "Viridis", .size = 4.5, .text = {"a", "b", "c"}, .webgl = true})),
        R"([{"type":"scattergl","x":[1.0,2.0,3.0],"y":[0.5,1.5,-1.0],"mode":"markers","text":["a","b","c"],"marker":{"color":[1,2,3,4,5,6],"colorscale":"Viridis","size":4.5}}])");
    EXPECT_EQ(
        data_of(Figure().line({1, 2}, {3, 4}, {.name = "l", .color = "red", .width = 2, .dash = "dot"})),
        R"([{"type":"scatter","name":"l","x":[1.0,2.0],"y":[3.0,4.0],"mode":"lines","line":{"color":"red","width":2.0,"dash":"dot"}}])");
    EXPECT_EQ(
        data_of(Figure()
                    .bar({"a", "b"}, {3, 4}, {.color = "#fff"})
                    .bar({0, 0}, std::vector<std::string>{"p", "q"}, {.horizontal = true})),
        R"([{"type":"bar","x":["a","b"],"y":[3.0,4.0],"marker":{"color":"#fff"}},{"type":"bar","x":[0.0,0.0],"y":["p","q"],"orientation":"h"}])");
    EXPECT_EQ(data_of(Figure().histogram(x, {.bins = 20, .norm = "percent"})),
              R"([{"type":"histogram","x":[1.0,2.0,3.0],"histnorm":"percent","nbinsx":20}])");
    EXPECT_EQ(
        data_of(Figure().heatmap({z, {2, 3}}, {.x = {"a", "b", "c"}, .colorscale = "Greys", .least = 0, .most = 9})),
        R"([{"type":"heatmap","z":[[1,2,3],[4,5,6]],"x":["a","b","c"],"colorscale":"Greys","zmin":0.0,"zmax":9.0}])");
    EXPECT_EQ(data_of(Figure().surface({z, {3, 2}}, {.name = "s", .most = 1})),
              R"([{"type":"surface","name":"s","z":[[1,2],[3,4],[5,6]],"cmax":1.0}])");
    EXPECT_EQ(
        data_of(Figure().scatter3d(x, y, {1, 2, 3}, {.color = "blue", .size = 1})),
        R"([{"type":"scatter3d","x":[1.0,2.0,3.0],"y":[0.5,1.5,-1.0],"z":[1.0,2.0,3.0],"mode":"markers","marker":{"color":"blue","size":1.0}}])");
    EXPECT_EQ(data_of(Figure().box(y, {.name = "b", .x = {"p", "p", "q"}, .points = "all"})),
              R"([{"type":"box","name":"b","y":[0.5,1.5,-1.0],"x":["p","p","q"],"boxpoints":"all"}])");
    EXPECT_EQ(data_of(Figure().trace({{"type", "pie"}, {"values", {1, 2}}})), R"([{"type":"pie","values":[1,2]}])");
}

TEST_F(PlotlyFacadeTest, MoreMembersWin) {
    EXPECT_EQ(data_of(Figure().scatter(
                  x, y, {.mode = "", .color = "red", .more = {{"marker", {{"opacity", 0.5}}}, {"y", {7}}}})),
              R"([{"type":"scatter","x":[1.0,2.0,3.0],"y":[7],"marker":{"color":"red","opacity":0.5}}])");
    EXPECT_EQ(data_of(Figure().scatter(x, y, {.mode = "", .colors = x, .more = {{"marker", {{"color", "red"}}}}})),
              R"([{"type":"scatter","x":[1.0,2.0,3.0],"y":[0.5,1.5,-1.0],"marker":{"color":"red"}}])");
    EXPECT_EQ(data_of(Figure().scatter(x, y, {.mode = "", .colors = x, .more = {{"marker", nullptr}}})),
              R"([{"type":"scatter","x":[1.0,2.0,3.0],"y":[0.5,1.5,-1.0],"marker":null}])");
}

TEST_F(PlotlyFacadeTest, TheLayoutHasTitleAndAxes) {
    EXPECT_EQ(layout_of(Figure().line(x, y)), "{}");
    EXPECT_EQ(
        layout_of(Figure()
                      .line(x, y)
                      .title("t")
                      .x_axis("a", {.log = true})
                      .y_axis("", {.range = {{0, 1}}, .more = {{"dtick", 5}}})
                      .layout({{"xaxis", {{"tickangle", 45}}}, {"barmode", "stack"}})),
        R"({"title":{"text":"t"},"xaxis":{"title":{"text":"a"},"type":"log","tickangle":45},"yaxis":{"range":[0.0,1.0],"dtick":5},"barmode":"stack"})");
    EXPECT_EQ(layout_of(Figure().surface({z, {2, 3}}).x_axis("a").z_axis("h")),
              R"({"scene":{"xaxis":{"title":{"text":"a"}},"zaxis":{"title":{"text":"h"}}}})");
    EXPECT_EQ(layout_of(Figure().scatter3d(x, x, x).line(x, y).x_axis("a")),
              R"({"scene":{"xaxis":{"title":{"text":"a"}}},"xaxis":{"title":{"text":"a"}}})");
    try {
        (void)Figure().line(x, y).z_axis("h").value(media);
        ADD_FAILURE() << "was not refused";
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::invalid);
        EXPECT_THAT(e.what(), HasSubstr("a z axis, but no surface"));
    }
}

// The two files are what tests/interop/test_plotly.py gives to Python's plotly, which checks every member.
TEST_F(PlotlyFacadeTest, EveryTraceIsWhatPythonChecks) {
    const std::vector<double> walk{0.1, -2.5, 1e-7, 4};
    const std::vector<float> heights{1.5F, 2, 3, 0.25F, 5, 6};
    const std::vector<std::int32_t> counts{3, 1, 2, 2};
    const std::vector<std::int64_t> large{1, 300, 70000, 5};
    const std::vector<std::string> names{"a", "\u00e9", "@x", "d"};
    Figure figure;
    figure.scatter(walk, large, {.name = "s", .colors = counts, .colorscale = "Viridis", .size = 6, .text = names})
        .scatter(walk, counts, {.mode = "lines+markers", .color = "red", .webgl = true})
        .line(large, walk, {.name = "l", .color = "#4c78a8", .width = 2, .dash = "dot"})
        .bar(names, counts, {.color = "green"})
        .bar(counts, names, {.horizontal = true})
        .histogram(walk, {.bins = 10, .norm = "percent"})
        .heatmap({heights, {2, 3}}, {.x = {"p", "q", "r"}, .colorscale = "Greys", .least = 0, .most = 6})
        .box(walk, {.x = names, .points = "all"})
        .surface({heights, {3, 2}}, {.colorscale = "Blues", .least = 0, .most = 6})
        .scatter3d(walk, counts, large, {.colors = walk, .colorscale = "Hot", .size = 2})
        .title("every trace")
        .x_axis("step", {.log = true})
        .y_axis("value", {.range = {{0, 10}}, .more = {{"showgrid", false}}})
        .z_axis("height")
        .layout({{"barmode", "stack"}});
    EXPECT_EQ(Plotly(figure, {}, media).text(), test::slurp(sample("builder.plotly.json")));
    EXPECT_EQ(Plotly(figure, {.typed_arrays = true}, media).text(), test::slurp(sample("builder_typed.plotly.json")));
}

TEST_F(PlotlyFacadeTest, TextsAreNeverTakenForArrays) {
    EXPECT_EQ(data_of(Figure().bar({"@a0", "@a1"}, y, {.name = "@aa0"})),
              R"([{"type":"bar","name":"@aa0","x":["@a0","@a1"],"y":[0.5,1.5,-1.0]}])");
}

TEST_F(PlotlyFacadeTest, TemporariesAreCopied) {
    Figure figure;
    {
        std::vector<double> gone{4, 5, 6};
        figure.scatter(std::vector<double>{1, 2, 3}, std::move(gone), {.mode = ""});
        Values kept(std::vector<int>{7, 8, 9});
        figure.scatter(kept, std::span<const float>(y), {.mode = ""});
    }
    EXPECT_EQ(
        data_of(figure),
        R"([{"type":"scatter","x":[1.0,2.0,3.0],"y":[4.0,5.0,6.0]},{"type":"scatter","x":[7,8,9],"y":[0.5,1.5,-1.0]}])");
    std::vector<double> seen{1};
    const Figure borrowed = Figure().box(seen);
    seen[0] = 2;
    EXPECT_EQ(data_of(borrowed), R"([{"type":"box","y":[2.0]}])");
}

TEST_F(PlotlyFacadeTest, TypedArraysHoldTheSameNumbers) {
    const std::vector<double> odd{1.5, std::numeric_limits<double>::quiet_NaN()};
    const Plotly plot(Figure().line({odd}, std::vector<std::int64_t>{1, 300}), {.typed_arrays = true}, media);
    EXPECT_THAT(plot.text(), HasSubstr(R"("x":{"dtype":"f8","bdata":"AAAAAAAA+D8AAAAAAAD4fw=="},"y":{"dtype":"i2")"));
    const Plotly back = through_artifact(plot);
    EXPECT_EQ(elements<double>(back.array(0, "x"))[0], 1.5);
    EXPECT_TRUE(std::isnan(elements<double>(back.array(0, "x"))[1]));
    EXPECT_THAT(elements<std::int16_t>(back.array(0, "y")), ElementsAre(1, 300));
    EXPECT_EQ(data_of(Figure().bar({"a"}, {"b"}), {.typed_arrays = true}), R"([{"type":"bar","x":["a"],"y":["b"]}])");
}

TEST_F(PlotlyFacadeTest, FilesTextsAndJson) {
    const Plotly file(sample("scatter.plotly.json"), {.caption = "f"}, media);
    EXPECT_EQ(file.value()->fields(),
              media.create("plotly-file", path(sample("scatter.plotly.json")), {{"caption", "f"}})->fields());
    EXPECT_EQ(file.text(), test::slurp(sample("scatter.plotly.json")));
    EXPECT_EQ(through_artifact(file), file);
    const json::object figure{{"data", json::array{json::object{{"y", json::array{1, 2.5}}}}}};
    EXPECT_EQ(Plotly(figure, {}, media), Plotly::from_text(R"({ "data": [{"y": [1, 2.5]}] })", {}, media));
    EXPECT_EQ(Plotly(figure, {}, media).figure(), figure);
    const std::vector<NamedPart> arrays{{"y", tensor(z, {6})}};
    EXPECT_EQ(Plotly(bytes(R"({"data":[{"y":"@y"}]})"), {}, media, arrays).points(), 6U);
}

TEST_F(PlotlyFacadeTest, TheOldInlineFormIsRead) {
    Artifact store = Artifact::create(dir / "old");
    for (const char* json : {R"({"_type": "plotly", "plot": {"data": [{"type": "bar", "y": [1, NaN]}], "layout": {}}})",
                             R"({"_type": "plotly", "plot": {"data": []}})"}) {
        const Plotly plot(media.init_from_json(json, store));
        EXPECT_EQ(plot.value()->to_json_text(store), json);
        EXPECT_EQ(*media.init_from_json(plot.value()->to_json_text(store), store), *plot.value());
    }
    wbm::Run run(dir / "run");
    const Plotly plot(media.init_from_json(R"({"_type":"plotly","plot":{"data":[{"y":[1]}]}})", store));
    EXPECT_EQ(run.log("old", plot), R"({"_type":"plotly","plot":{"data":[{"y":[1]}]}})");
    EXPECT_EQ(through_artifact(plot), plot);
}

TEST_F(PlotlyFacadeTest, ARunTakesFiguresAndLists) {
    wbm::Run run(dir / "run");
    const auto value = Figure().line(x, y).value(media);
    EXPECT_THAT(run.log("loss", value), HasSubstr(R"("_type":"plotly-file")"));
    // W256
    const json::value list = json::read(run.log("both", std::vector<ValuePtr>{value, Figure().box(y).value(media)}));
    ASSERT_TRUE(list.is_array());
    EXPECT_EQ(list.as_array().size(), 2U);
    EXPECT_EQ(list.at(1).at("_type"), "plotly-file");
}

TEST_F(PlotlyFacadeTest, RefusesOtherValues) {
    EXPECT_THROW((void)Plotly(ValuePtr{}), MediaError);
    EXPECT_THROW((void)Plotly::from_text("{}", {}, media), MediaError);
    EXPECT_THROW((void)Values(z, {2, 2}), MediaError);
    EXPECT_THROW((void)Plotly(Figure().line(x, y), {}, media).array(0, "z"), MediaError);
}

}  // namespace
}  // namespace wbm
