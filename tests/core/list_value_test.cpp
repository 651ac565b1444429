// What a plugin may do beside the ordinary: JSON that is a list, entries with a name of their own, a run's config, and
// a look at another value of its own.
#include <wbm/artifact.hpp>
#include <wbm/registry.hpp>
#include <wbm/run.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/error.hpp>

#include "plugins/folder_store.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::filesystem::path built = WBM_TEST_PLUGIN_DIR;

class ListValue : public testing::Test {
protected:
    ListValue()
        : registry_((install(built, "lister", plugins_.path()), install(built, "recorder", plugins_.path()),
                     only({plugins_.path()}))) {}

    ValuePtr make(std::string_view text, const char* type = "lister") { return registry_.create(type, bytes(text)); }

    TempDir plugins_, dir_;
    Registry registry_;
    FolderStore run_{Store::Kind::run}, artifact_{Store::Kind::artifact};
};

TEST_F(ListValue, IsAListInAnArtifact) {
    const ValuePtr value = make("[1,{\"a\":2}]");
    EXPECT_EQ(value->to_json_text(artifact_), "[1, {\"a\": 2}]");
    const Refusal refused = refusal([&] { (void)value->to_json(artifact_); });
    EXPECT_EQ(refused.status, Status::unsupported);
    EXPECT_EQ(refused.text, "lister: its JSON in an artifact is a list, not an object; use to_json_text()");
    EXPECT_EQ(make("{\"_type\":\"lister\"}")->to_json_text(artifact_), "{\"_type\": \"lister\"}");
}

TEST_F(ListValue, IsAnObjectInARun) {
    const Refusal refused = refusal([&] { (void)make("[1]")->to_json_text(run_); });
    EXPECT_EQ(refused.status, Status::internal);
    EXPECT_EQ(refused.text, "lister: to_json wrote no JSON object with a `_type`; it must be \"lister\"");
}

TEST_F(ListValue, OnlyATypeThatSaysSoMayWriteAList) {
    EXPECT_EQ(refusal([&] { (void)make("[1]", "lister-twin")->to_json_text(artifact_); }).text,
              "lister-twin: to_json wrote no JSON object with a `_type`; it must be \"lister-twin\"");
    EXPECT_EQ(refusal([&] { (void)make("[1,")->to_json_text(artifact_); }).status, Status::internal);
    EXPECT_EQ(refusal([&] { (void)make("7")->to_json_text(artifact_); }).status, Status::internal);
}

TEST_F(ListValue, ComesBackFromAnArtifact) {
    Artifact artifact = Artifact::create(dir_ / "art");
    artifact.add(make("[1,2]"), "boxes");
    artifact.save();
    EXPECT_EQ(slurp(dir_ / "art/boxes.lister.json"), "[1, 2]");
    const ValuePtr back = artifact.get("boxes", registry_);
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(back->to_json_text(artifact_), "[1, 2]");
    EXPECT_THAT(artifact.verify(), IsEmpty());
}

TEST_F(ListValue, AManifestSaysTrueOrFalse) {
    const auto manifest = plugins_ / "lister.json";
    replace_in(manifest, "\"list\": true", "\"list\": 1");
    const Registry broken(only({plugins_.path()}));
    EXPECT_FALSE(broken.find("lister"));
}

TEST_F(ListValue, NamesAnEntryItself) {
    Artifact artifact = Artifact::create(dir_ / "art");
    const std::string text = make("entry:hello")->to_json_text(artifact);
    EXPECT_EQ(text,
              "{\"_type\": \"lister\", \"entry\": {\"digest\": \"XUFAKrxLKna5cZ2REBfFkg==\", \"path\": "
              "\"media/named.json\", \"sha256\": "
              "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"}}");
    EXPECT_EQ(make("entry:hello")->to_json_text(artifact), text);
    const Refusal other = refusal([&] { (void)make("entry:other")->to_json_text(artifact); });
    EXPECT_EQ(other.status, Status::invalid);
    EXPECT_EQ(other.text,
              "lister: artifact entry \"media/named.json\" is there already with other content; choose another name, "
              "or ask to overwrite it");
    EXPECT_THAT(files_below(dir_ / "art"), ElementsAre("media/named.json"));
    wbm::Run run(dir_ / "run");
    const Refusal in_run = refusal([&] { run.log("k", make("entry:x")); });
    EXPECT_EQ(in_run.status, Status::unsupported);
    EXPECT_EQ(in_run.text,
              "lister: run: it names files itself, so there is no \"media/named.json\"; add the value to an artifact");
}

TEST_F(ListValue, SaysSomethingInTheConfig) {
    wbm::Run run(dir_ / "run");
    run.log("im", make("config:{\"1\":\"cat\"}"), 0);
    EXPECT_EQ(json::write(run.config()),
              "{\"_wandb\":{\"mask/class_labels\":{\"im_wandb_delimeter_gt\":{\"type\":\"mask/class_labels\",\"key\":"
              "\"im_wandb_delimeter_gt\",\"value\":{\"1\":\"cat\"}}}}}");
    const Refusal broken = refusal([&] { run.log("im", make("config:[]"), 0); });
    EXPECT_EQ(broken.status, Status::invalid);
    Artifact artifact = Artifact::create(dir_ / "art");
    const Refusal refused = refusal([&] { (void)make("config:{}")->to_json_text(artifact); });
    EXPECT_EQ(refused.status, Status::unsupported);
    EXPECT_EQ(refused.text, "lister: artifact: it has no config for \"mask/class_labels\"; log the value to a run");
}

TEST_F(ListValue, IsMadeFromAnotherOfItsOwn) {
    const ValuePtr first = make("[1]"), copy = registry_.create("lister", value(first));
    EXPECT_EQ(*copy, *first);
    for (const ValuePtr& other :
         {make("[1]", "lister-twin"), registry_.create("recorder", bytes(std::string_view("x"))),
          registry_.init_from_json("{\"_type\":\"stranger\"}", run_)}) {
        const Refusal refused = refusal([&] { (void)registry_.create("lister", value(other)); });
        EXPECT_EQ(refused.text, "lister: another type's value") << other->type();
    }
}

}  // namespace
}  // namespace wbm::test
