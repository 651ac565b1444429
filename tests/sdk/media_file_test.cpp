#include <wbm/sdk.hpp>
#include <wbm/testing/fake_store.hpp>

#include <gtest/gtest.h>

#include <sys/stat.h>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using testing::FakeStore;

template <class Call>
std::string error_of(wbm_status status, const Call& call) {
    try {
        (void)call();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status);
        return e.what();
    }
    return "no error";
}

std::string json_text(const json::object& o) { return json::write(o); }

TEST(MediaFile, KeepsAUsersFile) {
    const test::TempDir dir;
    const auto path = dir.write("archive.tar.GZ", "content");
    const MediaFile file = MediaFile::of_path(path.string());
    EXPECT_EQ(file.extension(), ".GZ");
    EXPECT_EQ(file.path(), path.string());
    EXPECT_EQ(file.bytes(), nullptr);
    EXPECT_EQ(file.read(), "content");
    EXPECT_EQ(file.head(3), "con");
    EXPECT_EQ(file.head(100), "content");
    const FakeStore artifact(WBM_ARTIFACT);
    EXPECT_EQ(text(file.keep(artifact.store(), "media/x"), "path"), "media/x/ed7002b439e9ac845f22/archive.tar.GZ");
    EXPECT_EQ(artifact.added().at(0).extension, "");
}

TEST(MediaFile, KeepsBytes) {
    const MediaFile file = MediaFile::of_bytes("<p>", ".html");
    EXPECT_EQ(file.path(), "");
    ASSERT_NE(file.bytes(), nullptr);
    EXPECT_EQ(file.read(), "<p>");
    EXPECT_EQ(file.head(2), "<p");
    EXPECT_EQ(file.extension(), ".html");
    const FakeStore run(WBM_RUN);
    EXPECT_EQ(json_text(file.keep(run.store(), "media/html")),
              R"({"sha256":"33f2799467177287a29260780a107ac98ea63dd6165f67fcc0d74767d0a82090","size":3,)"
              R"("path":"media/html/key_0_33f2799467177287a292.html"})");
}

TEST(MediaFile, ReadsWhatItKept) {
    const FakeStore run(WBM_RUN);
    const MediaFile made = MediaFile::of_bytes("<p>", ".html");
    const json::object j = made.keep(run.store(), "media/html");
    const MediaFile back = MediaFile::of_json(j, run.store());
    EXPECT_EQ(back, made);
    EXPECT_EQ(back.extension(), ".html");
    EXPECT_EQ(back.size(), 3U);
    EXPECT_EQ(back.sha256(), text(j, "sha256"));
    EXPECT_EQ(made.size(), std::nullopt);
    EXPECT_EQ(made.sha256(), "");
}

TEST(MediaFile, ChecksTheMembersOfJson) {
    const FakeStore run(WBM_RUN);
    run.put("a.txt", "x");
    EXPECT_EQ(error_of(WBM_NOT_FOUND, [&] { return MediaFile::of_json({}, run.store()); }), "\"path\" is missing");
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           return MediaFile::of_json({{"path", 3}}, run.store());
                       }),
              "\"path\" must be text, it is 3");
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           return MediaFile::of_json({{"path", "a.txt"}, {"sha256", 1}}, run.store());
                       }),
              "\"sha256\" must be text, it is 1");
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           return MediaFile::of_json({{"path", "a.txt"}, {"size", "1"}}, run.store());
                       }),
              "\"size\" must be an integer, it is \"1\"");
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           return MediaFile::of_json({{"path", "a.txt"}, {"size", -1}}, run.store());
                       }),
              "\"size\" must be a number of bytes, it is -1");
    EXPECT_THROW((void)MediaFile::of_json({{"path", "b.txt"}}, run.store()), Error);
    EXPECT_EQ(MediaFile::of_json({{"path", "a.txt"}}, run.store()).read(), "x");
}

TEST(MediaFile, TellsItsFacts) {
    json::object fields{{"caption", "c"}};
    MediaFile::of_bytes("hello", ".txt").add_facts(fields);
    EXPECT_EQ(json_text(fields), R"({"caption":"c","size":5})");
    const FakeStore artifact(WBM_ARTIFACT);
    const json::object kept = MediaFile::of_bytes("hello", ".txt").keep(artifact.store(), "media/x");
    json::object read;
    MediaFile::of_json(kept, artifact.store()).add_facts(read);
    EXPECT_EQ(json_text(read), R"({"sha256":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"})");
    json::object own;
    const test::TempDir dir;
    MediaFile::of_path(dir.write("a.txt", "hello").string()).add_facts(own);
    EXPECT_TRUE(own.empty());  // nothing is hashed for that
}

TEST(MediaFile, KnowsReferencesByTheirScheme) {
    for (const char* url : {"gs://b/a", "s3://b/a", "http://h/a", "https://h/a"}) EXPECT_TRUE(is_reference(url)) << url;
    for (const char* other : {"", "HTTP://h/a", "file:///a", "/http://h", "ftp://h"})
        EXPECT_FALSE(is_reference(other)) << other;
}

TEST(MediaFile, IsNoReference) {
    const FakeStore artifact(WBM_ARTIFACT);
    const json::object j = artifact.store().add_reference("media/x", "s3://bucket/a.txt");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return MediaFile::of_json(j, artifact.store()); }),
              "the file is a reference to \"s3://bucket/a.txt\", and nothing is fetched; store the file itself");
}

