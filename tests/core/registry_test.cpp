// Registry: which types there are, who has them, and what it says when there is none.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/ext/arrow.h>
#include <wbm/error.hpp>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "hash.hpp"
#include "plugins/folder_store.hpp"
#include "plugins/installed.hpp"
#include "standard_places.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using State = PluginInfo::State;

const fs::path built = WBM_TEST_PLUGIN_DIR;

/// Is a file of this name mapped into the process?
bool is_mapped(const fs::path& library) { return slurp("/proc/self/maps").find(library.string()) != std::string::npos; }

void replace_in(const fs::path& file, const std::string& what, const std::string& with) {
    std::string text = slurp(file);
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos);
    write_file(file, text.replace(at, what.size(), with));
}

TEST(Registry, ListsTypesWithoutOpeningTheirPlugin) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    const Registry registry(only({dir.path()}));
    const auto types = registry.type_mapping();
    ASSERT_EQ(types.size(), 2u);
    const TypeInfo& type = types.at("recorder");
    EXPECT_THAT(type.aliases, ElementsAre("recorder/old", "recorder_v0"));
    EXPECT_THAT(type.extensions, ElementsAre(".rec", ".pts.rec"));
    EXPECT_EQ(type.batch, "recorders");
    EXPECT_EQ(type.plugin, "org.example.recorder");
    EXPECT_EQ(type.version, "1.2.3");
    EXPECT_EQ(type.library, dir / "recorder.so");
    EXPECT_EQ(type.inputs,
              std::uint32_t{WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR | WBM_FROM_ARROW | WBM_FROM_VALUE});
    EXPECT_EQ(type.options.at("type"), "object");
    EXPECT_FALSE(type.loaded);
    EXPECT_EQ(types.at("recorder-reader").inputs, 0u);
    EXPECT_EQ(registry.find("recorder/old")->name, "recorder");
    EXPECT_FALSE(registry.find("nobody"));
    EXPECT_FALSE(registry.find("no such name!"));
    EXPECT_FALSE(is_mapped(dir / "recorder.so"));
}

TEST(Registry, OpensAPluginAtItsFirstUseAndKeepsIt) {
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

TEST(Registry, TwoRegistriesShareAPlugin) {
    const TempDir dir;
    install(built, "holder", dir.path());  // its start() fails when it is called twice with different hosts? it is not
    install(built, "recorder", dir.path());
    Registry one(only({dir.path()})), two(only({dir.path()}));
    const ValuePtr a = one.create("recorder", bytes(std::string_view("x"))),
                   b = two.create("recorder", bytes(std::string_view("x")));
    EXPECT_EQ(*a, *b);
}

TEST(Registry, SaysWhatIsNearWhenAPluginIsMissing) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    const auto create = [&](std::string_view type) {
        return refusal([&] { (void)registry.create(type, bytes(std::string_view())); });
    };
    EXPECT_EQ(create("recoder").text, "no plugin has the type \"recoder\"; did you mean \"recorder\"?");
    EXPECT_EQ(create("recoder").status, Status::not_found);
    EXPECT_EQ(create("video-file").text,
              "no plugin has the type \"video-file\"; install its plugin, or name its folder with add_directory() or "
              "WBM_PLUGIN_PATH");
    dir.write("odd.json", "{}");
    EXPECT_THAT(create("video-file").text, HasSubstr("1 plugin file(s) were refused, Registry::plugins() says why"));
    EXPECT_THAT(create(std::string("a\0b", 3)).text, HasSubstr("no plugin has the type \"a\\u0000b\""));
    EXPECT_THAT(create("\xff").text, HasSubstr("no plugin has the type \"...\""));
}

