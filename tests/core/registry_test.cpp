// Registry: which types there are, who has them, and what it says when there is none.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/error.hpp>

#include <cstdlib>

#include "did_you_mean.hpp"
#include "plugins/folder_store.hpp"
#include "plugins/installed.hpp"
#include "standard_places.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using State = PluginInfo::State;

const fs::path built = WBM_TEST_PLUGIN_DIR;

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

TEST(Registry, NearestNameCountsEdits) {
    const std::vector<std::string_view> names{"table", "image-file", "object3D-file"};
    EXPECT_EQ(nearest_name("tabel", names), "table");  // two letters in the wrong order are one edit
    EXPECT_EQ(nearest_name("imagefile", names), "image-file");
    EXPECT_EQ(nearest_name("Object3d-file", names), "object3D-file");
    EXPECT_EQ(nearest_name("video", names), "");
    EXPECT_EQ(nearest_name("", names), "");
    EXPECT_EQ(nearest_name(std::string(100'000, 'x'), names), "");
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
