#include "table.hpp"

#include "column.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace wbm::table {
namespace {

using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;

const testing::Type& table_type() {
    static const testing::Type type = testing::type_of<Table>();
    return type;
}

Table made(Source source) {
    const testing::Value value = table_type().create(source);
    source.overwrite();
    return *reinterpret_cast<const Table*>(value.get());
}

Table rows(const std::string& text, const json::object& options = {}) {
    return made(Source::json(text).with_options(options));
}

std::string refusal(Source source, wbm_status status = WBM_INVALID) {
    try {
        (void)table_type().create(source);
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), status) << e.what();
        return e.what();
    }
    ADD_FAILURE() << "was not refused";
    return {};
}
std::string refusal(const std::string& text, const json::object& options = {}) {
    return refusal(Source::json(text).with_options(options));
}

std::string read_refusal(const std::string& text, wbm_status status = WBM_INVALID) {
    const FakeStore store(WBM_ARTIFACT);
    try {
        (void)table_type().from_json(text, store);
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), status) << e.what();
        return e.what();
    }
    ADD_FAILURE() << "was not refused";
    return {};
}

Table read(const std::string& text) {
    const FakeStore store(WBM_ARTIFACT);
    const testing::Value value = table_type().from_json(text, store);
    return *reinterpret_cast<const Table*>(value.get());
}

std::string entry(const Table& table) {
    const FakeStore store(WBM_ARTIFACT);
    return table.to_text(store.store());
}

TEST(Table, KeepsMembersOfAnEntryThatARunHasToo) {
    const Table table = read(
        R"({"_type":"table","columns":["a"],"data":[[1]],"path":"media/table/k.table.json","sha256":"00","size":{"x":1}})");
    const FakeStore run(WBM_RUN);
    const std::string logged = table.to_text(run.store());
    EXPECT_NE(json::read_object(logged).at("path"), "media/table/k.table.json");
    const Table back = Table::from_text(logged, run.store());
    EXPECT_EQ(back, table);
    EXPECT_EQ(back.to_text(run.store()), logged);
    EXPECT_EQ(entry(back), entry(table));
}

TEST(Table, KeepsTheDigitsOfIntegersOfAnyLength) {
    const std::string digits(400, '7');  // beyond every double
    const Table table =
        rows(R"({"columns":["n"],"data":[[-9223372036854775809],[18446744073709551616],[)" + digits + "],[1]]}");
    const std::string text = entry(table);
    EXPECT_NE(text.find("[[-9223372036854775809], [18446744073709551616], [" + digits + "], [1]]"), std::string::npos);
    EXPECT_NE(text.find(R"({"wb_type": "number"})"), std::string::npos);
    EXPECT_EQ(read(text), table);
    EXPECT_FALSE(read(text) == rows(R"({"columns":["n"],"data":[[-9223372036854775809],[18446744073709551617],[)" +
                                    digits + "],[1]]}"));
    const FakeStore run(WBM_RUN);
    EXPECT_EQ(Table::from_text(table.to_text(run.store()), run.store()), table);
}

TEST(Table, IsWrittenAsTheReferenceDoes) {
    const Table table = rows(R"({"columns":["a","b"],"data":[[1,"x"],[2.5,null]]})");
    EXPECT_EQ(entry(table),
              R"({"_type": "table", "column_types": {"params": {"type_map": {"a": {"params": {"allowed_types": [)"
              R"({"wb_type": "none"}, {"wb_type": "number"}]}, "wb_type": "union"}, "b": {"params": {"allowed_types": )"
              R"([{"wb_type": "none"}, {"wb_type": "string"}]}, "wb_type": "union"}}}, "wb_type": "typedDict"}, )"
              R"("columns": ["a", "b"], "data": [[1, "x"], [2.5, null]], "log_mode": "IMMUTABLE", )"
              R"("ncols": 2, "nrows": 2})");
    const FakeStore run(WBM_RUN);
    const json::object j = json::read_object(table.to_text(run.store()));
    EXPECT_EQ(j.at("_type"), "table-file");
    EXPECT_EQ(j.at("ncols"), 2);
    EXPECT_EQ(j.at("nrows"), 2);
    EXPECT_EQ(j.at("log_mode"), "IMMUTABLE");
    ASSERT_EQ(run.added().size(), 1u);
    EXPECT_EQ(run.added()[0].content, R"({"columns":["a","b"],"data":[[1,"x"],[2.5,null]]})");
    EXPECT_EQ(run.added()[0].folder, "media/table");
    EXPECT_EQ(run.added()[0].extension, ".table.json");
}

