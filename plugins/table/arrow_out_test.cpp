// Tables as Arrow streams.
#include "arrow/handles.hpp"
#include "arrow/test_tables.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace wbm::table {
namespace {

using test::cells_of;
using test::made;
using test::table_type;

/// What a table gives, read again as a table; the stream outlives the table.
Table again(Table table, const json::object& options = {}) {
    ArrowArrayStream stream{};
    table.arrow(options, stream);
    table = {};
    return made(&stream);
}

Table rows(const std::string& text, const json::object& options = {}) {
    const testing::Value value = table_type().create(testing::Source::json(text).with_options(options));
    return *reinterpret_cast<const Table*>(value.get());
}

std::string schema_of(const Table& table, std::size_t column = 0) {
    ArrowArrayStream stream{};
    table.arrow({}, stream);
    const Borrowed<ArrowArrayStream> owner(stream);
    Owned<ArrowSchema> schema;
    EXPECT_EQ(stream.get_schema(&stream, schema.get()), 0);
    return schema->children[column]->format;
}

TEST(TableToArrow, PlainColumnsComeBackEqual) {
    const Table table =
        rows(R"({"columns":["i","r","b","t","n"],"data":[[1,0.5,true,"ä",null],[null,null,null,null,null],
        [-9007199254740993,1e300,false,"",null]]})");
    EXPECT_EQ(
        schema_of(table, 0) + schema_of(table, 1) + schema_of(table, 2) + schema_of(table, 3) + schema_of(table, 4),
        "lgbUn");
    EXPECT_EQ(again(table), table);
    EXPECT_EQ(again(rows(R"({"columns":["a"],"data":[]})")).columns.size(), 1U);
}

TEST(TableToArrow, OthersComeBackEqual) {
    const auto is_equal = [](const std::string& cells, const std::string& format) {
        const Table table = rows(R"({"columns":["a"],"data":[)" + cells + "]}");
        EXPECT_EQ(schema_of(table), format) << cells;
        EXPECT_EQ(again(table), table) << cells;
    };
    is_equal(R"([{"$time":1577934245678}],[null],[{"$time":-1}])", "tsm:UTC");
    is_equal(R"([{"$time":1577934245678.901}],[{"$time":5}])", "tsu:UTC");
    is_equal("[[1,2]],[null],[[]],[[3]]", "+L");
    is_equal(R"([[["a"],[]]],[[]])", "+L");
    is_equal(R"([{"x":1,"y":"q"}],[null],[{"x":2,"y":"r"}])", "+s");
    is_equal("[1],[2.5]", "g");
    is_equal("[1],[18446744073709551615]", "L");
    is_equal("[[true,null]],[[false]]", "+L");
}

TEST(TableToArrow, MicrosecondsOfATimesTextAreKept) {
    const Table table =
        rows(R"({"columns":["a"],"data":[[{"$time":"2020-01-02T03:04:05.678901"}],[{"$time":-1500}]]})");
    EXPECT_EQ(cells_of(again(table)), "1577934245678.901 -1500");
}

