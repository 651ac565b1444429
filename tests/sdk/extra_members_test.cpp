#include <gtest/gtest.h>
#include <wbm/sdk.hpp>
#include <wbm/testing.hpp>

namespace {

using wbm::ExtraMembers;
using wbm::testing::FakeStore;

constexpr std::string_view known[] = {"_type", "path"};

const wbm::json::object written = wbm::json::read_object(
    R"({"_type":"t","path":"m/a.png","masks":{"gt":{"path":"m/mask/b.png","n":1}},)"
    R"("list":[{"path":"m/c.bin"}],"note":{"path":"no file"},"far":{"path":"../../etc/passwd"}})");

FakeStore& filled(FakeStore& store) {
    store.put("m/mask/b.png", "mask");
    store.put("m/c.bin", "cells");
    return store;
}

TEST(ExtraMembers, AreWrittenBackAsTheyWereWithTheirFiles) {
    FakeStore source(WBM_ARTIFACT), target(WBM_ARTIFACT);
    const ExtraMembers extra(written, known, filled(source).store());
    target.keep_names_of(source);
    wbm::json::object out{{"_type", "t"}};
    extra.add_to(out, target.store());
    wbm::json::object expected = written;
    expected.erase("path");
    EXPECT_EQ(out, expected);
    ASSERT_EQ(target.added().size(), 2U);
    EXPECT_EQ(target.added()[0].path, "m/mask/b.png");
    EXPECT_EQ(target.added()[0].content, "mask");
    EXPECT_EQ(target.added()[1].path, "m/c.bin");
}

TEST(ExtraMembers, AreRefusedWhereTheirFilesWouldBeRenamed) {
    FakeStore source(WBM_ARTIFACT), run(WBM_RUN);
    const ExtraMembers extra(written, known, filled(source).store());
    wbm::json::object out;
    try {
        extra.add_to(out, run.store());
        FAIL() << "accepted";
    } catch (const wbm::Error& e) {
        EXPECT_EQ(e.status(), WBM_UNSUPPORTED);
        EXPECT_NE(std::string(e.what()).find("\"m/mask/b.png\""), std::string::npos) << e.what();
    }
}

TEST(ExtraMembers, AreEqualByWhatTheySay) {
    FakeStore source(WBM_ARTIFACT);
    const ExtraMembers extra(written, known, filled(source).store());
    EXPECT_EQ(extra, ExtraMembers(extra.members()));
    EXPECT_NE(extra, ExtraMembers());
    EXPECT_EQ(extra.find("path"), nullptr);
    ASSERT_NE(extra.find("note"), nullptr);
}

}  // namespace
