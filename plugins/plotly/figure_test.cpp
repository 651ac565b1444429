// The outline of a figure: what is refused, what is warned of, what is counted.
#include "figure/trace_types.hpp"
#include "limits.hpp"
#include "test_support.hpp"

namespace wbm::plotly {
namespace {

std::string with_trace(const std::string& members) { return "{\"data\":[{" + members + "}]}"; }
std::uint64_t points_of(const std::string& members) {
    return of_bytes(with_trace(members)).content.at("points").to_number<std::uint64_t>();
}

TEST(Outline, MustBeAFigures) {
    EXPECT_TRUE(says(refusal_of(R"([1])"), {"1 plotly-file: the figure is a list; give a figure"}));
    EXPECT_TRUE(says(refusal_of(R"("x")"), {"the figure is the text \"x\"; give a figure"}));
    EXPECT_TRUE(says(refusal_of(R"({"layout":{}})"), {"the figure has no \"data\"; give a figure"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":{}})"), {"\"data\" of the figure must be a list, it is an object"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":"@x"})"), {"\"data\" of the figure must be a list, it is the text \"@x\""}));
    EXPECT_TRUE(says(refusal_of(R"({"data":[{},5]})"), {"\"data[1]\" of the figure must be an object, it is 5"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":[],"layout":[]})"), {"\"layout\" of the figure must be an object"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":[],"layout":null})"), {"\"layout\" of", "it is null"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":[],"frames":{}})"), {"\"frames\" of the figure must be a list"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":[],"frames":[{},true]})"), {"\"frames[1]\" of", "it is true"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":[],"frames":[{"data":[{},7]}]})"), {"\"frames[0].data[1]\" of", "it is 7"}));
    EXPECT_TRUE(says(refusal_of(with_trace(R"("type":{})")), {"\"type\" of data[0] of the figure must be text"}));
    EXPECT_TRUE(says(refusal_of(with_trace("\"type\":\"" + std::string(65, 'x') + '"')), {"65 bytes, more than 64"}));
    EXPECT_TRUE(says(refusal_of(R"({"d\u0061ta":[1]})"), {"\"data[0]\" of"}));
}

TEST(Outline, MustBeSoundJson) {
    EXPECT_TRUE(
        says(refusal_of("{\"data\":[1,]}"), {"1 ", "the figure is no sound figure", "line 1", "export it again"}));
    EXPECT_TRUE(says(refusal_of(R"({"data":[],"data":[]})"), {"the key \"data\" comes twice"}));
    EXPECT_TRUE(says(refusal_of("{\"data\":[{\"name\":\"\xff\"}]}"), {"UTF-8"}));
    const auto deep = [](std::size_t lists) {
        return with_trace("\"x\":" + std::string(lists, '[') + std::string(lists, ']'));
    };
    EXPECT_EQ(refusal_of(deep(max_figure_depth - 3)), "not refused");
    EXPECT_TRUE(says(refusal_of(deep(max_figure_depth - 2)), {"1 ", "no sound figure", "128"}));
}

TEST(Outline, HasABound) {
    FakeStore folder(WBM_RUN);
    const auto path = folder.put("large.json", "");
    std::filesystem::resize_file(path, max_figure_bytes + 1);
    EXPECT_TRUE(says(refusal_of(Source::path(path.string())), {"1 ", std::to_string(max_figure_bytes)}));
}

TEST(Outline, NamesUnknownTypes) {
    const Logged logged;
    const std::string text =
        R"({"data":[{"type":"scater"},{"type":"bar"},{"type":"scater"},{"type":"Scatter3D"},{"type":"zzzzqqq"}]})";
    const Plotly plot = of_bytes(text);
    EXPECT_EQ(text_of(plot), text);
    ASSERT_EQ(logged.warnings().size(), 1U);
    EXPECT_EQ(
        logged.warnings()[0],
        "plotly-file: the figure has traces of a type that plotly.js does not know and will not draw: \"scater\", "
        "did you mean \"scatter\"?; \"Scatter3D\", did you mean \"scatter3d\"?; \"zzzzqqq\"");
    EXPECT_EQ(json::write(plot.content.at("trace_types")), R"(["scater","bar","Scatter3D","zzzzqqq"])");
}

TEST(Outline, KnowsEveryType) {
    const Logged logged;
    for (const char* type : {"area", "bar", "box", "candlestick", "heatmap", "histogram", "quiver", "scatter",
                             "scatter3d", "scattergl", "scattermapbox", "surface", "waterfall"})
        EXPECT_TRUE(is_trace_type(type)) << type;
    (void)of_bytes(with_trace("\"y\":[1]"));
    EXPECT_TRUE(logged.warnings().empty());
    EXPECT_FALSE(is_trace_type("line"));
    EXPECT_EQ(nearest_trace_type("heat map"), "heatmap");
    EXPECT_EQ(nearest_trace_type(""), "");
    EXPECT_EQ(nearest_trace_type(std::string(5000, 'x')), "");
}

TEST(Outline, ListsSoManyTypes) {
    std::string text = "{\"data\":[";
    for (std::size_t i = 0; i < max_listed_types + 10; ++i)
        text += (i == 0 ? "" : ",") + std::string("{\"type\":\"t") + std::to_string(i) + "\"}";
    const Plotly plot = of_bytes(text + "]}");
    EXPECT_EQ(plot.content.at("traces"), max_listed_types + 10);
    EXPECT_EQ(plot.content.at("trace_types").as_array().size(), max_listed_types);
}

TEST(Outline, CountsPoints) {
    EXPECT_EQ(points_of(R"("x":[1,2,3],"y":[1,2])"), 3U);
    EXPECT_EQ(points_of(R"("z":[[1,2,3],[4,5,null]])"), 6U);
    EXPECT_EQ(points_of(R"("x":{"dtype":"f8","bdata":"AAAAAAAA+D8AAAAAAAD4fw=="})"), 2U);
    EXPECT_EQ(points_of(R"("z":{"dtype":"i1","bdata":"AAAA\/w\u003d\u003d","shape":"2,2"})"), 4U);
    EXPECT_EQ(points_of(R"("x":{"dtype":"i8","bdata":"AAAA"})"), 0U);
    EXPECT_EQ(points_of(R"("dimensions":[{"values":[1,2]},{"values":[1,2,3,4]}],"name":"n")"), 4U);
    EXPECT_EQ(points_of(R"("y":[1],"colorscale":[[0,"a"],[1,"b"]],"customdata":[[1,2],[3,4]],"domain":{"x":[0,1]})"),
              1U);
    EXPECT_EQ(
        of_bytes(R"({"data":[{"x":[1,2]},{"y":["a"]}],"frames":[{"data":[{"x":[1,2,3,4]}]}]})").content.at("points"),
        3);
}

TEST(Outline, ReadsTheTitle) {
    const auto title_of = [](const std::string& layout) {
        const json::object content = of_bytes("{\"data\":[],\"layout\":" + layout + "}").content;
        const json::value* title = content.if_contains("title");
        return title == nullptr ? std::string("none") : std::string(std::string_view(title->as_string()));
    };
    EXPECT_EQ(title_of(R"({"title":"caf\u00e9"})"), "caf\u00e9");
    EXPECT_EQ(title_of(R"({"xaxis":{"title":{"text":"no"}},"title":{"font":{"text":"no"},"text":"yes"}})"), "yes");
    EXPECT_EQ(title_of(R"({"title":5})"), "none");
    EXPECT_EQ(title_of("{\"title\":\"" + std::string(max_title_bytes, 't') + "\"}").size(), max_title_bytes);
    EXPECT_EQ(title_of("{\"title\":\"" + std::string(max_title_bytes + 1, 't') + "\"}"), "none");
}

TEST(Outline, ChecksTypedArrays) {
    const auto typed = [](const std::string& members) { return refusal_of(with_trace("\"x\":{" + members + "}")); };
    EXPECT_TRUE(says(typed(R"("dtype":"f8","bdata":"AA*A")"), {"\"bdata\" in data[0] of the figure is no base64"}));
    EXPECT_TRUE(says(typed(R"("dtype":"f8","bdata":"AAAA")"), {"3 bytes", "no whole number of \"f8\""}));
    for (const char* shape : {"2, 2", "-3", "3,", "x", "1,1,1,3", "3 3", "0, 3"})
        EXPECT_TRUE(says(typed(R"("dtype":"u1","bdata":"AAAA","shape":")" + std::string(shape) + '"'),
                         {"\"shape\" in data[0]", shape, "3 elements"}));
    EXPECT_EQ(typed(R"("dtype":"u1","bdata":"AAAA","shape":" 3 , 1")"), "not refused");
    EXPECT_EQ(typed(R"("dtype":"f8","bdata":"","shape":"0, 3")"), "not refused");
    EXPECT_EQ(typed(R"("dtype":"f8","bdata":5)"), "not refused");
    for (const char* shape : {"3", "[3]", "[ 3,\n1 ]"})
        EXPECT_EQ(typed(R"("dtype":"u1","bdata":"AAAA","shape":)" + std::string(shape)), "not refused") << shape;
    for (const char* shape : {"2", "[2,2]", "[[3]]", "true", "null"})
        EXPECT_TRUE(says(typed(R"("dtype":"u1","bdata":"AAAA","shape":)" + std::string(shape)), {"\"shape\" in"}))
            << shape;
}

}  // namespace
}  // namespace wbm::plotly