TEST(Registry, SaysThatALibraryIsMissing) {
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

TEST(Registry, FirstFolderHasTheType) {
    const TempDir dir;
    install(built, "recorder", dir / "a");
    install(built, "recorder", dir / "b", "other");
    Registry registry(only({dir / "b", dir / "a"}));
    EXPECT_EQ(registry.find("recorder")->library, dir / "b/other.so");
    const auto plugins = registry.plugins();
    ASSERT_EQ(plugins.size(), 2u);
    EXPECT_EQ(plugins[0].state, State::ready);
    EXPECT_EQ(plugins[1].state, State::shadowed);
    EXPECT_THAT(plugins[1].shadowed_types, ElementsAre("recorder", "recorder-reader"));
    EXPECT_EQ(plugins[1].reason, "every type of it is declared before by " + (dir / "b/other.json").string());
    EXPECT_EQ(registry.type_mapping().size(), 2u);
}

TEST(Registry, AddedFolderComesAfterTheGivenOnesAndTakesTypesOver) {
    const TempDir dir;
    install(built, "recorder", dir / "a");
    install(built, "recorder", dir / "b");
    install(built, "recorder", dir / "standard");
    setenv("WBM_PLUGIN_PATH", (dir / "standard/").c_str(), 1);
    RegistryOptions options = only({});
    options.search_standard_places = true;
    Registry registry(options);
    unsetenv("WBM_PLUGIN_PATH");
    registry.load("recorder");
    EXPECT_EQ(registry.find("recorder")->library, dir / "standard/recorder.so");
    registry.add_directory(dir / "b");
    registry.add_directory(dir / "a/");
    registry.load("recorder");
    EXPECT_EQ(registry.find("recorder")->library, dir / "b/recorder.so");
    EXPECT_TRUE(is_mapped(dir / "b/recorder.so"));
    EXPECT_FALSE(is_mapped(dir / "a/recorder.so"));
    EXPECT_EQ(refusal([&] { registry.add_directory("plugins"); }).text,
              "the plugin folder \"plugins\" is relative; give an absolute path");
}

TEST(Registry, StandardPlacesAreAbsoluteAndInOrder) {
    setenv("WBM_PLUGIN_PATH", "/x/one:relative::/x/two/:.:/x/one", 1);
    setenv("XDG_DATA_HOME", "/x/data", 1);
    const auto folders = standard_plugin_folders();
    unsetenv("WBM_PLUGIN_PATH");
    unsetenv("XDG_DATA_HOME");
    ASSERT_EQ(folders.size(), 4u);
    EXPECT_THAT(std::vector(folders.begin(), folders.begin() + 3),
                ElementsAre("/x/one", "/x/two", "/x/data/wbmedia/plugins"));
    EXPECT_TRUE(folders[3].native().ends_with("/wbmedia/plugins"));
    setenv("XDG_CACHE_HOME", "relative", 1);
    EXPECT_EQ(standard_cache_folder(), fs::path(getenv("HOME")) / ".cache/wbmedia");
    unsetenv("XDG_CACHE_HOME");
}

TEST(Registry, KnowsFilesByTheirLongestExtensionThenByTheirBytes) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    replace_in(install(built, "recorder", dir.path(), "zz"), "\"name\":", "\"name\" :");
    // A second plugin that claims the shorter extension under another name.
    std::string other = slurp(dir / "zz.json");
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"recorder\"", "\"shorter\""},
                                   {"\"recorder-reader\"", "\"short-reader\""},
                                   {"recorder/old", "shorter/old"},
                                   {"recorder_v0", "shorter_v0"},
                                   {"\".rec\"", "\".json\""},
                                   {"\".pts.rec\"", "\".txt\""},
                                   {"52454331", "52454399"}})
        other.replace(other.find(from), from.size(), to);
    write_file(dir / "zz.json", other);
    const Registry registry(only({dir.path()}));
    EXPECT_EQ(registry.type_of(path("a/b/scan.REC")), "recorder");
    EXPECT_EQ(registry.type_of(path("scan.pts.rec")), "recorder");
    EXPECT_EQ(registry.type_of(path("scan.rec.json")), "shorter");
    EXPECT_EQ(registry.type_of(path(".rec")), "");
    EXPECT_EQ(registry.type_of(path("scan.rec.gz")), "");
    EXPECT_EQ(registry.type_of(bytes(std::string_view("REC1..."))), "recorder");
    EXPECT_EQ(registry.type_of(bytes(std::string_view("REC"))), "");
    EXPECT_EQ(registry.type_of(bytes(std::string_view("RIFF....RECD"))), "recorder");
    EXPECT_EQ(registry.type_of(bytes(std::string_view("RIFF....WAVE"))), "");
    EXPECT_EQ(registry.type_of(path(dir.write("unnamed", "REC1"))), "recorder");
    EXPECT_EQ(registry.type_of(path(dir.write("empty", ""))), "");
    EXPECT_EQ(registry.type_of(path(dir.path())), "");
    EXPECT_EQ(registry.type_of(json_text("{}")), "");
}

