// Partitioned and incremental tables as far as they need no host; tests/media has the rest.
#include "parts/increments.hpp"
#include "parts/parallel.hpp"
#include "parts/partitioned_table.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace wbm::table {
namespace {

using testing::FakeHost;
using testing::FakeStore;
using testing::round_trip;
using testing::Source;

template <class Call>
std::string refusal(const Call& call, wbm_status status = WBM_INVALID) {
    try {
        call();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status) << e.what();
        return e.what();
    }
    ADD_FAILURE() << "was not refused";
    return {};
}

TEST(InParallel, EachIsDoneOnceAndTheFirstFailureTold) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
        std::vector<std::atomic<int>> done(count);
        for_each_in_parallel(count, [&](std::size_t i) { ++done[i]; });
        for (const auto& times : done) EXPECT_EQ(times, 1);
    }
    std::atomic<int> done = 0;
    const auto work = [&](std::size_t i) {
        ++done;
        if (i == 7 || i == 30) throw invalid("number " + std::to_string(i));
    };
    EXPECT_EQ(refusal([&] { for_each_in_parallel(40, work); }), "number 7");
    EXPECT_EQ(done, 40);
}

TEST(InParallel, SeveralAtATime) {
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::atomic<std::size_t> arrived = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);  // each waits for all others
    for_each_in_parallel(part_readers(), [&](std::size_t) {
        ++arrived;
        while (arrived != part_readers() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
    });
    EXPECT_EQ(threads.size(), part_readers());
    EXPECT_LE(part_readers(), max_part_readers);
}

// ---- partitioned tables

const testing::Type& partitioned_type() {
    static const testing::Type type = testing::type_of<PartitionedTable>();
    return type;
}

TEST(PartitionedTable, IsWrittenAsTheReferenceDoes) {  // W374
    const testing::Value value = partitioned_type().create(Source::json(R"({"parts_path":"parts"})"));
    const auto& table = *reinterpret_cast<const PartitionedTable*>(value.get());
    const FakeStore artifact(WBM_ARTIFACT), run(WBM_RUN);
    EXPECT_EQ(json::restyle(partitioned_type().to_json(value, artifact), json::Style::standard_sorted),
              R"({"_type": "partitioned-table", "parts_path": "parts"})");
    EXPECT_EQ(json::write(table.fields()), R"({"parts_path":"parts"})");
    EXPECT_EQ(refusal([&] { (void)table.to_json(run.store()); }),
              "a run cannot hold the tables below \"parts\", which are entries of an artifact; add it to one");
    EXPECT_EQ(refusal([&] { (void)table.rows({}); }, WBM_UNSUPPORTED),
              "there are no rows to read: the parts are in an artifact; add this to it, and get it from there");
    (void)testing::round_trip(partitioned_type(), value.get(), artifact);
}

TEST(PartitionedTable, IsMadeFromAFolder) {
    for (const char* text : {"[]", "5", R"({"parts_path":5})", R"({})", R"({"parts_path":"p","more":1})"})
        EXPECT_THROW((void)partitioned_type().create(Source::json(text)), testing::Refused) << text;
}

TEST(PartitionedTable, ARunHasItsAddressAlone) {  // W374
    const FakeStore run(WBM_RUN), artifact(WBM_ARTIFACT);
    const std::string text =
        R"({"_type":"partitioned-table","artifact_path":"wandb-client-artifact://0a/p.partitioned-table.json"})";
    const testing::Value value =
        testing::round_trip(partitioned_type(), partitioned_type().from_json(text, run).get(), run);
    const auto& table = *reinterpret_cast<const PartitionedTable*>(value.get());
    EXPECT_EQ(partitioned_type().to_json(value, run), text);
    EXPECT_NE(refusal([&] { (void)table.rows({}); }, WBM_UNSUPPORTED).find("a run has only the address"),
              std::string::npos);
    (void)refusal([&] { (void)table.to_json(artifact.store()); }, WBM_UNSUPPORTED);
}

PartitionedTable read_parts(const Store& source) {
    return PartitionedTable::from_json({{"_type", "partitioned-table"}, {"parts_path", "parts"}, {"more", 1}}, source);
}

TEST(PartitionedTable, EqualByItsPath) {  // W376
    const FakeStore one(WBM_ARTIFACT), two(WBM_ARTIFACT);
    one.put("parts/a.table.json", "{}");
    EXPECT_TRUE(read_parts(one.store()) == read_parts(two.store()));
    PartitionedTable other = read_parts(one.store());
    other.parts_path = "others";
    EXPECT_FALSE(other == read_parts(one.store()));
    EXPECT_FALSE(PartitionedTable::from_json({{"parts_path", "parts"}}, one.store()) == read_parts(one.store()));
}

