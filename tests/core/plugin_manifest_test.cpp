// Manifest files: what is read, what is refused and how that is said.
#include "plugin_manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/plugin.h>
#include <wbm/limits.hpp>

#include <sys/stat.h>

#include "manifest_check.hpp"
#include "plugin_folder.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

json::object good() {
    return json::read_object(
        R"({"manifest":1,"id":"org.example.x","version":"1.0.0-rc.1+7","abi":1,"library":"x.so","sha256":"..","future":[1],"types":[)"
        R"({"name":"object3D-file","aliases":["images/separated","a_b"],"inputs":["path","url","telepathy"],"abilities":["tensor","later"],)"
        R"("extensions":[".PNG",".pts.json"],"magic":[{"offset":0,"hex":"89504E47"},{"offset":0,"hex":"52","and":[{"offset":8,"hex":"57"}]}],)"
        R"("batch":"images/separated","run_type":"x-run","options":{"type":"object"},"description":"an x","later":1}]})");
}

Refusal parse(const json::object& manifest) {
    return refusal([&] { (void)parse_manifest(json::write(manifest)); });
}

TEST(PluginManifest, IsRead) {
    const PluginManifest manifest = parse_manifest(json::write(good()));
    EXPECT_EQ(manifest.id, "org.example.x");
    EXPECT_EQ(manifest.version, "1.0.0-rc.1+7");
    EXPECT_EQ(manifest.library, "x.so");
    ASSERT_EQ(manifest.types.size(), 1u);
    const ManifestType& type = manifest.types[0];
    EXPECT_EQ(type.name, "object3D-file");
    EXPECT_THAT(type.aliases, ElementsAre("images/separated", "a_b"));
    EXPECT_EQ(type.inputs, std::uint32_t{WBM_FROM_PATH | WBM_FROM_URL});  // what a later host knows is left out
    EXPECT_THAT(type.extensions, ElementsAre(".png", ".pts.json"));
    ASSERT_EQ(type.magics.size(), 2u);
    EXPECT_EQ(type.magics[0][0].bytes, "\x89PNG");
    ASSERT_EQ(type.magics[1].size(), 2u);
    EXPECT_EQ(type.magics[1][1].offset, 8u);
    EXPECT_EQ(type.batch, "images/separated");
}

struct Broken {
    const char* pointer;
    const char* json;  ///< nullptr: remove it
    const char* text;
};

void PrintTo(const Broken& broken, std::ostream* out) {
    *out << broken.pointer << " = " << (broken.json ? broken.json : "nothing");
}