TEST(Registry, CreatesByExtension) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    EXPECT_EQ(registry.create(path("x.rec"))->type(), "recorder");
    EXPECT_EQ(refusal([&] { (void)registry.create(path("/a/x.gone")); }).text,
              "no plugin claims files like \"x.gone\"; name the type that it is");
    EXPECT_EQ(refusal([&] { (void)registry.create(json_text("1")); }).text,
              "the type cannot be told from a JSON value; name the type that it is");
}

TEST(Registry, FindsAPluginThatWasInstalledLater) {
    const TempDir dir;
    fs::create_directories(dir / "later");
    Registry registry(only({dir / "later"}));
    FolderStore store(Store::Kind::run);
    const std::string json = R"({"_type":"recorder"})";
    EXPECT_FALSE(registry.init_from_json(json, store)->is_known());
    install(built, "recorder", dir / "later");
    // Tables ask for the same unknown type once a cell: that answer stays until something else makes it look again.
    EXPECT_FALSE(registry.init_from_json(json, store)->is_known());
    EXPECT_EQ(registry.type_of(path("x.rec")), "recorder");
    EXPECT_TRUE(registry.init_from_json(json, store)->is_known());
}

TEST(Registry, SeesAManifestThatWasWrittenOverInPlace) {
    const TempDir dir;
    const fs::path manifest = install(built, "recorder", dir.path());
    const std::string good = slurp(manifest);
    replace_in(manifest, "\"recorder-reader\"", "\"something-else\"");
    Registry registry(only({dir.path()}));
    EXPECT_TRUE(registry.find("something-else"));
    const auto before = fs::last_write_time(dir.path());
    write_file(manifest, good);
    ASSERT_EQ(fs::last_write_time(dir.path()), before);
    registry.load("recorder-reader");               // a miss looks at the manifests
    EXPECT_FALSE(registry.find("something-else"));  // and the old name is gone
}

TEST(Registry, RereadsTheManifestWhenItLoads) {
    const TempDir dir;
    const fs::path manifest = install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    replace_in(manifest, "\"recorder\"", "\"renamed\"");
    EXPECT_EQ(refusal([&] { registry.load("recorder"); }).status, Status::not_found);
    EXPECT_THAT(refusal([&] { registry.load("renamed"); }).text,
                HasSubstr("the manifest has the type \"renamed\" where the library has \"recorder\""));
}

