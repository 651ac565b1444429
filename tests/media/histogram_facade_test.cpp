// wbm/media: each way to make and read a histogram, against the generic call that it stands for.
#include <wbm/media/histogram.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <span>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class HistogramFacadeTest : public ::testing::Test {
protected:
    ValuePtr made(const Part& part, const json::object& options = {}) {
        return media.create("histogram", part, options);
    }
    template <class Make>
    static std::string refusal(const Make& make) {
        try {
            (void)make();
        } catch (const MediaError& e) {
            return std::string(to_string(e.status())) + " " + e.what();
        }
        return "not refused";
    }

    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
    const std::vector<double> numbers{1, 2, 2.5, 4, 4};
};

TEST_F(HistogramFacadeTest, IsMadeOfNumbers) {
    const Histogram histogram(numbers, {.num_bins = 3}, media);
    EXPECT_EQ(*histogram.value(), *made(tensor(numbers, {5}), {{"num_bins", 3}}));
    EXPECT_THAT(histogram.counts(), ElementsAre(1, 2, 2));
    EXPECT_THAT(histogram.values(), ElementsAre(1.0, 2.0, 2.0));
    EXPECT_THAT(histogram.edges(), ElementsAre(1.0, 2.0, 3.0, 4.0));
    EXPECT_EQ(histogram.num_bins(), 3U);
    EXPECT_EQ(histogram.count(), 5.0);
    EXPECT_FALSE(histogram.is_packed());
    EXPECT_EQ(histogram.skipped_nonfinite(), 0);
    EXPECT_EQ(Histogram(std::span(numbers), {.num_bins = 3}, media), histogram);
    EXPECT_EQ(Histogram(tensor(numbers, {5}), {.num_bins = 3}, media), histogram);
    EXPECT_EQ(Histogram(json_text("[1,2,2.5,4,4]"), {.num_bins = 3}, media), histogram);
    EXPECT_EQ(Histogram(numbers, {}, media).num_bins(), 64U);
    const std::vector<std::uint8_t> bytes{0, 255};
    EXPECT_EQ(*Histogram(bytes, {}, media).value(), *made(tensor(bytes, {2})));
}

TEST_F(HistogramFacadeTest, IsMadeOfAnArrayOfAnotherValue) {
    const Histogram first(numbers, {.num_bins = 3}, media);
    const Tensor counts = first.value()->tensor();
    const Histogram second(counts, {.num_bins = 2}, media);
    EXPECT_EQ(*second.value(), *made(json_text("[1,2,2]"), {{"num_bins", 2}}));
    EXPECT_EQ(second, Histogram(counts.dl(), {.num_bins = 2}, media));
}

TEST_F(HistogramFacadeTest, HasItsOptions) {
    const Histogram by_rule(numbers, {.num_bins = "sturges"}, media);
    EXPECT_EQ(*by_rule.value(), *made(tensor(numbers, {5}), {{"num_bins", "sturges"}}));
    const Histogram by_edges(numbers, {.num_bins = std::vector<double>{0, 2, 4}}, media);
    EXPECT_THAT(by_edges.counts(), ElementsAre(1, 4));
    const Histogram packed(numbers, {.num_bins = 3, .packed = true}, media);
    EXPECT_TRUE(packed.is_packed());
    EXPECT_EQ(packed, Histogram(numbers, {.num_bins = 3}, media));
    const std::vector<float> holes{1, std::nanf(""), 2};
    EXPECT_EQ(Histogram(holes, {.num_bins = 1, .skip_nonfinite = true}, media).skipped_nonfinite(), 1);
    EXPECT_THAT(refusal([&] { return Histogram(holes, {}, media); }),
                HasSubstr("invalid histogram: the numbers have 1 NaN"));
}

TEST_F(HistogramFacadeTest, IsMadeOfCounts) {
    const std::vector<int> counts{1, 2};
    const std::vector<float> edges{0, 1, 2};
    const Histogram histogram = Histogram::from_counts(counts, edges, false, media);
    EXPECT_EQ(*histogram.value(),
              *made(json_text("null"), {{"np_histogram", {json::array{1, 2}, json::array{0, 1, 2}}}}));
    EXPECT_EQ(Histogram::from_counts(histogram.counts(), histogram.edges(), true, media), histogram);
    EXPECT_TRUE(Histogram::from_counts(counts, edges, true, media).is_packed());
    const Histogram densities = Histogram::from_counts(std::vector<double>{0.25, std::nan("")}, edges, false, media);
    EXPECT_EQ(densities.values()[0], 0.25);
    EXPECT_TRUE(std::isnan(densities.values()[1]));
    EXPECT_THAT(refusal([&] { return densities.counts(); }),
                HasSubstr("unsupported histogram: the counts are not all"));
    EXPECT_THAT(refusal([&] { return Histogram::from_counts(edges, edges, false, media); }),
                HasSubstr("invalid histogram: option \"np_histogram\" has 3 counts and 3 edges"));
}

TEST_F(HistogramFacadeTest, IsLoggedAndReadBack) {
    const Histogram histogram(numbers, {.num_bins = 2}, media);
    wbm::Run run(dir / "run");
    const std::string text = R"({"_type":"histogram","values":[2,3],"bins":[1.0,2.5,4.0]})";
    EXPECT_EQ(run.log("h", histogram, 0), text);
    EXPECT_EQ(run.log("list", std::vector<Histogram>{histogram, histogram}, 1), "[" + text + "," + text + "]");
    Artifact artifact = Artifact::create(dir / "art");
    EXPECT_EQ(artifact.add(histogram, "h").path, "h.histogram.json");
    const Histogram back(artifact.get("h", media));
    EXPECT_EQ(back, histogram);
    EXPECT_EQ(Histogram(media.init_from_json(text, run.files())), histogram);
    EXPECT_THROW((void)Histogram(ValuePtr(nullptr)), MediaError);
}

}  // namespace
}  // namespace wbm
