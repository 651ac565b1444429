// Values of plugins: what crosses the boundary, what is written, and what happens when a plugin breaks the rules.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include "plugins/folder_store.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::filesystem::path built = WBM_TEST_PLUGIN_DIR;

class PluginValues : public testing::Test {
protected:
    PluginValues()
        : registry_(
              (install(built, "recorder", dir_.path()), install(built, "thrower", dir_.path()), only({dir_.path()}))) {}

    ValuePtr make(const char* behave, std::string_view content = "x") {
        return registry_.create("recorder", bytes(content), {{"behave", behave}});
    }
    Refusal creating(const char* behave) {
        return refusal([&] { (void)make(behave); });
    }
    Refusal writing(const char* behave) {
        FolderStore store(Store::Kind::run);
        const Refusal refused = refusal([&] { (void)make(behave)->to_json_text(store); });
        EXPECT_THAT(store.files(), IsEmpty());
        return refused;
    }

    TempDir dir_;
    Registry registry_;
};

TEST_F(PluginValues, PluginsGetPartsOptionsAndArrays) {
    const float pixels[6] = {};
    const ValuePtr inner = make("none");
    const ValuePtr value = registry_.create("recorder", tensor(pixels, {2, 3}), {{"caption", "é"}, {"n", 1.5}},
                                            {{"mask", bytes(std::string_view("m"))}, {"other", wbm::value(inner)}});
    const json::object made = value->fields().at("made").as_object();
    EXPECT_EQ(json::write(made.at("options")), R"({"caption":"é","n":1.5})");
    EXPECT_EQ(json::write(made.at("parts")),
              R"([{"kind":4,"name":"","shape":[2,3],"text":""},{"kind":2,"name":"mask","shape":[],"text":"m"},)"
              R"({"kind":32,"name":"other","shape":[],"text":""}])");
}

TEST_F(PluginValues, RoundTripsThroughRunAndArtifact) {
    for (const auto kind : {Store::Kind::run, Store::Kind::artifact}) {
        FolderStore store(kind);
        const ValuePtr value = make("none", "hello");
        const std::string text = value->to_json_text(store);
        const ValuePtr back = registry_.init_from_json(text, store);
        EXPECT_EQ(*back, *value);
        EXPECT_EQ(back->to_json_text(store), text);
        ASSERT_TRUE(back->origin());
        EXPECT_EQ(back->origin()->root, store.root());
        EXPECT_EQ(back->origin()->is_run, kind == Store::Kind::run);
        EXPECT_FALSE(value->origin());
        EXPECT_EQ(value->to_json(store).at("_type"), "recorder");
    }
}

TEST_F(PluginValues, TextIsLaidOutForItsStore) {
    FolderStore run(Store::Kind::run), artifact(Store::Kind::artifact);
    const ValuePtr value = registry_.create("recorder", bytes(std::string_view("é")), {{"z", 1}, {"a", 2}});
    EXPECT_EQ(
        value->to_json_text(run),
        R"({"_type":"recorder","made":{"options":{"z":1,"a":2},"parts":[{"kind":2,"name":"","shape":[],"text":"é"}]}})");
    EXPECT_EQ(
        value->to_json_text(artifact),
        R"({"_type": "recorder", "made": {"options": {"a": 2, "z": 1}, "parts": [{"kind": 2, "name": "", "shape": [], "text": "\u00e9"}]}})");
    EXPECT_THAT(make("write-nan")->to_json_text(run), HasSubstr("\"a\":NaN"));
}

TEST_F(PluginValues, TypesOfTheSamePluginAreNotEqual) {
    FolderStore store(Store::Kind::run);
    const std::string text = R"({"_type":"recorder"})";
    const ValuePtr a = registry_.from_json("recorder", text, store),
                   b = registry_.from_json("recorder-reader", text, store);
    EXPECT_EQ(b->type(), "recorder-reader");
    EXPECT_FALSE(*a == *b);
    EXPECT_TRUE(*a == *registry_.from_json("recorder", text, store));
}

TEST_F(PluginValues, FilesGoWithTheValueOrNotAtAll) {
    FolderStore store(Store::Kind::run);
    const ValuePtr value = make("file");
    const json::object json = value->to_json(store);
    EXPECT_THAT(store.files(), ElementsAre(std::string(std::string_view(json.at("path").get_string()))));
    EXPECT_EQ(json.at("size"), 8);

    const Refusal refused = writing("file-then-fail");  // checks that nothing is left
    EXPECT_EQ(refused.text, "recorder: it fails after its file");
    EXPECT_EQ(refused.status, Status::io);
    EXPECT_EQ(refused.plugin, "org.example.recorder 1.2.3");
}

