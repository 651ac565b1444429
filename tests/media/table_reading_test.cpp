// wbm/media: rows, columns and cells of a table that is there, rows that are streamed, tables of tables.
#include <wbm/ext/arrow.h>
#include <wbm/media/histogram.hpp>
#include <wbm/media/table.hpp>
#include <wbm/media/table_joined.hpp>
#include <wbm/media/table_stream.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class TableReadingTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
    const ValuePtr page = media.create("html-file", bytes("<p>"));
    const std::chrono::sys_time<std::chrono::milliseconds> moment{1577934245678ms};

    Table sample() {
        Table table({"n", "real", "text", "flag", "list", "dict", "time", "page"}, {}, media);
        const std::map<std::string, int> dict{{"a", 1}, {"b", 2}};
        table.add_data(1, 0.5, "x", true, std::vector{1, 2}, dict, moment, page);
        table.add_data(-2, 3, "caf\xc3\xa9", false, std::vector<int>{}, dict, nullptr, nullptr);
        return table;
    }
    Artifact saved(const ValuePtr& value, std::string_view name = "t") {
        Artifact artifact = Artifact::create(dir / name);
        artifact.add(value, name);
        artifact.finalize();
        return artifact;
    }

    template <class Make>
    static std::string refusal(const Make& make) {
        try {
            (void)make();
        } catch (const MediaError& e) {
            return std::string(to_string(e.status())) + ": " + e.what();
        }
        return "not refused";
    }
};

TEST_F(TableReadingTest, CellsAreHadAsTypes) {
    const Artifact artifact = saved(sample());
    for (const Table& table : {sample(), Table(artifact.get("t", media))}) {
        EXPECT_EQ(table, sample());
        EXPECT_EQ(table.nrows(), 2);
        EXPECT_EQ(table.ncols(), 8);
        EXPECT_EQ(table.columns()[3], "flag");
        EXPECT_EQ(table.cell(0, "n").get<int>(), 1);
        EXPECT_EQ(table.cell(1, "n").get<std::int8_t>(), -2);
        EXPECT_EQ(table.cell(1, "real").get<float>(), 3);
        EXPECT_EQ(table.cell(1, "real").get<std::uint8_t>(), 3);
        EXPECT_EQ(table.cell(1, "text").get<std::string>(), "caf\xc3\xa9");
        EXPECT_TRUE(table.cell(0, "flag").get<bool>());
        EXPECT_THAT(table.cell(0, "list").get<std::vector<double>>(), ElementsAre(1, 2));
        EXPECT_EQ((table.cell(0, "dict").get<std::map<std::string, int>>()),
                  (std::map<std::string, int>{{"a", 1}, {"b", 2}}));
        EXPECT_EQ(table.cell(0, "dict")["b"].get<int>(), 2);
        EXPECT_EQ(table.cell(0, "list")[1].get<int>(), 2);
        EXPECT_EQ(table.cell(0, "time").get<std::chrono::sys_time<std::chrono::milliseconds>>(), moment);
        EXPECT_EQ(table.cell(0, "time").get<std::chrono::sys_seconds>().time_since_epoch(), 1577934245s);
        EXPECT_EQ(table.cell(0, "time").get<std::chrono::sys_days>().time_since_epoch().count(), 18263);
        EXPECT_EQ(*table.cell(0, "page").get<ValuePtr>(), *page);
        EXPECT_TRUE(table.cell(0, "page").is_value());
        EXPECT_EQ(table.cell(1, "page").get<std::optional<ValuePtr>>(), std::nullopt);
        EXPECT_TRUE(table.cell(1, "time").is_null());
        EXPECT_EQ(table.cell(0, "list").get<json::value>(), (json::array{1, 2}));
    }
}

