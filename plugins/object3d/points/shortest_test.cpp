// Against std::to_chars, over all that the fast way takes.
#include "shortest.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>

namespace wbm::object3d {
namespace {

std::string ours(double number) {
    char text[64];
    return {text, put_short_number(text, number)};
}
std::string theirs(double number) {
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}
bool is_ours(double number) {
    return std::fabs(number) >= least_short_number && std::fabs(number) < short_number_limit &&
           number != std::trunc(number);
}

void compare(double number) {
    if (!is_ours(number)) return;
    ASSERT_EQ(ours(number), theirs(number));
}

TEST(Shortest, IsThatOfTheLibrary) {
    std::mt19937_64 random(7);
    const auto least = std::bit_cast<std::uint64_t>(least_short_number);
    const auto limit = std::bit_cast<std::uint64_t>(short_number_limit);
    std::uniform_int_distribution<std::uint64_t> bits(least, limit - 1);
    std::uniform_int_distribution<std::int64_t> thousandths(-100000000, 100000000);
    for (int i = 0; i < 300000; ++i) {
        const auto number = std::bit_cast<double>(bits(random));
        compare(number);
        compare(-number);
        compare(static_cast<double>(static_cast<float>(number)));
        compare(static_cast<double>(thousandths(random)) / 1000);
        compare(static_cast<double>(thousandths(random)) / 100000);
    }
}

TEST(Shortest, AtPowersOfTwoAndTenAndTheirNeighbours) {
    for (int exponent = -12; exponent <= 53; ++exponent)
        for (const double sign : {1.0, -1.0}) {
            double number = std::ldexp(sign, exponent);
            for (int i = 0; i < 50; ++i) number = std::nextafter(number, 0);
            for (int i = 0; i < 100; ++i, number = std::nextafter(number, sign * HUGE_VAL)) compare(number);
        }
    for (double ten = 1e-3; ten < 1e16; ten *= 10)
        for (const double number : {std::nextafter(ten, 0), ten, std::nextafter(ten, HUGE_VAL)}) compare(number);
}

}  // namespace
}  // namespace wbm::object3d
