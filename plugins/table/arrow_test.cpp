// Tables from Arrow streams.
#include "arrow/test_tables.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace wbm::table {
namespace {

using test::bits_of;
using test::bytes_of;
using test::cells_of;
using test::made;
using test::named;
using test::nested;
using test::numbers;
using test::refusal;
using test::TestArray;
using test::texts;

template <class T>
std::string integers(const std::string& format) {
    return cells_of(numbers<T>(format, {std::numeric_limits<T>::min(), 0, 5, std::numeric_limits<T>::max()}, "1101"));
}

TEST(TableFromArrow, NumbersOfEveryWidth) {
    EXPECT_EQ(integers<std::int8_t>("c"), "-128 0 null 127");
    EXPECT_EQ(integers<std::uint8_t>("C"), "0 0 null 255");
    EXPECT_EQ(integers<std::int16_t>("s"), "-32768 0 null 32767");
    EXPECT_EQ(integers<std::uint16_t>("S"), "0 0 null 65535");
    EXPECT_EQ(integers<std::int32_t>("i"), "-2147483648 0 null 2147483647");
    EXPECT_EQ(integers<std::uint32_t>("I"), "0 0 null 4294967295");
    EXPECT_EQ(integers<std::int64_t>("l"), "-9223372036854775808 0 null 9223372036854775807");
    EXPECT_EQ(integers<std::uint64_t>("L"), "0 0 null 18446744073709551615");
    EXPECT_EQ(cells_of(numbers<std::uint16_t>("e", {0x3e00, 0xfc00, 0}, "110")), "1.5 -Infinity null");
    EXPECT_EQ(cells_of(numbers<float>("f", {0.5F, 1}, "01")), "null 1.0");
    EXPECT_EQ(cells_of(numbers<double>("g", {0.1, std::nan(""), 2}, "110")), "0.1 NaN null");
}

TEST(TableFromArrow, NumbersStayInOnePiece) {
    const Table table = made({{numbers<std::int32_t>("i", {1, 2})}, {numbers<std::int32_t>("i", {3, 4}, "10")}});
    EXPECT_EQ(cells_of(table), "1 2 3 null");
    EXPECT_TRUE(std::holds_alternative<std::vector<std::int64_t>>(table.columns[0].cells.values()));
    EXPECT_EQ(table.columns[0].type, ColumnType::optional(TypeKind::number));
}

TEST(TableFromArrow, NaturalsAfterIntegersKeepBoth) {
    const Table table = made({{numbers<std::uint64_t>("L", {1})},
                              {numbers<std::uint64_t>("L", {std::numeric_limits<std::uint64_t>::max(), 7}, "11")},
                              {numbers<std::uint64_t>("L", {2, 3}, "10")}});
    EXPECT_EQ(cells_of(table), "1 18446744073709551615 7 2 null");
}

TEST(TableFromArrow, BooleansAndNulls) {
    TestArray yes;
    yes.format = "b", yes.length = 3, yes.null_count = -1, yes.offset = 1;
    yes.buffers = {bits_of("1101"), bits_of("0101")};
    EXPECT_EQ(cells_of(yes), "true null true");
    TestArray none;
    none.format = "n", none.length = 3, none.null_count = 3;
    EXPECT_EQ(cells_of(none), "null null null");
    const Table table = made({{named("x", none), named("y", numbers<float>("f", {1, 2, 3}))}});
    EXPECT_EQ(table.columns[0].type, ColumnType::optional(TypeKind::unknown));
    EXPECT_EQ(text_of(table.columns[1].name), "y");
}

TEST(TableFromArrow, Texts) {
    EXPECT_EQ(cells_of(texts("u", {"a", "", "no", "ä"}, "1101")), R"("a" "" null "ä")");
    EXPECT_EQ(cells_of(texts<std::int64_t>("U", {"one", "two"})), R"("one" "two")");
    TestArray sliced = texts("u", {"a", "bb", "ccc"});
    sliced.offset = 1, sliced.length = 2;
    const Table table = made({{texts("u", {"x"})}, {sliced}});
    EXPECT_EQ(cells_of(table), R"("x" "bb" "ccc")");
    EXPECT_TRUE(std::holds_alternative<Column::Texts>(table.columns[0].cells.values()));
}

TEST(TableFromArrow, WhatStandsInANullsPlaceIsNotLookedAt) {
    EXPECT_EQ(cells_of(texts("u", {"\xff", "b"}, "01")), R"(null "b")");
}

TEST(TableFromArrow, TextViews) {
    const auto view = [](std::int32_t size, const std::string& rest) {
        return std::string(reinterpret_cast<const char*>(&size), 4) + rest + std::string(12 - rest.size(), '\0');
    };
    const std::int32_t place[2] = {0, 3};  // buffer, offset
    TestArray array;
    array.format = "vu", array.length = 2;
    array.buffers = {std::nullopt,
                     view(2, "hi") + view(13, "long" + std::string(reinterpret_cast<const char*>(place), 8)),
                     "???longer text here", bytes_of<std::int64_t>({19})};
    EXPECT_EQ(cells_of(array), R"("hi" "longer text h")");
    array.buffers[3] = bytes_of<std::int64_t>({15});
    EXPECT_EQ(refusal(array),
              R"(table: column "a": a view of its Arrow array, in row 1 of the batch, points outside its buffers; )"
              "the stream is broken");
}

TEST(TableFromArrow, BytesAreTextsWhereAllAre) {
    EXPECT_EQ(cells_of(texts("z", {"a", "ä"})), R"("a" "ä")");
    const Table table = made({{texts("z", {"ab"})}, {texts("z", {"\xff\x01", "no"}, "10")}});
    EXPECT_EQ(cells_of(table), "[97,98] [255,1] null");
    EXPECT_EQ(table.columns[0].cells.cell(1).array().dtype.bits, 8);
    TestArray fixed = numbers<std::uint8_t>("w:2", {1, 2, 3, 4, 5, 6});
    fixed.length = 2, fixed.offset = 1;
    EXPECT_EQ(cells_of(fixed), "[3,4] [5,6]");
}

TEST(TableFromArrow, Times) {
    EXPECT_EQ(cells_of(numbers<std::int32_t>("tdD", {0, -1, 10'926}, "111")), "0 -86400000 944006400000");
    EXPECT_EQ(cells_of(numbers<std::int64_t>("tdm", {86'400'000})), "86400000");
    EXPECT_EQ(cells_of(numbers<std::int64_t>("tss:", {-2, 3}, "11")), "-2000 3000");
    EXPECT_EQ(cells_of(numbers<std::int64_t>("tsm:UTC", {5, 6}, "10")), "5 null");
    EXPECT_EQ(cells_of(numbers<std::int64_t>("tsu:Europe/Berlin", {5'000, 5'250})), "5 5.25");
    EXPECT_EQ(cells_of(numbers<std::int64_t>("tsn:", {1'577'934'245'678'901'000})), "1577934245678.901");
    EXPECT_EQ(made({{numbers<std::int64_t>("tsm:", {5})}}).columns[0].type, ColumnType::optional(TypeKind::timestamp));
    EXPECT_EQ(refusal(numbers<std::int64_t>("tss:", {std::numeric_limits<std::int64_t>::max()})),
              R"(table: column "a": the time in row 0 is beyond 64 bits of milliseconds; drop it)");
}

TEST(TableFromArrow, TimesOfTheDayAreTextsAndDurationsSeconds) {
    EXPECT_EQ(cells_of(numbers<std::int32_t>("ttm", {11'045'678, 0})), R"("03:04:05.678000" "00:00:00")");
    EXPECT_EQ(cells_of(numbers<std::int64_t>("ttn", {86'399'000'000'001})), R"("23:59:59.000000001")");
    EXPECT_EQ(cells_of(numbers<std::int64_t>("tDm", {-1'500})), "-1.5");
    EXPECT_EQ(refusal(numbers<std::int32_t>("tts", {86'400})),
              R"(table: column "a": the time in row 0 is no time of a day; store it as a duration)");
}

TEST(TableFromArrow, DecimalsAreNumbers) {
    const auto wide = [](std::int64_t low, std::int64_t high) { return bytes_of<std::int64_t>({low, high}); };
    TestArray array;
    array.format = "d:19,2", array.length = 3;
    array.buffers = {std::nullopt, wide(12'345, 0) + wide(-1, -1) + wide(0, 1)};
    EXPECT_EQ(cells_of(array), "123.45 -0.01 1.8446744073709552e+17");
    array.format = "d:38,0";
    EXPECT_EQ(cells_of(array), "12345 -1 1.8446744073709552e+19");
    array.format = "d:9,-2,32", array.buffers[1] = bytes_of<std::int32_t>({5, -6, 0});
    EXPECT_EQ(cells_of(array), "500.0 -600.0 0.0");
}

TEST(TableFromArrow, ListsStructsAndMaps) {
    EXPECT_EQ(cells_of(nested("+l", 3, {numbers<std::int32_t>("i", {1, 2, 3})}, {0, 2, 2, 3}, "101")),
              "[1,2] null [3]");
    TestArray sliced = nested("+l", 1, {numbers<std::int32_t>("i", {1, 2, 3, 4})}, {0, 1, 3, 4});
    sliced.offset = 1, sliced.children[0].offset = 1, sliced.children[0].length = 3;
    EXPECT_EQ(cells_of(sliced), "[3,4]");
    const std::vector<TestArray> members{named("x", numbers<float>("f", {1, 2})), named("y", texts("u", {"p", "q"}))};
    EXPECT_EQ(cells_of(nested("+s", 2, members, {}, "10")), R"({"x":1.0,"y":"p"} null)");
    const TestArray entries = named("entries", nested("+s", 2, members));
    EXPECT_EQ(cells_of(nested("+m", 1, {entries}, {0, 2})), R"([[1.0,"p"],[2.0,"q"]])");
    const TestArray by_name = nested("+s", 2, {members[1], members[0]});
    EXPECT_EQ(cells_of(nested("+m", 2, {by_name}, {0, 2, 2}, "10")), R"({"p":1.0,"q":2.0} null)");
    const Table any = made({{nested("+m", 2, {by_name}, {0, 1, 2})}}, {{"allow_mixed_types", true}});
    EXPECT_EQ(cells_of(any), R"({"p":1.0} {"q":2.0})");
}

TEST(TableFromArrow, PartsOfStructsMayBeNull) {
    const std::vector<TestArray> members{named("x", numbers<float>("f", {1, 2}, "10")),
                                         named("y", texts("u", {"p", "q"}, "01"))};
    const Table table = made({{nested("+s", 2, members)}});
    EXPECT_EQ(cells_of(table), R"({"x":1.0,"y":null} {"x":null,"y":"q"})");
    EXPECT_EQ(table.columns[0].type.text(), "None or {'x': None or Number, 'y': None or String}");
}

TEST(TableFromArrow, FixedListsOfNumbersAreArrays) {
    const Table table = made({{nested("+w:2", 2, {numbers<float>("f", {1, 2, 0, 0}, "1010")}, {}, "10")},
                              {nested("+w:2", 1, {numbers<float>("f", {3, 4}, "01")})}});
    EXPECT_EQ(cells_of(table), "[1.0,NaN] null [NaN,4.0]");
    EXPECT_EQ(table.columns[0].cells.cell(0).array().dtype.bits, 32);
    EXPECT_EQ(table.columns[0].type.find(TypeKind::ndarray)->shape(), std::vector<std::int64_t>{2});
    TestArray inner = nested("+w:2", 3, {numbers<std::int16_t>("s", {9, 9, 1, 2, 3, 4, 5, 6})});
    inner.offset = 1;
    TestArray outer = nested("+w:1", 2, {inner});
    outer.offset = 1;
    EXPECT_EQ(cells_of(outer), "[[3,4]] [[5,6]]");
    TestArray bits;
    bits.format = "b", bits.length = 4, bits.buffers = {std::nullopt, bits_of("0110")};
    EXPECT_EQ(cells_of(nested("+w:4", 1, {bits})), "[false,true,true,false]");
    EXPECT_EQ(cells_of(nested("+w:1", 2, {texts("u", {"a", "b"})})), R"(["a"] ["b"])");
    EXPECT_EQ(
        refusal(nested("+w:2", 1, {named("item", numbers<std::int16_t>("s", {1, 2}, "10"))})),
        R"(table: column "a", field "item": the array in row 0 of a batch has a null in it, which an array has no )"
        "place for; fill it, or cast the column to a list or to floating point numbers");
}

TEST(TableFromArrow, Dictionaries) {
    TestArray coded = numbers<std::uint8_t>("C", {1, 0, 9, 1}, "1101");
    coded.dictionary = std::make_shared<TestArray>(texts("u", {"no", "yes"}));
    EXPECT_EQ(cells_of(coded), R"("yes" "no" null "yes")");
    coded.dictionary = std::make_shared<TestArray>(numbers<double>("g", {0.5, 1.5}, "10"));
    EXPECT_EQ(cells_of(coded), "null 0.5 null null");
    coded.buffers[0] = std::nullopt, coded.null_count = 0;
    EXPECT_EQ(
        refusal(coded),
        R"(table: column "a": an index of its Arrow dictionary, 9, is none of its 2 values; the stream is broken)");
    coded = numbers<std::int64_t>("l", {-1});
    coded.dictionary = std::make_shared<TestArray>(texts("u", {"no"}));
    EXPECT_NE(refusal(coded).find("dictionary, -1, is none"), std::string::npos);
}

TEST(TableFromArrow, OptionsAreThoseOfRows) {
    const auto ints = [] { return numbers<std::int32_t>("i", {1, 2}, "10"); };
    EXPECT_EQ(made({{ints()}}, {{"dtype", "number"}, {"log_mode", "MUTABLE"}}).log_mode, LogMode::mutable_);
    EXPECT_EQ(made({{ints()}}, {{"columns", {"a"}}}).row_count, 2U);
    EXPECT_EQ(refusal(ints(), {{"columns", {"b"}}}),
              R"(table: the Arrow stream names the columns ["a"], option "columns" names ["b"]; leave the option out, )"
              "or rename the columns at the source");
    EXPECT_NE(refusal(ints(), {{"dtype", "string"}}).find("row 0, column \"a\""), std::string::npos);
    EXPECT_NE(refusal(ints(), {{"optional", false}}).find("row 1, column \"a\""), std::string::npos);
}

TEST(TableFromArrow, NoRowsAndNoColumns) {
    EXPECT_EQ(made({{numbers<float>("f", {})}}).columns.size(), 1U);
    EXPECT_EQ(made({{}}).columns.size(), 0U);
}

}  // namespace
}  // namespace wbm::table
