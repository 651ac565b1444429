// Stores that outlive the call they were passed to (Store::view, wbm.values/1 keep_store), and their lists of entries.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>
#include <wbm/run.hpp>

#include <wbm/ext/arrow.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path built = WBM_TEST_PLUGIN_DIR;

class KeptStores : public testing::Test {
protected:
    KeptStores() : artifact_(Artifact::create(dir_ / "art")) {
        install(built, "streamer", dir_ / "plugins");
        registry_.emplace(only({dir_ / "plugins"}));
        artifact_->new_file("media/kept.txt", "kept");
        artifact_->new_file("parts/b.json", "{}");
        artifact_->new_file("parts/a.json", "{}");
        artifact_->new_file("parts.json", "{}");
        artifact_->add_reference("s3://bucket/c.json", "parts/aa.json");
    }
    ValuePtr restored(std::string_view folder) {
        return registry_->init_from_json(json::object{{"_type", "streamer"}, {"text", folder}}, *artifact_);
    }

    TempDir dir_;
    std::optional<Registry> registry_;
    std::optional<Artifact> artifact_;
};

TEST_F(KeptStores, ListWhatIsBelowAFolder) {
    EXPECT_THAT(artifact_->list("parts"), ElementsAre("parts/a.json", "parts/aa.json", "parts/b.json"));
    EXPECT_THAT(artifact_->list("./parts/"), ElementsAre("parts/a.json", "parts/aa.json", "parts/b.json"));
    EXPECT_EQ(artifact_->list("").size(), 5U);
    EXPECT_TRUE(artifact_->list("part").empty());
    EXPECT_EQ(refusal([&] { (void)artifact_->list("../x"); }).status, Status::invalid);
    EXPECT_THAT(artifact_->view()->list("parts"), ElementsAre("parts/a.json", "parts/aa.json", "parts/b.json"));
    EXPECT_EQ(artifact_->view()->list("").size(), 5U);
    const wbm::Run run(dir_ / "run");
    EXPECT_EQ(refusal([&] { (void)run.files().list(""); }).status, Status::unsupported);
}

TEST_F(KeptStores, AViewIsTheStoreAtItsMoment) {
    const std::shared_ptr<const Store> view = artifact_->view();
    artifact_->new_file("later.txt", "later");
    EXPECT_EQ(view->fetch("parts/a.json"), artifact_->root() / "parts/a.json");
    EXPECT_EQ(view->fetch("./parts//a.json"), artifact_->root() / "parts/a.json");
    EXPECT_EQ(view->fetch("parts/aa.json"), "s3://bucket/c.json");
    EXPECT_THAT(refusal([&] { (void)view->fetch("later.txt"); }).text, HasSubstr("is not in the artifact's manifest"));
    EXPECT_EQ(refusal([&] { (void)view->fetch("../art/parts/a.json"); }).status, Status::invalid);
    EXPECT_EQ(view->kind(), Store::Kind::artifact);
    EXPECT_EQ(view->origin().root, artifact_->origin().root);
    EXPECT_EQ(view->view()->fetch("parts/a.json"), artifact_->root() / "parts/a.json");
    std::shared_ptr<Store> writable = std::const_pointer_cast<Store>(view);
    EXPECT_EQ(refusal([&] { (void)writable->keep_bytes("media", "x", ".txt"); }).status, Status::invalid);
}

TEST_F(KeptStores, AreReadAfterEverythingElseIsGone) {
    const ValuePtr value = restored("parts");
    artifact_->save();
    artifact_.reset();
    registry_.reset();
    json::object fields;
    std::thread([&] { fields = value->fields(); }).join();
    EXPECT_EQ(json::write(fields),
              R"({"entries":["parts/a.json","parts/aa.json","parts/b.json"],"file":"kept","inner":"streamer"})");
}

TEST_F(KeptStores, ValuesComeFromTheRegistryThatKeptTheStore) {
    // Another registry started the plugin; it knows no other type, and it is gone.
    const ValuePtr first = restored("parts");
    Registry other(only({dir_ / "plugins"}));
    const ValuePtr second = other.init_from_json(json::object{{"_type", "streamer"}, {"text", "parts"}}, *artifact_);
    registry_.reset();
    EXPECT_EQ(second->fields().at("inner"), "streamer");
}

TEST_F(KeptStores, ArrowStreamsAreCheckedAndRefusalsPassedOn) {
    const ValuePtr value = registry_->create("streamer", bytes(std::string_view("x")));
    EXPECT_TRUE(value->has_arrow());
    ArrowArrayStream stream{};
    value->arrow(stream);
    EXPECT_STREQ(stream.get_last_error(&stream), "there is nothing");
    stream.release(&stream);
    EXPECT_EQ(refusal([&] { value->arrow(stream, {{"behave", "refuse"}}); }).status, Status::invalid);
    EXPECT_EQ(stream.release, nullptr);
    EXPECT_THAT(refusal([&] {
                    value->arrow(stream, {{"forget", true}});
                }).text,
                HasSubstr("arrow reported success without a stream"));
    install(built, "recorder", dir_ / "plugins");
    Registry with_recorder(only({dir_ / "plugins"}));
    const ValuePtr without = with_recorder.create("recorder", bytes(std::string_view("x")));
    EXPECT_FALSE(without->has_arrow());
    EXPECT_THAT(refusal([&] { without->arrow(stream); }).text, HasSubstr("no wbm.arrow/1"));
}

}  // namespace
}  // namespace wbm::test
