// Partitioned, joined and incremental tables in real artifacts.
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string text_of(const json::array& rows) {
    return json::write(json::value(rows), json::Style::fast, json::NonFinite::allow);
}

class TablePartsTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};

    ValuePtr table(const std::string& rows, const json::object& options = {}, std::vector<NamedPart> parts = {}) {
        return media.create("table", json_text(rows), options, std::move(parts));
    }
    /// An artifact with a partitioned table "pt" of these tables, read again.
    ValuePtr parts(const std::vector<ValuePtr>& tables) {
        {
            Artifact artifact = Artifact::create(dir / "art");
            for (std::size_t i = 0; i < tables.size(); ++i) artifact.add(tables[i], "parts/" + std::to_string(i));
            artifact.add(media.create("partitioned-table", json_text(R"({"parts_path":"parts"})")), "pt");
            artifact.save();
        }
        return Artifact::open_logged(dir / "art").get("pt", media);
    }
    /// The same of texts, whatever they are, by their paths.
    ValuePtr parts(const std::vector<std::pair<std::string, std::string>>& files) {
        Artifact artifact = Artifact::create(dir / ("art" + std::to_string(++artifacts_)));
        for (const auto& [path, text] : files) artifact.new_file(path, text);
        artifact.new_file("pt.partitioned-table.json", R"({"_type": "partitioned-table", "parts_path": "parts"})");
        artifact.save();
        return artifact.get("pt", media);
    }
    template <class Call>
    static std::string refusal(const Call& call, Status status = Status::invalid) {
        try {
            call();
        } catch (const MediaError& e) {
            EXPECT_EQ(e.status(), status) << e.what();
            return e.what();
        }
        ADD_FAILURE() << "was not refused";
        return {};
    }

private:
    int artifacts_ = 0;
};

// ---- partitioned tables

TEST_F(TablePartsTest, RowsAreNumberedThroughAllParts) {  // W375
    const ValuePtr all =
        parts({table(R"({"columns":["a","b"],"data":[[0,"x"],[1,"y"]]})"), table(R"({"columns":["a","b"],"data":[]})"),
               table(R"({"columns":["a","b"],"data":[[2,"z"]]})"),
               table(R"({"columns":["a","b"],"data":[[3,null],[4,"u"],[5,"v"]]})")});
    ASSERT_TRUE(all->has_rows());
    EXPECT_EQ(all->fields().at("parts"), 4);
    EXPECT_EQ(all->get<std::string>("parts_path"), "parts");
    const std::string whole = R"([[0,"x"],[1,"y"],[2,"z"],[3,null],[4,"u"],[5,"v"]])";
    const json::array expected = json::read(whole).as_array();
    EXPECT_EQ(text_of(all->rows()), whole);
    for (std::size_t first = 0; first <= 8; ++first)
        for (std::size_t count = 0; count <= 8; ++count) {
            json::array wanted;
            for (std::size_t row = first; row < std::min<std::size_t>(first + count, 6); ++row)
                wanted.push_back(expected[row]);
            EXPECT_EQ(text_of(all->rows({{"first", first}, {"count", count}})), text_of(wanted))
                << first << ' ' << count;
        }
    EXPECT_EQ(text_of(all->rows({{"first", 1}, {"count", 2}, {"columns", {"b"}}})), R"([["y"],["z"]])");
    EXPECT_EQ(text_of(all->rows({{"first", 5}})), R"([[5,"v"]])");
    EXPECT_THAT(refusal([&] { (void)all->rows({{"first", -1}}); }), HasSubstr("option \"first\" is -1"));
    EXPECT_THAT(refusal([&] { (void)all->rows({{"from", 1}}); }), HasSubstr("from"));
    (void)refusal([&] { (void)all->rows({{"columns", {"c"}}}); }, Status::not_found);
}