TEST_F(PluginValues, ARunIsToldTheSameTwice) {
    FolderStore run(Store::Kind::run), other(Store::Kind::run), artifact(Store::Kind::artifact);
    const ValuePtr value = make("file");
    const std::string first = value->to_json_text(run);
    const std::string file = run.files().at(0);
    const auto written = std::filesystem::last_write_time(run.root() / file);
    EXPECT_EQ(value->to_json_text(run), first);
    EXPECT_EQ(std::filesystem::last_write_time(run.root() / file), written);
    (void)value->to_json_text(other);
    EXPECT_THAT(other.files(), ElementsAre(file));
    (void)value->to_json_text(artifact);
    EXPECT_THAT(artifact.files(), ElementsAre(file));
}

TEST_F(PluginValues, WhatWasUndoneIsWrittenAgain) {
    FolderStore run(Store::Kind::run);
    const ValuePtr value = make("file");
    {
        const Store::Transaction larger(run);
        (void)value->to_json_text(run);
    }
    EXPECT_THAT(run.files(), IsEmpty());
    (void)value->to_json_text(run);
    EXPECT_THAT(run.files(), testing::SizeIs(1));
}

TEST_F(PluginValues, ReasonsOfThePluginAreKept) {
    EXPECT_EQ(creating("refuse").text, "recorder: \"size\" is wrong; give another");
    EXPECT_EQ(creating("refuse").status, Status::invalid);
    EXPECT_EQ(creating("refuse").plugin, "org.example.recorder 1.2.3");
    EXPECT_EQ(creating("refuse-bare").text, "recorder: \"size\" is wrong");
    EXPECT_EQ(creating("refuse-bare").status, Status::unsupported);
    EXPECT_EQ(creating("refuse-silently").text, "recorder: the plugin gave no reason (status invalid)");
    EXPECT_EQ(creating("refuse-broken").text, "recorder: the plugin's reason is not UTF-8 (status io)");
    EXPECT_EQ(creating("odd-status").status, Status::internal);
    EXPECT_EQ(creating("no-value").text, "recorder: create reported success without a value");
    const Refusal cut = creating("refuse-long");
    EXPECT_EQ(cut.status, Status::not_found);
    EXPECT_LE(cut.text.size(), limits::error_text_bytes + 16);
    EXPECT_TRUE(json::is_utf8(cut.text));
    EXPECT_THAT(cut.text, StartsWith("recorder: xéé"));
}

TEST_F(PluginValues, OnlyItsOwnTypeMayBeWritten) {
    FolderStore store(Store::Kind::run);
    EXPECT_EQ(make("write-alias")->to_json(store).at("_type"), "recorder/old");
    EXPECT_EQ(make("write-run-type")->to_json(store).at("_type"), "recorder-run");
    EXPECT_EQ(writing("write-other-type").text,
              "recorder: to_json wrote the `_type` \"image-file\" instead of \"recorder\"");
    EXPECT_EQ(writing("write-other-type").status, Status::internal);
    const std::string none = "recorder: to_json wrote no JSON object with a `_type`; it must be \"recorder\"";
    EXPECT_EQ(writing("write-no-json").text, none);
    EXPECT_EQ(writing("write-list").text, none);
    EXPECT_EQ(writing("write-nothing").text, none);
    EXPECT_THAT(writing("write-broken-object").text,
                StartsWith("recorder: to_json wrote a text that is not JSON: JSON, line 1"));
}

TEST_F(PluginValues, ExceptionsOfAPluginEndInErrors) {
    FolderStore store(Store::Kind::run);
    EXPECT_EQ(refusal([&] { (void)registry_.create("thrower", bytes(std::string_view())); }).text,
              "thrower: create threw a C++ exception (no text); a plugin returns a status");
    EXPECT_EQ(refusal([&] { (void)registry_.init_from_json(R"({"_type":"thrower"})", store); }).text,
              "thrower: from_json threw a C++ exception; a plugin returns a status");
    const ValuePtr a = registry_.create("thrower", bytes(std::string_view("x"))),
                   b = registry_.create("thrower", bytes(std::string_view("x")));
    EXPECT_EQ(refusal([&] { (void)a->to_json_text(store); }).status, Status::internal);
    EXPECT_EQ(refusal([&] { (void)(*a == *b); }).text,
              "thrower: equal threw a C++ exception (equal); a plugin returns a status");
    EXPECT_EQ(refusal([&] { (void)a->fields(); }).plugin, "org.example.thrower 0.1.0");
}

