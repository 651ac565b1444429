#include "extension_probe.cpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

using wbm::testing::Source;

TEST(Beats, SaysWhatAFileHolds) {
    const auto type = wbm::testing::type_of<Beats>();
    EXPECT_EQ(type.probe(Source::bytes("BEAT1-2-")).at("beats"), 4);
}

TEST(Beats, TellsForeignFilesFromBrokenOnes) {
    const auto status = [](const char* content) {
        try {
            (void)wbm::testing::type_of<Beats>().probe(Source::bytes(content));
        } catch (const wbm::testing::Refused& refused) {
            return refused.status();
        }
        return wbm_status{WBM_OK};
    };
    EXPECT_EQ(status("RIFF...."), WBM_UNSUPPORTED);
    EXPECT_EQ(status("BEAT"), WBM_INVALID);
}