TEST_F(TablePartsTest, APageInTheMiddleIsReadFirst) {
    std::vector<ValuePtr> tables;
    for (int i = 0; i < 20; ++i)
        tables.push_back(
            table("[[" + std::to_string(2 * i) + "],[" + std::to_string(2 * i + 1) + "]]", {{"columns", {"n"}}}));
    const ValuePtr all = parts(tables);
    // "parts/10" comes before "parts/2": the order is that of the texts.
    EXPECT_EQ(text_of(all->rows({{"first", 3}, {"count", 3}})), "[[3],[20],[21]]");
    const json::array rows = all->rows();
    ASSERT_EQ(rows.size(), 40u);
    for (std::size_t i = 0; i < 40; ++i) {
        const ValuePtr fresh = Artifact::open_logged(dir / "art").get("pt", media);
        EXPECT_EQ(text_of(fresh->rows({{"first", i}, {"count", 1}})), text_of({rows[i]}));
    }
}

TEST_F(TablePartsTest, PartsAreReadWhenAskedForAndOnlyAFewStay) {
    std::vector<ValuePtr> tables;
    for (int i = 0; i < 6; ++i) tables.push_back(table("[[" + std::to_string(i) + "]]", {{"columns", {"n"}}}));
    const ValuePtr all = parts(tables);
    const ValuePtr late = Artifact::open_logged(dir / "art").get("pt", media);
    EXPECT_EQ(text_of(all->rows()), "[[0],[1],[2],[3],[4],[5]]");
    std::filesystem::remove_all(dir / "art" / "parts");
    EXPECT_EQ(text_of(all->rows({{"first", 2}})), "[[2],[3],[4],[5]]");  // the last four are kept
    EXPECT_THAT(refusal(
                    [&] {
                        (void)all->rows({{"first", 1}});
                    },
                    Status::not_found),
                HasSubstr("the part \"parts/1.table.json\" cannot be read"));
    EXPECT_EQ(*late, *all);  // nothing of the parts is looked at
    EXPECT_EQ(late->fields().at("parts"), 6);
    EXPECT_THAT(refusal([&] { (void)late->rows(); }, Status::not_found), HasSubstr("parts/0.table.json"));
}

TEST_F(TablePartsTest, CellsWithValuesAndArraysComeBack) {
    const std::vector<std::uint8_t> pixels(2 * 2 * 3, 7);
    const std::vector<double> numbers{1, 2, 3, 4};
    const ValuePtr picture = media.create("image-file", tensor(pixels, {2, 2, 3}), {{"caption", "seven"}});
    const auto part = [&] {
        return table(R"({"columns":["p","m","l"],"data":[[{"$part":"p"},{"$part":"m"},[1,{"$part":"p"}]]]})", {},
                     {{"p", value(picture)}, {"m", tensor(numbers, {2, 2})}});
    };
    const ValuePtr all = parts({part(), table(R"({"columns":["p","m","l"],"data":[]})"), part()});
    for (const std::int64_t row : {0, 1}) {
        EXPECT_EQ(*all->cell_value({row, 0}), *picture);
        EXPECT_EQ(*all->cell_value({row, 2, 1}), *picture);
        const json::array rows = all->rows({{"first", row}, {"count", 1}, {"columns", {"m"}}});
        EXPECT_EQ(text_of(rows), "[[[[1.0,2.0],[3.0,4.0]]]]");
    }
    for (const json::array& place : {json::array{2, 0}, json::array{-1, 0}, json::array{0, 3}, json::array{0, 1},
                                     json::array{"0", 0}, json::array{std::uint64_t(-1), 0}})
        (void)refusal([&] { (void)all->cell_value(place); }, Status::not_found);
    EXPECT_THAT(refusal([&] { (void)all->cell_value({0}); }), HasSubstr("a place is a list of row, column"));
}

TEST_F(TablePartsTest, ColumnsMustBeEqual) {  // W375
    const ValuePtr all = parts({table(R"({"columns":["a"],"data":[[1]]})"), table(R"({"columns":["b"],"data":[[2]]})"),
                                table(R"({"columns":["a"],"data":[[3]]})")});
    const std::string said =
        "partitioned-table: the part \"parts/1.table.json\" has the columns [\"b\"], the part \"parts/0.table.json\" "
        "has [\"a\"]; the parts of a partitioned table must have equal columns";
    EXPECT_EQ(refusal([&] { (void)all->rows(); }), said);
    EXPECT_EQ(refusal([&] { (void)all->rows({{"first", 2}, {"count", 1}}); }), said);
    EXPECT_EQ(refusal([&] { (void)all->cell_value({1, 0}); }), said);
    EXPECT_EQ(text_of(all->rows({{"count", 1}})), "[[1]]");
}