TEST(MediaFile, RefusesWhatIsNoReadableFile) {
    const test::TempDir dir;
    EXPECT_EQ(error_of(WBM_NOT_FOUND, [&] { return MediaFile::of_path((dir / "none.png").string()); }),
              "the file \"" + (dir / "none.png").string() + "\" does not exist");
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return MediaFile::of_path(dir.path().string()); }),
              "\"" + dir.path().string() + "\" is a folder; give the path of a file");
    ASSERT_EQ(mkfifo((dir / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return MediaFile::of_path((dir / "pipe").string()); }),
              "\"" + (dir / "pipe").string() + "\" is no regular file; give the path of a file");
    EXPECT_THROW((void)MediaFile::of_path(""), Error);
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return MediaFile::of_path(std::string("a\0b", 3)); }),
              "the file \"a\\u0000b\" has a NUL in its name");
    EXPECT_EQ(error_of(WBM_NOT_FOUND, [&] { return MediaFile::of_path("no\xff"); }),
              "the file (a path that is not UTF-8) does not exist");
}

TEST(MediaFile, ComparesContent) {
    const test::TempDir dir;
    const std::string large(700'000, 'x');
    std::string other = large;
    other.back() = 'y';
    const MediaFile a = MediaFile::of_path(dir.write("a", large).string());
    const MediaFile same = MediaFile::of_path(dir.write("b", large).string());
    const MediaFile last = MediaFile::of_path(dir.write("c", other).string());
    const MediaFile shorter = MediaFile::of_path(dir.write("d", large.substr(1)).string());
    EXPECT_EQ(a, a);
    EXPECT_EQ(a, same);
    EXPECT_FALSE(a == last);
    EXPECT_FALSE(a == shorter);
    EXPECT_EQ(a, MediaFile::of_bytes(large, ".x"));
    EXPECT_EQ(MediaFile::of_bytes(large, ".x"), a);
    EXPECT_FALSE(last == MediaFile::of_bytes(large, ".x"));
    EXPECT_FALSE(shorter == MediaFile::of_bytes(large, ".x"));
    EXPECT_EQ(MediaFile::of_bytes("1", ".a"), MediaFile::of_bytes("1", ".b"));
    EXPECT_FALSE(MediaFile::of_bytes("1", ".a") == MediaFile::of_bytes("2", ".a"));
    EXPECT_EQ(MediaFile::of_bytes("", ""), MediaFile::of_path(dir.write("e", "").string()));
}

TEST(MediaFile, SaysWhenTheFileIsGone) {
    const test::TempDir dir;
    const auto path = dir.write("a", "x");
    const MediaFile file = MediaFile::of_path(path.string());
    std::filesystem::remove(path);
    EXPECT_THROW((void)file.read(), Error);
    EXPECT_THROW((void)file.head(1), Error);
    EXPECT_THROW((void)(file == MediaFile::of_bytes("x", "")), Error);
    const FakeStore run(WBM_RUN);
    EXPECT_THROW((void)file.keep(run.store(), "media/x"), Error);
}

TEST(ReadFile, IsBounded) {
    const test::TempDir dir;
    const std::string path = dir.write("a", "12345").string();
    EXPECT_EQ(read_file(path), "12345");
    EXPECT_EQ(read_file(path, 5), "12345");
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return read_file(path, 4); }),
              "the file \"" + path + "\" is longer than 4 bytes");
    EXPECT_EQ(read_file(dir.write("empty", "").string(), 0), "");
    // A file that says that it has no bytes, but has.
    EXPECT_FALSE(read_file("/proc/self/status").empty());
    EXPECT_THROW((void)read_file("/proc/self/status", 10), Error);
}

TEST(ReadArray, ReadsNumbers) {
    const test::TempDir dir;
    const std::vector<float> numbers{1, 2.5F};
    const std::string path = dir.write("a", bytes(numbers)).string();
    EXPECT_EQ(read_array<float>(path), numbers);
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return read_array<float>(dir.write("b", "12345").string()); }),
              "the file has 5 bytes, which is no whole number of elements");
    EXPECT_TRUE(read_array<float>(dir.write("c", "").string()).empty());
}

TEST(MediaJson, BeginsLikeTheWire) {
    const json::object file{{"sha256", "ab"}, {"size", 1}, {"path", "p"}};
    EXPECT_EQ(json_text(media_json("t-file", std::nullopt, file)),
              R"({"_type":"t-file","sha256":"ab","size":1,"path":"p"})");
    EXPECT_EQ(json_text(media_json("t-file", "", file)),
              R"({"caption":"","_type":"t-file","sha256":"ab","size":1,"path":"p"})");
}

}  // namespace
TEST(MediaFile, TheExtensionIsWhatFollowsTheLastDotOfTheName) {
    FakeStore store(WBM_ARTIFACT);
    for (const auto& [path, extension] : {std::pair<std::string, std::string>{"m/a.pts.json", ".json"},
                                          {"m.d/a", ""},
                                          {"m/.hidden", ""},
                                          {"m/a.", "."},
                                          {"top.PNG", ".PNG"}}) {
        store.put(path, "x");
        EXPECT_EQ(MediaFile::of_json({{"path", path}}, store.store()).extension(), extension) << path;
    }
}

}  // namespace wbm
