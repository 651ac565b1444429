// wbm/testing.hpp - calls a media type as a program would, without one: for a plugin's own tests.
//
//     TEST(PointCloud, RoundTrip) {
//         const PointCloud cloud{{0, 0, 0, 1, 2, 3}, "two points"};
//         EXPECT_EQ(wbm::testing::round_trip(cloud), cloud);       // through JSON and files, in a run and in an
//         artifact
//     }
//     TEST(PointCloud, RefusesFlatArrays) {
//         auto source = wbm::testing::Source::tensor<float>({1, 2}, {2});
//         EXPECT_THROW(wbm::testing::type_of<PointCloud>().create(source), wbm::testing::Refused);
//     }
//
// Header-only and free of test frameworks; link wbm::testing. Everything here is one thread's, except FakeHost.
#pragma once

#include <wbm/testing/fake_host.hpp>
#include <wbm/testing/fake_store.hpp>
#include <wbm/testing/round_trip.hpp>
#include <wbm/testing/sha256.hpp>
#include <wbm/testing/source.hpp>
#include <wbm/testing/type.hpp>
