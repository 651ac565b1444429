// wbm.values/1: values inside values, seen from a plugin in C.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>

#include <optional>
#include <thread>

#include "plugins/folder_store.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::filesystem::path built = WBM_TEST_PLUGIN_DIR;

class HostValues : public testing::Test {
protected:
    HostValues() {
        install(built, "holder", dir_.path());
        install(built, "recorder", dir_.path());
        registry_.emplace(only({dir_.path()}));
    }
    ValuePtr recorder(const char* behave = "none") {
        return registry_->create("recorder", bytes(std::string_view("x")), {{"behave", behave}});
    }

    TempDir dir_;
    std::optional<Registry> registry_;
    FolderStore run_{Store::Kind::run}, artifact_{Store::Kind::artifact};
};

TEST_F(HostValues, AHeldValueLivesAndIsWritten) {
    ValuePtr inner = recorder("file");
    const std::weak_ptr<WBValue> watched = inner;
    ValuePtr outer = registry_->create("holder", value(inner));
    inner.reset();
    ASSERT_FALSE(watched.expired());
    const json::object json = outer->to_json(run_);
    EXPECT_EQ(json.at("inner").at("_type"), "recorder");
    EXPECT_THAT(run_.files(), ElementsAre(std::string(std::string_view(json.at("inner").at("path").get_string()))));
    outer.reset();
    EXPECT_TRUE(watched.expired());
}

TEST_F(HostValues, RestoresAndCompares) {
    for (FolderStore* store : {&run_, &artifact_}) {
        const ValuePtr outer = registry_->create("holder", value(recorder()));
        const std::string text = outer->to_json_text(*store);
        const ValuePtr back = registry_->init_from_json(text, *store);
        EXPECT_EQ(*back, *outer);
        EXPECT_EQ(back->to_json_text(*store), text);
        EXPECT_FALSE(*back == *registry_->create("holder", value(recorder("other"))));
    }
    EXPECT_FALSE(*registry_->create("holder", value(recorder())) ==
                 *registry_->create("holder", value(registry_->create("holder", value(recorder())))));
}

TEST_F(HostValues, APluginMakesValuesOfOtherTypes) {
    const auto make = [&](const char* inner) {
        return registry_->create("holder", bytes(std::string_view("seed")), {{"inner", inner}});
    };
    EXPECT_EQ(make("recorder")->to_json(run_).at("inner").at("made").at("parts").at(0).at("text"), "seed");
    EXPECT_EQ(make("holder")->to_json(run_).at("inner").at("inner").at("_type"), "recorder");
    const Refusal refused = refusal([&] { (void)make("nobody"); });
    EXPECT_EQ(refused.status, Status::not_found);
    EXPECT_EQ(refused.text,
              "holder: no plugin has the type \"nobody\"; install its plugin, or name its folder with add_directory() "
              "or WBM_PLUGIN_PATH");
    EXPECT_EQ(refusal([&] { (void)make("tiny"); }).text,
              "holder: wbm.values/1 create: the input is null or its size is too small");
}

TEST_F(HostValues, AStrangersValueIsKept) {
    const std::string text = R"({"_type":"holder","inner":{"z":1.5,"_type":"stranger","a":[1]}})";
    const ValuePtr outer = registry_->init_from_json(text, run_);
    EXPECT_EQ(outer->to_json_text(run_), text);
    EXPECT_EQ(*outer, *registry_->init_from_json(text, run_));
}

TEST_F(HostValues, InnerErrorsComeOut) {
    EXPECT_EQ(refusal([&] { (void)registry_->init_from_json(R"({"_type":"holder"})", run_); }).text,
              "holder: \"inner\" is missing");
    EXPECT_EQ(refusal([&] { (void)registry_->init_from_json(R"({"_type":"holder","inner":{"a":1}})", run_); }).text,
              "holder: the JSON object has no text member \"_type\", which says what the value is");
    const ValuePtr outer = registry_->create("holder", value(recorder("file-then-fail")));
    const Refusal refused = refusal([&] { (void)outer->to_json_text(run_); });
    EXPECT_EQ(refused.status, Status::io);
    EXPECT_EQ(refused.text, "holder: recorder: it fails after its file");
    EXPECT_THAT(run_.files(), IsEmpty());
}

TEST_F(HostValues, OnlyTheHostsStoreIsTaken) {
    const Refusal refused =
        refusal([&] { (void)registry_->create("holder-elsewhere", value(recorder()))->to_json_text(run_); });
    EXPECT_EQ(refused.status, Status::internal);
    EXPECT_EQ(
        refused.text,
        "holder-elsewhere: the store is not one that the host gave in this call; pass on the wbm_store that you got");
}

TEST_F(HostValues, ARunIsToldTheSameTwiceAndAgainAfterItWasUndone) {
    const ValuePtr inner = recorder("file"), outer = registry_->create("holder", value(inner));
    {
        const Store::Transaction larger(run_);
        (void)outer->to_json_text(run_);
    }
    EXPECT_THAT(run_.files(), IsEmpty());
    const std::string text = outer->to_json_text(run_);  // though the outer value has no file of its own
    EXPECT_THAT(run_.files(), testing::SizeIs(1));
    EXPECT_EQ(outer->to_json_text(run_), text);
}

