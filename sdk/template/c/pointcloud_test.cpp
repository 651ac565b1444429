// The type as a program calls it: through its table.
#include <wbm/sdk.hpp>
#include <wbm/testing.hpp>

#include <gtest/gtest.h>

namespace t = wbm::testing;

static const std::vector<float> numbers{0, 0, 0, 1, 2, 3};

static t::Type type_under_test() { return t::Type(wbm_plugin_v1()->types[0]); }

static t::Value made(const std::string& caption) {
    return type_under_test().create(t::Source::tensor<float>(numbers, {2, 3}).with_options({{"caption", caption}}));
}

static std::string refusal(t::Source source) {
    try {
        (void)type_under_test().create(source);
        return "it was taken";
    } catch (const t::Refused& e) {
        return e.what();
    }
}

TEST(PointCloudTest, RoundTrip) {
    for (const int kind : {WBM_RUN, WBM_ARTIFACT})
        for (const std::string caption : {"", "two points", "a \"quote\", \xF0\x9F\x90\x88"}) {
            const t::FakeStore store(kind);
            const t::Value value = made(caption);
            (void)t::round_trip(type_under_test(), value.get(), store);
        }
}

TEST(PointCloudTest, KeepsOneFile) {
    const t::FakeStore run(WBM_RUN);
    const auto j = wbm::json::read_object(type_under_test().to_json(made("two points"), run));
    ASSERT_EQ(run.added().size(), 1U);
    EXPECT_EQ(run.added()[0].content, wbm::bytes(numbers));
    EXPECT_EQ(wbm::text(j, "path"), run.added()[0].path);
    EXPECT_EQ(wbm::text(j, "caption"), "two points");
    EXPECT_EQ(wbm::text(j, "_type"), "pointcloud-file");
}

TEST(PointCloudTest, DiffersByCaptionAndByNumbers) {
    const auto type = type_under_test();
    EXPECT_TRUE(type.equal(made("a"), made("a")));
    EXPECT_FALSE(type.equal(made("a"), made("b")));
    EXPECT_FALSE(type.equal(made(""), type.create(t::Source::tensor<float>({0, 0, 0, 1, 2, 4}, {2, 3}))));
}

TEST(PointCloudTest, ReadsViews) {
    const auto type = type_under_test();
    auto columns = t::Source::tensor<float>({0, 1, 0, 2, 0, 3}, {2, 3}).with_strides({1, 2});
    EXPECT_TRUE(type.equal(made(""), type.create(columns)));
    auto backwards = t::Source::tensor<float>({1, 2, 3, 0, 0, 0}, {2, 3}).with_strides({-3, 1}, 3);
    EXPECT_TRUE(type.equal(made(""), type.create(backwards)));
}

TEST(PointCloudTest, Refuses) {
    EXPECT_EQ(refusal(t::Source::tensor<float>({1, 2}, {2})),
              "pointcloud-file: the array has shape [2], expected [any, 3]");
    EXPECT_EQ(refusal(t::Source::tensor<double>({1, 2, 3}, {1, 3})),
              "pointcloud-file: the array's elements are not float32; convert them first");
    EXPECT_EQ(refusal(t::Source::tensor<float>({1, 2, 3}, {1, 3}).with_options({{"caption", 5}})),
              "pointcloud-file: \"caption\" must be text, it is a number");
    EXPECT_EQ(refusal(t::Source::path("x.f32")),
              "pointcloud-file: it is made from an array [any, 3] of float32; give one");
}
