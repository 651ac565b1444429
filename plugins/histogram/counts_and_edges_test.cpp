// Histograms of counts and edges that a caller has.
#include "test_support.hpp"

#include <limits>

namespace wbm::histogram {
namespace {

Histogram precomputed(const std::string& both) {
    return made(Source::json("null").with_options_text(R"({"np_histogram":)" + both + "}"));
}
std::string refused(const std::string& both) {
    return refusal_of(Source::json("null").with_options_text(R"({"np_histogram":)" + both + "}"));
}

// W270
TEST(HistogramOfCounts, KeepsThemAsGiven) {
    const Histogram histogram = precomputed("[[1,2,4],[3,10,20,0]]");
    EXPECT_EQ(text_of(histogram), R"({"_type":"histogram","values":[1,2,4],"bins":[3,10,20,0]})");
    EXPECT_EQ(round_trip(histogram), histogram);
    EXPECT_EQ(text_of(precomputed("[[-1,0.5],[5,1,2]]")), R"({"_type":"histogram","values":[-1,0.5],"bins":[5,1,2]})");
    EXPECT_EQ(text_of(precomputed("[[NaN],[0.0,Infinity]]")),
              R"({"_type":"histogram","values":[NaN],"bins":[0.0,Infinity]})");
    EXPECT_EQ(text_of(precomputed("[[],[0]]")), R"({"_type":"histogram","values":[],"bins":[0]})");
    EXPECT_EQ(round_trip(precomputed("[[NaN],[0.0,Infinity]]")), precomputed("[[NaN],[0.0,Infinity]]"));
}

TEST(HistogramOfCounts, TakesArrays) {
    const json::object options{{"np_histogram", {"@counts", "@edges"}}};
    Source source = Source::json("null");
    source.with_part("counts", Source::tensor<std::uint64_t>({3, 18446744073709551615ULL}, {2}))
        .with_part("edges", Source::tensor<float>({0.1F, 0.5F, 1.0F}, {3}))
        .with_options(options);
    EXPECT_EQ(text_of(made(source)),
              R"({"_type":"histogram","values":[3,18446744073709551615],"bins":[0.10000000149011612,0.5,1.0]})");
    Source flipped = Source::json("null");
    flipped.with_part("counts", Source::tensor<std::int8_t>({1, 2}, {2}).with_strides({-1}, 1))
        .with_part("edges", Source::tensor<double>({0, 1, 2}, {3}))
        .with_options(options);
    EXPECT_EQ(text_of(made(flipped)), R"({"_type":"histogram","values":[2,1],"bins":[0.0,1.0,2.0]})");
}

// As in the reference: np_histogram is looked at first, and an empty one is none.
TEST(HistogramOfCounts, AreUsedBeforeTheSource) {
    const Source list = Source::json("[9,9,9]");
    EXPECT_EQ(made(Source(list).with_options({{"np_histogram", {json::array{1, 2}, json::array{0, 1, 2}}}})),
              precomputed("[[1,2],[0,1,2]]"));
    EXPECT_EQ(made(Source(list).with_options({{"np_histogram", json::array{}}})), from_list("[9,9,9]"));
}

TEST(HistogramOfCounts, AreCheckedForLength) {
    // W271 to W273
    EXPECT_EQ(refused("[[1,2],[0,1]]"),
              "1 histogram: option \"np_histogram\" has 2 counts and 2 edges; give one edge more than counts");
    const auto rows = [](std::size_t counts) {
        return json::write(json::array{json::array(counts, 1), json::array(counts + 1, 0)});
    };
    EXPECT_EQ(precomputed(rows(512)).counts.size(), 512U);
    EXPECT_EQ(refused(rows(513)),
              "1 histogram: option \"np_histogram\" has 513 counts; the maximum length of a histogram is 512");
    EXPECT_EQ(refused("[[1],[2],[3]]"),
              "1 histogram: option \"np_histogram\" is [[1],[2],[3]]; give two lists, the counts and the edges, as "
              "numpy.histogram returns them");
    EXPECT_NE(refused("\"@part0\"").find("give two lists"), std::string::npos);
    EXPECT_NE(refused("[[1]]").find("give two lists"), std::string::npos);
}

TEST(HistogramOfCounts, AreNumbers) {
    EXPECT_EQ(refused("[[\"a\"],[0,1]]"),
              "1 histogram: the counts of option \"np_histogram\" have \"a\"; give numbers");
    EXPECT_EQ(refused("[[1],[0,[1]]]"), "1 histogram: the edges of option \"np_histogram\" have [1]; give numbers");
    EXPECT_EQ(
        refused("[5,[0,1]]"),
        "1 histogram: the counts of option \"np_histogram\" are 5; give a list, or name a part, such as \"@counts\"");
    EXPECT_NE(refused("[\"@gone\",[0,1]]").find("gone"), std::string::npos);
    Source wide = Source::json("null");
    wide.with_part("counts", Source::tensor<double>({1, 2, 3, 4}, {2, 2}))
        .with_options({{"np_histogram", {"@counts", json::array{1}}}});
    EXPECT_EQ(refusal_of(wide),
              "1 histogram: the counts of option \"np_histogram\" have shape [2, 2]; give an array of one dimension");
    Source text = Source::json("null");
    text.with_part("counts", Source::json("[1]")).with_options({{"np_histogram", {"@counts", json::array{0, 1}}}});
    EXPECT_NE(refusal_of(text).find("array"), std::string::npos);
    Source longest = Source::json("null");
    longest.with_part("counts", Source::tensor<std::int8_t>(std::vector<std::int8_t>(514), {514}))
        .with_options({{"np_histogram", {"@counts", json::array{0, 1}}}});
    EXPECT_EQ(refusal_of(longest),
              "1 histogram: the counts of option \"np_histogram\" are 514; a histogram has at most 512 counts");
}

}  // namespace
}  // namespace wbm::histogram