TEST_F(HostValues, TheRegistryInUseMakesTheInnerValue) {
    (void)registry_->create("holder", value(recorder()));
    const TempDir other;
    std::filesystem::copy(dir_.path(), other.path(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(other / "recorder.json");
    std::filesystem::remove(other / "holder.so");
    std::filesystem::remove(other / "holder.json");
    // The same library through another registry, which knows no recorder.
    const TempDir link;
    std::filesystem::create_hard_link(dir_ / "holder.so", link / "holder.so");
    std::filesystem::copy_file(dir_ / "holder.json", link / "holder.json");
    Registry second(only({link.path()}));
    EXPECT_EQ(refusal([&] {
                  (void)second.create("holder", bytes(std::string_view("x")), {{"inner", "recorder"}});
              }).status,
              Status::not_found);
    // It goes on after the registry that started it is gone.
    registry_.reset();
    second.add_directory(other.path());
    install(built, "recorder", other.path());
    second.add_directory(other.path());
    EXPECT_EQ(second.create("holder", bytes(std::string_view("x")), {{"inner", "recorder"}})->type(), "holder");
}

TEST_F(HostValues, ManyThreadsHoldTheSameValue) {
    const ValuePtr shared = recorder();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            FolderStore store(Store::Kind::artifact);
            for (int i = 0; i < 50; ++i) {
                const ValuePtr outer = registry_->create("holder", value(shared));
                EXPECT_EQ(*registry_->init_from_json(outer->to_json_text(store), store), *outer);
            }
        });
    for (std::thread& thread : threads) thread.join();
}

class LinkedValues : public HostValues {
protected:
    LinkedValues() {
        install(built, "linker", dir_.path());
        registry_.emplace(only({dir_.path()}));
    }
    ValuePtr linker(const ValuePtr& to) { return registry_->create("linker", value(to)); }

    TempDir folder_;
};

TEST_F(LinkedValues, AreEntriesOfTheSameArtifact) {
    const ValuePtr inner = recorder();
    Artifact artifact = Artifact::create(folder_.path() / "a");
    const ArtifactEntry entry = artifact.add(linker(inner), "x");
    artifact.add(linker(inner), "y");  // the same value is stored once
    const ArtifactEntry first = artifact.add(linker(linker(inner)), "z");
    artifact.save();
    EXPECT_EQ(artifact.entries().size(), 5u);  // x, y, z, the linker in z, the recorder
    const ValuePtr back = artifact.get("x", *registry_);
    EXPECT_EQ(*back, *linker(inner));
    EXPECT_TRUE(std::string_view(back->to_json(artifact).at("entry").get_string()).starts_with("media/tables/"));
    EXPECT_EQ(*artifact.get("z", *registry_), *linker(linker(inner)));
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(LinkedValues, TellWhatTheyAre) {
    const json::object fields = linker(linker(recorder()))->fields();
    EXPECT_EQ(fields.at("to"), "linker");
    EXPECT_EQ(fields.at("is_linker"), true);
    EXPECT_EQ(fields.at("fields").at("to"), "recorder");
}

TEST_F(LinkedValues, ARunHasNoEntries) {
    const Refusal added = refusal([&] { (void)linker(recorder())->to_json_text(run_); });
    EXPECT_EQ(added.status, Status::unsupported);
    EXPECT_EQ(added.text, "linker: a run has no entries, so no recorder can be one; add the value to an artifact");
    const Refusal got = refusal([&] { (void)registry_->init_from_json(R"({"_type":"linker","entry":"x"})", run_); });
    EXPECT_EQ(got.status, Status::unsupported);
    EXPECT_EQ(got.text, "linker: a run has no entries, so \"x\" cannot be one of them");
}

TEST_F(LinkedValues, AMissingOrCircularEntryIsNamed) {
    Artifact artifact = Artifact::create(folder_.path() / "a");
    artifact.new_file("a.linker.json", R"({"_type": "linker", "entry": "b.linker.json"})");
    artifact.new_file("b.linker.json", R"({"_type": "linker", "entry": "a.linker.json"})");
    artifact.new_file("c.linker.json", R"({"_type": "linker", "entry": "nowhere"})");
    const Refusal circle = refusal([&] { (void)artifact.get("a", *registry_); });
    EXPECT_EQ(circle.status, Status::invalid);
    EXPECT_THAT(circle.text, testing::EndsWith("values of the artifact refer to each other in a circle: "
                                               "\"b.linker.json\" -> \"a.linker.json\" -> \"b.linker.json\"; "
                                               "remove one of these references"));
    const Refusal missing = refusal([&] { (void)artifact.get("c", *registry_); });
    EXPECT_EQ(missing.status, Status::not_found);
    EXPECT_EQ(missing.text, "linker: the artifact has no value \"nowhere\"; add it before the value that refers to it");
    // What was being read is forgotten after a failure.
    EXPECT_EQ(refusal([&] { (void)artifact.get("a", *registry_); }).text, circle.text);
}

TEST_F(HostValues, WarningsAreOneLineWithThePluginsName) {
    testing::internal::CaptureStderr();
    registry_->load("holder");
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "wbm: warning: org.example.holder 0.1.0: a warning of two lines\n");
}

}  // namespace
}  // namespace wbm::test
