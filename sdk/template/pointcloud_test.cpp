#include "pointcloud.cpp"  // one file is the whole type; a larger one has a header

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

namespace {

using wbm::testing::FakeStore;
using wbm::testing::Refused;
using wbm::testing::Source;

const PointCloud cloud{{0, 0, 0, 1, 2, 3}, "two points"};

TEST(PointCloud, IsMadeFromAnArray) {
    const auto type = wbm::testing::type_of<PointCloud>();
    auto source = Source::tensor<float>({0, 0, 0, 1, 2, 3}, {2, 3}).with_options({{"caption", "two points"}});
    const auto made = type.create(source);
    EXPECT_TRUE(type.equal(made.get(), reinterpret_cast<const wbm_value*>(&cloud)));
}

TEST(PointCloud, RoundTrip) { EXPECT_EQ(wbm::testing::round_trip(cloud), cloud); }

TEST(PointCloud, KeepsOneFile) {
    const FakeStore run(WBM_RUN);
    const auto j = cloud.to_json(run.store());
    ASSERT_EQ(run.added().size(), 1U);
    EXPECT_EQ(run.added()[0].content, wbm::bytes(cloud.xyz));
    EXPECT_EQ(wbm::text(j, "path"), run.added()[0].path);
    EXPECT_EQ(wbm::text(j, "caption"), "two points");
}

TEST(PointCloud, RefusesFlatArrays) {
    const auto type = wbm::testing::type_of<PointCloud>();
    try {
        (void)type.create(Source::tensor<float>({1, 2}, {2}));
        FAIL() << "it was taken";
    } catch (const Refused& e) {
        EXPECT_STREQ(e.what(), "pointcloud-file: the array has shape [2], expected [any, 3]");
    }
}

}  // namespace