TEST_F(PluginValues, StoresAnswerWithStatusAndReason) {
    FolderStore store(Store::Kind::run);
    Refusal refused =
        refusal([&] { (void)registry_.init_from_json(R"({"_type":"recorder","behave":"fetch"})", store); });
    EXPECT_EQ(refused.status, Status::not_found);
    EXPECT_EQ(refused.text, "recorder: media/gone.txt is not in the store");
    refused =
        refusal([&] { (void)registry_.init_from_json(R"({"_type":"recorder","behave":"add-to-source"})", store); });
    EXPECT_EQ(refused.status, Status::invalid);
    EXPECT_EQ(refused.text, "recorder: the store that a value is read from takes no files; add them in to_json");
    EXPECT_THAT(store.files(), IsEmpty());
}

TEST_F(PluginValues, Fields) {
    EXPECT_EQ(make("none")->get<std::string>("_type"), "recorder");
    EXPECT_EQ(refusal([&] { (void)make("fields-refuse")->fields(); }).text, "recorder: no fields today");
    EXPECT_THAT(refusal([&] { (void)make("fields-list")->fields(); }).text,
                StartsWith("recorder: fields wrote a text that is not a JSON object"));
    FolderStore store(Store::Kind::run);
    EXPECT_TRUE(registry_.from_json("recorder-reader", "{}", store)->fields().empty());
}

TEST_F(PluginValues, Tensors) {
    const ValuePtr value = make("none");
    EXPECT_TRUE(value->has_tensor());
    const Tensor tensor = value->tensor();
    EXPECT_THAT(tensor.as<std::uint8_t>(), ElementsAre(1, 2, 3));
    EXPECT_EQ(refusal([&] { (void)value->tensor({{"behave", "refuse-bare"}}); }).text, "recorder: \"size\" is wrong");
    EXPECT_EQ(refusal([&] {
                  (void)value->tensor({{"behave", "no-value"}});
              }).text,
              "recorder: tensor reported success without an array");
    EXPECT_EQ(refusal([&] {
                  (void)value->tensor({{"behave", "gpu"}});
              }).text,
              "recorder: tensor gave an array that is not in CPU memory or has no shape");
    FolderStore store(Store::Kind::run);
    const ValuePtr plain = registry_.from_json("recorder-reader", "{}", store);
    EXPECT_FALSE(plain->has_tensor());
    EXPECT_EQ(refusal([&] { (void)plain->tensor(); }).status, Status::unsupported);
}

TEST_F(PluginValues, Batches) {
    const ValuePtr value = make("none"), same = make("none");
    EXPECT_EQ(value->batch_limit(), 3u);
    const std::vector<ValuePtr> two{value, same};
    const std::vector<std::string> json{R"({"a":1})", R"({"b":2})"};
    EXPECT_EQ(value->seq_to_json(two, json), R"({"_type":"recorders","all":[{"a":1},{"b":2}]})");
    const auto batch = [&](const std::vector<ValuePtr>& values, std::size_t texts) {
        return refusal([&] { (void)value->seq_to_json(values, std::vector<std::string>(texts, "{}")); }).text;
    };
    EXPECT_EQ(batch({}, 0), "recorder: a list needs 1 to 3 values and the JSON of each, not 0 and 0");
    EXPECT_EQ(batch(two, 1), "recorder: a list needs 1 to 3 values and the JSON of each, not 2 and 1");
    EXPECT_EQ(batch(std::vector<ValuePtr>(4, value), 4),
              "recorder: a list needs 1 to 3 values and the JSON of each, not 4 and 4");
    const ValuePtr stranger = registry_.create("thrower", bytes(std::string_view("x")));
    EXPECT_EQ(batch({value, stranger}, 2), "recorder: value 1 of the list is of another type, thrower");
    EXPECT_EQ(batch({value, nullptr}, 2), "recorder: value 1 of the list is of another type");
    EXPECT_EQ(
        refusal([&] {
            (void)make("batch-refuse")->seq_to_json(std::vector{make("batch-refuse")}, std::vector<std::string>{"{}"});
        }).text,
        "recorder: no list");
    EXPECT_FALSE(stranger->batch_limit());
}

}  // namespace
}  // namespace wbm::test
