#include "extension_batch.cpp"

#include <gtest/gtest.h>

TEST(Chip, ListsItsColours) {
    const Chip red{"red"}, blue{"blue"};
    const std::vector<const Chip*> both{&red, &blue};
    const wbm::json::object j = Chip::seq_to_json(both, {});
    EXPECT_EQ(wbm::json::write(j), R"({"_type":"chips","count":2,"colours":["red","blue"]})");
}
