// Every plugin of this folder is wrong in one way. None may take the program down, and each gets a sentence that says
// what is wrong and where.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;
using State = PluginInfo::State;

const fs::path built = WBM_BAD_PLUGIN_DIR;

/// The manifest that the sound plugin has; a bad one that lies says the same of itself.
std::string sound_manifest(const std::string& library) {
    static const json::object described = describe_library(built / "sound.so");
    json::object manifest = described;
    manifest["library"] = library;
    return json::write(manifest);
}

class BadPlugins : public testing::Test {
protected:
    /// Copies a plugin into the folder, with the sound one's manifest.
    void put(const std::string& name) {
        fs::copy_file(built / (name + ".so"), library());
        put_manifest(sound_manifest("bad.so"));
    }
    void put_manifest(const std::string& text) { write_file(manifest(), text); }
    [[nodiscard]] fs::path library() const { return dir_ / "bad.so"; }
    [[nodiscard]] fs::path manifest() const { return dir_ / "bad.json"; }

    /// What is said after `type "bad-file" is declared by <manifest>, but `.
    [[nodiscard]] std::string load_error(Registry& registry) const {
        const Refusal refused = refusal([&] { (void)registry.create("bad-file", bytes(std::string_view("x"))); });
        const std::string start = "type \"bad-file\" is declared by " + manifest().string() + ", but ";
        EXPECT_THAT(refused.text, StartsWith(start));
        EXPECT_NE(refused.status, Status::ok);
        return refused.text.substr(std::min(start.size(), refused.text.size()));
    }
    /// The same, asked twice, and what plugins() then says.
    [[nodiscard]] std::string load_error() const {
        Registry registry(only({dir_.path()}));
        EXPECT_EQ(registry.plugins().at(0).state, State::ready);
        std::string error = load_error(registry);
        EXPECT_EQ(load_error(registry), error);
        EXPECT_EQ(registry.plugins().at(0).state, State::refused);
        EXPECT_EQ(registry.plugins().at(0).reason, error);
        return error;
    }
    [[nodiscard]] std::string describe_error() const {
        return refusal([&] { (void)describe_library(library()); }).text;
    }
    /// Why plugins() refuses the only plugin found.
    [[nodiscard]] std::string listed_reason() const {
        const Registry registry(only({dir_.path()}));
        const auto plugins = registry.plugins();
        EXPECT_EQ(plugins.size(), 1u);
        EXPECT_EQ(plugins.at(0).state, State::refused);
        return plugins.at(0).reason;
    }

    TempDir dir_;
};

TEST_F(BadPlugins, TheSoundOneIsFine) {
    put("sound");
    Registry registry(only({dir_.path()}));
    EXPECT_EQ(registry.create("bad-file", bytes(std::string_view("x")))->type(), "bad-file");
    EXPECT_EQ(describe_error(), "");
}

TEST_F(BadPlugins, NoSymbol) {
    put("no_symbol");
    const std::string error =
        library().string() +
        " does not define wbm_plugin_v1; it is not a wbmedia plugin, or it does not export its entry";
    EXPECT_EQ(load_error(), error);
    EXPECT_EQ(describe_error(), error);
}

/// Tables that are broken: the same words when the plugin is loaded and when it is described.
struct BrokenTable {
    const char* name;
    const char* error;
};
void PrintTo(const BrokenTable& table, std::ostream* out) { *out << table.name; }

class BrokenTables : public BadPlugins, public testing::WithParamInterface<BrokenTable> {};

