#include "extension_fields.cpp"

#include <gtest/gtest.h>

TEST(Note, TellsItsTitle) { EXPECT_EQ(Note{"shopping\nmilk"}.fields().at("title"), "shopping"); }
