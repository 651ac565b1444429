#include <wbm/version.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(Version, IsWrittenOnce) {
    EXPECT_EQ(WBM_VERSION, std::to_string(WBM_VERSION_MAJOR) + "." + std::to_string(WBM_VERSION_MINOR) + "." +
                               std::to_string(WBM_VERSION_PATCH));
}

}  // namespace