TEST(PartitionedTable, WhatCannotBeListedIsKept) {
    const FakeStore store(WBM_ARTIFACT);
    for (const char* folder : {"../outside", "/etc", "a/../../b"}) {
        const auto table = PartitionedTable::from_json({{"parts_path", folder}}, store.store());
        EXPECT_EQ(table.to_json(store.store()).at("parts_path"), folder);
        EXPECT_NE(refusal([&] { (void)table.rows({}); }, WBM_UNSUPPORTED).find("cannot be listed"), std::string::npos);
    }
}

TEST(PartitionedTable, TooManyPartsAreRefused) {
    const FakeStore store(WBM_ARTIFACT);
    wbm_store many = *store.table();
    static const std::string paths = [] {
        json::array all;
        for (std::size_t i = 0; i <= max_parts; ++i) all.emplace_back("parts/" + std::to_string(i) + ".table.json");
        return json::write(json::value(std::move(all)));
    }();
    many.list = [](void*, wbm_str, wbm_sink out, wbm_sink) noexcept -> wbm_status {
        out.write(out.ctx, paths.data(), paths.size());
        return WBM_OK;
    };
    const PartitionedTable table = read_parts(Store(&many));
    EXPECT_EQ(refusal([&] { (void)table.rows({}); }, WBM_UNSUPPORTED),
              "there are no rows to read: there are 100001 entries below \"parts\", more than the allowed 100000");
}

// ---- incremental tables

TEST(Increments, AreInTheOrderOfTheirNames) {  // W338
    using Order = std::optional<std::pair<std::uint64_t, std::uint64_t>>;
    EXPECT_EQ(increment_order("2-1700.k.table.json"), Order({2, 1700}));
    EXPECT_EQ(increment_order("0-5.tab/le.table.json"), Order({0, 5}));
    EXPECT_EQ(increment_order("7.k.table.json"), Order({7, 0}));
    EXPECT_EQ(increment_order("7-8-9.k.table.json"), Order({7, 8}));
    for (const char* name : {"None-1700.k.table.json", "k.table.json", "-1-5.k.table.json", "1-.k.table.json",
                             "1-x.k.table.json", "a/1-5.k.table.json", "", "18446744073709551616-1.k.table.json"})
        EXPECT_EQ(increment_order(name), std::nullopt) << name;
}

constexpr std::string_view types =
    R"("column_types":{"wb_type":"typedDict","params":{"type_map":{"a":{"wb_type":"union","params":{"allowed_types":)"
    R"([{"wb_type":"none"},{"wb_type":"number"}]}}}}},)";

std::string increment(const std::string& number, const std::string& rows, std::string_view more = types) {
    return R"({"_type":"table","columns":["a"],)" + std::string(more) + R"("log_mode":"INCREMENTAL")" +
           (number.empty() ? "" : ",\"increment_num\":" + number + ",\"previous_increments_paths\":[]") +
           ",\"data\":" + rows + "}";
}

const FakeStore& put(const FakeStore& store, std::string_view name, const std::string& text) {
    store.put(name, text);
    return store;
}

std::string rows_of(const std::string& text, const FakeStore& store) {
    return Table::from_text(text, store.store()).rows({});
}

TEST(Increments, ARunCountsTheRowsOfAll) {  // W331
    Source source =
        Source::json(R"([[1],[2]])")
            .with_options_text(R"({"columns":["a"],"log_mode":"INCREMENTAL","increment_num":1,"earlier_rows":40,)"
                               R"("previous_increments_paths":["wandb-client-artifact://x/0-1.k.table.json"]})");
    const Table table = Table::create(Input(source.input()));
    const FakeStore run(WBM_RUN), artifact(WBM_ARTIFACT);
    const std::string logged = table.to_text(run.store());
    EXPECT_EQ(json::read_object(logged).at("nrows"), 42);
    EXPECT_EQ(json::read_object(logged).at("_type"), "incremental-table-file");
    EXPECT_EQ(json::read_object(table.to_text(artifact.store())).at("nrows"), 2);
    EXPECT_EQ(Table::from_text(table.to_text(artifact.store()), artifact.store()), table);
    const Table back = Table::from_text(logged, run.store());
    EXPECT_EQ(back, table);
    EXPECT_EQ(back.to_text(run.store()), logged);
    Source refused = Source::json("[]").with_options_text(R"({"earlier_rows":1})");
    EXPECT_THROW((void)Table::create(Input(refused.input())), Error);
}

TEST(Increments, AllRowsOfTheArtifact) {  // W338
    const FakeStore store(WBM_ARTIFACT);
    const std::string last = increment("10", "[[6]]");
    put(store, "None-999.k.table.json", increment("0", "[[1],[null]]"));
    put(store, "1-1000.k.table.json", increment("1", "[[2]]"));
    put(store, "2-3000.k.table.json", increment("2", "[[4]]"));
    put(store, "2-2000.k.table.json", increment("2", "[[3.5]]"));
    put(store, "10-1.k.table.json", last);
    put(store, "media/x.json", "[]");
    FakeHost host;
    detail::host() = host.table();
    const Table all = Table::from_text(last, store.store());
    detail::host() = nullptr;
    EXPECT_EQ(all.rows({}), "[[1],[null],[2],[3.5],[4],[6]]");
    EXPECT_EQ(all.row_count, 6u);
    EXPECT_EQ(all.increment_num, 10);
    ASSERT_EQ(host.lines().size(), 1u);
    EXPECT_EQ(host.lines()[0].text,
              "table: 1 of 5 increments have a name that is not <number>-<milliseconds>.<key>.table.json, such as "
              "\"None-999.k.table.json\"; their rows come first");
    EXPECT_NO_THROW((void)round_trip(all));
}

TEST(Increments, OneAloneIsItself) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string text = increment("0", "[[1],[2]]");
    put(store, "x.table.json", text);
    FakeHost host;
    detail::host() = host.table();
    EXPECT_EQ(rows_of(text, store), "[[1],[2]]");
    detail::host() = nullptr;
    EXPECT_TRUE(host.lines().empty());
}

