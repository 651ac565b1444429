// Registry: loading plugins, making and restoring values with them.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/ext/arrow.h>
#include <wbm/error.hpp>

#include <atomic>
#include <thread>

#include "file_io.hpp"
#include "hash.hpp"
#include "plugins/folder_store.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using State = PluginInfo::State;

const fs::path built = WBM_TEST_PLUGIN_DIR;

TEST(RegistryUse, OpensAPluginAtItsFirstUseAndKeepsIt) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    ValuePtr value;
    {
        Registry registry(only({dir.path()}));
        registry.load("recorder_v0");
        EXPECT_TRUE(registry.find("recorder")->loaded);
        EXPECT_EQ(registry.plugins().at(0).state, State::loaded);
        value = registry.create("recorder/old", bytes(std::string_view("abc")));
        EXPECT_EQ(value->type(), "recorder");
    }
    EXPECT_TRUE(is_mapped(dir / "recorder.so"));
    EXPECT_EQ(value->fields().at("made").at("parts").at(0).at("text"), "abc");
}

TEST(RegistryUse, TwoRegistriesShareAPluginThatIsStartedOnce) {
    const TempDir dir;
    install(built, "holder", dir.path());
    install(built, "recorder", dir.path());
    Registry one(only({dir.path()})), two(only({dir.path()}));
    const ValuePtr a = one.create("recorder", bytes(std::string_view("x")));
    EXPECT_EQ(*a, *two.create("recorder", bytes(std::string_view("x"))));
    testing::internal::CaptureStderr();
    one.load("holder");
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("a warning of two lines"));
    testing::internal::CaptureStderr();
    two.load("holder");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

int opened_manifests = 0;

TEST(RegistryUse, AFailureIsRememberedUntilAFileChanges) {
    const TempDir dir;
    const fs::path manifest = install(built, "recorder", dir.path());
    write_file(dir / "recorder.so", "not a library");
    Registry registry(only({dir.path()}));
    set_io_hook([](IoCall call, const char* file) {
        opened_manifests += call == IoCall::open && fs::path(file).extension() == ".json" ? 1 : 0;
        return 0;
    });
    const auto load = [&] { return refusal([&] { registry.load("recorder"); }).text; };
    const std::string first = load();
    EXPECT_EQ(opened_manifests, 1);
    EXPECT_EQ(load(), first);
    EXPECT_EQ(opened_manifests, 1);
    write_file(manifest, slurp(manifest) + " ");
    EXPECT_EQ(load(), first);
    EXPECT_EQ(opened_manifests, 2);
    set_io_hook(nullptr);
}

TEST(RegistryUse, SaysThatALibraryIsMissing) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    fs::remove(dir / "recorder.so");
    Registry registry(only({dir.path()}));
    const std::string reason = "its library recorder.so is missing; install the plugin again or remove the manifest";
    EXPECT_EQ(registry.plugins().at(0).state, State::refused);
    EXPECT_EQ(registry.plugins().at(0).reason, reason);
    for (int again = 0; again < 2; ++again) {
        const Refusal refused = refusal([&] { registry.load("recorder"); });
        EXPECT_EQ(refused.text,
                  "type \"recorder\" is declared by " + (dir / "recorder.json").string() + ", but " + reason);
        EXPECT_EQ(refused.status, Status::not_found);
    }
    // Nothing is held against it: it works once the file is there.
    fs::copy_file(built / "recorder.so", dir / "recorder.so");
    registry.load("recorder");
    EXPECT_EQ(registry.plugins().at(0).state, State::loaded);
}

TEST(RegistryUse, CreatesByExtension) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    EXPECT_EQ(registry.create(path("x.rec"))->type(), "recorder");
    EXPECT_EQ(refusal([&] { (void)registry.create(path("/a/x.gone")); }).text,
              "no plugin claims files like \"x.gone\"; name the type that it is");
    EXPECT_EQ(refusal([&] { (void)registry.create(json_text("1")); }).text,
              "the type cannot be told from a JSON value; name the type that it is");
}

TEST(RegistryUse, RereadsTheManifestWhenItLoads) {
    const TempDir dir;
    const fs::path manifest = install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    replace_in(manifest, "\"recorder\"", "\"renamed\"");
    EXPECT_EQ(refusal([&] { registry.load("recorder"); }).status, Status::not_found);
    EXPECT_THAT(refusal([&] { registry.load("renamed"); }).text,
                HasSubstr("the manifest has the type \"renamed\" where the library has \"recorder\""));
}

TEST(RegistryUse, PolicyIsCheckedBeforeAnyCodeRuns) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    RegistryOptions options = only({dir.path()});
    options.policy = Policy::listed({"org.example.other"});
    Registry listed(options);
    EXPECT_EQ(listed.plugins().at(0).state, State::refused);
    Refusal refused = refusal([&] { listed.load("recorder"); });
    EXPECT_EQ(refused.status, Status::unsupported);
    EXPECT_THAT(refused.text, HasSubstr("the program's policy does not list org.example.recorder"));
    EXPECT_FALSE(is_mapped(dir / "recorder.so"));

    options.policy = Policy::pinned({std::string(64, '0')});
    Registry pinned(options);
    const std::string sum = sha256_hex(slurp(dir / "recorder.so"));
    refused = refusal([&] { pinned.load("recorder"); });
    EXPECT_THAT(refused.text, HasSubstr("the program's policy does not pin the SHA-256 of " +
                                        (dir / "recorder.so").string() + ", " + sum));
    EXPECT_EQ(pinned.plugins().at(0).state, State::refused);
    EXPECT_FALSE(is_mapped(dir / "recorder.so"));

    std::string capitals = sum;
    for (char& c : capitals) c = static_cast<char>(toupper(c));
    options.policy = Policy::pinned({std::string(64, '0'), capitals});
    Registry(options).load("recorder");
    options.policy = Policy::listed({"org.example.recorder"});
    Registry(options).load("recorder");
}