TEST(Table, LosesNothing) {
    for (const char* text : {
             R"({"columns":["a"],"data":[]})",
             R"({"columns":[],"data":[]})",
             R"({"columns":["i","f","s","b","n"],"data":[[1,1.5,"x",true,null],[-2,-0.0,"",false,null]]})",
             R"({"columns":["c"],"data":[[1],[2.5],[3]]})",
             R"({"columns":["c"],"data":[[18446744073709551615],[1]]})",
             R"({"columns":["c"],"data":[[Infinity],[1e300],[-Infinity]]})",
             R"({"columns":["c"],"data":[[[1,2]],[[3]],[[]]]})",
             R"({"columns":["c"],"data":[[{"b":{"z":[1,2]},"a":"é"}],[{"b":{"z":[3]},"a":"x"}]]})",
             R"({"columns":["c"],"data":[[{"$time":1577934245678}],[null],[{"$time":1577934245678.5}]]})",
             R"({"columns":["c"],"data":[[{"$time":"2020-01-02T03:04:05.678Z"}]]})",
             R"({"columns":["c"],"data":[[{"$time":"2020-01-02T03:04:05.678901"}],[{"$time":"1999-12-31"}],[null]]})",
             R"({"columns":["c"],"data":[[{"$time":"2020-01-02T03:04:05-05:00"}],[{"$time":5}]]})",
             R"({"columns":["c"],"data":[[[{"$time":1577934245678}]],[[{"$time":5}]]]})",
             R"({"columns":["c"],"data":[[{"a":[{"$time":0.5}],"b":{"t":{"$time":1}}}]]})",
             R"({"columns":["c"],"data":[[{"$tuple":[1,2]}],[{"$set":[3]}]]})",
             R"({"columns":["é","日 本",""],"data":[[1,2,3]]})",
             R"({"columns":[0,1],"data":[[1,"a"]]})",
         })
        EXPECT_NO_THROW((void)round_trip(rows(text))) << text;
}

TEST(Table, KeepsWhatOneColumnMayMix) {
    EXPECT_NO_THROW(
        (void)round_trip(rows(R"([[1],["a"],[null],[[1]]])", {{"columns", {"c"}}, {"allow_mixed_types", true}})));
    const Table table = rows(R"([[1],["a"]])", {{"columns", {"c"}}, {"dtype", json::object{{"wb_type", "any"}}}});
    EXPECT_EQ(table.row_count, 2u);
}

TEST(Table, ArraysAreListsOrArchives) {
    const std::vector<double> four{1, 2, 3, 0.5};
    const auto with = [&](std::vector<std::int64_t> shape) {
        Source source = Source::json(R"({"columns":["a"],"data":[[{"$part":"x"}],[{"$part":"x"}]]})");
        source.with_part("x", Source::tensor(four, std::move(shape)));
        return made(std::move(source));
    };
    const FakeStore lists(WBM_ARTIFACT), archives(WBM_ARTIFACT);
    const json::object short_ones = json::read_object(with({4}).to_text(lists.store()));
    EXPECT_TRUE(lists.added().empty());
    EXPECT_EQ(json::write(short_ones.at("data")), "[[[1.0,2.0,3.0,0.5]],[[1.0,2.0,3.0,0.5]]]");
    EXPECT_EQ(json::write(short_ones.at("column_types").at("params").at("type_map").at("a")),
              R"({"params":{"element_type":{"wb_type":"number"},"length":4},"wb_type":"list"})");
    const json::object others = json::read_object(with({2, 2}).to_text(archives.store()));
    ASSERT_EQ(archives.added().size(), 1u);
    EXPECT_EQ(archives.added()[0].folder, "media/serialized_data");
    EXPECT_TRUE(archives.added()[0].content.starts_with("PK"));
    EXPECT_EQ(json::write(others.at("data")), "[[null],[null]]");
    for (const std::vector<std::int64_t>& shape : {std::vector<std::int64_t>{4}, {2, 2}, {1, 4}, {4, 1, 1}}) {
        const Table back = round_trip(with(shape));
        const Cell cell = back.columns[0].cells.cell(1);
        ASSERT_EQ(cell.kind(), CellKind::array);
        EXPECT_EQ(cell.array().shape, shape);
        EXPECT_EQ(cell, with(shape).columns[0].cells.cell(0));
    }
}

