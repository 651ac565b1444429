#include "pointcloud.cpp"  // one file is the whole type; a larger one has a header

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

namespace t = wbm::testing;

static const PointCloud two_points{{0, 0, 0, 1, 2, 3}, "two points"};

TEST(PointCloudTest, IsMadeFromAnArray) {
    const auto type = t::type_of<PointCloud>();
    auto source = t::Source::tensor<float>({0, 0, 0, 1, 2, 3}, {2, 3}).with_options({{"caption", "two points"}});
    const auto made = type.create(source);
    EXPECT_TRUE(type.equal(made.get(), reinterpret_cast<const wbm_value*>(&two_points)));
}

TEST(PointCloudTest, RoundTrip) { EXPECT_EQ(t::round_trip(two_points), two_points); }

TEST(PointCloudTest, KeepsOneFile) {
    const t::FakeStore run(WBM_RUN);
    const auto j = two_points.to_json(run.store());
    ASSERT_EQ(run.added().size(), 1U);
    EXPECT_EQ(run.added()[0].content, wbm::bytes(two_points.xyz));
    EXPECT_EQ(wbm::text(j, "path"), run.added()[0].path);
    EXPECT_EQ(wbm::text(j, "caption"), "two points");
}

TEST(PointCloudTest, RefusesFlatArrays) {
    const auto type = t::type_of<PointCloud>();
    try {
        (void)type.create(t::Source::tensor<float>({1, 2}, {2}));
        FAIL() << "it was taken";
    } catch (const t::Refused& e) {
        EXPECT_STREQ(e.what(), "pointcloud-file: the array has shape [2], expected [any, 3]");
    }
}
