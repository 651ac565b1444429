// Tables that are written while their rows come.
#include "table.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wbm::table {
namespace {

using testing::FakeStore;
using testing::Source;

json::object options_of(const char* text) { return json::read_object(text); }

Table created(const std::string& text, const json::object& options) {
    Source source = Source::json(text).with_options(options);
    return Table::create(Input(source.input()));
}

/// What a host does with a stream: keeps elements, puts them into the object at the end.
class Host {
public:
    explicit Host(const json::object& options) : stream_(options, store_.store()) {}

    void add(Source piece) {
        const std::string elements = stream_.add(Input(piece.input()), store_.store());
        if (elements != "[]") rows_ += (rows_.empty() ? "" : ", ") + elements.substr(1, elements.size() - 2);
    }
    std::string refusal(Source piece) {
        try {
            add(std::move(piece));
        } catch (const Error& e) {
            EXPECT_NE(e.status(), WBM_INTERNAL) << e.what();
            return e.what();
        }
        ADD_FAILURE() << "was not refused";
        return {};
    }
    std::string finish() {
        std::string all = stream_.finish(store_.store());
        const std::string empty = "\"" + std::string(TableStream::member) + "\": []";
        const std::size_t at = all.find(empty);
        EXPECT_NE(at, std::string::npos) << all;
        return all.replace(at, empty.size(), "\"data\": [" + rows_ + "]");
    }
    Table read() { return Table::from_text(finish(), store_.store()); }
    [[nodiscard]] Store store() const { return store_.store(); }

private:
    FakeStore store_{WBM_ARTIFACT};
    TableStream stream_;
    std::string rows_;
};

struct Case {
    const char* columns;
    std::vector<const char*> rows;
};

TEST(TableStream, GivesWhatAllRowsAtOnceGive) {
    const Case cases[] = {
        {R"(["a","b","c"])", {R"([1,"x",true])", R"([2.5,null,false])", R"([null,"z",null])"}},
        {R"(["late"])", {"[null]", "[null]", R"([{"x":1}])", R"([{"x":2.5}])"}},
        {R"(["list"])", {"[[1,2]]", "[[3]]", "[[]]", "[null]"}},
        {R"(["t"])",
         {R"([{"$time":"2020-01-02T03:04:05.678901"}])", "[null]", R"([{"$time":1500}])", R"([{"$time":1500.5}])",
          R"([{"$time":"1999-12-31"}])"}},
        {R"(["big", 7])",
         {"[18446744073709551615,-1]", "[1,9007199254740993]", "[1e300,0]", "[123456789012345678901234567890,null]"}},
        {"[]", {"[]", "[]"}},
    };
    for (const Case& one : cases) {
        json::object options;
        options["columns"] = json::read(one.columns);
        std::string all = "[";
        for (const char* row : one.rows) all += (all.size() > 1 ? "," : "") + std::string(row);
        all += "]";
        Table expected = created(all, options);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, one.rows.size()}) {
            SCOPED_TRACE(all + " in pieces of " + std::to_string(piece));
            Host host(options);
            for (std::size_t i = 0; i < one.rows.size(); i += piece) {
                std::string some = "[";
                for (std::size_t k = i; k < std::min(i + piece, one.rows.size()); ++k)
                    some += (k > i ? "," : "") + std::string(one.rows[k]);
                host.add(Source::json(some + "]"));
            }
            const FakeStore store(WBM_ARTIFACT);
            const std::string text = host.finish();
            EXPECT_EQ(text, expected.to_text(store.store()));
            EXPECT_EQ(Table::from_text(text, host.store()), expected);
        }
    }
}

Source with_array(std::vector<float> numbers, std::vector<std::int64_t> shape) {
    return Source::json(R"([[{"$part":"x"}]])").with_part("x", Source::tensor<float>(numbers, std::move(shape)));
}

