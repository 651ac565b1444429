// wbm/media: each kind of cell and each way to add them, against the generic call that it stands for.
#include <wbm/media/histogram.hpp>
#include <wbm/media/table.hpp>
#include <wbm/media/table_joined.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <list>
#include <set>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

/// Of a program's own types.
struct Colour {
    int r, g, b;
    void write_to(CellWriter& writer) const { writer.write(std::array{r, g, b}); }
};

/// std::mdspan and an Eigen matrix.
struct View {
    const std::int16_t* first;
    static constexpr std::size_t rank() { return 2; }
    [[nodiscard]] static std::int64_t extent(std::size_t) { return 2; }
    [[nodiscard]] static std::int64_t stride(std::size_t axis) { return axis == 0 ? 1 : 2; }
    [[nodiscard]] const std::int16_t* data_handle() const { return first; }
};
struct Matrix {
    using Scalar = float;
    std::vector<float> numbers;
    [[nodiscard]] static std::int64_t rows() { return 1; }
    [[nodiscard]] static std::int64_t cols() { return 3; }
    [[nodiscard]] static std::int64_t rowStride() { return 1; }
    [[nodiscard]] static std::int64_t colStride() { return 1; }
    [[nodiscard]] const float* data() const { return numbers.data(); }
};

class TableFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};

    ValuePtr page(std::string_view text = "<p>") { return media.create("html-file", bytes(text)); }

    /// What a value becomes: every file of an artifact and of a run.
    static std::string stored(const ValuePtr& value) {
        const TempDir place;
        std::string all;
        {
            Artifact artifact = Artifact::create(place / "art");
            artifact.add(value, "t");
            artifact.save();
            wbm::Run run(place / "run");
            all = run.log("k", value, 3);
        }
        for (const char* folder : {"art", "run/files"})
            for (const auto& file : test::files_below(place / folder))
                all += '\n' + file + slurp(place / folder / file);
        return all;
    }

    void expect_same(const Table& table, const std::string& rows, const std::string& options,
                     const std::vector<NamedPart>& parts = {}) {
        SCOPED_TRACE(rows);
        const ValuePtr generic = media.create("table", json_text(rows), json::read_object(options), parts);
        EXPECT_TRUE(*table.value() == *generic);
        EXPECT_EQ(stored(table.value()), stored(generic));
    }
    /// One cell in a table of one column.
    template <class T>
    void expect_cell(const T& cell, const std::string& text, const std::vector<NamedPart>& parts = {}) {
        Table table({"a"}, {}, media), dynamic({"a"}, {}, media);
        table.add_data(cell);
        expect_same(table, "[[" + text + "]]", R"({"columns":["a"]})", parts);
        dynamic.add_row({cell});
        EXPECT_TRUE(dynamic == table) << text;
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

TEST_F(TableFacadeTest, PlainCells) {
    expect_cell(nullptr, "null");
    expect_cell(std::nullopt, "null");
    expect_cell(std::monostate(), "null");
    expect_cell(true, "true");
    expect_cell(std::int8_t{-7}, "-7");
    expect_cell(std::numeric_limits<std::int64_t>::min(), "-9223372036854775808");
    expect_cell(std::numeric_limits<std::uint64_t>::max(), "18446744073709551615");
    expect_cell(0.1, "0.1");
    expect_cell(0.1F, "0.10000000149011612");
    expect_cell(1.0, "1.0");
    expect_cell(std::numeric_limits<double>::quiet_NaN(), "NaN");
    expect_cell(-std::numeric_limits<double>::infinity(), "-Infinity");
    expect_cell("caf\xc3\xa9 \"x\"\n", "\"caf\xc3\xa9 \\\"x\\\"\\n\"");
    expect_cell(std::string("a\0b", 3), R"("a\u0000b")");
    expect_cell(std::string_view("view"), R"("view")");
    expect_cell(static_cast<const char*>(nullptr), "null");
    expect_cell(std::filesystem::path("a/b.txt"), R"("a/b.txt")");
    expect_cell(json::string("json"), R"("json")");
    expect_cell(std::optional<int>(), "null");
    expect_cell(std::optional(std::string("x")), R"("x")");
    expect_cell(std::variant<int, std::string>("x"), R"("x")");
}

TEST_F(TableFacadeTest, ListsAndDicts) {
    expect_cell(std::vector{1, 2}, "[1,2]");
    expect_cell(std::vector{true, false}, "[true,false]");
    expect_cell(std::array{0.5F}, "[0.5]");
    expect_cell(std::list<std::string>{}, "[]");
    expect_cell(std::vector<std::vector<int>>{{1}, {}, {2, 3}}, "[[1],[],[2,3]]");
    expect_cell(std::set<int>{2, 1}, R"({"$set":[1,2]})");
    expect_cell(std::tuple(1, "a", nullptr), R"({"$tuple":[1,"a",null]})");
    expect_cell(std::pair(1, 2.5), R"({"$tuple":[1,2.5]})");
    expect_cell(std::tuple<>(), R"({"$tuple":[]})");
    expect_cell(std::map<std::string, double>{{"a", 1}, {"b", 2}}, R"({"a":1.0,"b":2.0})");
    expect_cell(std::map<std::string, std::vector<int>>{}, "{}");
    expect_cell(json::value{{"a", {1, nullptr}}}, R"({"a":[1,null]})");
    expect_cell(json::array{1, "a"}, R"([1,"a"])");
    expect_cell(json_text(R"({"a":[1]})"), R"({"a":[1]})");
    expect_cell(Colour{1, 2, 3}, "[1,2,3]");
    const std::vector<double> numbers{1, 2};
    expect_cell(std::span(numbers), "[1.0,2.0]");
}

TEST_F(TableFacadeTest, ADictIsNeverAForm) {
    expect_cell(json::value{{"$time", 5}}, R"({"$dict":{"$time":5}})");
    expect_cell(json::value{{"a", {{"$part", "0"}}}}, R"({"a":{"$dict":{"$part":"0"}}})");
    expect_cell(std::map<std::string, std::string>{{"$key", "a"}, {"table", "t"}},
                R"({"$dict":{"$key":"a","table":"t"}})");
    expect_cell(json_text(R"({"$dict":{}})"), R"({"$dict":{"$dict":{}}})");
}

TEST_F(TableFacadeTest, Times) {
    using namespace std::chrono;
    const sys_days day = 2020y / January / 2;
    expect_cell(day, R"({"$time":"2020-01-02"})");
    expect_cell(2020y / January / 2, R"({"$time":"2020-01-02"})");
    expect_cell(day + 3h, R"({"$time":1577934000000})");
    expect_cell(day + 3h + 4min + 5s + 678ms, R"({"$time":1577934245678})");
    expect_cell(day + 3h + 4min + 5s + 678901us, R"({"$time":"2020-01-02T03:04:05.678901Z"})");
    expect_cell(day + 3h + 4min + 5s + 678901999ns, R"({"$time":"2020-01-02T03:04:05.678901Z"})");
    expect_cell(sys_days(1969y / December / 31) + 23h + 59min + 59s + 999999us,
                R"({"$time":"1969-12-31T23:59:59.999999Z"})");
    expect_cell(sys_time<duration<double>>(duration<double>(0.5)), R"({"$time":500})");
    Table table({"t"}, {}, media);
    EXPECT_EQ(refusal([&] {
                  table.add_data(sys_seconds(-62135596801s));
                  return 0;
              }).substr(0, 60),
              "invalid: table: row 0, column \"t\": the time is -62135596801.");
    EXPECT_THAT(refusal([&] {
                    table.add_data(sys_days(10000y / January / 1));
                    return 0;
                }),
                HasSubstr("outside the years 1 to 9999"));
    EXPECT_EQ(table.nrows(), 0);
}

TEST_F(TableFacadeTest, Arrays) {
    const std::vector<std::int16_t> numbers{1, 2, 3, 4};
    const std::vector<float> row{1, 2, 3};
    const std::vector<std::int16_t> turned{1, 3, 2, 4};
    expect_cell(tensor(numbers, {2, 2}), R"({"$part":"p"})", {{"p", tensor(numbers, {2, 2})}});
    expect_cell(View{numbers.data()}, R"({"$part":"p"})", {{"p", tensor(turned, {2, 2})}});
    expect_cell(Matrix{row}, R"({"$part":"p"})", {{"p", tensor(row, {1, 3})}});
    const ValuePtr histogram = media.create("histogram", tensor(row, {3}));
    const Tensor counts = histogram->tensor();
    expect_cell(counts.dl(), R"({"$part":"p"})", {{"p", wbm::tensor(counts.dl())}});
    Table table({"a", "b"}, {}, media);
    {
        std::vector<float> gone{7, 8};
        table.add_data(counts, tensor(gone, {2}));  // copied
        const Cell kept = tensor(gone, {2});
        table.add_row({counts, kept});
        gone.assign(2, 0);
    }
    EXPECT_EQ(table.cell(0, "a").json(), table.cell(1, "a").json());
    EXPECT_THAT(table.cell(0, "b").get<std::vector<float>>(), ElementsAre(7, 8));
    EXPECT_THAT(table.cell(1, "b").get<std::vector<float>>(), ElementsAre(7, 8));
}

TEST_F(TableFacadeTest, Values) {
    const ValuePtr html = page();
    const std::vector<double> numbers{1, 2, 3};
    const Histogram histogram(numbers, {}, media);
    expect_cell(html, R"({"$part":"p"})", {{"p", value(html)}});
    expect_cell(histogram, R"({"$part":"p"})", {{"p", value(histogram.value())}});
    expect_cell(value(html), R"({"$part":"p"})", {{"p", value(html)}});
    expect_cell(ValuePtr(), "null");
    expect_cell(std::optional(html), R"({"$part":"p"})", {{"p", value(html)}});
    expect_cell(std::vector{html, html}, R"([{"$part":"p"},{"$part":"p"}])", {{"p", value(html)}});
    expect_cell(std::map<std::string, ValuePtr>{{"a", html}}, R"({"a":{"$part":"p"}})", {{"p", value(html)}});
    Table inner({"x"}, {}, media);
    inner.add_data(1);
    expect_cell(inner, R"({"$part":"p"})", {{"p", value(inner.value())}});
    Table table({"a", "b"}, {}, media);
    table.add_data(html, histogram);
    table.add_data(nullptr, histogram);
    EXPECT_EQ(table.cell(0, "a").value(), html);
    EXPECT_EQ(table.cell(1, "b").get<Histogram>(), histogram);
    EXPECT_THAT(refusal([&] {
                    table.add_data(bytes("<p>"), 1);
                    return 0;
                }),
                HasSubstr("unsupported: table: row 2, column \"a\": a file, bytes or a URL is no cell; make a value"));
    EXPECT_THAT(refusal([&] {
                    table.add_row({page(), path("x.png")});
                    return 0;
                }),
                HasSubstr("row 2, column \"b\""));
    EXPECT_EQ(table.nrows(), 2);
}

TEST_F(TableFacadeTest, OptionsAreTheGenericOnes) {
    const auto made = [&](const TableOptions& options, auto... cells) {
        Table table({"a", "b"}, options, media);
        table.add_data(cells...);
        return table;
    };
    const std::string rows = R"([[1,2]])";
    expect_same(made({}, 1, 2), rows, R"({"columns":["a","b"]})");
    expect_same(made({.dtype = "number"}, 1, 2), rows, R"({"columns":["a","b"],"dtype":"number"})");
    expect_same(made({.dtype = {"number", "any"}}, 1, 2), rows, R"({"columns":["a","b"],"dtype":["number","any"]})");
    expect_same(made({.dtype = {{"wb_type", "number"}}}, 1, 2), rows,
                R"({"columns":["a","b"],"dtype":{"wb_type":"number"}})");
    expect_same(made({.optional = false}, 1, 2), rows, R"({"columns":["a","b"],"optional":false})");
    expect_same(made({.optional = {true, false}}, 1, 2), rows, R"({"columns":["a","b"],"optional":[true,false]})");
    expect_same(made({.allow_mixed_types = true}, 1, 2), rows, R"({"columns":["a","b"],"allow_mixed_types":true})");
    expect_same(made({.log_mode = LogMode::mutable_}, 1, 2), rows, R"({"columns":["a","b"],"log_mode":"MUTABLE"})");
    EXPECT_EQ(
        made({.log_mode = LogMode::incremental, .increment_num = 2, .previous_increments_paths = {"x", "y"}}, 1, 2)
            .value()
            ->fields()
            .at("previous_increments_paths"),
        (json::array{"x", "y"}));
    Table many({"a"}, {.max_rows = 1}, media);
    many.add_data(1);
    many.add_data(2);
    Artifact artifact = Artifact::create(dir / "art");
    EXPECT_THAT(refusal([&] { return artifact.add(many, "t"); }), HasSubstr("max_rows"));
    EXPECT_EQ(refusal([&] {
                  return Table({"a", "b"}, {.dtype = {"number", "any", "any"}}, media);
              }),
              "invalid: table: option \"dtype\" has 3 elements for 2 columns; give one for each, or one for all");
    EXPECT_THAT(refusal([&] { return made({.dtype = "nothing"}, 1, 2).value(); }), HasSubstr("option \"dtype\""));
    Table numbered({1, "b"}, {}, media);
    numbered.add_data(1, 2);
    expect_same(numbered, rows, R"({"columns":[1,"b"]})");
    EXPECT_THAT(numbered.columns(), ElementsAre("1", "b"));
    EXPECT_EQ(numbered.get_column<int>("1"), std::vector{1});
}

TEST_F(TableFacadeTest, ARowThatIsRefusedIsNotThere) {
    Table table({"a", "b"}, {}, media);
    table.add_data(1, "x");
    EXPECT_EQ(refusal([&] {
                  table.add_data(1);
                  return 0;
              }),
              "invalid: table: row 1 has 1 cells, the table has 2 columns: [\"a\",\"b\"]");
    EXPECT_EQ(refusal([&] {
                  table.add_row({1, 2, 3});
                  return 0;
              }),
              "invalid: table: row 1 has 3 cells, the table has 2 columns: [\"a\",\"b\"]");
    EXPECT_THAT(refusal([&] {
                    table.add_data(page(), "\xff");
                    return 0;
                }),
                HasSubstr("invalid: table: row 1, column \"b\": "));
    EXPECT_THAT(refusal([&] {
                    Table(std::vector<ColumnName>(), {}, media).add_data();
                    return 0;
                }),
                HasSubstr("the table has no columns"));
    json::value deep;
    for (int i = 0; i < 1000; ++i) deep = json::array{std::move(deep)};
    EXPECT_THAT(refusal([&] {
                    table.add_data(deep, "");
                    return 0;
                }),
                HasSubstr("column \"a\": the cell has more than 128 lists and dicts in each other"));
    expect_same(table, R"([[1,"x"]])", R"({"columns":["a","b"]})");
    table.add_data("one", "y");
    EXPECT_THAT(refusal([&] {
                    table.check();
                    return 0;
                }),
                HasSubstr("invalid: table: row 1, column \"a\": "));
}

TEST_F(TableFacadeTest, ColumnsAreAdded) {
    Table table({}, {}, media);
    table.add_column("n", std::vector{1, 2});
    table.add_column("t", {"a", "b"});
    table.add_column("o", std::vector{std::optional(0.5), std::optional<double>()});
    table.add_column("flag", std::vector{true, false});
    table.add_column("page", std::vector{page(), page("<b>")}, true);
    expect_same(table, R"([[1,"a",0.5,true,{"$part":"p"}],[2,"b",null,false,{"$part":"q"}]])",
                R"({"columns":["n","t","o","flag","page"],"optional":[false,false,true,false,true]})",
                {{"p", value(page())}, {"q", value(page("<b>"))}});
    EXPECT_THAT(refusal([&] {
                    table.add_column("t", std::vector{1, 2});
                    return 0;
                }),
                HasSubstr("invalid: table: the column \"t\" is there already"));
    EXPECT_EQ(refusal([&] {
                  table.add_column("u", std::vector{1});
                  return 0;
              }),
              "invalid: table: the column \"u\" has 1 cells for 2 rows");
    EXPECT_THAT(refusal([&] {
                    table.add_column("u", {"x", "\xff"});
                    return 0;
                }),
                HasSubstr("row 1, column \"u\""));
    EXPECT_EQ(table.ncols(), 5);
    table.add_data(3, "c", 1.5, true, nullptr);
    table.add_column("more", std::vector{1, 2, 3});
    EXPECT_EQ(table.get_column<int>("more"), (std::vector{1, 2, 3}));
    EXPECT_EQ(table.get_column<std::string>("t"), (std::vector<std::string>{"a", "b", "c"}));
    table.add_column("null", {1, nullptr, 2});
    EXPECT_THAT(refusal([&] {
                    table.check();
                    return 0;
                }),
                HasSubstr("row 1, column \"null\""));
}

TEST_F(TableFacadeTest, AValueIsMadeAnewAfterAChange) {
    Table table({"a"}, {}, media);
    table.add_data(1);
    const ValuePtr first = table.value();
    EXPECT_EQ(table.value(), first) << "nothing changed";
    Table same = table;
    same.add_data(2);
    EXPECT_NE(table.value(), first) << "copies share the rows";
    EXPECT_EQ(first->fields().at("nrows"), 1);
    EXPECT_EQ(table.nrows(), 2);
    wbm::Run run(dir / "run");
    const std::string before = run.log("t", table, 0);
    EXPECT_EQ(run.log("t", table, 1), before);
    table.add_data(3);
    EXPECT_NE(run.log("t", table, 2), before);
    table.cast("a", "any");
    EXPECT_NE(table.value()->fields(), same.iterrows().size() == 0 ? json::object() : first->fields());
    EXPECT_THAT(refusal([&] {
                    table.cast("a", "string");
                    return 0;
                }),
                HasSubstr("row 0, column \"a\""));
    table.check();  // the type is as it was
    EXPECT_THAT(refusal([&] {
                    table.cast("b", "string");
                    return 0;
                }),
                HasSubstr("not_found: table: there is no column"));
}

TEST_F(TableFacadeTest, KeysAndIndexes) {
    Table owners({"id", "name"}, {}, media);
    owners.add_data("a", "Ada");
    owners.add_data("b", "Bob");
    owners.set_pk("id");
    Table cars({"owner", "row"}, {}, media);
    cars.add_data("b", owners.index_ref(1));
    cars.add_row({"a", owners.index_ref(0)});
    cars.set_fk("owner", owners, "id");
    expect_same(owners, R"([["a","Ada"],["b","Bob"]])", R"({"columns":["id","name"],"primary_key":"id"})");
    const std::vector<NamedPart> parts{{"t", value(owners.value())}};
    expect_same(cars, R"([["b",{"$index":1,"table":"t"}],["a",{"$index":0,"table":"t"}]])",
                R"({"columns":["owner","row"],"foreign_keys":{"owner":{"table":"@t","column":"id"}}})", parts);
    Table by_key({"k"}, {}, media);
    by_key.add_data(owners.key_ref("id", "b"));
    expect_same(by_key, R"([[{"$key":"b","table":"t","column":"id"}]])", R"({"columns":["k"]})", parts);
    Table all({"i"}, {}, media);
    for (const TableIndex& index : owners.get_index()) all.add_data(index);
    for (const RowView& row : owners.iterrows()) all.add_data(row.ref());
    EXPECT_EQ(all.get_column<int>("i"), (std::vector{0, 1, 0, 1}));
    const ValuePtr before = cars.value();
    owners.add_data("c", "Cy");
    EXPECT_NE(cars.value(), before) << "a table that keys lead to has changed";
    EXPECT_EQ(cars.value(), cars.value());
}

TEST_F(TableFacadeTest, KeysThatAreRefused) {
    Table a({"x"}, {}, media), b({"x"}, {}, media), c({"x"}, {}, media);
    a.add_data("1");
    b.add_data(a.key_ref("x", "1"));
    c.add_data("1");
    c.set_fk("x", b, "x");
    const char* const circle = "tables in a circle cannot be stored";
    EXPECT_THAT(refusal([&] {
                    a.add_data(c.key_ref("x", "1"));
                    return 0;
                }),
                HasSubstr(circle));
    EXPECT_THAT(refusal([&] {
                    a.add_data(a.index_ref(0));
                    return 0;
                }),
                HasSubstr(circle));
    EXPECT_THAT(refusal([&] {
                    a.add_column("y", c.get_index());
                    return 0;
                }),
                HasSubstr(circle));
    EXPECT_THAT(refusal([&] {
                    a.set_fk("x", c, "x");
                    return 0;
                }),
                HasSubstr(circle));
    EXPECT_THAT(refusal([&] {
                    a.set_fk("x", a, "x");
                    return 0;
                }),
                HasSubstr(circle));
    EXPECT_EQ(a.nrows(), 1);
    EXPECT_THAT(refusal([&] {
                    c.set_fk("x", a, "no");
                    return 0;
                }),
                HasSubstr("has keys of the column \"no\""));
    EXPECT_THAT(refusal([&] {
                    c.set_fk("no", a, "x");
                    return 0;
                }),
                HasSubstr("not_found: "));
    EXPECT_THAT(refusal([&] {
                    c.set_pk("no");
                    return 0;
                }),
                HasSubstr("not_found: "));
    EXPECT_EQ(refusal([&] { return a.index_ref(1); }), "not_found: table: there is no row 1; the table has 1");
    Table numbers({"x"}, {}, media);
    numbers.add_data(1);
    numbers.set_pk("x");
    EXPECT_THAT(refusal([&] {
                    numbers.check();
                    return 0;
                }),
                HasSubstr("row 0, column \"x\""));
}

}  // namespace
}  // namespace wbm
