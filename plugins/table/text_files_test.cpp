// Tables from CSV, TSV and JSON lines.
#include "column.hpp"
#include "table.hpp"
#include "text_files/text_lines.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace wbm::table {
namespace {

using testing::FakeStore;
using testing::Refused;
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

json::object with(std::string_view format, json::object options) {
    options["format"] = format;
    return options;
}
Table csv(const std::string& text, const json::object& options = {}) {
    return made(Source::bytes(text).with_options(with("csv", options)));
}
Table lines(const std::string& text, const json::object& options = {}) {
    return made(Source::bytes(text).with_options(with("jsonl", options)));
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
std::string csv_refusal(const std::string& text, const json::object& options = {}) {
    return refusal(Source::bytes(text).with_options(with("csv", options)));
}
std::string lines_refusal(const std::string& text, const json::object& options = {}) {
    return refusal(Source::bytes(text).with_options(with("jsonl", options)));
}

std::string names(const Table& table) { return json::write(table.fields().at("columns")); }
std::string shown(const Table& table) { return names(table) + table.rows({}); }

TEST(TableFromCsv, TypesFollowFromTheTexts) {
    const Table table = csv("i,r,b,t,mixed\r\n1,1.5,true,x,1\r\n-2,1e3,False,,x\r\n,,,\"\",\r\n");
    EXPECT_EQ(shown(table), R"(["i","r","b","t","mixed"][[1,1.5,true,"x","1"],[-2,1000.0,false,null,"x"],)"
                            R"([null,null,null,"",null]])");
    EXPECT_EQ(table.columns[0].type, ColumnType::optional(TypeKind::number));
    EXPECT_EQ(table.columns[2].type, ColumnType::optional(TypeKind::boolean));
    EXPECT_TRUE(std::holds_alternative<std::vector<std::int64_t>>(table.columns[0].cells.values()));
}

TEST(TableFromCsv, NumbersAreExactOrText) {
    EXPECT_EQ(shown(csv("a\n9223372036854775807\n18446744073709551615\n")),
              R"(["a"][[9223372036854775807],[18446744073709551615]])");
    EXPECT_EQ(shown(csv("a\n0.1\n1.7976931348623157e308\n-0\n")), R"(["a"][[0.1],[1.7976931348623157e+308],[-0.0]])");
    EXPECT_EQ(shown(csv("a\n18446744073709551616\n")), R"(["a"][["18446744073709551616"]])");
    EXPECT_EQ(shown(csv("a\n007\n")), R"(["a"][["007"]])");
    EXPECT_EQ(shown(csv("a\n1e999\n")), R"(["a"][["1e999"]])");
    EXPECT_EQ(shown(csv("a\n 1\n")), R"(["a"][[" 1"]])");
    EXPECT_EQ(shown(csv("a\nnan\n-inf\n2\n")), R"(["a"][[NaN],[-Infinity],[2.0]])");
}

TEST(TableFromCsv, QuotesAndLineEnds) {
    EXPECT_EQ(shown(csv("\xef\xbb\xbf\"a\"\"b\",\"c,d\"\n\"line\none\",' x '\n")),
              R"(["a\"b","c,d"][["line\none","' x '"]])");
    EXPECT_EQ(shown(csv("a,b\r1,2\r3,4")), R"(["a","b"][[1,2],[3,4]])");
    EXPECT_EQ(shown(csv("a\n\n1\n\n")), R"(["a"][[1]])");
    EXPECT_EQ(shown(csv("a,b\n")), R"(["a","b"][])");
}

TEST(TableFromCsv, Options) {
    EXPECT_EQ(shown(csv("1;x\n2;y\n", {{"header", false}, {"delimiter", ";"}})), R"([0,1][[1,"x"],[2,"y"]])");
    EXPECT_EQ(shown(csv("1,x\n", {{"header", false}, {"columns", {"n", "t"}}})), R"(["n","t"][[1,"x"]])");
    EXPECT_EQ(shown(csv("a,b\nNA,\"\"\n1,\n", {{"null", {"NA"}}})), R"(["a","b"][[null,""],[1,""]])");
    EXPECT_EQ(shown(csv("zip\n123\n", {{"dtype", "string"}})), R"(["zip"][["123"]])");
    const Table times = csv("t\n2020-01-02T03:04:05.678Z\n", {{"dtype", "timestamp"}});
    EXPECT_EQ(shown(times), R"(["t"][[1577934245678]])");
    EXPECT_EQ(shown(made(Source::bytes("a\tb\n1\t2,3\n").with_options({{"format", "tsv"}}))),
              R"(["a","b"][[1,"2,3"]])");
    EXPECT_EQ(csv("a\n1\n", {{"log_mode", "MUTABLE"}}).log_mode, LogMode::mutable_);
    EXPECT_EQ(csv("id\nx\n", {{"primary_key", "id"}}).columns[0].type.kind(), TypeKind::primary_key);
}

TEST(TableFromCsv, RefusesWithTheLine) {
    EXPECT_EQ(csv_refusal("a,b\n1,2\n\"x\ny\",2,3\n"), "table: line 3 has 3 fields, the table has 2 columns");
    EXPECT_EQ(csv_refusal("a\n1\n\"x\n2\n"),
              "table: line 3: a quoted field begins here that never ends; close its quotes");
    EXPECT_EQ(csv_refusal("a\n1\nx\"y\n"),
              "table: line 3 has a quote where none may be; a field with quotes in it is written in quotes, and each "
              "quote in it twice");
    EXPECT_NE(csv_refusal("a\n\"x\"y\n").find("line 2 has a quote"), std::string::npos);
    EXPECT_EQ(csv_refusal("a,a\n"),
              R"(table: line 1 names the column "a" twice; cells of the two could not be told apart, rename one)");
    EXPECT_EQ(csv_refusal("a\nx\xff\n"), "table: line 2 is not UTF-8; convert the text");
    EXPECT_EQ(csv_refusal(std::string("a\nx\0\n", 5)),
              "table: line 2 has a NUL character, which no text has; is this a binary file?");
    EXPECT_EQ(csv_refusal(""),
              R"(table: the text is empty; CSV begins with a record of names, or give "header": false)");
    EXPECT_NE(csv_refusal(std::string(max_columns, ',') + "\n").find("more than the allowed 16384 fields"),
              std::string::npos);
    EXPECT_EQ(csv_refusal("a\n\"" + std::string(max_field_bytes + 1, 'x') + "\"\n"),
              "table: line 2: a field has more than 16777216 bytes; is a quote missing?");
    EXPECT_NE(csv_refusal("a\n\"" + std::string(max_field_bytes + 1, 'x') + "\ny").find("is a quote missing?"),
              std::string::npos);
    EXPECT_NE(csv_refusal("a\nx\n", {{"dtype", "number"}}).find("row 0, column \"a\""), std::string::npos);
    EXPECT_NE(csv_refusal("a\nx\n", {{"columns", {"b"}}}).find("option \"columns\" names [\"b\"]"), std::string::npos);
    EXPECT_EQ(csv_refusal("1,2\n", {{"header", false}, {"columns", {"b"}}}),
              "table: line 1 has 2 cells, option \"columns\" names 1");
}

TEST(TableFromCsv, RefusesOptions) {
    EXPECT_EQ(refusal(Source::bytes("a")),
              "table: bytes do not say what they are; give the option \"format\": csv, tsv or jsonl");
    EXPECT_NE(refusal(Source::bytes("a").with_options({{"format", "xlsx"}})).find("one of csv, tsv, jsonl"),
              std::string::npos);
    for (const char* delimiter : {"", ",,", "\"", "\n", "ä"})
        EXPECT_NE(csv_refusal("a", {{"delimiter", delimiter}}).find("it is one ASCII character"), std::string::npos);
    EXPECT_NE(csv_refusal("a", {{"null", "x"}}).find("must be a list of texts"), std::string::npos);
    EXPECT_NE(csv_refusal("a", {{"header", 1}}).find("must be true or false"), std::string::npos);
    EXPECT_NE(csv_refusal("a", {{"hedaer", true}}).find("is not known"), std::string::npos);
    EXPECT_NE(lines_refusal("{}", {{"header", true}}).find("are for CSV"), std::string::npos);
    EXPECT_NE(refusal(Source::json("[]").with_options({{"format", "csv"}})).find("is not known"), std::string::npos);
}

TEST(TableFromJsonLines, ObjectsGiveTheirNames) {
    const Table table = lines("{\"a\": 1, \"b\": \"x\"}\n\n{\"b\": null, \"c\": [1, {\"d\": true}]}\r\n{\"a\": 2.5}");
    EXPECT_EQ(shown(table), R"(["a","b","c"][[1,"x",null],[null,null,[1,{"d":true}]],[2.5,null,null]])");
    EXPECT_EQ(shown(lines("{\"a\":18446744073709551615}\n{\"a\":NaN}\n{\"a\":-Infinity}\n{\"a\":0.1}\n")),
              R"(["a"][[18446744073709551615],[NaN],[-Infinity],[0.1]])");
    EXPECT_EQ(shown(lines("{\"a\":1}\n{\"b\":2}\n", {{"columns", {"b", "a"}}})), R"(["b","a"][[null,1],[2,null]])");
    EXPECT_EQ(shown(lines("")), "[][]");
}

TEST(TableFromJsonLines, ListsAreRows) {
    EXPECT_EQ(shown(lines("[1,\"x\"]\n[2,null]\n")), R"([0,1][[1,"x"],[2,null]])");
    EXPECT_EQ(shown(lines("[1,\"x\"]\n", {{"columns", {"n", "t"}}})), R"(["n","t"][[1,"x"]])");
}

TEST(TableFromJsonLines, RefusesWithTheLine) {
    EXPECT_EQ(lines_refusal("[1]\n[1,2]\n"), "table: line 2: a row has 2 cells, the table has 1 columns");
    EXPECT_EQ(lines_refusal("[1]\n{\"a\":1}\n"),
              "table: line 2: some rows are objects, others lists; give all in one form");
    EXPECT_EQ(lines_refusal("{\"a\":1}\n5\n"), "table: line 2: a row must be an object or a list, it is 5");
    const std::string broken = lines_refusal("{\"a\":1}\n{\"a\":}\n");
    EXPECT_TRUE(broken.starts_with("table: line 2, column 6: ")) << broken;
    EXPECT_TRUE(lines_refusal("{\"a\":1,\"a\":2}\n").starts_with("table: line 1, column ")) << broken;
    EXPECT_EQ(
        lines_refusal("[1]\n[{\"_type\":\"image-file\"}]\n"),
        R"(table: line 2: a cell is a dict with "_type" "image-file", which would be read back as a value; rename )"
        "the member");
    EXPECT_EQ(lines_refusal("{\"a\":1}\n", {{"columns", {"b"}}}),
              R"(table: line 1: an object has the member "a", which option "columns" does not name; add it there, or )"
              "leave the option out");
    EXPECT_EQ(lines_refusal("[1,2]\n", {{"columns", {"b"}}}), "table: line 1 has 2 cells, option \"columns\" names 1");
    EXPECT_NE(lines_refusal("{\"a\":1}\n{\"a\":\"x\"}\n").find("row 1, column \"a\""), std::string::npos);
    EXPECT_THROW(check_size(1, max_text_cells, 2), Error);
}

TEST(TableFromFiles, TheCorpus) {
    const std::filesystem::path corpus(WBM_CORPUS);
    const auto read = [&](const char* file) { return shown(made(Source::path((corpus / file).string()))); };
    EXPECT_EQ(read("people.csv"), R"(["id","name","height","adult","note"][[1,"Ada, Countess",1.65,true,null],)"
                                  R"([2,"Søren",1.8,true,"two\nlines"],[3,"Bob",null,false,""]])");
    EXPECT_EQ(read("points.tsv"), R"(["x","y"][[1,2.5],[3,-4.0]])");
    EXPECT_EQ(read("events.jsonl"), R"(["step","loss","tags"][[1,0.5,["a"]],[2,null,[]],[3,0.25,null]])");
    std::size_t bad = 0;
    for (const auto& file : std::filesystem::directory_iterator(corpus / "bad")) {
        if (file.path().extension() == ".json") continue;
        ++bad;
        EXPECT_TRUE(refusal(Source::path(file.path().string())).starts_with("table: line ")) << file.path();
    }
    EXPECT_EQ(bad, 5U);
    EXPECT_NE(refusal(Source::path((corpus / "plain.json").string())).find("the file's extension is \".json\""),
              std::string::npos);
    (void)refusal(Source::path((corpus / "gone.csv").string()), WBM_NOT_FOUND);
}

TEST(TableFromFiles, AreWrittenAndReadBack) {
    const Table table = csv("a,b\n1,x\n2,\n");
    const FakeStore store(WBM_ARTIFACT);
    EXPECT_EQ(Table::from_text(table.to_text(store.store()), store.store()), table);
}

}  // namespace
}  // namespace wbm::table