TEST(TableStream, KeepsShortArraysAsListsAndOthersForTheArchive) {
    const json::object options = options_of(R"({"columns":["x"]})");
    Host lists(options);
    lists.add(Source::json("[[null]]"));
    lists.add(with_array({1, 2, 3}, {3}));
    lists.add(with_array({4, 5, 6}, {3}));
    const Table short_ones = lists.read();
    ASSERT_EQ(short_ones.row_count, 3U);
    EXPECT_TRUE(short_ones.columns[0].cells.cell(0).is_null());
    EXPECT_EQ(short_ones.columns[0].cells.cell(2).array().shape, (std::vector<std::int64_t>{3}));

    Host archive(options);
    archive.add(Source::json("[[null],[null]]"));
    archive.add(with_array({1, 2, 3, 4}, {2, 2}));
    archive.add(Source::json("[[null]]"));
    archive.add(with_array({5, 6, 7, 8}, {2, 2}));
    const Table matrices = archive.read();
    ASSERT_EQ(matrices.row_count, 5U);
    EXPECT_TRUE(matrices.columns[0].cells.cell(1).is_null());
    EXPECT_TRUE(matrices.columns[0].cells.cell(3).is_null());
    EXPECT_EQ(matrices.rows({{"first", 4}}), "[[[[5.0,6.0],[7.0,8.0]]]]");
}

TEST(TableStream, ARefusedPieceChangesNothing) {
    Host host(options_of(R"({"columns":["a","b"]})"));
    host.add(Source::json(R"([[1,"x"]])"));
    EXPECT_EQ(host.refusal(Source::json(R"([[2,"y"],["three","z"]])")).substr(0, 19), "row 2, column \"a\": ");
    EXPECT_EQ(host.refusal(Source::json("[[1]]")), "row 1 has 1 cells, the table has 2 columns: \"a, b\"");
    EXPECT_EQ(host.refusal(Source::json(R"({"columns":["a","c"],"data":[[1,"x"]]})")),
              "\"columns\" are not those of the stream; every piece has the same ones");
    EXPECT_EQ(host.refusal(Source::json("[[1,")).substr(0, 10), "the source");
    host.add(Source::json(R"({"columns":["a","b"],"data":[[4,null]]})"));
    EXPECT_EQ(host.read(), created(R"([[1,"x"],[4,null]])", options_of(R"({"columns":["a","b"]})")));
}

TEST(TableStream, ArraysOfAColumnAreOfOneType) {
    Host host(options_of(R"({"columns":["x"]})"));
    host.add(with_array({1, 2}, {2}));
    const Source doubles = Source::json(R"([[{"$part":"x"}]])").with_part("x", Source::tensor<double>({1, 2}, {2}));
    EXPECT_EQ(host.refusal(doubles),
              "column \"x\" has arrays of float32 and of float64; in a stream they have one type, convert them");
}

TEST(TableStream, TakesOtherSourcesOfRows) {
    Host host(options_of(R"({"format":"csv"})"));
    host.add(Source::bytes("a,b\n1,x\n"));
    host.add(Source::bytes("a,b\n2,y\n"));
    EXPECT_NE(host.refusal(Source::bytes("a,c\n2,y\n")).find("give every piece the same columns"), std::string::npos);
    EXPECT_EQ(host.read(), created(R"([[1,"x"],[2,"y"]])", options_of(R"({"columns":["a","b"]})")));
    Host numbers(options_of(R"({"columns":["u","v"]})"));
    numbers.add(Source::tensor<std::int32_t>({1, 2, 3, 4}, {2, 2}));
    EXPECT_EQ(numbers.read().rows({}), "[[1,2],[3,4]]");
}

TEST(TableStream, WithoutRowsIsAnEmptyTable) {
    EXPECT_EQ(Host(options_of(R"({"columns":["a"]})")).read(), created("[]", options_of(R"({"columns":["a"]})")));
    EXPECT_EQ(Host({}).read(), created("[]", {}));
}

TEST(TableStream, RefusesWhatNeedsTheWholeTable) {
    const FakeStore store(WBM_ARTIFACT);
    for (const char* options : {R"({"primary_key":"a"})", R"({"log_mode":"INCREMENTAL"})", R"({"increment_num":1})"})
        EXPECT_THROW(TableStream(options_of(options), store.store()), Error) << options;
    EXPECT_NO_THROW(TableStream(options_of(R"({"log_mode":"MUTABLE"})"), store.store()));
    Host host(options_of(R"({"columns":["a"],"max_rows":2})"));
    host.add(Source::json("[[1],[2]]"));
    EXPECT_EQ(host.refusal(Source::json("[[3]]")),
              "the table gets more than the 2 rows of option \"max_rows\"; begin another table");
}

}  // namespace
}  // namespace wbm::table
