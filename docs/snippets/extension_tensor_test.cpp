#include "extension_tensor.cpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

TEST(Curve, GivesItsPoints) {
    const wbm::Array array = Curve{{0, 0, 1, 1}}.tensor({});
    EXPECT_EQ(wbm::shape_text(array.dl()), "[2, 2]");
    EXPECT_EQ(wbm::dense<float>(array.dl(), {2, 2}), (std::vector<float>{0, 0, 1, 1}));
}

TEST(Curve, RefusesOptionsThatItDoesNotKnow) {
    const Curve curve{{0, 0}};
    const wbm::json::object options{{"size", 3}};
    EXPECT_THROW((void)curve.tensor(options), wbm::Error);
}

TEST(Curve, RoundTrip) {
    const Curve curve{{0, 0, 1, 1}};
    EXPECT_EQ(wbm::testing::round_trip(curve), curve);
}
