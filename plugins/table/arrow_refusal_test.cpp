// Arrow streams that fail, lie, or hold what no cell can.
#include "arrow/test_tables.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

namespace wbm::table {
namespace {

using test::bits_of;
using test::bytes_of;
using test::made;
using test::named;
using test::nested;
using test::numbers;
using test::refusal;
using test::TestArray;
using test::TestStream;
using test::texts;

TEST(TableFromArrow, RefusesStreamsThatFail) {
    TestStream no_schema({{numbers<float>("f", {1})}});
    no_schema.fail_schema = EIO;
    EXPECT_EQ(refusal(no_schema), "table: the schema of the Arrow stream could not be read: error 5, the disk is gone");
    TestStream no_batch({{numbers<float>("f", {1})}});
    no_batch.fail_next = ENOMEM, no_batch.words = nullptr;
    EXPECT_EQ(refusal(no_batch), "table: a batch of the Arrow stream could not be read: error 12");
    TestStream odd({{numbers<float>("f", {1})}});
    odd.fail_next = EIO, odd.words = "\xff";
    EXPECT_NE(refusal(odd).find("in words that are not UTF-8"), std::string::npos);
    TestStream silent({{numbers<float>("f", {1})}});
    silent.gives_no_schema = true;
    EXPECT_NE(refusal(silent).find("gave no schema"), std::string::npos);
    TestStream options({{numbers<float>("f", {1})}});
    (void)refusal(options, {{"columns", {"z"}}});
    TestStream careless({{numbers<float>("f", {1}), named("b", nested("+w:1", 1, {numbers<float>("f", {1})}))}});
    careless.forgets_to_mark = true;
    EXPECT_EQ(made(careless.get()).row_count, 1U);
}

TEST(TableFromArrow, RefusesTypesThatNoCellHas) {
    EXPECT_EQ(refusal(numbers<float>("+r", {})),
              R"(table: column "a" has the Arrow type "+r", a run-end encoded array; decode it first)");
    EXPECT_NE(refusal(numbers<float>("+ud:0", {})).find("a union"), std::string::npos);
    EXPECT_NE(refusal(numbers<float>("+vl", {})).find("a list view"), std::string::npos);
    EXPECT_NE(refusal(numbers<float>("tiM", {})).find("an interval"), std::string::npos);
    for (const char* format : {"", "q", "w:", "w:-1", "w:99999999999", "d:1", "d:1,2,7", "d:1,x", "tsx:", "tt", "+w:x",
                               "ttu:", "tsm", "+", "\xff"})
        EXPECT_NE(refusal(numbers<float>(format, {})).find("which this version does not know"), std::string::npos)
            << format;
    EXPECT_NE(refusal(numbers<float>("NULL", {})).find("has no format"), std::string::npos);
}

TEST(TableFromArrow, RefusesBrokenSchemas) {
    TestStream not_rows({{numbers<float>("f", {1})}});
    not_rows.batch(0).format = "+l";
    EXPECT_EQ(refusal(not_rows), R"(table: the Arrow stream holds "+l", a table needs record batches ("+s"))");
    TestStream many({{numbers<float>("f", {1})}});
    many.batch(0).n_fields = 20'000;
    EXPECT_NE(refusal(many).find("has 20000 columns"), std::string::npos);
    TestStream twice({{numbers<float>("f", {1}), numbers<float>("f", {1})}});
    EXPECT_NE(refusal(twice).find("names the column \"a\" twice"), std::string::npos);
    TestArray childless = nested("+l", 0, {}, {0});
    EXPECT_NE(refusal(childless).find("has 0 fields in the Arrow schema"), std::string::npos);
    EXPECT_NE(refusal(nested("+m", 0, {numbers<float>("f", {})}, {0})).find("no pairs"), std::string::npos);
    EXPECT_NE(refusal(named("\xff", numbers<float>("f", {}))).find("is not UTF-8"), std::string::npos);
    TestArray deep = numbers<float>("f", {});
    for (int i = 0; i < 200; ++i) deep = nested("+w:1", 0, {deep});
    EXPECT_NE(refusal(deep).find("types in each other"), std::string::npos);
    TestArray coded = numbers<float>("f", {1});
    coded.dictionary = std::make_shared<TestArray>(texts("u", {"no"}));
    EXPECT_NE(refusal(coded).find("they must be integers"), std::string::npos);
}

TEST(TableFromArrow, RefusesBrokenArrays) {
    const auto with = [](auto&& change, TestArray array = numbers<std::int32_t>("i", {1, 2})) {
        change(array);
        TestStream stream({{std::move(array)}});
        stream.batch(0).length = 2;
        return refusal(stream);
    };
    const std::string broken = "; the stream is broken";
    EXPECT_EQ(with([](TestArray& a) { a.length = -1; }),
              "table: column \"a\": its Arrow array has a length or offset below 0" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.offset = -1; }),
              "table: column \"a\": its Arrow array has a length or offset below 0" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.length = std::int64_t{1} << 62; }),
              "table: column \"a\": its Arrow array has more than 2147483648 elements; give smaller batches");
    EXPECT_EQ(with([](TestArray& a) { a.length = 1; }),
              "table: column \"a\": its Arrow array has 1 elements, its parent needs 2" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.buffers[1] = std::nullopt; }),
              "table: column \"a\": its Arrow array has 2 elements but no memory for them" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.null_count = 1; }),
              "table: column \"a\": its Arrow array counts 1 nulls but has no bitmap of them" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.n_buffers = 1; }),
              "table: column \"a\": its Arrow array has 1 buffers, its type has 2" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.n_children = 3; }),
              "table: column \"a\": its Arrow array has 3 children, its type has 0" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.is_released = true; }),
              "table: column \"a\": its Arrow array is missing or released" + broken);
    const auto text = [] { return texts("u", {"ab", "cd"}); };
    EXPECT_EQ(with(
                  [](TestArray& a) {
                      a.buffers[1] = bytes_of<std::int32_t>({0, 4, 2});
                  },
                  text()),
              "table: column \"a\": its Arrow array has offsets that go back, at element 2" + broken);
    EXPECT_EQ(with(
                  [](TestArray& a) {
                      a.buffers[1] = bytes_of<std::int32_t>({-1, 2, 4});
                  },
                  text()),
              "table: column \"a\": its Arrow array has an offset below 0" + broken);
    EXPECT_EQ(with([](TestArray& a) { a.buffers[2] = std::nullopt; }, text()),
              "table: column \"a\": its Arrow array has texts but no memory for them" + broken);
    EXPECT_EQ(with(
                  [](TestArray& a) {
                      a.buffers[2] =
                          "a\xff"
                          "cd";
                  },
                  text()),
              "table: column \"a\": the text in row 0 is not UTF-8; store it as binary, or convert it");
    EXPECT_EQ(with(
                  [](TestArray& a) {
                      a.buffers[1] = bytes_of<std::int32_t>({0, 1, 2}), a.buffers[2] = "ä";
                  },
                  text()),
              "table: column \"a\": the text in row 0 is not UTF-8; store it as binary, or convert it");
    EXPECT_EQ(with([](TestArray&) {}, nested("+l", 2, {numbers<float>("f", {1})}, {0, 1, 5})),
              "table: column \"a\", field \"a\": its Arrow array has 1 elements, its parent needs 5" + broken);
    TestArray nothing;
    nothing.format = "n", nothing.length = std::int64_t{1} << 30, nothing.null_count = nothing.length;
    EXPECT_EQ(with([](TestArray&) {}, nested("+l", 2, {nothing}, {0, 1, 1 << 30})),
              "table: column \"a\", field \"a\" has 1073741824 elements without memory, more than the allowed 1048576; "
              "split the table");
    TestStream null_row({{numbers<float>("f", {1, 2})}});
    null_row.batch(0).buffers[0] = bits_of("10"), null_row.batch(0).null_count = 1;
    EXPECT_EQ(refusal(null_row),
              "table: row 1 of the Arrow stream is null as a whole; drop it, or make its cells null");
}
}  // namespace
}  // namespace wbm::table
