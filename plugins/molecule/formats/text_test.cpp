// Coordinates that are only checked are taken and refused as those that are read.
#include "text.hpp"

#include <wbm/sdk.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>

namespace wbm::molecule {
namespace {

class Coordinates {
public:
    [[nodiscard]] bool is_taken(bool is_wanted, const std::string& text) const {
        try {
            (void)position_if(is_wanted, lines_, "1.5", text, "-2");
            return true;
        } catch (const Error&) {
            return false;
        }
    }
    [[nodiscard]] ::testing::AssertionResult are_same(const std::string& text) const {
        if (is_plain_decimal(text) && !real(text)) return ::testing::AssertionFailure() << '"' << text << "\" is plain";
        if (is_taken(true, text) == is_taken(false, text)) return ::testing::AssertionSuccess();
        return ::testing::AssertionFailure() << '"' << text << "\" is taken one way alone";
    }

private:
    Source source_{"text\n", "the text"};
    Lines lines_{source_, "test"};
};

TEST(MoleculeText, CheckedCoordinatesAreThoseThatAreRead) {
    constexpr std::string_view usual = "   --..0123456789";
    constexpr std::string_view all = "  -+.0159eEnaifx\t\r/:;,";
    const Coordinates coordinates;
    std::mt19937_64 random(5);
    int taken = 0;
    for (int i = 0; i < 60'000; ++i) {
        std::string text(i % 3 == 0 ? 10 : i % 3 == 1 ? 8 : random() % 20, ' ');
        const std::string_view from = random() % 2 == 0 ? usual : all;
        for (char& c : text) c = from[random() % from.size()];
        if (i % 2 == 0 && text.size() >= 8) {  // almost a coordinate
            char number[32];
            (void)std::snprintf(number, sizeof number, text.size() == 8 ? "%8.3f" : "%10.4f",
                                static_cast<double>(random() % 2'000'000) / 1000 - 999);
            const char odd = text[0];
            text.assign(number, text.size() == 8 ? 8 : 10);
            if (random() % 2 == 0) text[random() % text.size()] = odd;
        }
        ASSERT_TRUE(coordinates.are_same(text));
        taken += coordinates.is_taken(false, text) ? 1 : 0;
    }
    EXPECT_GT(taken, 10'000);
}

TEST(MoleculeText, EveryOneCharacterOfAColumnCounts) {
    const Coordinates coordinates;
    for (const std::string column :
         {"  12.345", "-123.456", "1234.567", "   0.000", "   -1.2345", "  123.4567", "-123.45678"})
        for (std::size_t at = 0; at < column.size(); ++at)
            for (int c = 0; c < 256; ++c) {
                std::string text = column;
                text[at] = static_cast<char>(c);
                ASSERT_TRUE(coordinates.are_same(text));
            }
}

TEST(MoleculeText, PositionsComeWhenTheyAreWanted) {
    const Source source{"text\n", "the text"};
    const Lines lines(source, "test");
    EXPECT_EQ(position_if(true, lines, "1.5", " -2", "3e1"), (Position{1.5, -2, 30}));
    EXPECT_EQ(position_if(false, lines, "1.5", " -2", "3"), std::nullopt);
}

}  // namespace
}  // namespace wbm::molecule