TEST_F(TableReadingTest, CellsOfAnotherTypeAreRefused) {
    const Table table = sample();
    EXPECT_EQ(refusal([&] { return table.cell(0, "text").get<int>(); }),
              "invalid: table: row 0, column \"text\" is \"x\", no number");
    EXPECT_EQ(refusal([&] { return table.cell(1, "time").get<double>(); }),
              "invalid: table: row 1, column \"time\" is null; ask for a std::optional where cells may be null");
    EXPECT_THAT(refusal([&] { return table.cell(0, "real").get<int>(); }), HasSubstr("is 0.5, no integer of 32 bits"));
    EXPECT_THAT(refusal([&] { return table.cell(1, "n").get<unsigned>(); }), HasSubstr("is -2, no integer"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "n").get<bool>(); }), HasSubstr("is 1, no boolean"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "flag").get<int>(); }), HasSubstr("is true, no number"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "n").get<std::string>(); }), HasSubstr("no text"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "n").get<std::vector<int>>(); }), HasSubstr("no list"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "page").get<std::map<std::string, int>>(); }), HasSubstr("no dict"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "dict").get<ValuePtr>(); }), HasSubstr("no media value"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "page").get<Histogram>(); }), HasSubstr("is of type html-file"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "dict")["b"].get<bool>(); }),
                HasSubstr("row 0, column \"dict\" at \"b\" is 2, no boolean"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "list")[2]; }),
                HasSubstr("not_found: table: row 0, column \"list\" has"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "list")[-1]; }), HasSubstr("has no element"));
    EXPECT_THAT(refusal([&] { return table.cell(0, "page")["sha256"]; }), HasSubstr("has no member \"sha256\""));
    EXPECT_THAT(refusal([&] { return table.cell(0, "n").value(); }), HasSubstr("not_found: "));
    EXPECT_EQ(refusal([&] { return table.cell(2, "n"); }), "not_found: table: there is no row 2; the table has 2");
    EXPECT_THAT(refusal([&] { return table.cell(0, "m"); }),
                HasSubstr("not_found: table: there is no column \"m\"; the table has [\"n\""));
    EXPECT_THAT(refusal([&] { return table.row(0)[8]; }), HasSubstr("there is no column 8; the table has 8"));
    EXPECT_THAT(refusal([&] { return table.row(0)[-1]; }), HasSubstr("not_found: "));
}

TEST_F(TableReadingTest, RowsAndColumns) {
    Table table({"i", "half"}, {}, media);
    for (int i = 0; i < 2500; ++i) table.add_data(i, i % 3 == 0 ? std::optional<double>() : i * 0.5);
    std::size_t count = 0;
    for (const RowView& row : table.iterrows()) {
        EXPECT_EQ(row.index(), count);
        EXPECT_EQ(row["i"].get<std::size_t>(), count);
        EXPECT_EQ(row[0].json(), row["i"].json());
        ++count;
    }
    EXPECT_EQ(count, 2500);
    EXPECT_EQ(table.get_column<int>("i")[2499], 2499);
    const auto halves = table.get_column<std::optional<double>>("half");
    EXPECT_EQ(halves[3], std::nullopt);
    EXPECT_EQ(halves[2500 - 2], 2498 * 0.5);
    EXPECT_THAT(refusal([&] { return table.get_column<double>("half"); }), HasSubstr("row 0, column \"half\" is null"));
    EXPECT_EQ(table.get_column("half").size(), 2500);
    EXPECT_EQ(sample().get_column("page")[0].value(), page);
    EXPECT_THAT(refusal([&] { return table.get_column<int>("no"); }), HasSubstr("not_found: "));
    const std::vector<RowView> kept(table.iterrows().begin(), table.iterrows().end());
    EXPECT_EQ(kept[1500]["i"].get<int>(), 1500);
}

TEST_F(TableReadingTest, NotNumbers) {
    Table table({"a"}, {}, media);
    table.add_data(std::numeric_limits<double>::quiet_NaN());
    table.add_data(-std::numeric_limits<double>::infinity());
    EXPECT_TRUE(std::isnan(table.get_column<double>("a")[0]));
    const Artifact artifact = saved(table);
    const Table read(artifact.get("t", media));
    EXPECT_EQ(read, table);
    EXPECT_EQ(read.get_column<std::optional<double>>("a")[0], std::nullopt) << "the wire has null for it";
    EXPECT_EQ(read.get_column<std::optional<double>>("a")[1], -std::numeric_limits<double>::infinity());
}

TEST_F(TableReadingTest, ATableThatWasReadTakesNoRowsButGivesThem) {
    const Artifact artifact = saved(sample());
    Table read(artifact.get("t", media));
    const char* const said =
        "invalid: table: the table was read and does not change; make a new one and add its rows to it";
    EXPECT_EQ(refusal([&] {
                  read.add_data(1);
                  return 0;
              }),
              said);
    EXPECT_EQ(refusal([&] {
                  read.add_column("x", {1, 2});
                  return 0;
              }),
              said);
    EXPECT_EQ(refusal([&] {
                  read.set_pk("text");
                  return 0;
              }),
              said);
    EXPECT_EQ(refusal([&] {
                  read.cast("n", "any");
                  return 0;
              }),
              said);
    Table again({"n", "real", "text", "flag", "list", "dict", "time", "page"}, {}, media);
    for (const RowView& row : read.iterrows()) again.add_row(row);
    EXPECT_EQ(again, sample());
    Table forms({"a"}, {.allow_mixed_types = true}, media);
    forms.add_data(json::value{{"$part", "0"}});
    forms.add_data(std::vector{page});
    Table copied({"a"}, {.allow_mixed_types = true}, media);
    for (const RowView& row : forms.iterrows()) copied.add_row(row);
    EXPECT_EQ(copied, forms);
    const Table rows = Table::from_array(tensor(std::vector{1, 2, 3, 4}, {2, 2}), {"a", "b"}, {}, media);
    EXPECT_EQ(rows.get_column<int>("b"), (std::vector{2, 4}));
}

