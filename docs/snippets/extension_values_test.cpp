#include "extension_values.cpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

TEST(Framed, IsRefusedByAHostThatHasNoValues) {
    wbm::testing::FakeHost host;  // offers the extensions that a test sets, here none
    wbm::testing::TextSink error;
    ASSERT_EQ(WBM_ENTRY()->start(host.table(), error.sink()), WBM_OK);
    const wbm::testing::FakeStore artifact(WBM_ARTIFACT);
    try {
        (void)wbm::testing::type_of<Framed>().from_json(R"({"_type":"framed","frame":"gold","picture":{}})", artifact);
        FAIL() << "it was taken";
    } catch (const wbm::testing::Refused& refused) {
        EXPECT_EQ(refused.status(), WBM_UNSUPPORTED);
        EXPECT_STREQ(refused.what(), "framed: the host is too old for values inside values; update it");
    }
    WBM_ENTRY()->stop();
}