TEST(Table, ArraysOfEveryTypeComeBack) {
    const auto check = [](const Source& array) {
        Source source = Source::json(R"({"columns":["a.b"],"data":[[{"$part":"x"}],[null],[{"$part":"x"}]]})");
        source.with_part("x", array);
        const Table table = made(std::move(source)), back = round_trip(table);
        EXPECT_EQ(back.columns[0].cells.cell(2).array().dtype.bits, table.columns[0].cells.cell(2).array().dtype.bits);
        EXPECT_TRUE(back.columns[0].cells.is_null(1));
    };
    for (const std::vector<std::int64_t>& shape : {std::vector<std::int64_t>{2}, {1, 2}}) {
        check(Source::tensor<std::uint8_t>({0, 255}, shape));
        check(Source::tensor<std::int8_t>({-128, 127}, shape));
        check(Source::tensor<std::uint16_t>({0, 65535}, shape));
        check(Source::tensor<std::int32_t>({-5, 7}, shape));
        check(Source::tensor<std::int64_t>({INT64_MIN, INT64_MAX}, shape));
        check(Source::tensor<std::uint64_t>({0, UINT64_MAX}, shape));
        check(Source::tensor<float>({0.1F, -1e30F}, shape));
        check(Source::tensor<double>({0.1, std::nan("")}, shape));
        check(Source::tensor({dl_bool, 8, 1}, std::string("\0\1", 2), shape));
        check(Source::tensor({kDLFloat, 16, 1}, std::string("\x00\x3c\x00\x40", 4), shape));
    }
}