TEST(RegistryUse, ChecksInputsBeforeThePlugin) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    const auto create = [&](const Part& main, const std::vector<NamedPart>& parts = {},
                            std::string_view type = "recorder") {
        return refusal([&] { (void)registry.create(type, main, {}, parts); });
    };
    EXPECT_EQ(
        create(json_text("1")).text,
        "recorder: a JSON number is not accepted; give a path, bytes, an array, an Arrow stream or another value");
    EXPECT_EQ(create(json_text("1")).status, Status::invalid);
    for (const auto& [text, words] : {std::pair{"{}", "a JSON object"},
                                      {" [1]", "a JSON array"},
                                      {"\"x\"", "a JSON text"},
                                      {"null", "JSON null"},
                                      {"true", "a JSON boolean"},
                                      {"-1", "a JSON number"}})
        EXPECT_TRUE(create(json_text(text)).text.starts_with(std::string("recorder: ") + words)) << text;
    EXPECT_EQ(create(bytes(std::string_view("x")), {}, "recorder-reader").text,
              "recorder-reader: bytes is not accepted; values of this type are only read, never created");
    EXPECT_EQ(create(path("")).text, "recorder: the main part is an empty path or URL");
    EXPECT_EQ(create(path("x"), {{"", path("y")}}).text,
              "recorder: part 1 has an empty name; options refer to it by name");
    EXPECT_EQ(create(path("x"), {{"m", path("y")}, {"m", path("z")}}).text, "recorder: two parts have the name \"m\"");

    std::int64_t shape[] = {2};
    DLTensor gpu{shape, {kDLCUDA, 0}, 1, {kDLFloat, 32, 1}, shape, nullptr, 0};
    EXPECT_EQ(
        create(tensor(gpu)).text,
        "recorder: the main part is in the memory of device type 2 (DLPack's number); copy it to CPU memory first");
    EXPECT_EQ(create(path("x"), {{"pred", tensor(gpu)}}).status, Status::unsupported);
    EXPECT_EQ(refusal([&] {
                  (void)registry.create("recorder", path("x"), {{"a", std::nan("")}});
              }).status,
              Status::invalid);
}

TEST(RegistryUse, ReleasesArrowStreamsWhateverHappens) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    int released = 0;
    const auto fresh = [&] {
        ArrowArrayStream stream{};
        stream.private_data = &released;
        stream.release = [](ArrowArrayStream* s) {
            ++*static_cast<int*>(s->private_data);
            s->release = nullptr;
        };
        return stream;
    };
    ArrowArrayStream left = fresh(), taken = fresh(), refused = fresh(), nobody = fresh(), extra = fresh(),
                     unnamed = fresh();
    (void)registry.create("recorder", arrow(left));
    EXPECT_EQ(released, 1);
    (void)registry.create("recorder", arrow(taken), {{"behave", "take"}});
    EXPECT_EQ(released, 2);
    (void)refusal([&] { (void)registry.create("recorder", arrow(refused), {{"behave", "refuse"}}); });
    EXPECT_EQ(released, 3);
    (void)refusal([&] { (void)registry.create("nobody", arrow(nobody)); });
    EXPECT_EQ(released, 4);
    (void)registry.create("recorder", path("x"), {}, {{"rows", arrow(extra)}});
    EXPECT_EQ(released, 5);
    (void)refusal([&] { (void)registry.create(arrow(unnamed)); });
    EXPECT_EQ(released, 6);
    EXPECT_EQ(refusal([&] { (void)registry.create("recorder", arrow(left)); }).text,
              "recorder: the main part is an Arrow stream that was released already");
}

TEST(RegistryUse, RestoringNeedsAType) {
    Registry registry(only({}));
    const FolderStore store(Store::Kind::artifact);
    EXPECT_EQ(refusal([&] { (void)registry.init_from_json(R"({"a":1})", store); }).text,
              "the JSON object has no text member \"_type\", which says what the value is");
    EXPECT_THAT(refusal([&] { (void)registry.init_from_json("{oops", store); }).text,
                HasSubstr("the value's JSON is broken: JSON, line 1"));
    EXPECT_EQ(refusal([&] { (void)registry.init_from_json("[]", store); }).status, Status::invalid);
    EXPECT_EQ(registry.init_from_json(json::object{{"_type", "x"}}, store)->type(), "x");
}

TEST(RegistryUse, ManyThreadsUseItAtOnce) {
    const TempDir dir;
    for (const char* name : {"recorder", "holder"}) install(built, name, dir.path());
    Registry registry(only({dir.path()}));
    FolderStore store(Store::Kind::artifact);
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            const std::string strange = R"({"_type":"stranger-)" + std::to_string(t) + "\"}";
            for (int i = 0; i < 100; ++i) {
                const ValuePtr held = registry.create("holder", bytes(std::string_view("x")));
                const ValuePtr back = registry.init_from_json(R"({"_type":"recorder_v0","i":1})", store);
                good +=
                    held->type() == "holder" && back->is_known() && !registry.init_from_json(strange, store)->is_known()
                        ? 1
                        : 0;
                if (i % 10 == 0) good += registry.type_mapping().size() + registry.plugins().size() == 6 ? 0 : -1000;
                if (t == 0 && i % 20 == 0) registry.add_directory(dir / ("none-" + std::to_string(i)));
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 800);
}

}  // namespace
}  // namespace wbm::test