TEST_F(TableReadingTest, FilesAndArrow) {
    const Table csv = Table::from_file(dir.write("x.csv", "n,t\n1,a\n2,b\n"), {}, media);
    EXPECT_EQ(csv.get_column<int>("n"), (std::vector{1, 2}));
    ArrowArrayStream stream{};
    csv.arrow(stream, {{"columns", {"t"}}, {"first", 1}});
    EXPECT_EQ(Table::from_arrow(stream, {}, media).get_column<std::string>("t"), std::vector<std::string>{"b"});
}

TEST_F(TableReadingTest, AValueOfAnotherTypeIsNoTable) {
    EXPECT_EQ(refusal([&] { return Table(page); }),
              "invalid: table: the value is of type html-file; use that type's facade");
    EXPECT_EQ(refusal([&] { return Table(ValuePtr()); }),
              "invalid: table: there is no value; the name may not be there");
}

TEST_F(TableReadingTest, AStreamIsTheTable) {
    Table whole({"n", "page"}, {.optional = {false, true}}, media);
    Artifact streamed = Artifact::create(dir / "streamed");
    TableStream stream(streamed, "t", {"n", "page"}, {.optional = {false, true}}, media);
    for (int i = 0; i < 100; ++i) {
        const std::optional<ValuePtr> cell = i % 2 == 0 ? std::optional(page) : std::nullopt;
        whole.add_data(i, cell);
        if (i % 3 == 0)
            stream.add_row({i, cell});
        else
            stream.add_data(i, cell);
    }
    EXPECT_EQ(refusal([&] {
                  stream.add_data(1);
                  return 0;
              }),
              "invalid: table: row 100 has 1 cells, the table has 2 columns: [\"n\",\"page\"]");
    EXPECT_THAT(refusal([&] {
                    stream.add_data(1, "\xff");
                    return 0;
                }),
                HasSubstr("row 100, column \"page\""));
    EXPECT_THAT(refusal([&] {
                    stream.add_data(nullptr, page);
                    return 0;
                }),
                HasSubstr("row 100, column \"n\""));
    EXPECT_EQ(stream.nrows(), 100);
    EXPECT_EQ(stream.finish().path, "t.table.json");
    const Artifact plain = saved(whole);
    EXPECT_EQ(test::slurp(dir / "streamed/t.table.json"), test::slurp(dir / "t/t.table.json"));
    EXPECT_EQ(Table(streamed.get("t", media)), whole);
}

TEST_F(TableReadingTest, JoinedAndPartitionedTables) {
    Table left({"id", "x"}, {}, media), right({"key", "y"}, {}, media);
    left.add_data("a", 1);
    right.add_data("a", 2);
    const JoinedTable joined(left, right, "id", "key", media);
    const ValuePtr generic =
        media.create("joined-table", json_text(R"({"table1":"@l","table2":"@r","join_key":["id","key"]})"), {},
                     {{"l", value(left.value())}, {"r", value(right.value())}});
    EXPECT_EQ(*joined.value(), *generic);
    EXPECT_EQ(joined.join_key(), (std::pair<std::string, std::string>("id", "key")));
    Artifact artifact = Artifact::create(dir / "joined");
    artifact.add(left, "parts/1");
    artifact.add(JoinedTable("parts/1.table.json", left, "id", media), "j");
    artifact.add(PartitionedTable("parts", media), "p");
    artifact.save();
    EXPECT_EQ(JoinedTable(artifact.get("j", media)).join_key(), (std::pair<std::string, std::string>("id", "id")));
    EXPECT_EQ(PartitionedTable(artifact.get("p", media)).parts_path(), "parts");
    EXPECT_THAT(refusal([&] { return JoinedTable("t", left, "id", media); }), HasSubstr("ends with .table.json"));
    EXPECT_THAT(refusal([&] { return PartitionedTable(left.value()); }), HasSubstr("is of type table"));
}

}  // namespace
}  // namespace wbm