class BrokenManifest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenManifest, IsRefusedByTheFieldsName) {
    const Broken& broken = GetParam();
    json::object manifest = good();
    const std::string pointer = broken.pointer;
    const std::size_t slash = pointer.rfind('/');
    json::object& holder = slash == std::string::npos ? manifest : manifest.at("types").at(0).as_object();
    const std::string key = slash == std::string::npos ? pointer : pointer.substr(slash + 1);
    if (broken.json == nullptr)
        holder.erase(key);
    else
        holder[key] = json::read(broken.json);
    const Refusal refused = parse(manifest);
    EXPECT_EQ(refused.status, Status::invalid);
    EXPECT_EQ(refused.text, broken.text);
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenManifest,
    testing::Values(
        Broken{"manifest", "2", "manifest must be 1, the only version this build knows"},
        Broken{"manifest", nullptr, "manifest is missing"}, Broken{"id", "1", "id must be text"},
        Broken{"id", "\"nodots\"", "id \"nodots\" is not a reverse domain name such as \"com.example.pointcloud\""},
        Broken{"id", "\"a..b\"", "id \"a..b\" is not a reverse domain name such as \"com.example.pointcloud\""},
        Broken{"version", "\"1.0\"", "version \"1.0\" is not a semantic version such as \"1.0.0\""},
        Broken{"version", "\"1.0.01\"", "version \"1.0.01\" is not a semantic version such as \"1.0.0\""},
        Broken{"version", "\"1.0.0-\"", "version \"1.0.0-\" is not a semantic version such as \"1.0.0\""},
        Broken{"abi", "2", "abi is not 1, the only one this build speaks; rebuild the plugin"},
        Broken{"library", nullptr, "library is missing; it names the plugin's file beside the manifest"},
        Broken{"library", "\"../x.so\"",
               "library \"../x.so\" is not a bare file name; the library stands beside its manifest"},
        Broken{"library", "\"/x.so\"",
               "library \"/x.so\" is not a bare file name; the library stands beside its manifest"},
        Broken{"library", "\"..\"", "library \"..\" is not a bare file name; the library stands beside its manifest"},
        Broken{"library", "\"\"", "library \"\" is not a bare file name; the library stands beside its manifest"},
        Broken{"library", "\"x\\u0000.so\"",
               "library \"x\\x00.so\" is not a bare file name; the library stands beside its manifest"},
        Broken{"types", "{}", "types must be a list"},
        Broken{"types", "[]", "types is empty; a plugin has at least one type"},
        Broken{"types", "[1]", "types[0] must be an object"}, Broken{"types/name", nullptr, "types[0].name is missing"},
        Broken{"types/name", "\"a b\"",
               "types[0].name \"a b\" is not a type name; use 1 to 128 letters, digits, '-', '_' and '/'"},
        Broken{"types/name", "\"\"",
               "types[0].name \"\" is not a type name; use 1 to 128 letters, digits, '-', '_' and '/'"},
        Broken{"types/aliases", "[\"object3D-file\"]",
               "types[0].aliases[0] \"object3D-file\" comes twice; names and aliases must be unique"},
        Broken{"types/aliases", "[1]", "types[0].aliases[0] must be text"},
        Broken{"types/inputs", "\"path\"", "types[0].inputs must be a list"},
        Broken{"types/inputs", "[1]", "types[0].inputs must be a list of texts"},
        Broken{"types/abilities", nullptr, "types[0].abilities is missing"},
        Broken{"types/extensions", "[\"png\"]",
               "types[0].extensions \"png\" is not a file extension; write it with its dot, such as \".png\""},
        Broken{"types/extensions", "[\".a/b\"]",
               "types[0].extensions \".a/b\" is not a file extension; write it with its dot, such as \".png\""},
        Broken{"types/magic", "[1]", "types[0].magic[0] must be an object such as {\"offset\":0,\"hex\":\"89504e47\"}"},
        Broken{"types/magic", "[{\"offset\":0,\"hex\":\"123\"}]",
               "types[0].magic[0].hex must be pairs of hexadecimal digits"},
        Broken{"types/magic", "[{\"offset\":0,\"hex\":\"zz\"}]",
               "types[0].magic[0].hex must be pairs of hexadecimal digits"},
        Broken{"types/magic", "[{\"offset\":-1,\"hex\":\"12\"}]",
               "types[0].magic[0].offset must be a whole number so that the bytes end within the first 4096"},
        Broken{"types/magic", "[{\"offset\":4096,\"hex\":\"12\"}]",
               "types[0].magic[0].offset must be a whole number so that the bytes end within the first 4096"},
        Broken{"types/magic", "[{\"offset\":0,\"hex\":\"12\",\"and\":[{\"hex\":\"12\"}]}]",
               "types[0].magic[0].and.offset is missing"},
        Broken{"types/batch", "1", "types[0].batch must be the `_type` that is written, such as \"images/separated\""},
        Broken{"types/run_type", "\"a b\"",
               "types[0].run_type must be the `_type` that is written, such as \"images/separated\""},
        Broken{"types/options", "[]", "types[0].options must be an object: the JSON schema of create()'s options"},
        Broken{"types/description", "1", "types[0].description must be text"}));

