// The text of doubles beside that of std::to_chars, whose digits are laid out here once more, in a simple way.
#include <wbm/json.hpp>

#include "json_shortest.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace wbm {
namespace {

using json::Style;

/// By Python's repr: an exponent below 1e-4 and from 1e16 on, of two digits at least. "fast": below 1e-5, and of one.
std::string expected(double number, Style style) {
    char text[64];
    const char* const end =
        std::to_chars(text, text + sizeof text, std::fabs(number), std::chars_format::scientific).ptr;
    std::string digits(text, static_cast<std::size_t>(end - text));
    const std::size_t e = digits.find('e');
    const int exponent = std::atoi(digits.c_str() + e + 1);
    digits.resize(e);
    if (digits.size() > 1) digits.erase(1, 1);
    const std::string sign = std::signbit(number) ? "-" : "";
    const bool is_fast = style == Style::fast;
    if (exponent < (is_fast ? -5 : -4) || exponent >= 16) {
        if (digits.size() > 1) digits.insert(1, ".");
        std::string power = std::to_string(std::abs(exponent));
        if (!is_fast && power.size() == 1) power = "0" + power;
        return sign + digits + "e" + (exponent < 0 ? "-" : "+") + power;
    }
    if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() < whole) digits.resize(whole, '0');
    return sign + digits.substr(0, whole) + "." + (digits.size() > whole ? digits.substr(whole) : "0");
}

std::string written(double number, Style style) {
    std::string text;
    json::append_number(text, number, style);
    return text;
}

/// Both signs, both styles. A failure ends the test that asks, not after a million lines.
::testing::AssertionResult is_right(double number) {
    if (!std::isfinite(number)) return ::testing::AssertionSuccess();
    for (const double each : {number, -number})
        for (const Style style : {Style::standard, Style::fast})
            if (written(each, style) != expected(each, style))
                return ::testing::AssertionFailure() << written(each, style) << " is not " << expected(each, style);
    return ::testing::AssertionSuccess();
}

::testing::AssertionResult are_right_around(double number, int steps) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double at = number;
    for (int i = 0; i < steps; ++i) at = std::nextafter(at, -infinity);
    for (int i = 0; i <= 2 * steps; ++i, at = std::nextafter(at, infinity))
        if (auto result = is_right(at); !result) return result;
    return ::testing::AssertionSuccess();
}

double of_parts(std::uint64_t exponent, std::uint64_t fraction) {
    return std::bit_cast<double>(exponent << 52 | (fraction & 0xfffffffffffff));
}

double parsed(const std::string& text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

constexpr std::uint64_t exponents = 2047;  // of finite doubles

TEST(JsonNumberPowers, AreOneMoreThanTheLeadingBits) {
    constexpr int most_whole = 38;  // 10^38 has 127 bits
    json::detail::Wide ten = 1;
    for (int power = 0; power <= most_whole; ++power, ten *= 10) {
        const auto [high, low] = json::detail::powers[power];
        EXPECT_EQ(high >> 63, 1U);
        const json::detail::Wide leading = ten << (127 - json::detail::log2_of_ten(power));
        EXPECT_TRUE((static_cast<json::detail::Wide>(high) << 64 | low) == leading + 1) << power;
    }
}

TEST(JsonNumberText, OfRandomBits) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 150'000; ++i) ASSERT_TRUE(is_right(std::bit_cast<double>(random())));
}

TEST(JsonNumberText, OfPowersOfTwoAndTheirNeighbours) {
    for (std::uint64_t exponent = 0; exponent < exponents; ++exponent)
        ASSERT_TRUE(are_right_around(of_parts(exponent, 0), 3));
    for (int bit = 0; bit < 52; ++bit)
        ASSERT_TRUE(are_right_around(of_parts(0, std::uint64_t{1} << static_cast<unsigned>(bit)), 3));
}

TEST(JsonNumberText, OfPowersOfTenAndTheirNeighbours) {
    for (int power = -323; power <= 308; ++power)
        ASSERT_TRUE(are_right_around(parsed("1e" + std::to_string(power)), 20));
}

TEST(JsonNumberText, OfEveryExponent) {
    std::mt19937_64 random(8);
    for (std::uint64_t exponent = 0; exponent < exponents; ++exponent)
        for (int i = 0; i < 20; ++i) ASSERT_TRUE(is_right(of_parts(exponent, random())));
}

/// With few bits in the mantissa there are exact ties, between two decimals and between a decimal and a halfway point.
TEST(JsonNumberText, OfShortMantissas) {
    std::mt19937_64 random(9);
    for (std::uint64_t exponent = 0; exponent < exponents; ++exponent)
        for (int i = 0; i < 10; ++i) {
            ASSERT_TRUE(is_right(of_parts(exponent, random() << 40)));
            ASSERT_TRUE(is_right(of_parts(exponent, random() & 0xfff)));
        }
    for (int i = 0; i < 50'000; ++i)
        ASSERT_TRUE(is_right(std::ldexp(static_cast<double>(random() >> 11), -static_cast<int>(random() % 60))));
}

TEST(JsonNumberText, OfSubnormals) {
    for (std::uint64_t fraction = 1; fraction < 20'000; ++fraction) ASSERT_TRUE(is_right(of_parts(0, fraction)));
    std::mt19937_64 random(10);
    for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(is_right(of_parts(0, random() >> random() % 52)));
    ASSERT_TRUE(are_right_around(std::numeric_limits<double>::min(), 1000));
}

TEST(JsonNumberText, OfIntegers) {
    std::mt19937_64 random(11);
    for (int i = 0; i < 20'000; ++i) ASSERT_TRUE(is_right(i));
    for (int i = 0; i < 50'000; ++i) ASSERT_TRUE(is_right(static_cast<double>(random() >> random() % 64)));
    ASSERT_TRUE(are_right_around(9007199254740992.0, 1000));
    ASSERT_TRUE(are_right_around(1e16, 1000));
}

/// Decimals of 1 to 17 digits, as people and other programs write them.
TEST(JsonNumberText, OfDecimals) {
    std::mt19937_64 random(12);
    std::uint64_t limit = 1;
    for (int digits = 1; digits <= 17; ++digits) {
        limit *= 10;
        for (int i = 0; i < 5'000; ++i) {
            const int power = static_cast<int>(random() % 50) - 35;
            const double number = parsed(std::to_string(random() % limit) + "e" + std::to_string(power));
            ASSERT_TRUE(is_right(number));
            ASSERT_TRUE(is_right(static_cast<float>(number)));
        }
    }
}

TEST(JsonNumberText, OfMeasurements) {
    std::mt19937_64 random(13);
    std::uniform_real_distribution<double> score(0, 1);
    std::normal_distribution<double> place(0, 50);
    for (int i = 0; i < 50'000; ++i) {
        ASSERT_TRUE(is_right(score(random)));
        ASSERT_TRUE(is_right(place(random)));
        ASSERT_TRUE(is_right(static_cast<float>(place(random))));
        ASSERT_TRUE(is_right(std::round(place(random) * 1000) / 1000));
    }
}

TEST(JsonNumberText, LeavesWhatIsBeforeItAlone) {
    std::string text = "[1,";
    json::append_number(text, -1.5, Style::fast);
    text += ',';
    json::append_number(text, 1e300, Style::standard);
    EXPECT_EQ(text, "[1,-1.5,1e+300");
}

}  // namespace
}  // namespace wbm