TEST(TableToArrow, WhatArrowHasNoTypeForIsJson) {
    const auto cells = [](const std::string& given) {
        const Table table = rows(R"({"columns":["a"],"data":[)" + given + "]}", {{"allow_mixed_types", true}});
        EXPECT_EQ(schema_of(table), "U");
        return cells_of(again(table));
    };
    EXPECT_EQ(cells(R"([1],["a"],[null],[true])"), R"("1" "\"a\"" null "true")");
    EXPECT_EQ(cells(R"([{"x":1}],[{"y":2}])"), R"("{\"x\":1}" "{\"y\":2}")");
    EXPECT_EQ(cells("[9007199254740993],[0.5]"), R"("9007199254740993" "0.5")");
    EXPECT_EQ(cells("[-1],[18446744073709551615]"), R"("-1" "18446744073709551615")");
}

TEST(TableToArrow, ArraysOfOneShapeAreFixedLists) {
    const auto table = [](const testing::Source& array) {
        const testing::Value value = table_type().create(
            testing::Source::json(R"({"columns":["a"],"data":[[{"$part":"p"}],[null],[{"$part":"p"}]]})")
                .with_part("p", array));
        return *reinterpret_cast<const Table*>(value.get());
    };
    const Table pixels = table(testing::Source::tensor<std::uint8_t>({1, 2, 3, 4, 5, 6}, {3, 2}));
    EXPECT_EQ(schema_of(pixels), "+w:3");
    EXPECT_EQ(again(pixels), pixels);
    EXPECT_EQ(cells_of(again(pixels)), "[[1,2],[3,4],[5,6]] null [[1,2],[3,4],[5,6]]");
    const Table flags = table(testing::Source::tensor({dl_bool, 8, 1}, std::string("\1\0\1", 3), {3}));
    EXPECT_EQ(again(flags), flags);
    const Table brain = table(testing::Source::tensor({kDLBfloat, 16, 1}, std::string("\x80\x3f\x00\x40", 4), {2}));
    EXPECT_EQ(cells_of(again(brain)), "[1.0,2.0] null [1.0,2.0]");
}

TEST(TableToArrow, NumbersAndTextsAreNotCopied) {
    const Table table =
        rows(R"({"columns":["i","r","t"],"data":[[1,0.5,"some text that is long enough"],[2,1.5,"b"]]})");
    ArrowArrayStream stream{};
    table.arrow({{"first", 1}}, stream);
    const Borrowed<ArrowArrayStream> owner(stream);
    Owned<ArrowArray> batch;
    ASSERT_EQ(stream.get_next(&stream, batch.get()), 0);
    ASSERT_EQ(batch->length, 1);
    const auto buffer = [&](std::size_t column, std::size_t i) { return batch->children[column]->buffers[i]; };
    EXPECT_EQ(buffer(0, 1), std::get<std::vector<std::int64_t>>(table.columns[0].cells.values()).data());
    EXPECT_EQ(buffer(1, 1), std::get<std::vector<double>>(table.columns[1].cells.values()).data());
    EXPECT_EQ(buffer(2, 1), std::get<Column::Texts>(table.columns[2].cells.values()).offsets.data());
    EXPECT_EQ(buffer(2, 2), std::get<Column::Texts>(table.columns[2].cells.values()).bytes.data());
    EXPECT_EQ(batch->children[0]->offset, 1);
}

TEST(TableToArrow, ATableThatGrowsLeavesItsStreamsAlone) {
    Table table = rows(R"({"columns":["i"],"data":[[1],[2]]})");
    ArrowArrayStream stream{};
    table.arrow({}, stream);
    for (int i = 0; i < 1000; ++i) table.columns[0].cells.push_integer(i);
    EXPECT_EQ(cells_of(made(&stream)), "1 2");
    EXPECT_EQ(table.columns[0].cells.size(), 1002U);
}

TEST(TableToArrow, BatchesHaveABound) {
    Table table;
    table.columns.push_back({"n", TypeKind::number, {}});
    for (std::int64_t i = 0; i < 140'000; ++i) table.columns[0].cells.push_integer(i);
    table.row_count = 140'000;
    ArrowArrayStream stream{};
    table.arrow({}, stream);
    const Borrowed<ArrowArrayStream> owner(stream);
    std::vector<std::int64_t> lengths;
    for (;;) {
        Owned<ArrowArray> batch;
        ASSERT_EQ(stream.get_next(&stream, batch.get()), 0);
        if (batch.is_empty()) break;
        lengths.push_back(batch->length);
        EXPECT_EQ(batch->children[0]->offset, 65'536 * (static_cast<std::int64_t>(lengths.size()) - 1));
    }
    EXPECT_EQ(lengths, (std::vector<std::int64_t>{65'536, 65'536, 8'928}));
}

TEST(TableToArrow, OptionsChooseRowsAndColumns) {
    const Table table = rows(R"({"columns":["a","b"],"data":[[1,[1]],[2,[2]],[3,null],[4,[4]]]})");
    EXPECT_EQ(again(table, {{"first", 1}, {"count", 2}}), rows(R"({"columns":["a","b"],"data":[[2,[2]],[3,null]]})"));
    EXPECT_EQ(again(table, {{"columns", {"b"}}, {"first", 3}}), rows(R"({"columns":["b"],"data":[[[4]]]})"));
    EXPECT_EQ(again(table, {{"first", 9}}).row_count, 0U);
    ArrowArrayStream stream{};
    EXPECT_THROW(table.arrow({{"columns", {"c"}}}, stream), Error);
    EXPECT_THROW(table.arrow({{"first", -1}}, stream), Error);
    EXPECT_THROW(table.arrow({{"frist", 1}}, stream), Error);
    EXPECT_EQ(stream.release, nullptr);
}

TEST(TableToArrow, MetadataTellsTheTypeOfTheColumn) {
    const Table table = rows(R"({"columns":["a"],"data":[[1]]})");
    ArrowArrayStream stream{};
    table.arrow({}, stream);
    const Borrowed<ArrowArrayStream> owner(stream);
    Owned<ArrowSchema> schema;
    ASSERT_EQ(stream.get_schema(&stream, schema.get()), 0);
    const char* at = schema->children[0]->metadata;
    const auto count = [&] {
        std::int32_t n = 0;
        std::memcpy(&n, at, 4);
        at += 4;
        return static_cast<std::size_t>(n);
    };
    const auto text = [&] {
        const std::size_t size = count();
        at += size;
        return std::string(at - size, size);
    };
    ASSERT_EQ(count(), 1U);
    EXPECT_EQ(text(), "wbm.dtype");
    EXPECT_EQ(text(), json::write(table.columns[0].type.to_json()));
}

}  // namespace
}  // namespace wbm::table
