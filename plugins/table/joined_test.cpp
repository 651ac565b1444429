#include "joined/joined_table.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <string>

namespace wbm::table {
namespace {

using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;

const testing::Type& joined_type() {
    static const testing::Type type = testing::type_of<JoinedTable>();
    return type;
}

JoinedTable joined(const std::string& text) {
    const testing::Value value = joined_type().create(Source::json(text));
    return *reinterpret_cast<const JoinedTable*>(value.get());
}

template <class Call>
std::string refusal(const Call& call, wbm_status status = WBM_INVALID) {
    try {
        call();
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), status) << e.what();
        return e.what();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status) << e.what();
        return e.what();
    }
    ADD_FAILURE() << "was not refused";
    return {};
}
std::string text_refusal(const std::string& text, wbm_status status = WBM_INVALID) {
    return refusal([&] { (void)joined_type().create(Source::json(text)); }, status);
}

constexpr const char* two_entries = R"({"table1":"a.table.json","table2":"sub/b.table.json","join_key":"id"})";

TEST(JoinedTable, IsWrittenAsTheReferenceDoes) {  // W369
    const FakeStore store(WBM_ARTIFACT);
    store.put("a.table.json", "{}");
    store.put("sub/b.table.json", "{}");
    const JoinedTable table = joined(two_entries);
    EXPECT_EQ(json::write(table.to_json(store.store()), json::Style::standard_sorted),
              R"({"_type": "joined-table", "join_key": "id", "table1": "a.table.json", "table2": "sub/b.table.json"})");
    EXPECT_EQ(json::write(table.fields()), R"({"join_key":"id","table1":"a.table.json","table2":"sub/b.table.json"})");
}

TEST(JoinedTable, TheKeyIsANameOrTwo) {  // W367
    EXPECT_EQ(joined(R"({"table1":"a.table.json","table2":"a.table.json","join_key":["id",3]})").join_key,
              json::value({"id", 3}));
    for (const char* key : {"5", "null", "[]", R"(["a"])", R"(["a","b","c"])", R"({"a":1})", "true"}) {
        const std::string text =
            text_refusal(R"({"table1":"a.table.json","table2":"a.table.json","join_key":)" + std::string(key) + "}");
        EXPECT_NE(text.find("\"join_key\" must be a column's name, or a list with its name in each table, it is "),
                  std::string::npos)
            << text;
    }
    EXPECT_EQ(text_refusal(R"({"table1":"a.table.json","table2":"a.table.json"})"),
              "joined-table: \"join_key\" must be a column's name, or a list with its name in each table, it is "
              "missing");
}

TEST(JoinedTable, ATableIsAPartOrAnEntry) {  // W368
    for (const char* side : {"5", "null", "\"a\"", "\"a.json\"", "\"a.table.json.\"", "[]", R"({"_type":"table"})"}) {
        const std::string text =
            text_refusal(R"({"table2":"a.table.json","join_key":"id","table1":)" + std::string(side) + "}");
        EXPECT_NE(text.find("\"table1\" must be a table part, such as \"@t\", or the path of a table's entry"),
                  std::string::npos)
            << text;
    }
    EXPECT_NE(text_refusal(R"({"table1":"a.table.json","join_key":"id"})").find("\"table2\" must be"),
              std::string::npos);
    (void)text_refusal(R"({"table1":"@t","table2":"a.table.json","join_key":"id"})", WBM_NOT_FOUND);
    EXPECT_NE(text_refusal("[1]").find("an object with table1, table2 and join_key"), std::string::npos);
    EXPECT_NE(text_refusal(R"({"table1":"a.table.json","table2":"a.table.json","join_key":"id","key":1})").find("key"),
              std::string::npos);
}

TEST(JoinedTable, AnEntryMustBeThere) {  // W370
    const FakeStore store(WBM_ARTIFACT);
    store.put("a.table.json", "{}");
    EXPECT_EQ(refusal([&] { (void)joined(two_entries).to_json(store.store()); }),
              "the table \"sub/b.table.json\" is not in the artifact; add it before the joined table");
    EXPECT_TRUE(store.added().empty());
}

TEST(JoinedTable, ARunHasItsAddressAlone) {  // W372
    const FakeStore run(WBM_RUN), artifact(WBM_ARTIFACT);
    EXPECT_EQ(refusal([&] { (void)joined(two_entries).to_json(run.store()); }),
              "a run cannot hold the tables joined by \"id\", which are entries of an artifact; add it to one");
    const std::string text =
        R"({"_type":"joined-table","artifact_path":"wandb-client-artifact://0a1b/j.joined-table.json","later":[1]})";
    const testing::Value value = testing::round_trip(joined_type(), joined_type().from_json(text, run).get(), run);
    const auto& table = *reinterpret_cast<const JoinedTable*>(value.get());
    EXPECT_EQ(joined_type().to_json(value, run), text);
    EXPECT_EQ(json::write(table.fields()), R"({"artifact_path":"wandb-client-artifact://0a1b/j.joined-table.json"})");
    EXPECT_FALSE(table == joined(two_entries));
    EXPECT_NE(refusal([&] { (void)table.to_json(artifact.store()); }, WBM_UNSUPPORTED)
                  .find("which has only the address \"wandb-client-artifact://0a1b/j.joined-table.json\""),
              std::string::npos);
    (void)refusal([&] { (void)joined_type().from_json(R"({"_type":"joined-table"})", run); }, WBM_NOT_FOUND);
}

}  // namespace
}  // namespace wbm::table
