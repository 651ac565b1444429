#include "store_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include "temp_dir.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// The error of a call that must be refused as invalid.
template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const MediaError& e) {
        EXPECT_EQ(e.status(), Status::invalid) << e.what();
        return e.what();
    }
    return "not refused";
}

TEST(StorePath, Normalises) {
    EXPECT_EQ(normalise_path("a//b/"), "a/b");  // W408
    EXPECT_EQ(normalise_path("./a"), "a");
    EXPECT_EQ(normalise_path("a/./b"), "a/b");
    EXPECT_EQ(normalise_path(""), ".");
    EXPECT_EQ(normalise_path("."), ".");
    EXPECT_EQ(normalise_path("./"), ".");
    EXPECT_EQ(normalise_path("/a//b"), "/a/b");
    EXPECT_EQ(normalise_path("a/../b"), "a/../b");
    EXPECT_EQ(normalise_path("a\\b"), "a\\b");
}

TEST(StorePath, RefusesWhatLeavesTheStore) {  // W409
    for (const std::string path : {"", ".", "../f", "a/../b", "a/..", "..", "/f", "//f", "\\f", "C:\\f", "C:f",
                                   "c:", "a\\..\\b", "a/..\\b", "..\\f"})
        EXPECT_THAT(refusal([&] { (void)store_path(path); }), HasSubstr("give a relative path inside the store"))
            << path;
    EXPECT_THAT(refusal([] { (void)store_path(std::string_view("a\0b", 3)); }), HasSubstr("\"a\\x00b\": it has a NUL"));
    EXPECT_THAT(refusal([] { (void)store_path("a/\xff"); }), HasSubstr("not UTF-8"));
    EXPECT_EQ(refusal([] { (void)store_path("x/../y"); }),
              "path \"x/../y\": a component \"..\" could leave the store; give a relative path inside the store");
}

TEST(StorePath, Accepts) {  // W410
    for (const std::string path :
         {"a", "a\\b", "\xc3\xbcn\xc3\xaf", "a b", "...", "a..b/c", "..a", ".hidden", "1:x", "ab:c"})
        EXPECT_EQ(store_path(path), path);
}

TEST(StorePath, BoundsLengths) {
    const std::string component(limits::path_component_bytes, 'a');
    EXPECT_EQ(store_path("d/" + component), "d/" + component);
    EXPECT_THAT(refusal([&] { (void)store_path("d/" + component + "a"); }),
                HasSubstr("a component is longer than 255"));
    EXPECT_EQ(store_path(component + "a", PathUse::reference), component + "a");
    std::string path;
    while (path.size() + 2 <= limits::path_bytes) path += "a/";
    path.resize(limits::path_bytes, 'b');
    EXPECT_NO_THROW(check_store_path(path));
    EXPECT_THAT(refusal([&] { check_store_path(path + "b"); }), HasSubstr("longer than 4096 bytes"));
    EXPECT_THAT(refusal([&] { check_store_path(path + "b", PathUse::reference); }),
                HasSubstr("longer than 4096 bytes"));
}

TEST(StorePath, SafeKeys) {  // W065 to W067
    EXPECT_EQ(safe_key("/o/"), "o/");
    EXPECT_EQ(safe_key("../mol"), "__/mol");
    EXPECT_EQ(safe_key("a/./b"), "a/_/b");
    EXPECT_EQ(safe_key("a..b"), "a..b");
    EXPECT_EQ(safe_key("////image"), "image");
    EXPECT_EQ(safe_key("my///image"), "my///image");
    EXPECT_EQ(safe_key("."), "_");
    EXPECT_EQ(safe_key(".."), "__");
    EXPECT_EQ(safe_key("a/../b"), "a/__/b");
    EXPECT_EQ(safe_key("../.."), "__/__");
    EXPECT_EQ(safe_key(""), "");
}

TEST(StorePath, ExtensionsKeepTheirCase) {  // W064
    EXPECT_EQ(extension_of("d.x/X.PNG"), ".PNG");
    EXPECT_EQ(extension_of("a.tar.gz"), ".gz");
    EXPECT_EQ(extension_of("none"), "");
    EXPECT_EQ(extension_of("d.x/none"), "");
    EXPECT_EQ(extension_of(".bashrc"), "");
}

TEST(StorePath, Quotes) {
    EXPECT_EQ(quoted("a b"), "\"a b\"");
    EXPECT_EQ(quoted("a\"\n\x7f"), "\"a\\\"\\x0a\\x7f\"");
    EXPECT_EQ(quoted("\xc3\xa9"), "\"\xc3\xa9\"");
    EXPECT_EQ(quoted("\xc3"), "\"\\xc3\"");
    const std::string long_text = quoted(std::string(5000, 'x'));
    EXPECT_LT(long_text.size(), 220U);
    EXPECT_TRUE(long_text.ends_with("...\""));
    std::string umlauts;
    for (int i = 0; i < 500; ++i) umlauts += "\xc3\xa9";
    EXPECT_TRUE(quoted(umlauts).ends_with("\xc3\xa9...\""));
}

TEST(ResolveInside, GivesTheAbsolutePath) {
    const test::TempDir dir;
    EXPECT_EQ(resolve_inside(dir.path(), "a/b.txt"), dir / "a/b.txt");
    dir.write("a/b.txt", "x");
    EXPECT_EQ(resolve_inside(dir.path(), "a/b.txt"), dir / "a/b.txt");
    EXPECT_THAT(refusal([&] { (void)resolve_inside(dir.path(), "../x"); }), HasSubstr("\"..\""));
    EXPECT_THAT(refusal([&] { (void)resolve_inside(dir.path(), "/etc/passwd"); }), HasSubstr("absolute"));
}

TEST(ResolveInside, RefusesLinksThatLeadOut) {
    const test::TempDir dir;
    dir.write("outside/secret", "x");
    dir.write("store/in/file", "x");
    dir.write("store-too/file", "x");
    const fs::path store = dir / "store";
    fs::create_directory_symlink(dir / "outside", store / "folder");
    fs::create_symlink(dir / "outside/secret", store / "file");
    fs::create_symlink("../outside/secret", store / "relative");
    fs::create_symlink(dir / "store-too/file", store / "prefix");
    fs::create_symlink("nowhere", store / "dangling");
    fs::create_symlink("loop", store / "loop");
    fs::create_directory_symlink("..", store / "up");
    for (const char* path :
         {"folder/secret", "folder/new", "file", "relative", "prefix", "up/outside/secret", "up/store/in/file"})
        EXPECT_THAT(refusal([&] { (void)resolve_inside(store, path); }), HasSubstr("leads out of the store")) << path;
    for (const char* path : {"dangling", "loop", "loop/x"})
        EXPECT_THAT(refusal([&] { (void)resolve_inside(store, path); }), HasSubstr("leads nowhere")) << path;
}

TEST(ResolveInside, FollowsLinksThatStayInside) {
    const test::TempDir dir;
    dir.write("store/in/file", "x");
    const fs::path store = dir / "store";
    fs::create_directory_symlink("in", store / "link");
    EXPECT_EQ(resolve_inside(store, "link/file"), store / "link/file");
    fs::create_directory_symlink(store, dir / "alias");  // the store itself may be reached by a link
    EXPECT_EQ(resolve_inside(dir / "alias", "link/file"), dir / "alias/link/file");
}

}  // namespace
}  // namespace wbm
