#include "extension_rows.cpp"

#include <gtest/gtest.h>

TEST(Ledger, GivesSomeRows) {
    const Ledger ledger{wbm::json::read(R"([["rent",-500],["pay",2000]])").as_array()};
    EXPECT_EQ(ledger.rows({{"first", 1}}), R"([["pay",2000]])");
    EXPECT_EQ(ledger.rows({{"first", 9}}), "[]");
    EXPECT_THROW((void)ledger.rows({{"colums", 1}}), wbm::Error);
}