TEST(Increments, InsideAnotherValueRowsAreItsOwn) {
    const FakeStore store(WBM_ARTIFACT), run(WBM_RUN);
    put(store, "0-1.k.table.json", increment("0", "[[1]]"));
    EXPECT_EQ(rows_of(increment("1", "[[2]]"), store), "[[2]]");
    EXPECT_EQ(rows_of(increment("1", "[[2]]"), run), "[[2]]");
}

TEST(Increments, WithoutANumberThereAreNoRows) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string text = increment("", "[[1]]");
    put(store, "0-1.k.table.json", text);
    FakeHost host;
    detail::host() = host.table();
    EXPECT_EQ(rows_of(text, store), "[]");
    detail::host() = nullptr;
    ASSERT_EQ(host.lines().size(), 1u);
    EXPECT_EQ(host.lines()[0].text,
              "table: the incremental table \"0-1.k.table.json\" has no \"increment_num\", so no rows");
}

TEST(Increments, OtherTablesOfTheArtifactAreNone) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string text = increment("1", "[[2]]");
    put(store, "1-2.k.table.json", text);
    put(store, "other.table.json", R"({"_type":"table","columns":["x","y"],"log_mode":"IMMUTABLE","data":[[1,2]]})");
    put(store, "0-1.k.table.json", R"({"_type":"table","columns":["a"],"data":[[1]]})");
    EXPECT_EQ(rows_of(text, store), "[[1],[2]]");
    const std::string other = read_file((store.root() / "other.table.json").string());
    EXPECT_EQ(rows_of(other, store), "[[1,2]]");
}

TEST(Increments, TypesGrowWithTheRows) {
    const FakeStore store(WBM_ARTIFACT);
    const std::string unknown =
        R"("column_types":{"wb_type":"typedDict","params":{"type_map":{"a":{"wb_type":"union","params":)"
        R"({"allowed_types":[{"wb_type":"none"},{"wb_type":"unknown"}]}}}}},)";
    const std::string first = increment("0", "[[null]]", unknown);
    put(store, "0-1.k.table.json", first);
    put(store, "1-2.k.table.json", increment("1", "[[5]]"));
    const Table all = Table::from_text(first, store.store());
    EXPECT_EQ(all.rows({}), "[[null],[5]]");
    EXPECT_EQ(json::write(all.columns[0].type.to_json()),
              R"({"wb_type":"union","params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"number"}]}})");
}

TEST(Increments, ABrokenOneIsNamed) {  // W339
    const std::string text = increment("1", "[[2]]");
    const auto refused = [&](const std::string& other) {
        const FakeStore store(WBM_ARTIFACT);
        put(store, "1-2.k.table.json", text);
        put(store, "0-1.k.table.json", other);
        return refusal([&] { (void)rows_of(text, store); });
    };
    EXPECT_NE(refused("{nope").find("the increment \"0-1.k.table.json\" cannot be read: JSON, line 1"),
              std::string::npos);
    EXPECT_EQ(refused(R"({"_type":"table","columns":["a"],"log_mode":"INCREMENTAL"})"),
              "the increment \"0-1.k.table.json\" cannot be read: \"data\" is missing");
    EXPECT_EQ(refused(R"({"_type":"table","columns":["a","b"],"data":[[1,2]]})"),
              "the increment \"0-1.k.table.json\" has 2 columns, the table that was asked for has 1");
    EXPECT_EQ(refused(R"({"_type":"table","columns":["a"],"data":[[1],["x"]]})"),
              "the increment \"0-1.k.table.json\", row 1, column \"a\": the cell does not fit the column of the table "
              "that was asked for");
}

}  // namespace
}  // namespace wbm::table
