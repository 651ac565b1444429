#include "eval/eval_table.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <string>

namespace wbm::table {
namespace {

using testing::FakeStore;
using testing::Refused;
using testing::Source;

const testing::Type& eval_type() {
    static const testing::Type type = testing::type_of<EvalTable>();
    return type;
}

constexpr const char* recorded =
    R"({"_type":"eval-table","ncols":3,"nrows":12,"log_mode":"IMMUTABLE","evaluate_call_id":"0197-ab",)"
    R"("later":{"score":NaN,"big":18446744073709551615,"x":1000.0}})";

TEST(EvalTable, PassesThrough) {  // W378
    const FakeStore run(WBM_RUN), other(WBM_RUN);
    const testing::Value value = testing::round_trip(eval_type(), eval_type().from_json(recorded, run).get(), run);
    EXPECT_EQ(eval_type().to_json(value, other), recorded);
    EXPECT_TRUE(other.added().empty());
    const json::object fields = reinterpret_cast<const EvalTable*>(value.get())->fields();
    EXPECT_EQ(fields.at("evaluate_call_id"), "0197-ab");
    EXPECT_EQ(fields.at("ncols"), 3);
    EXPECT_EQ(fields.at("nrows"), 12);
    EXPECT_EQ(fields.at("log_mode"), "IMMUTABLE");
    EXPECT_FALSE(fields.contains("_type"));
}

TEST(EvalTable, ComparesAllMembers) {
    const FakeStore run(WBM_RUN);
    const auto read = [&](const char* id) {
        return eval_type().from_json(R"({"_type":"eval-table","evaluate_call_id":")" + std::string(id) + "\"}", run);
    };
    EXPECT_TRUE(eval_type().equal(read("a").get(), read("a").get()));
    EXPECT_FALSE(eval_type().equal(read("a").get(), read("b").get()));
}

TEST(EvalTable, IsMadeInPythonAlone) {  // W377
    try {
        (void)eval_type().create(Source::json(R"({"columns":["a"],"data":[[1]]})"));
        FAIL() << "was not refused";
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), WBM_UNSUPPORTED);
        EXPECT_STREQ(e.what(),
                     "eval-table: an evaluation is kept by Weave, whose service only its Python package talks to; log "
                     "a \"table\" here, or use wandb.EvalTable in Python");
    }
}

TEST(EvalTable, GoesToAnArtifactOnlyFromOne) {  // W377
    const FakeStore run(WBM_RUN), artifact(WBM_ARTIFACT), other(WBM_ARTIFACT);
    const testing::Value from_run = eval_type().from_json(recorded, run);
    try {
        (void)eval_type().to_json(from_run, artifact);
        FAIL() << "was not refused";
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), WBM_INVALID);
        EXPECT_STREQ(e.what(),
                     "eval-table: an artifact cannot hold an evaluation, whose rows are in Weave; log it to a run");
    }
    const testing::Value kept = eval_type().from_json(recorded, artifact);
    EXPECT_EQ(json::restyle(eval_type().to_json(kept, other), json::Style::fast, json::NonFinite::allow), recorded);
}

}  // namespace
}  // namespace wbm::table