TEST(PluginManifest, TextThatIsNotOneObjectIsRefused) {
    for (const char* text : {"", "[]", "{", "{\"manifest\":1,\"manifest\":1}", "{} {}"})
        EXPECT_THAT(refusal([&] { (void)parse_manifest(text); }).text, HasSubstr("it is not a JSON object: "));
    EXPECT_EQ(refusal([&] { (void)parse_manifest(std::string(limits::plugin_manifest_bytes + 1, ' ')); }).status,
              Status::invalid);
    EXPECT_EQ(refusal([&] { (void)parse_manifest(std::string(100'000, '[')); }).status, Status::invalid);
}

TEST(PluginManifest, ManyTypesAndNamesAreBounded) {
    json::object manifest = good();
    json::array types;
    for (std::size_t i = 0; i <= plugin_table::max_types; ++i)
        types.push_back(
            json::object{{"name", "t" + std::to_string(i)}, {"inputs", json::array()}, {"abilities", json::array()}});
    manifest["types"] = types;
    EXPECT_EQ(parse(manifest).text, "types has more than 1024 types");
    types.pop_back();
    manifest["types"] = types;
    EXPECT_EQ(parse(manifest).text, "");
    manifest = good();
    manifest.at("types").at(0).as_object()["name"] = std::string(129, 'a');
    EXPECT_THAT(parse(manifest).text, HasSubstr("is not a type name"));
}

TEST(PluginManifest, FilesAreLookedAtFirst) {
    const TempDir dir;
    const auto read = [&](const char* name) { return refusal([&] { (void)read_manifest(dir / name); }); };
    EXPECT_EQ(read("gone.json").status, Status::not_found);
    fs::create_directories(dir / "folder.json");
    EXPECT_EQ(read("folder.json").text, "the manifest is not a regular file");
    ASSERT_EQ(mkfifo((dir / "pipe.json").c_str(), 0600), 0);
    EXPECT_EQ(read("pipe.json").text, "the manifest is not a regular file");
    dir.write("open.json", json::write(good()));
    ::chmod((dir / "open.json").c_str(), 0666);
    EXPECT_EQ(read("open.json").text,
              "anybody may write to the manifest; take that right away (chmod o-w) and check what it holds");
    ::chmod((dir / "open.json").c_str(), 0644);
    EXPECT_EQ(read("open.json").text, "");
    // Two gigabytes that take no room: refused by their size, not after reading them.
    dir.write("huge.json", "{}");
    fs::resize_file(dir / "huge.json", std::uintmax_t{1} << 31);
    EXPECT_EQ(read("huge.json").status, Status::invalid);
}

TEST(PluginManifest, LinksStayInTheirFolder) {
    const TempDir dir;
    dir.write("out/x.json", json::write(good()));
    dir.write("in/real.json", json::write(good()));
    fs::create_symlink(dir / "out/x.json", dir / "in/x.json");
    fs::create_symlink("real.json", dir / "in/y.json");
    fs::create_symlink("gone.json", dir / "in/z.json");
    EXPECT_EQ(refusal([&] { (void)read_manifest(dir / "in/x.json"); }).text,
              "the manifest is a link that leads out of its folder; put the file itself there");
    EXPECT_EQ(refusal([&] { (void)read_manifest(dir / "in/y.json"); }).text, "");
    EXPECT_EQ(refusal([&] { (void)read_manifest(dir / "in/z.json"); }).status, Status::not_found);
}

TEST(PluginManifest, DifferencesAreNamed) {
    const json::object is = good();
    EXPECT_EQ(difference(good(), is), "");
    const auto change = [&](const char* key, const char* text) {
        json::object says = good();
        says.at("types").at(0).as_object()[key] = json::read(text);
        return difference(says, is);
    };
    EXPECT_EQ(change("inputs", "[\"url\",\"path\",\"more\"]"), "");  // in any order, with names of a later build
    EXPECT_EQ(change("abilities", "[\"tensor\",\"preview\"]"), "");
    EXPECT_EQ(change("later", "2"), "");
    EXPECT_EQ(change("inputs", "[\"path\"]"), "the manifest's `inputs` of \"object3D-file\" are not the library's");
    EXPECT_EQ(change("abilities", "[]"), "the manifest's `abilities` of \"object3D-file\" are not the library's");
    EXPECT_EQ(change("extensions", "[\".exe\"]"),
              "the manifest's `extensions` of \"object3D-file\" is not the library's");
    EXPECT_EQ(change("name", "\"y\""), "the manifest has the type \"y\" where the library has \"object3D-file\"");
    json::object says = good();
    says["version"] = "9.9.9";
    EXPECT_EQ(difference(says, is), "the manifest's version is \"9.9.9\", the library's is \"1.0.0-rc.1+7\"");
    says = good();
    says.at("types").as_array().push_back(json::object{{"name", "more"}});
    EXPECT_EQ(difference(says, is), "the manifest has the type \"more\", the library has not");
    EXPECT_EQ(difference(is, says), "the library has the type \"more\", the manifest has not");
    says = good();
    says.at("types").at(0).as_object().erase("magic");
    EXPECT_EQ(difference(says, is), "the manifest's `magic` of \"object3D-file\" is not the library's");
}

TEST(PluginFolder, ListsManifestsAndLibrariesWithoutOne) {
    const TempDir dir;
    dir.write("b.json", json::write(good()));
    dir.write("x.so", "");
    dir.write("a.json", "nonsense");
    dir.write("lonely.so", "");
    dir.write(".hidden.json", "nonsense");
    dir.write("notes.txt", "");
    const auto found = scan_folder(dir.path());
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].manifest, "a.json");
    EXPECT_THAT(found[0].reason, HasSubstr("it is not a JSON object"));
    EXPECT_EQ(found[1].manifest, "b.json");
    EXPECT_EQ(found[1].reason, "");
    EXPECT_EQ(found[2].library, "lonely.so");
    EXPECT_EQ(found[2].reason,
              "it has no manifest; write one with `wbm-plugin describe lonely.so --output lonely.json`");
    EXPECT_TRUE(scan_folder(dir / "none").empty());
    EXPECT_TRUE(scan_folder(dir / "b.json").empty());
}

}  // namespace
}  // namespace wbm::test