TEST(Table, ARunKeepsEveryRowAndCell) {
    std::string text = "{\"columns\":[\"i\"],\"data\":[[0]";
    for (int i = 1; i < 10'001; ++i) text += ",[" + std::to_string(i) + "]";
    const Table table = rows(text + "]}");
    const FakeStore run(WBM_RUN);
    const testing::Value back = round_trip(table_type(), reinterpret_cast<const wbm_value*>(&table), run);
    EXPECT_EQ(reinterpret_cast<const Table*>(back.get())->row_count, 10'001u);
    // The file that the reference reads holds the first 10,000.
    EXPECT_EQ(json::read_object(run.added()[0].content).at("data").as_array().size(), 10'000u);
}

TEST(Table, IsMadeOfAnArray) {
    const Table table =
        made(Source::tensor<std::int32_t>({1, 2, 3, 4, 5, 6}, {3, 2}).with_options({{"columns", {"a", "b"}}}));
    EXPECT_EQ(table.rows({}), "[[1,2],[3,4],[5,6]]");
    EXPECT_EQ(refusal(Source::tensor<float>({1, 2}, {2}).with_options({{"columns", {"a"}}})),
              "table: the array has shape [2], rows and columns need two dimensions");
    EXPECT_EQ(refusal(Source::tensor<float>({1, 2}, {1, 2}).with_options({{"columns", {"a"}}})),
              "table: row 0 has 2 cells, the table has 1 columns: \"a\"");
}

TEST(Table, RowsAreShown) {
    const Table table = rows(R"({"columns":["a","b"],"data":[[1,"x"],[NaN,null],[3,"z"]]})");
    EXPECT_EQ(table.rows({}), R"([[1,"x"],[NaN,null],[3,"z"]])");
    EXPECT_EQ(table.rows({{"first", 1}, {"count", 1}}), "[[NaN,null]]");
    EXPECT_EQ(table.rows({{"first", 2}, {"columns", {"b"}}}), R"([["z"]])");
    EXPECT_EQ(table.rows({{"first", 9}}), "[]");
    EXPECT_THROW((void)table.rows({{"columns", {"c"}}}), Error);
    EXPECT_THROW((void)table.rows({{"first", -1}}), Error);
    EXPECT_THROW((void)table.cell_value({0, 0}), Error);
}

TEST(Table, RefusesRowsByPlace) {
    EXPECT_EQ(refusal(R"({"columns":["a"],"data":[[1],[1,2]]})"),
              "table: row 1 has 2 cells, the table has 1 columns: \"a\"");
    EXPECT_EQ(refusal(R"({"columns":["a","b"],"data":[[1]]})"),
              "table: row 0 has 1 cells, the table has 2 columns: \"a, b\"");
    EXPECT_EQ(refusal(R"({"columns":["a"],"data":[5]})"), "table: row 0 must be a list of cells, it is 5");
    EXPECT_EQ(refusal(R"({"columns":["a"],"data":{}})"), "table: the rows must be a list of lists, they are {}");
    const std::string clash = refusal(R"({"columns":["a"],"data":[[1],["x"]]})");
    EXPECT_TRUE(clash.starts_with("table: row 1, column \"a\": ")) << clash;
    EXPECT_NE(clash.find("String"), std::string::npos) << clash;
    EXPECT_NE(clash.find("Number"), std::string::npos) << clash;
    EXPECT_FALSE(refusal(R"([[null]])", {{"columns", {"a"}}, {"optional", false}}).empty());
}

TEST(Table, RefusesColumns) {
    EXPECT_EQ(refusal(R"({"columns":["a","b","a"],"data":[]})"),
              "table: \"columns\" names the column \"a\" twice; cells of the two could not be told apart, rename one");
    EXPECT_EQ(refusal(R"({"columns":"abc","data":[]})"), "table: \"columns\" must be a list of names, it is \"abc\"");
    EXPECT_EQ(refusal(R"({"columns":[1.5],"data":[]})"),
              "table: \"columns\" has 1.5; a column's name is text or an integer");
    EXPECT_EQ(refusal("[]", {{"columns", {"a"}}, {"dtype", {"number", "string"}}}),
              "table: option \"dtype\" has 2 elements for 1 columns; give one for each, or one for all");
    EXPECT_EQ(refusal("[]", {{"columns", {"a"}}, {"log_mode", "SOMETIMES"}}),
              "table: option \"log_mode\" is \"SOMETIMES\"; it is one of IMMUTABLE, MUTABLE, INCREMENTAL");
    EXPECT_EQ(refusal("[]", {{"columns", {"a"}}, {"primary_key", "z"}}),
              "table: option \"primary_key\" names the column \"z\", which the table does not have");
    EXPECT_FALSE(refusal("[[1]]", {{"columns", {"a"}}, {"primary_key", "a"}}).empty());
}

TEST(Table, RefusesCellForms) {
    EXPECT_EQ(refusal(Source::json(R"([[{"$part":"x"}]])").with_options({{"columns", {"a"}}}), WBM_NOT_FOUND),
              "table: a cell names the part \"x\", which was not given; add it to the parts");
    EXPECT_TRUE(
        refusal(R"([[{"$odd":1}]])", {{"columns", {"a"}}}).starts_with("table: a cell is {\"$odd\":1}; forms are"));
    EXPECT_EQ(refusal(R"([[{"_type":"image-file"}]])", {{"columns", {"a"}}}),
              "table: a cell is a dict with \"_type\" \"image-file\", which would be read back as a value; give the "
              "value itself as a part");
    EXPECT_NO_THROW((void)round_trip(rows(R"([[{"$dict":{"$odd":1}}]])", {{"columns", {"a"}}})));
    const std::string deep = "[[" + std::string(200, '[') + std::string(200, ']') + "]]";
    EXPECT_FALSE(refusal(deep, {{"columns", {"a"}}}).empty());
}

TEST(Table, TooManyRowsForAnArtifactAreRefused) {
    const auto table = [](const json::object& options) {
        json::object all = options;
        all["columns"] = {"i"};
        return rows("[[1],[2],[3]]", all);
    };
    const FakeStore store(WBM_ARTIFACT);
    try {
        (void)table({{"max_rows", 2}}).to_text(store.store());
        FAIL() << "was not refused";
    } catch (const Error& e) {
        EXPECT_STREQ(
            e.what(),
            "the table has 3 rows, an artifact's table at most 2; set option \"max_rows\" to store it whole, or "
            "split it");
    }
    EXPECT_NO_THROW((void)table({{"max_rows", 3}}).to_text(store.store()));
}

TEST(Table, ReadsWhatOthersWrote) {
    // Without column types and log mode, as the oldest reference.
    const Table old = read(R"({"_type":"table","columns":["a"],"data":[[1],[null],["x"]],"ncols":1,"nrows":3})");
    EXPECT_EQ(old.rows({}), R"([[1],[null],["x"]])");
    EXPECT_EQ(entry(old).find("log_mode"), std::string::npos);
    // Two columns of one name, and members that nobody knows.
    const Table twins = read(R"({"_type":"table","columns":["a","a"],"data":[[1,"x"]],"later":{"k":[1]}})");
    EXPECT_EQ(twins.rows({}), R"([[1,"x"]])");
    EXPECT_NE(entry(twins).find(R"("later": {"k": [1]})"), std::string::npos);
    // A type of a later version.
    const std::string later = R"({"_type":"table","column_types":{"wb_type":"typedDict","params":{"type_map":)"
                              R"({"a":{"wb_type":"hologram","params":{"z":1}}}}},"columns":["a"],"data":[[1]]})";
    EXPECT_NE(entry(read(later)).find(R"({"params": {"z": 1}, "wb_type": "hologram"})"), std::string::npos);
}

TEST(Table, RefusesBrokenJson) {
    EXPECT_EQ(read_refusal(R"({"_type":"table","data":[]})", WBM_NOT_FOUND), "table: \"path\" is missing");
    EXPECT_EQ(read_refusal(R"({"_type":"table","columns":["a"]})", WBM_NOT_FOUND), "table: \"data\" is missing");
    EXPECT_EQ(read_refusal(R"({"_type":"table","columns":["a"],"data":[[1,2]]})"),
              "table: row 0 of \"data\" has more cells, the table has 1 columns");
    EXPECT_EQ(read_refusal(R"({"_type":"table","columns":["a"],"data":[[]]})"),
              "table: row 0 of \"data\" has 0 cells, the table has 1 columns");
    EXPECT_EQ(read_refusal(R"({"_type":"table","columns":["a"],"data":[5]})"),
              "table: row 0 of \"data\" is no list of cells");
    EXPECT_EQ(read_refusal(R"({"_type":"table","columns":["a"],"data":5})"), "table: \"data\" must be a list of rows");
    EXPECT_EQ(read_refusal(R"({"_type":"tabel","columns":["a"],"data":[]})"),
              "table: \"_type\" must be \"table\", it is \"tabel\"");
    EXPECT_EQ(read_refusal(R"({"_type":"table","columns":["a"],"data":[],"log_mode":"NEVER"})"),
              "table: \"log_mode\" is \"NEVER\"; it is one of IMMUTABLE, MUTABLE, INCREMENTAL");
    EXPECT_FALSE(read_refusal(R"({"_type":"table","columns":["a"],"data":[[1])").empty());
}

TEST(Table, ADamagedArchiveIsRefused) {
    FakeStore store(WBM_ARTIFACT);
    Source source = Source::json(R"({"columns":["a"],"data":[[{"$part":"x"}]]})");
    source.with_part("x", Source::tensor<double>({1, 2, 3, 4}, {2, 2}));
    const std::string text = made(std::move(source)).to_text(store.store());
    const std::filesystem::path file = store.root() / store.added()[0].path;
    const std::string whole = store.added()[0].content;
    for (std::size_t size = 0; size < whole.size(); size += 16) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
        EXPECT_THROW((void)table_type().from_json(text, store), Refused) << size;
    }
}

TEST(Table, ARunSaysTimesAsPythonDoes) {
    const auto text = [](const char* iso) {
        const FakeStore run(WBM_RUN);
        (void)rows(R"([[{"$time":")" + std::string(iso) + R"("}]])", {{"columns", {"t"}}}).to_text(run.store());
        return json::write(json::read_object(run.added()[0].content).at("data").at(0).at(0));
    };
    EXPECT_EQ(text("2020-01-02T03:04:05.678901"), R"("2020-01-02T03:04:05.678901")");
    EXPECT_EQ(text("2020-01-02T03:04:05.5"), R"("2020-01-02T03:04:05.500000")");
    EXPECT_EQ(text("2020-01-02T03:04:05.000"), R"("2020-01-02T03:04:05")");
    EXPECT_EQ(text("2020-01-02T03:04:05+00:00"), R"("2020-01-02T03:04:05Z")");
    EXPECT_EQ(text("2020-01-02T03:04:05-05:00"), R"("2020-01-02T03:04:05-05:00")");
    EXPECT_EQ(text("1999-12-31"), R"("1999-12-31")");
}

TEST(Table, AColumnThatIsNeverNullComesBack) {
    Source source = Source::json(R"({"columns":["a"],"data":[[{"$part":"x"}]]})");
    source.with_part("x", Source::tensor<double>({1, 2, 3, 4}, {2, 2})).with_options({{"optional", false}});
    EXPECT_NO_THROW((void)round_trip(made(std::move(source))));
}

TEST(Table, ListsInAColumnOfArraysAreArrays) {
    Source source = Source::json(R"({"columns":["a"],"data":[[{"$part":"x"}],[[[1,2],[3,4.5]]],[[[1,2],[3,4]]]]})");
    source.with_part("x", Source::tensor<double>({0, 0, 0, 0}, {2, 2}));
    const Table table = made(std::move(source)), back = round_trip(table);
    EXPECT_EQ(back.rows({}), "[[[[0.0,0.0],[0.0,0.0]]],[[[1.0,2.0],[3.0,4.5]]],[[[1.0,2.0],[3.0,4.0]]]]");
    Source clash = Source::json(R"({"columns":["a"],"data":[[{"$part":"x"}],[[["a","b"],["c","d"]]]]})");
    clash.with_part("x", Source::tensor<double>({0, 0, 0, 0}, {2, 2}));
    EXPECT_EQ(refusal(std::move(clash)),
              "table: a list in a column of arrays holds something that is no number; give numbers");
}

TEST(Table, ListsThatAFileHasForArraysStay) {
    const std::string text = R"({"_type":"table","column_types":{"wb_type":"typedDict","params":{"type_map":{"a":)"
                             R"({"wb_type":"ndarray","params":{"shape":[2,2],"serialization_path":null}}}}},)"
                             R"("columns":["a"],"data":[[[[1,2],[3,4]]]]})";
    EXPECT_NE(entry(read(text)).find(R"("data": [[[[1, 2], [3, 4]]]])"), std::string::npos);
}

TEST(Column, KeepsPlainCellsTogether) {
    Column column;
    column.push_null();
    column.push(Cell(1));
    EXPECT_TRUE(std::holds_alternative<std::vector<std::int64_t>>(column.values()));
    column.push_null();
    EXPECT_TRUE(column.is_null(0) && !column.is_null(1) && column.is_null(2));
    column.push(Cell(0.5));
    EXPECT_TRUE(std::holds_alternative<std::vector<Cell>>(column.values()));
    EXPECT_EQ(column.size(), 4u);
    EXPECT_EQ(column.cell(1), Cell(1));
    EXPECT_EQ(column.cell(3), Cell(0.5));
    EXPECT_TRUE(column.is_null(2));
    Column texts;
    for (const char* text : {"a", "", "bc"}) texts.push_text(text);
    EXPECT_EQ(texts.cell(2).text(), "bc");
    EXPECT_EQ(texts.cell(1).text(), "");
}

}  // namespace
}  // namespace wbm::table