TEST_F(TablePartsTest, BrokenPartsAreNamed) {
    const std::string good = R"({"_type": "table", "columns": ["a"], "data": [[1]]})";
    using Files = std::vector<std::pair<std::string, std::string>>;
    const std::vector<std::pair<std::string, std::string>> broken{
        {"parts/x.txt", "it is no table, whose entry ends with .table.json"},
        {"parts/x.table.json", "JSON, line 1"},
        {"parts/y.table.json", "\" is missing"},
        {"parts/z.table.json", "\"data\" must be a list"},
        {"parts/z.table.json", "\"data\" is missing"},
    };
    for (std::size_t i = 0; i < broken.size(); ++i) {
        const std::string text = i == 1   ? R"({"_type": "table", "columns": ["a"], "data": [[1]})"
                                 : i == 2 ? R"({"data": [[1]]})"
                                 : i == 3 ? R"({"columns": ["a"], "data": 5})"
                                 : i == 4 ? R"({"columns": ["a"]})"
                                          : good;
        const ValuePtr all = parts(Files{{"parts/0.table.json", good}, {broken[i].first, text}});
        for (const json::object& options : {json::object{}, json::object{{"first", 2}}}) {
            const auto said = [&]() -> std::string {
                try {
                    (void)all->rows(options);
                } catch (const MediaError& e) {
                    return e.what();
                }
                return "was not refused";
            }();
            EXPECT_THAT(said, HasSubstr(broken[i].second));
            EXPECT_THAT(said, StartsWith("partitioned-table: the part \"" + broken[i].first + "\" cannot be read: "));
        }
        EXPECT_EQ(text_of(all->rows({{"count", 1}})), "[[1]]");
        Artifact copy = Artifact::create(dir / ("copy" + std::to_string(i)));
        EXPECT_EQ(*media.init_from_json(all->to_json_text(copy), copy), *all);
    }
}

TEST_F(TablePartsTest, NothingOutsideTheArtifactIsAPart) {
    dir.write("outside/0.table.json", R"({"columns":["a"],"data":[["secret"]]})");
    Artifact artifact = Artifact::create(dir / "in");
    artifact.new_file("else/0.table.json", R"({"columns":["a"],"data":[["no part"]]})");
    artifact.save();
    for (const char* folder : {"../outside", "/etc", "parts/../../outside"}) {
        const ValuePtr all = media.init_from_json(
            json::write(json::object{{"_type", "partitioned-table"}, {"parts_path", folder}}), artifact);
        EXPECT_THAT(refusal([&] { (void)all->rows(); }, Status::unsupported), HasSubstr("cannot be listed"));
    }
    const ValuePtr none = media.init_from_json(R"({"_type":"partitioned-table","parts_path":"parts"})", artifact);
    EXPECT_EQ(text_of(none->rows()), "[]");
    const ValuePtr all = media.init_from_json(R"({"_type":"partitioned-table","parts_path":""})", artifact);
    EXPECT_EQ(text_of(all->rows()), "[]");
}

