// Histogram: what it is made from, its options, JSON, fields and arrays.
#include "test_support.hpp"

#include "limits.hpp"

#include <cmath>
#include <limits>

namespace wbm::histogram {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

json::array row(std::size_t size, std::int64_t element) { return json::array(size, json::value(element)); }

// W274
TEST(HistogramOfNumbers, Has64Bins) {
    const Histogram histogram = from_list("[1,2,3]");
    EXPECT_EQ(histogram.counts.size(), 64U);
    EXPECT_EQ(histogram.edges.size(), 65U);
    EXPECT_EQ(histogram.counts.front(), 1);
    EXPECT_EQ(histogram.counts[32], 1);
    EXPECT_EQ(histogram.counts.back(), 1);
    EXPECT_EQ(histogram.edges.front(), 1.0);
    EXPECT_EQ(histogram.edges[1], 1.03125);
    EXPECT_EQ(histogram.edges.back(), 3.0);
}

// W275, W276
TEST(HistogramOfNumbers, GivesEqualNumbersARangeOfOne) {
    const Histogram histogram = from_list("[2,2,2]", {{"num_bins", 4}});
    EXPECT_EQ(text_of(histogram), R"({"_type":"histogram","values":[0,0,3,0],"bins":[1.5,1.75,2.0,2.25,2.5]})");
    EXPECT_EQ(from_list("2", {{"num_bins", 4}}).counts, list("[0,0,1,0]"));
    EXPECT_EQ(from_list("[0,1,2,2]", {{"num_bins", 2}}).counts, list("[1,3]"));
    EXPECT_EQ(from_list("[]", {{"num_bins", 2}}), read(R"({"values":[0,0],"bins":[0,0.5,1]})"));
}

TEST(HistogramOfNumbers, TakesListsAsNumPyDoes) {
    const json::object bins{{"num_bins", 2}};
    EXPECT_EQ(from_list("[[1,2],[3,4]]", bins), from_list("[1,2,3,4]", bins));
    EXPECT_EQ(from_list("[[[]],[[]]]", bins), from_list("[]", bins));
    EXPECT_EQ(from_list("[true,false,true]", bins), read(R"({"values":[1,2],"bins":[0,0.5,1]})"));
    EXPECT_EQ(from_list("[1,2.5,true]", bins), read(R"({"values":[2,1],"bins":[1,1.75,2.5]})"));
    // All beyond int64 are uint64; with smaller ones they are doubles, which 2^64 - 1 and 2^64 - 2 share.
    EXPECT_EQ(text_of(from_list("[1]", {{"num_bins", {18446744073709551614ULL, 18446744073709551615ULL}}})),
              R"({"_type":"histogram","values":[0],"bins":[18446744073709551614,18446744073709551615]})");
    EXPECT_EQ(from_list("[18446744073709551614]", {{"num_bins", {1, 18446744073709551615ULL}}}).edges,
              list("[1.0,18446744073709551616.0]"));
    EXPECT_EQ(from_list("[-1,18446744073709551615]", bins).counts, list("[1,1]"));
    EXPECT_EQ(
        refusal_of_list("[[1,2],[3]]"),
        "1 histogram: the source has a list of 1 elements beside one of 2; make them equally long, or flatten them");
    EXPECT_EQ(refusal_of_list("[1,[2]]"),
              "1 histogram: the source has the list [2] where others have a number; make all lists alike");
    EXPECT_EQ(refusal_of_list("[[2],1]"),
              "1 histogram: the source has the number 1 where others have a list; make all lists alike");
    EXPECT_EQ(refusal_of_list("[[],1]"),
              "1 histogram: the source has the number 1 where others have a list; make all lists alike");
    EXPECT_EQ(
        refusal_of_list("[[],[[]]]"),
        "1 histogram: the source has a list of 1 elements beside one of 0; make them equally long, or flatten them");
    EXPECT_EQ(refusal_of_list("[1,null]"),
              "1 histogram: the source has null where a number belongs; give numbers or lists of numbers");
    EXPECT_EQ(refusal_of_list("{\"a\":1}"),
              "1 histogram: the source has {\"a\":1} where a number belongs; give numbers or lists of numbers");
    EXPECT_EQ(refusal_of_list("null"),
              "1 histogram: the source is null; give numbers, or counts and edges in the option \"np_histogram\"");
    EXPECT_EQ(refusal_of_list(std::string(65, '[') + "1" + std::string(65, ']')),
              "1 histogram: the source has lists in more than 64 lists; flatten it");
    EXPECT_EQ(from_list(std::string(64, '[') + "1" + std::string(64, ']')), from_list("1"));
}

TEST(HistogramOfNumbers, TakesArraysOfAnyShapeAndStride) {
    const std::vector<float> elements{1, 2, 3, 4, 5, 6};
    const Histogram flat = from_array(elements);
    EXPECT_EQ(made(Source::tensor<float>(elements, {2, 3})), flat);
    EXPECT_EQ(made(Source::tensor<float>(elements, {2, 3}).with_strides({-3, -1}, 5)), flat);
    EXPECT_EQ(made(Source::tensor<float>(elements, {2}).with_strides({3})), from_array<float>({1, 4}));
    EXPECT_EQ(made(Source::tensor<float>({7}, {})), from_array<float>({7}));
    EXPECT_EQ(made(Source::tensor<float>({}, {0, 5})), from_array<float>({}));
    EXPECT_NE(from_array<double>({0, 0.7F}), from_array<float>({0, 0.7F}));  // edges of float32 are rounded to it
    const Source flags = Source::tensor({dl_bool, 8, 1}, std::string("\x00\x01\x07", 3), {3});
    EXPECT_EQ(made(flags), from_list("[false,true,true]"));
    const Source complex = Source::tensor({kDLComplex, 64, 1}, "01234567", {1});
    EXPECT_EQ(
        refusal_of(complex),
        "2 histogram: the array has elements of complex64; give bool, integers of 8 to 64 bits, float16, float32, "
        "float64 or bfloat16");
}

TEST(HistogramOfNumbers, RefusesWhatHasNoRange) {
    const std::string rest =
        ", so they have no range; set the option \"skip_nonfinite\" to leave them out, or give the edges in "
        "\"num_bins\"";
    for (const std::size_t more : {0U, 40U}) {  // few numbers are looked at one by one
        std::vector<double> numbers(more, 1.0);
        numbers.insert(numbers.begin(), {1, nan, inf, nan, -inf, 2});
        EXPECT_EQ(
            refusal_of(Source::tensor<double>(numbers, {static_cast<std::int64_t>(numbers.size())})),
            "1 histogram: the numbers have 2 NaN and 2 infinities among " + std::to_string(numbers.size()) + rest);
    }
    EXPECT_EQ(refusal_of(Source::tensor({kDLFloat, 16, 1}, std::string("\x00\x7c\x00\x3c", 4), {2})),
              "1 histogram: the numbers have 0 NaN and 1 infinities among 2" + rest);
    EXPECT_EQ(
        refusal_of(Source::tensor<double>({-1.7e308, 1.7e308}, {2}).with_options({{"num_bins", 1}})),
        "1 histogram: the range -1.7e+308 to 1.7e+308 cannot be cut into 1 bins with different edges in the type of "
        "the numbers; give fewer bins in \"num_bins\", or numbers of a wider type");
    EXPECT_NE(refusal_of_list("[1.0,1.000000000000001]").find("cannot be cut into 64 bins"), std::string::npos);
    // Doubles have one value for both, and NumPy fails.
    EXPECT_NE(
        refusal_of(
            Source::tensor<std::int64_t>({(1LL << 62) + 511, (1LL << 62) + 513}, {2}).with_options({{"num_bins", 1}}))
            .find("cannot be cut into 1 bins"),
        std::string::npos);
}

TEST(HistogramOfNumbers, LeavesNonFiniteOutOnRequest) {
    const json::object skip{{"skip_nonfinite", true}, {"num_bins", 2}};
    const Histogram histogram = from_array<double>({1, nan, inf, 2, -inf}, skip);
    EXPECT_EQ(text_of(histogram),
              R"({"_type":"histogram","values":[1,1],"bins":[1.0,1.5,2.0],"_wbm":{"skipped_nonfinite":3}})");
    EXPECT_EQ(round_trip(histogram), histogram);
    EXPECT_EQ(histogram.fields().at("skipped_nonfinite"), 3);
    EXPECT_NE(histogram, from_list("[1.0,2.0]", skip));
    EXPECT_EQ(from_array<float>({1, 2, std::nanf("")}, skip).skipped, 1);
    EXPECT_EQ(from_array<std::int8_t>({1, 2}, skip).skipped, std::nullopt);
    const Source halves = Source::tensor({kDLFloat, 16, 1}, std::string("\x00\x7c\x00\x3c\x00\x40", 6), {3});
    EXPECT_EQ(made(Source(halves).with_options(skip)).skipped, 1);
    EXPECT_EQ(made(Source(halves).with_options(skip)).counts, list("[1,1]"));
}

TEST(HistogramOptionsTest, HaveEdgesOrARule) {
    const Histogram histogram = from_list("[1,2,3,4]", {{"num_bins", {0, 2, 5}}});
    EXPECT_EQ(text_of(histogram), R"({"_type":"histogram","values":[1,3],"bins":[0,2,5]})");
    EXPECT_EQ(text_of(from_list("[1,2,3,4]", {{"num_bins", {0, 2.5}}})),
              R"({"_type":"histogram","values":[2],"bins":[0.0,2.5]})");
    EXPECT_EQ(text_of(from_list("[1]", {{"num_bins", {7}}})), R"({"_type":"histogram","values":[],"bins":[7]})");
    EXPECT_EQ(from_list("[1,2,3,4]", {{"num_bins", "sturges"}}).counts, list("[1,1,2]"));
    // NaN is between no edges; infinities are numbers here.
    const Histogram with_nan = from_array<double>({nan, 1, inf, nan}, {{"num_bins", {0, 1, 2}}});
    EXPECT_EQ(text_of(with_nan),
              R"({"_type":"histogram","values":[0,1],"bins":[0,1,2],"_wbm":{"skipped_nonfinite":2}})");
}

TEST(HistogramOptionsTest, AreChecked) {
    const auto bins = [](const json::value& v) { return refusal_of_list("[1,2]", {{"num_bins", v}}); };
    const std::string rest =
        "; give a whole number of 1 to 512, one of auto, fd, doane, scott, stone, rice, sturges, sqrt, or a list of "
        "edges";
    for (const auto& [given, shown] :
         std::vector<std::pair<json::value, std::string>>{{0, "0"},
                                                          {-3, "-3"},
                                                          {513, "513"},
                                                          {2.5, "2.5"},
                                                          {true, "true"},
                                                          {18446744073709551615ULL, "18446744073709551615"}})
        EXPECT_EQ(bins(given), "1 histogram: option \"num_bins\" is " + shown + rest);
    EXPECT_EQ(
        bins("Auto"),
        "1 histogram: option \"num_bins\" is \"Auto\"; the rules are auto, fd, doane, scott, stone, rice, sturges, "
        "sqrt, or give a number or a list of edges");
    EXPECT_EQ(bins(json::array{}), "1 histogram: option \"num_bins\" has 0 edges; give 1 to 513");
    EXPECT_EQ(bins(row(514, 1)), "1 histogram: option \"num_bins\" has 514 edges; give 1 to 513");
    EXPECT_EQ(bins({0, 2, 1}), "1 histogram: option \"num_bins\" falls from 2 to 1; give edges that rise");
    EXPECT_NE(bins({0, "a"}).find("option \"num_bins\" has \"a\" where a number belongs"), std::string::npos);
    EXPECT_EQ(refusal_of(Source::json("[1]").with_options_text(R"({"num_bins":[0,NaN]})")),
              "1 histogram: option \"num_bins\" has NaN at place 1; give edges that rise");
    EXPECT_NE(refusal_of_list("[1]", {{"bins", 3}}).find("option \"bins\" is not known"), std::string::npos);
    EXPECT_NE(refusal_of_list("[1]", {{"packed", 1}}).find("\"packed\" must be true or false"), std::string::npos);
    EXPECT_EQ(from_list("[1,2]", {{"num_bins", nullptr}, {"np_histogram", nullptr}}), from_list("[1,2]"));
}

TEST(HistogramJson, HasTheMembersInOrder) {
    const Histogram histogram =
        read(R"({"bins":[1,2.5],"later":[null],"values":[3],"_wbm":{"x":1},"_type":"histogram"})");
    EXPECT_EQ(text_of(histogram), R"({"_type":"histogram","values":[3],"bins":[1,2.5],"_wbm":{"x":1},"later":[null]})");
    EXPECT_EQ(round_trip(histogram), histogram);
    EXPECT_NE(histogram, read(R"({"bins":[1,2.5],"values":[3],"_wbm":{"x":1}})"));
    EXPECT_NE(histogram, read(R"({"bins":[1,2.5],"later":[null],"values":[3]})"));
}

TEST(HistogramJson, MayHoldAnything) {
    for (const char* text : {R"({"_type":"histogram","values":["NaN",null,[1]],"bins":["-Infinity",1,{"a":NaN},"x"]})",
                             R"({"_type":"histogram","values":[NaN],"bins":[0.0,Infinity]})",
                             R"({"_type":"histogram","values":[],"bins":[0]})"}) {
        const FakeStore store(WBM_RUN);
        const Value value = histogram_type().from_json(text, store);
        EXPECT_EQ(histogram_type().to_json(value, store), text);
    }
    const std::string many =
        R"({"_type":"histogram","values":)" + json::write(row(600, 1)) + R"(,"bins":)" + json::write(row(601, 0)) + "}";
    EXPECT_EQ(text_of(read(many)), many);
}

TEST(HistogramJson, IsRefusedWhenWrong) {
    const auto refused = [](const std::string& text) { return refusal([&] { (void)read(text); }); };
    EXPECT_EQ(refused(R"({"bins":[1]})"), "3 histogram: \"values\" is missing");
    EXPECT_EQ(refused(R"({"values":[]})"), "3 histogram: \"bins\" is missing");
    EXPECT_EQ(refused(R"({"values":5,"bins":[1]})"), "1 histogram: \"values\" must be a list, it is 5");
    EXPECT_EQ(refused(R"({"values":[1],"bins":[1]})"),
              "1 histogram: \"bins\" has 1 edges, but \"values\" has 1 counts, which lie between one more");
    EXPECT_EQ(refused(R"({"values":[1],"packedBins":[1]})"),
              "1 histogram: \"packedBins\" must be an object, it is [1]");
    EXPECT_EQ(refused(R"({"values":[1],"packedBins":{"min":0,"size":1}})"),
              "3 histogram: \"count\" of \"packedBins\" is missing");
    EXPECT_EQ(refused(R"({"values":[1],"packedBins":{"min":0,"size":"1","count":1}})"),
              "1 histogram: \"size\" of \"packedBins\" must be a number, it is \"1\"");
    EXPECT_EQ(refused(R"({"values":[1],"packedBins":{"min":0,"size":1,"count":2}})"),
              "1 histogram: \"count\" of \"packedBins\" is 2, but \"values\" has 1 counts");
    EXPECT_EQ(refused(R"({"values":[1],"bins":[0,1],"_wbm":{"skipped_nonfinite":0}})"),
              "1 histogram: \"skipped_nonfinite\" of \"_wbm\" must be a count of at least 1, it is 0");
}

TEST(HistogramEquality, ComparesNumbers) {
    const auto with_edges = [](const std::string& edges) { return read(R"({"values":[1],"bins":[)" + edges + "]}"); };
    EXPECT_EQ(with_edges("0,1"), with_edges("0.0,1.0"));
    EXPECT_EQ(with_edges("NaN,1"), with_edges("NaN,1"));
    EXPECT_NE(with_edges("NaN,1"), with_edges("0,1"));
    EXPECT_NE(with_edges("0,1"), with_edges("0,2"));
    EXPECT_NE(with_edges("0,9007199254740993"), with_edges("0,9007199254740992.0"));
    EXPECT_EQ(with_edges("0,9007199254740992"), with_edges("0,9007199254740992.0"));
    EXPECT_NE(with_edges("0,18446744073709551615"), with_edges("0,18446744073709551616.0"));
    EXPECT_NE(with_edges("-1,1"), with_edges("18446744073709551615,1"));
    EXPECT_NE(with_edges("\"NaN\",1"), with_edges("NaN,1"));
    EXPECT_NE(read(R"({"values":[1],"bins":[0,1]})"), read(R"({"values":[2],"bins":[0,1]})"));
}

TEST(HistogramPacked, IsWrittenWhereItIsExact) {
    const json::object packed{{"packed", true}, {"num_bins", 4}};
    const Histogram histogram = from_list("[0,1,3]", packed);
    EXPECT_EQ(text_of(histogram),
              R"({"_type":"histogram","values":[1,1,0,1],"packedBins":{"min":0.0,"size":0.75,"count":4}})");
    EXPECT_EQ(histogram, from_list("[0,1,3]", {{"num_bins", 4}}));
    EXPECT_EQ(round_trip(histogram), histogram);
    EXPECT_EQ(histogram.fields().at("packed"), true);
    EXPECT_EQ(histogram.fields().at("bins"), list("[0.0,0.75,1.5,2.25,3.0]"));
    // (-0.1 .. 0.7) + 3 * step is not the last edge.
    const Histogram uneven = from_list("[-0.1,0.7]", {{"packed", true}, {"num_bins", 3}});
    EXPECT_EQ(uneven.packed, std::nullopt);
    EXPECT_EQ(uneven.fields().at("packed"), false);
    EXPECT_EQ(from_list("[1]", {{"packed", true}, {"num_bins", {0, 2, 5}}}).packed, std::nullopt);
    EXPECT_EQ(from_list("[1]", {{"packed", true}, {"num_bins", {5}}}).packed, std::nullopt);
    EXPECT_TRUE(from_list("[1]", {{"packed", true}, {"num_bins", {0, 2, 4}}}).packed);
    EXPECT_FALSE(from_list("[1]", {{"packed", true}, {"num_bins", {0, 9007199254740993, 18014398509481986}}}).packed);
}

TEST(HistogramPacked, IsRead) {
    const std::string text =
        R"({"_type":"histogram","values":[3,5],"packedBins":{"count":2,"min":-0.03,"size":0.5,"more":[1]},"x":1})";
    const Histogram histogram = read(text);
    EXPECT_EQ(histogram.edges, list("[-0.03,0.47,0.97]"));
    EXPECT_EQ(text_of(histogram), text);
    // With both, the plain ones count.
    const std::string both =
        R"({"_type":"histogram","values":[3],"bins":[0,1],"packedBins":{"min":5,"size":1,"count":1}})";
    EXPECT_EQ(read(both).edges, list("[0,1]"));
    EXPECT_EQ(text_of(read(both)), both);
}

TEST(HistogramFields, AreThoseThatAreKnown) {
    EXPECT_EQ(json::write(from_list("[1,2,2]", {{"num_bins", 2}}).fields()),
              R"({"histogram":[1,2],"bins":[1.0,1.5,2.0],"num_bins":2,"count":3,"min":1.0,"max":2.0,"packed":false})");
    const json::object mixed = read(R"({"values":[1,0.5,"NaN"],"bins":["-Infinity",1,2,"x"]})").fields();
    EXPECT_TRUE(std::isnan(mixed.at("count").as_double()));
    EXPECT_EQ(mixed.at("min"), -inf);
    EXPECT_FALSE(mixed.contains("max"));
    EXPECT_FALSE(read(R"({"values":[null],"bins":[0,1]})").fields().contains("count"));
    EXPECT_EQ(read(R"({"values":[9223372036854775807,1],"bins":[0,1,2]})").fields().at("count"), 0x1p63);
}

TEST(HistogramTensor, GivesCountsOrEdges) {
    const auto dtype = [](const Array& array) { return dtype_name(array.dl().dtype) + " " + shape_text(array.dl()); };
    const Histogram histogram = from_list("[1,2,2]", {{"num_bins", 2}});
    const Array counts = histogram.tensor({});
    EXPECT_EQ(dtype(counts), "int64 [2]");
    EXPECT_EQ(static_cast<const std::int64_t*>(counts.dl().data)[1], 2);
    const Array edges = histogram.tensor({{"what", "edges"}});
    EXPECT_EQ(dtype(edges), "float64 [3]");
    EXPECT_EQ(static_cast<const double*>(edges.dl().data)[1], 1.5);
    const Array densities = read(R"({"values":[0.5,"Infinity",2],"bins":[0,1,2,3]})").tensor({{"what", "counts"}});
    EXPECT_EQ(dtype(densities), "float64 [3]");
    EXPECT_EQ(static_cast<const double*>(densities.dl().data)[1], inf);
    EXPECT_EQ(dtype(read(R"({"values":[],"bins":[0]})").tensor({})), "int64 [0]");
    EXPECT_EQ(refusal([&] {
                  (void)histogram.tensor({{"what", "bins"}});
              }),
              "1 option \"what\" is \"bins\"; it must be counts or edges");
    EXPECT_EQ(refusal([&] { (void)read(R"({"values":["a"],"bins":[0,1]})").tensor({}); }),
              "2 the counts have \"a\", which no array of numbers holds");
}

TEST(HistogramCorpus, IsSoundOrRefused) {
    const auto take = [](const std::filesystem::path& file) {
        const std::string text = read_file(file.string());
        return text.starts_with('{') ? read(text) : from_list(text);
    };
    const auto good = files_in(corpus(""));
    EXPECT_GE(good.size(), 6U);
    for (const auto& file : good) {
        const Histogram histogram = take(file);
        EXPECT_EQ(round_trip(histogram), histogram) << file;
    }
    const auto bad = files_in(corpus("bad"));
    EXPECT_GE(bad.size(), 6U);
    for (const auto& file : bad) EXPECT_THROW((void)take(file), Refused) << file;
}

TEST(HistogramPlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.histogram");
    EXPECT_STREQ(plugin->types[0]->name, "histogram");
    EXPECT_EQ(plugin->types[1], nullptr);
    const json::object facts = json::read_object(plugin->types[0]->facts);
    EXPECT_EQ(facts.at("non_finite"), true);
    EXPECT_EQ(facts.at("options").at("properties").at("num_bins").at("anyOf").at(0).at("maximum"), max_bins);
}

}  // namespace
}  // namespace wbm::histogram