TEST(Registry, PolicyIsCheckedBeforeAnyCodeRuns) {
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

TEST(Registry, ChecksInputsBeforeThePlugin) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    const auto create = [&](const Part& main, const std::vector<NamedPart>& parts = {},
                            std::string_view type = "recorder") {
        return refusal([&] { (void)registry.create(type, main, {}, parts); });
    };
    EXPECT_EQ(create(json_text("1")).text,
              "recorder: a JSON value is not accepted; give a path, bytes, an array, an Arrow stream or another value");
    EXPECT_EQ(create(json_text("1")).status, Status::unsupported);
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

TEST(Registry, ReleasesArrowStreamsWhateverHappens) {
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

TEST(Registry, RestoringNeedsAType) {
    Registry registry(only({}));
    const FolderStore store(Store::Kind::artifact);
    EXPECT_EQ(refusal([&] { (void)registry.init_from_json(R"({"a":1})", store); }).text,
              "the JSON object has no text member \"_type\", which says what the value is");
    EXPECT_THAT(refusal([&] { (void)registry.init_from_json("{oops", store); }).text,
                HasSubstr("the value's JSON is broken: JSON, line 1"));
    EXPECT_EQ(refusal([&] { (void)registry.init_from_json("[]", store); }).status, Status::invalid);
    EXPECT_EQ(registry.init_from_json(json::object{{"_type", "x"}}, store)->type(), "x");
}

TEST(Registry, ManyThreadsUseItAtOnce) {
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

// ---- compiled in

const wbm_plugin* compiled_in_plugin() {
    static const wbm_type type = [] {
        wbm_type t{};
        t.size = sizeof t;
        t.inputs = WBM_FROM_BYTES;
        t.name = "recorder";
        t.facts = R"({"extensions":[".rec"],"options":{"title":"here"}})";
        t.create = [](const wbm_input*, wbm_value** out, wbm_sink) -> wbm_status {
            *out = reinterpret_cast<wbm_value*>(new int(7));
            return WBM_OK;
        };
        t.from_json = [](wbm_str, const wbm_store*, wbm_value**, wbm_sink) -> wbm_status { return WBM_UNSUPPORTED; };
        t.to_json = [](const wbm_value*, const wbm_store*, wbm_sink json, wbm_sink) -> wbm_status {
            json.write(json.ctx, "{\"_type\":\"recorder\"}", 20);
            return WBM_OK;
        };
        t.equal = [](const wbm_value*, const wbm_value*) -> std::int32_t { return 1; };
        t.destroy = [](wbm_value* v) { delete reinterpret_cast<int*>(v); };
        return t;
    }();
    static const wbm_type* const types[] = {&type, nullptr};
    static const wbm_plugin plugin{sizeof plugin, WBM_ABI, "org.example.inside", "2.0.0", nullptr, nullptr, types};
    return &plugin;
}

TEST(Registry, CompiledInTypesComeFirst) {
    const TempDir dir;
    install(built, "recorder", dir.path());
    Registry registry(only({dir.path()}));
    registry.load("recorder");
    registry.add(compiled_in_plugin());
    registry.add(compiled_in_plugin());
    const auto types = registry.type_mapping();
    EXPECT_EQ(types.at("recorder").plugin, "org.example.inside");
    EXPECT_EQ(types.at("recorder").library, "");
    EXPECT_EQ(types.at("recorder").options.at("title"), "here");
    EXPECT_TRUE(types.at("recorder").loaded);
    EXPECT_EQ(types.at("recorder-reader").plugin, "org.example.recorder");
    EXPECT_THAT(registry.plugins().at(0).shadowed_types, ElementsAre("recorder"));
    EXPECT_EQ(registry.type_of(path("a.rec")), "recorder");
    FolderStore store(Store::Kind::run);
    EXPECT_EQ(registry.create("recorder", bytes(std::string_view("x")))->to_json_text(store),
              "{\"_type\":\"recorder\"}");
    EXPECT_EQ(registry.find("recorder/old")->plugin, "org.example.recorder");

    wbm_plugin broken = *compiled_in_plugin();
    broken.version = "two";
    EXPECT_EQ(refusal([&] { registry.add(&broken); }).text,
              "the plugin that is compiled in: its table is broken: version \"two\" is not a semantic version such as "
              "\"1.0.0\"");
    EXPECT_EQ(refusal([&] { registry.add(nullptr); }).status, Status::invalid);
}

TEST(Registry, StatesHaveNames) {
    EXPECT_EQ(to_string(State::ready), "ready");
    EXPECT_EQ(to_string(State::loaded), "loaded");
    EXPECT_EQ(to_string(State::shadowed), "shadowed");
    EXPECT_EQ(to_string(State::refused), "refused");
}

}  // namespace
}  // namespace wbm::test
