// What a type may offer besides values: looking into files (wbm.probe/1) and values made piece by piece (wbm.writer/1).
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/error.hpp>

#include <array>
#include <filesystem>

#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

const std::filesystem::path built = WBM_TEST_PLUGIN_DIR;

class ProbeAndWriter : public testing::Test {
protected:
    ProbeAndWriter()
        : registry_(
              (install(built, "recorder", dir_.path()), install(built, "lister", dir_.path()), only({dir_.path()}))) {}

    Refusal probing(std::string_view content) {
        return refusal([&] { (void)registry_.probe("recorder", bytes(content)); });
    }
    static Part piece(std::int64_t extent) {
        static const std::array<float, 128> numbers{};
        return array(numbers.data(), dtype_of<float>(), {extent});
    }

    TempDir dir_;
    Registry registry_;
};

TEST_F(ProbeAndWriter, AProbeSeesTheFileAndMakesNoValue) {
    EXPECT_EQ(json::write(registry_.probe("recorder", bytes(std::string_view("abc")))),
              R"({"seen":{"kind":2,"name":"","shape":[],"text":"abc"}})");
    EXPECT_EQ(json::write(registry_.probe("recorder", path("/a/b.rec"))),
              R"({"seen":{"kind":1,"name":"","shape":[],"text":"/a/b.rec"}})");
    EXPECT_EQ(json::write(registry_.probe("recorder_v0", bytes(std::string_view("abc"))).at("seen").at("text")),
              R"("abc")");  // by alias
}

TEST_F(ProbeAndWriter, AProbeRefusesWithTheTypesReason) {
    const Refusal broken = probing(R"("behave":"refuse")");
    EXPECT_EQ(broken.status, Status::invalid);
    EXPECT_EQ(broken.text, "recorder: \"size\" is wrong; give another");
    const Refusal foreign = probing(R"("behave":"refuse-bare")");
    EXPECT_EQ(foreign.status, Status::unsupported);
    EXPECT_EQ(foreign.text, "recorder: \"size\" is wrong");
    const Refusal list = probing(R"("behave":"probe-list")");
    EXPECT_EQ(list.status, Status::internal);
    EXPECT_THAT(list.text, testing::HasSubstr("probe wrote a text that is not a JSON object"));
}

TEST_F(ProbeAndWriter, OnlyFilesAreProbedAndOnlyBySuchTypes) {
    EXPECT_EQ(refusal([&] { (void)registry_.probe("recorder", piece(1)); }).text,
              "recorder: the source is an array; give a file's path or its bytes");
    EXPECT_EQ(refusal([&] { (void)registry_.probe("lister", bytes(std::string_view("x"))); }).text,
              "lister: its plugin cannot look into files (no wbm.probe/1); make a value of the file and ask for its "
              "fields()");
    EXPECT_EQ(refusal([&] { (void)registry_.probe(path("/a/b.unknown")); }).text,
              "no plugin claims files like \"b.unknown\"; name the type that it is");
    EXPECT_EQ(refusal([&] { (void)registry_.probe("recordre", bytes(std::string_view("x"))); }).status,
              Status::not_found);
}

TEST_F(ProbeAndWriter, AWriterMakesAValueOfItsPieces) {
    ValueWriter writer = registry_.open_writer("recorder", {{"caption", "c"}});
    EXPECT_EQ(writer.count(), 0U);
    writer.add(piece(2));
    writer.add(piece(3));
    EXPECT_EQ(writer.count(), 2U);
    const ValuePtr value = writer.finish();
    EXPECT_EQ(value->type(), "recorder");
    EXPECT_EQ(value->fields().at("sum"), 5);
    EXPECT_EQ(refusal([&] { writer.add(piece(1)); }).text,
              "the writer is finished; open another one for the next value");
    EXPECT_EQ(refusal([&] { (void)writer.finish(); }).status, Status::invalid);
}

TEST_F(ProbeAndWriter, ARefusedPieceIsLeftOutAndABrokenWriterEnds) {
    ValueWriter writer = registry_.open_writer("recorder");
    writer.add(piece(2));
    const Refusal refused = refusal([&] { writer.add(piece(13)); });
    EXPECT_EQ(refused.status, Status::invalid);
    EXPECT_EQ(refused.text, "recorder: a piece of 13; give another");
    EXPECT_EQ(refusal([&] { writer.add(bytes(std::string_view("x"))); }).status, Status::invalid);
    EXPECT_EQ(writer.count(), 1U);
    writer.add(piece(4));
    ValueWriter other = registry_.open_writer("recorder");
    EXPECT_EQ(refusal([&] { other.add(piece(99)); }).text, "recorder: no disk");
    EXPECT_EQ(refusal([&] { other.add(piece(1)); }).text,
              "recorder: the writer failed before and cannot go on; open another one");
    EXPECT_EQ(refusal([&] { (void)other.finish(); }).status, Status::invalid);
    EXPECT_EQ(writer.finish()->fields().at("sum"), 6);
}

TEST_F(ProbeAndWriter, WritersThatAreGivenUpAreDestroyed) {
    { const ValueWriter given_up = registry_.open_writer("recorder"); }
    ValueWriter moved = registry_.open_writer("recorder");
    const ValueWriter target = std::move(moved);
    const std::int64_t open = registry_.open_writer("recorder").finish()->fields().at("open").as_int64();
    EXPECT_EQ(open, 2);  // `target`, and the one that was finished
}

TEST_F(ProbeAndWriter, AWriterRefusesWithTheTypesReason) {
    const auto opening = [&](const char* behave) {
        return refusal([&] { (void)registry_.open_writer("recorder", {{"behave", behave}}); });
    };
    EXPECT_EQ(opening("refuse").text, "recorder: \"size\" is wrong; give another");
    EXPECT_THAT(opening("no-writer").text, testing::HasSubstr("open reported success without a writer"));
    const auto finishing = [&](const char* behave) {
        return refusal([&] { (void)registry_.open_writer("recorder", {{"behave", behave}}).finish(); });
    };
    EXPECT_EQ(finishing("finish-refuse").text, "recorder: nothing was added");
    EXPECT_THAT(finishing("finish-empty").text, testing::HasSubstr("finish reported success without a value"));
    EXPECT_EQ(refusal([&] { (void)registry_.open_writer("lister"); }).text,
              "lister: a value of this type cannot be made piece by piece (no wbm.writer/1); give create() the whole");
}

}  // namespace
}  // namespace wbm::test