TEST_F(TablePartsTest, ManyThreadsReadOneValue) {
    std::vector<ValuePtr> tables;
    for (int i = 0; i < 8; ++i)
        tables.push_back(
            table("[[" + std::to_string(2 * i) + "],[" + std::to_string(2 * i + 1) + "]]", {{"columns", {"n"}}}));
    const ValuePtr all = parts(tables);
    std::vector<std::thread> threads;
    std::vector<std::string> said(4);
    for (std::size_t t = 0; t < said.size(); ++t)
        threads.emplace_back([&, t] {
            for (std::size_t i = 0; i < 16; ++i)
                said[t] += text_of(all->rows({{"first", t % 2 == 0 ? i : 15 - i}, {"count", 1}}));
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_THAT(said[0], StartsWith("[[0]][[1]][[2]]"));
    EXPECT_EQ(said[2], said[0]);
    EXPECT_THAT(said[1], StartsWith("[[15]][[14]]"));
    EXPECT_EQ(said[3], said[1]);
}

TEST_F(TablePartsTest, RowsOutliveTheRegistryAndTheArtifact) {
    ValuePtr all;
    {
        Registry other{
            RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
        (void)parts({table(R"({"columns":["p"],"data":[[{"$part":"h"}]]})", {},
                           {{"h", value(media.create("html-file", bytes(std::string_view("<p>x</p>"))))}})});
        all = Artifact::open_logged(dir / "art").get("pt", other);
    }
    EXPECT_EQ(all->cell_value({0, 0})->type(), "html-file");
}

// ---- joined tables

TEST_F(TablePartsTest, JoinedTablesComeBack) {  // W369, W371, W373
    const ValuePtr one = table(R"({"columns":["id","x"],"data":[["a",1]]})");
    const ValuePtr two = table(R"({"columns":["id","y"],"data":[["a",2]]})");
    Artifact artifact = Artifact::create(dir / "art");
    artifact.add(one, "known").path;
    const ValuePtr joined =
        media.create("joined-table", json_text(R"({"table1":"@t","table2":"@u","join_key":["id","id"]})"), {},
                     {{"t", value(one)}, {"u", value(two)}});
    artifact.add(joined, "j");
    artifact.save();
    const json::object written = json::read_object(slurp(dir / "art/j.joined-table.json"));
    EXPECT_EQ(written.at("table1"), "known.table.json");
    const std::string second(written.at("table2").as_string());
    EXPECT_THAT(second, StartsWith("t2_"));
    EXPECT_EQ(*artifact.get(second, media), *two);
    const ValuePtr back = Artifact::open_logged(dir / "art").get("j", media);
    EXPECT_EQ(*back, *joined);
    EXPECT_EQ(back->fields().at("table1").at("nrows"), 1);

    // A copy has the tables under the names that they were read from.
    Artifact copy = Artifact::create(dir / "copy");
    copy.add(back, "j");
    EXPECT_EQ(slurp(dir / "copy/j.joined-table.json"), slurp(dir / "art/j.joined-table.json"));
    copy.save();
    EXPECT_EQ(*copy.get("j", media), *joined);

    // Without the table its path stays, and is written again where there is such an entry.
    Artifact part = Artifact::create(dir / "part");
    part.new_file("j.joined-table.json", slurp(dir / "art/j.joined-table.json"));
    const ValuePtr texts = part.get("j", media);
    EXPECT_EQ(texts->fields().at("table1"), "known.table.json");
    EXPECT_EQ(texts->to_json_text(artifact), slurp(dir / "art/j.joined-table.json"));
    EXPECT_THAT(refusal([&] { (void)texts->to_json_text(part); }), HasSubstr("is not in the artifact"));
}

TEST_F(TablePartsTest, OnlyTablesAreJoined) {  // W368
    const ValuePtr page = media.create("html-file", bytes(std::string_view("<p>x</p>")));
    EXPECT_THAT(refusal([&] {
                    (void)media.create("joined-table",
                                       json_text(R"({"table1":"@t","table2":"a.table.json","join_key":"id"})"), {},
                                       {{"t", value(page)}});
                }),
                HasSubstr("\"table1\" is a value of type html-file; give a table"));
    const ValuePtr partitioned = media.create("partitioned-table", json_text(R"({"parts_path":"parts"})"));
    Artifact artifact = Artifact::create(dir / "art");
    const ValuePtr joined = media.create("joined-table", json_text(R"({"table1":"@t","table2":"@t","join_key":"id"})"),
                                         {}, {{"t", value(partitioned)}});
    artifact.add(joined, "j");
    EXPECT_EQ(*artifact.get("j", media), *joined);
}

// ---- incremental tables

TEST_F(TablePartsTest, IncrementsAreReadTogether) {  // W338
    const auto increment = [&](std::int64_t number, const std::string& rows) {
        return table(rows,
                     {{"columns", {"step", "page"}},
                      {"log_mode", "INCREMENTAL"},
                      {"increment_num", number},
                      {"previous_increments_paths", json::array{}}},
                     {{"h", value(media.create("html-file", bytes("<p>" + std::to_string(number) + "</p>")))}});
    };
    Artifact artifact = Artifact::create(dir / "art");
    artifact.add(increment(1, R"([[2,{"$part":"h"}]])"), "1-2000.t");
    artifact.add(increment(0, R"([[0,{"$part":"h"}],[1,null]])"), "None-1000.t");
    const ValuePtr last = increment(2, R"([[3,{"$part":"h"}]])");
    artifact.add(last, "2-3000.t");
    artifact.save();
    const ValuePtr all = Artifact::open_logged(dir / "art").get("2-3000.t", media);
    EXPECT_EQ(text_of(all->rows({{"columns", {"step"}}})), "[[0],[1],[2],[3]]");
    EXPECT_EQ(all->fields().at("increment_num"), 2);
    EXPECT_EQ(*all->cell_value({3, 1}), *last->cell_value({0, 1}));
    EXPECT_EQ(*all->cell_value({0, 1}), *media.create("html-file", bytes(std::string_view("<p>0</p>"))));
    EXPECT_FALSE(*all == *last);

    // In an artifact of its own, and in a cell of another table, it has the rows that it was written with.
    Artifact alone = Artifact::create(dir / "alone");
    alone.add(all, "all");
    EXPECT_EQ(*alone.get("all", media), *all);
    Artifact nested = Artifact::create(dir / "nested");
    const ValuePtr outer = table(R"([[{"$part":"t"}]])", {{"columns", {"t"}}}, {{"t", value(last)}});
    nested.add(outer, "outer");
    EXPECT_EQ(*nested.get("outer", media), *outer);
    EXPECT_EQ(*nested.get("outer", media)->cell_value({0, 0}), *last);
}

TEST_F(TablePartsTest, ARunTellsOfEarlierIncrements) {  // W330
    const ValuePtr increment =
        table(R"([[5]])",
              {{"columns", {"n"}},
               {"log_mode", "INCREMENTAL"},
               {"increment_num", 2},
               {"previous_increments_paths",
                {"wandb-client-artifact://a/None-1.t.table.json", "wandb-client-artifact://b/1-2.t.table.json"}}});
    wbm::Run run(dir / "run");
    const std::string text = run.log("t", increment);
    const json::object j = json::read_object(text);
    EXPECT_EQ(j.at("_type"), "incremental-table-file");
    EXPECT_EQ(j.at("increment_num"), 2);
    EXPECT_EQ(j.at("previous_increments_paths").as_array().size(), 2u);
    EXPECT_EQ(j.at("log_mode"), "INCREMENTAL");
    EXPECT_EQ(*media.init_from_json(text, run.files()), *increment);
}

// ---- evaluations

TEST_F(TablePartsTest, AnEvaluationIsReadAndKept) {  // W378
    const std::string text =
        R"({"_type":"eval-table","ncols":2,"nrows":7,"log_mode":"IMMUTABLE","evaluate_call_id":"0198-c0"})";
    wbm::Run run(dir / "run");
    const ValuePtr evaluation = media.init_from_json(text, run.files());
    EXPECT_TRUE(evaluation->is_known());
    EXPECT_EQ(evaluation->get<std::string>("evaluate_call_id"), "0198-c0");
    EXPECT_EQ(run.log("e", evaluation), text);
    Artifact artifact = Artifact::create(dir / "art");
    EXPECT_THAT(refusal([&] { artifact.add(evaluation, "e"); }), HasSubstr("an artifact cannot hold an evaluation"));
    EXPECT_THAT(refusal([&] { (void)media.create("eval-table", json_text("[]")); }, Status::unsupported),
                HasSubstr("wandb.EvalTable in Python"));
}

}  // namespace
}  // namespace wbm