TEST_P(BrokenTables, AreNamedByTheirField) {
    put(GetParam().name);
    const std::string error = library().string() + ": its table is broken: " + GetParam().error;
    EXPECT_EQ(load_error(), error);
    EXPECT_EQ(describe_error(), error);
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenTables,
    testing::Values(
        BrokenTable{"wrong_abi",
                    "abi is 2, but this build speaks 1; rebuild the plugin with this version's wbm/plugin.h"},
        BrokenTable{"short_plugin", "size is 40, but wbm_plugin has at least 48 bytes; set it to sizeof(wbm_plugin)"},
        BrokenTable{"short_type",
                    "types[0].size is 48, but wbm_type has at least 80 bytes; set it to sizeof(wbm_type)"},
        BrokenTable{"null_table", "the entry gave no table (null)"},
        BrokenTable{"missing_slot", "types[0].to_json is null; every type needs it"},
        BrokenTable{"duplicate_type", "types[1].name \"bad-file\" comes twice; names and aliases must be unique"},
        BrokenTable{
            "bad_facts",
            "types[0].facts is not a JSON object: JSON, line 1, column 2: expected a key in double quotes, found '''"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST_F(BadPlugins, ManifestThatLies) {
    put("sound");
    std::string text = sound_manifest("bad.so");
    text.replace(text.find("bad-file"), 8, "good-one");
    put_manifest(text);
    Registry registry(only({dir_.path()}));
    EXPECT_EQ(refusal([&] { registry.load("good-one"); }).text,
              "type \"good-one\" is declared by " + manifest().string() +
                  ", but the manifest has the type \"good-one\" where the library has \"bad-file\"; write it again "
                  "with `wbm-plugin describe "
                  "bad.so --output bad.json`, and restart a program that has an older version open");
    EXPECT_EQ(refusal([&] { registry.load("bad-file"); }).status, Status::not_found);
}

TEST_F(BadPlugins, ThrowsInItsEntry) {
    put("throws_in_entry");
    const std::string error =
        library().string() + " threw a C++ exception from wbm_plugin_v1 (not today); the entry returns static data";
    EXPECT_EQ(load_error(), error);
    EXPECT_EQ(describe_error(), error);
}

TEST_F(BadPlugins, CrashesInItsEntry) {
    put("crashes_in_entry");
    EXPECT_EQ(describe_error(), library().string() + " crashed with SIGSEGV while it was described");
}

TEST_F(BadPlugins, EndsTheProgramInItsEntry) {
    put("exits_in_entry");
    EXPECT_EQ(describe_error(), library().string() + " ended the process with code 3 while it was described");
}

TEST_F(BadPlugins, NeverReturnsFromItsEntry) {
    put("hangs_in_entry");
    EXPECT_EQ(describe_error(), library().string() + " did not return within 10 s while it was described");
}

TEST_F(BadPlugins, OutputOfAnEntryDoesNotMixWithTheResult) {
    put("floods_output");
    testing::internal::CaptureStdout();
    EXPECT_EQ(describe_error(), "");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST_F(BadPlugins, DoesNotStart) {
    put("start_fails");
    EXPECT_EQ(load_error(), "org.example.bad 1.0.0 did not start: no licence was found");
    EXPECT_EQ(describe_error(), "");  // describing starts nothing
}

TEST_F(BadPlugins, MissingDependency) {
    put("missing_dependency");
    const std::string error =
        library().string() + " cannot be loaded: libgone.so: cannot open shared object file: No such file or directory";
    EXPECT_EQ(load_error(), error);
    EXPECT_EQ(describe_error(), error);
}

TEST_F(BadPlugins, UndefinedSymbol) {
    put("undefined_symbol");
    const std::string error =
        library().string() + " cannot be loaded: " + library().string() + ": undefined symbol: nobody_defines_this";
    EXPECT_EQ(load_error(), error);
    EXPECT_EQ(describe_error(), error);
}

TEST_F(BadPlugins, NotALibrary) {
    const std::string error = library().string() + " is not a shared library for this machine; build the plugin again";
    const std::string elf = slurp(built / "sound.so");
    for (const std::string& content :
         {std::string("just text"), std::string(), elf.substr(0, 40), elf.substr(0, 4) + std::string(100, 'x')}) {
        const TempDir fresh;
        write_file(fresh / "bad.so", content);
        write_file(fresh / "bad.json", sound_manifest("bad.so"));
        Registry registry(only({fresh.path()}));
        EXPECT_THAT(refusal([&] { registry.load("bad-file"); }).text,
                    HasSubstr("bad.so is not a shared library for this machine"));
    }
    write_file(library(), "just text");
    put_manifest(sound_manifest("bad.so"));
    EXPECT_EQ(load_error(), error);
    EXPECT_EQ(describe_error(), error);
}

TEST_F(BadPlugins, AFolderInPlaceOfTheLibrary) {
    fs::create_directories(library());
    put_manifest(sound_manifest("bad.so"));
    EXPECT_EQ(listed_reason(), "its library is not a regular file");
    EXPECT_NE(describe_error(), "");
}

TEST_F(BadPlugins, AnybodyMayWriteToIt) {
    put("sound");
    const std::string advice = "; take that right away (chmod o-w) and check what it holds";
    const auto reason_with = [&](const fs::path& file, mode_t mode) {
        const mode_t before = fs::is_directory(file) ? 0700 : 0600;
        ::chmod(file.c_str(), mode);
        const std::string reason = listed_reason();
        // Also when the right was given after the registry had looked.
        ::chmod(file.c_str(), before);
        Registry registry(only({dir_.path()}));
        ::chmod(file.c_str(), mode);
        EXPECT_EQ(load_error(registry), reason);
        ::chmod(file.c_str(), before);
        EXPECT_EQ(refusal([&] { registry.load("bad-file"); }).text, "");
        return reason;
    };
    EXPECT_EQ(reason_with(library(), 0666), "anybody may write to its library" + advice);
    EXPECT_EQ(reason_with(manifest(), 0606), "anybody may write to the manifest" + advice);
    EXPECT_EQ(reason_with(dir_.path(), 01777),
              "anybody may write to the folder \"" + dir_.path().string() + "\"" + advice);
}

TEST_F(BadPlugins, LibraryOutsideItsFolder) {
    const TempDir outside;
    fs::copy_file(built / "sound.so", outside / "sound.so");
    put_manifest(sound_manifest("../" + outside.path().filename().string() + "/sound.so"));
    EXPECT_THAT(listed_reason(),
                HasSubstr("sound.so\" is not a bare file name; the library stands beside its manifest"));
    put_manifest(sound_manifest((outside / "sound.so").string()));
    EXPECT_THAT(listed_reason(), HasSubstr("is not a bare file name; the library stands beside its manifest"));
    fs::create_symlink(outside / "sound.so", library());
    put_manifest(sound_manifest("bad.so"));
    EXPECT_EQ(listed_reason(), "its library is a link that leads out of its folder; put the file itself there");
    Registry registry(only({dir_.path()}));
    EXPECT_EQ(load_error(registry), "its library is a link that leads out of its folder; put the file itself there");
}

TEST_F(BadPlugins, HugeManifest) {
    put("sound");
    put_manifest(sound_manifest("bad.so") + std::string(limits::plugin_manifest_bytes, ' '));
    EXPECT_THAT(Registry(only({dir_.path()})).plugins().at(0).reason,
                HasSubstr(std::to_string(limits::plugin_manifest_bytes)));
    fs::resize_file(manifest(), std::uintmax_t{1} << 40);  // takes no room, and no time to refuse
    EXPECT_THAT(Registry(only({dir_.path()})).plugins().at(0).reason,
                HasSubstr(std::to_string(limits::plugin_manifest_bytes)));
}

TEST_F(BadPlugins, NoManifest) {
    put("sound");
    fs::remove(manifest());
    EXPECT_EQ(listed_reason(), "it has no manifest; write one with `wbm-plugin describe bad.so --output bad.json`");
}

}  // namespace
}  // namespace wbm::test
