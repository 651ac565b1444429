#include "file_io.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "temp_dir.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::files_below;
using test::slurp;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;

template <class Call>
MediaError refusal(Call call) {
    try {
        call();
    } catch (const MediaError& e) {
        return e;
    }
    return MediaError(Status::ok, "not refused");
}

std::string some_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 2654435761U >> 7);
    return bytes;
}

TEST(FileWrite, BytesAreHashedWhileTheyAreWritten) {
    const test::TempDir dir;
    for (const std::string& content : {std::string(), std::string("abc"), some_bytes(worth_a_writer * 3 + 17)}) {
        TempFile temp(dir.path());
        const Digests digests = write_and_hash(content, temp, Hashes::sha256_and_md5);
        temp.publish(dir / "file");
        EXPECT_EQ(slurp(dir / "file"), content);
        const Digests wanted = hash_bytes(content, Hashes::sha256_and_md5);
        EXPECT_EQ(digests.sha256, wanted.sha256);
        EXPECT_EQ(digests.entry, wanted.entry);
        EXPECT_EQ(digests.size, content.size());
    }
}

TEST(TempFile, IsHiddenAndGoneUnlessPublished) {
    const test::TempDir dir;
    {
        TempFile temp(dir.path());
        temp.write("half");
        ASSERT_THAT(files_below(dir.path()), testing::SizeIs(1));
        EXPECT_EQ(files_below(dir.path())[0][0], '.');
    }
    EXPECT_THAT(files_below(dir.path()), IsEmpty());
}

TEST(TempFile, PublishReplacesAndHonoursTheUmask) {
    const test::TempDir dir;
    dir.write("sub/x", "old");
    const mode_t before = ::umask(027);
    TempFile temp(dir.path());
    ::umask(before);
    temp.write("ne");
    temp.write("w");
    temp.publish(dir / "sub/x");
    EXPECT_EQ(slurp(dir / "sub/x"), "new");
    EXPECT_THAT(files_below(dir.path()), ElementsAre("sub/x"));
    EXPECT_EQ(fs::status(dir / "sub/x").permissions(), fs::perms(0640));
}

TEST(TempFile, NamesAFolderThatIsMissing) {
    const test::TempDir dir;
    const MediaError e = refusal([&] { TempFile temp(dir / "nowhere"); });
    EXPECT_EQ(e.status(), Status::io);
    EXPECT_THAT(e.what(), HasSubstr("nowhere"));
}

TEST(CopyAndHash, SizesAroundTheBuffer) {
    const test::TempDir dir;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, (std::size_t{1} << 18) - 1, std::size_t{1} << 18,
                                   (std::size_t{1} << 18) + 1, std::size_t{3'000'000}}) {
        const std::string bytes = some_bytes(size);
        const fs::path source = dir.write("source", bytes);
        TempFile temp(dir.path());
        const Digests copied = copy_and_hash(source, temp, Hashes::sha256_and_md5);
        temp.publish(dir / "copy");
        EXPECT_EQ(copied.sha256, hash_bytes(bytes, Hashes::sha256).sha256);
        EXPECT_EQ(copied.entry, hash_bytes(bytes, Hashes::md5).entry);
        EXPECT_EQ(copied.size, size);
        EXPECT_EQ(slurp(dir / "copy"), bytes) << size;
        EXPECT_EQ(hash_file(source, Hashes::sha256).sha256, copied.sha256);
    }
}

TEST(CopyAndHash, ReportsProgress) {
    const test::TempDir dir;
    const fs::path source = dir.write("source", some_bytes(1'000'000));
    std::vector<std::uint64_t> seen;
    (void)hash_file(source, Hashes::sha256, [&](std::uint64_t done, std::uint64_t total) {
        EXPECT_EQ(total, 1'000'000U);
        seen.push_back(done);
    });
    EXPECT_GE(seen.size(), 2U);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_EQ(seen.back(), 1'000'000U);
}

TEST(CopyAndHash, RefusesWhatIsNoRegularFile) {
    const test::TempDir dir;
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    for (const fs::path& path : {dir.path(), dir / "pipe", fs::path("/dev/null")}) {
        const MediaError e = refusal([&] { (void)hash_file(path, Hashes::sha256); });
        EXPECT_EQ(e.status(), Status::invalid) << path;
        EXPECT_THAT(e.what(), HasSubstr("it is not a regular file")) << path;
    }
    for (const fs::path& path : {dir / "missing", dir / "pipe/x"})
        EXPECT_EQ(refusal([&] { (void)hash_file(path, Hashes::sha256); }).status(), Status::not_found) << path;
}

TEST(CopyAndHash, NoticesAFileThatChangesMeanwhile) {
    const test::TempDir dir;
    for (const off_t new_size : {off_t{500'000}, off_t{2'000'000}}) {
        const fs::path source = dir.write("source", some_bytes(1'000'000));
        bool changed = false;
        const MediaError e = refusal([&] {
            (void)hash_file(source, Hashes::sha256, [&](std::uint64_t, std::uint64_t) {
                if (!std::exchange(changed, true)) {
                    ASSERT_EQ(::truncate(source.c_str(), new_size), 0);
                }
            });
        });
        EXPECT_EQ(e.status(), Status::io);
        EXPECT_THAT(e.what(), HasSubstr("it changed while it was read")) << new_size;
    }
    const fs::path source = dir.write("source", some_bytes(1'000'000));
    const MediaError e = refusal([&] {
        (void)hash_file(source, Hashes::sha256,
                        [&](std::uint64_t, std::uint64_t) { fs::last_write_time(source, fs::file_time_type{}); });
    });
    EXPECT_THAT(e.what(), HasSubstr("it changed while it was read"));
}

TEST(ReadFile, IsBounded) {
    const test::TempDir dir;
    const fs::path file = dir.write("f", "12345");
    EXPECT_EQ(read_file(file, 5), "12345");
    const MediaError e = refusal([&] { (void)read_file(file, 4); });
    EXPECT_EQ(e.status(), Status::invalid);
    EXPECT_THAT(e.what(), HasSubstr("it holds 5 bytes, more than the 4 that are read"));
    EXPECT_EQ(refusal([&] { (void)read_file(dir / "g", 4); }).status(), Status::not_found);
    EXPECT_EQ(read_file(dir.write("empty", ""), 0), "");
}

TEST(WriteFileAtomically, ReplacesTheWholeFile) {
    const test::TempDir dir;
    const fs::path file = dir.write("f", "a long old content");
    write_file_atomically(file, "new");
    EXPECT_EQ(slurp(file), "new");
    EXPECT_THAT(files_below(dir.path()), ElementsAre("f"));
}

TEST(MakeFolders, RemembersWhatItMade) {
    const test::TempDir dir;
    fs::create_directory(dir / "a");
    std::vector<fs::path> made;
    make_folders(dir / "a/b/c", made);
    EXPECT_THAT(made, ElementsAre(dir / "a/b", dir / "a/b/c"));
    make_folders(dir / "a/b/c", made);
    EXPECT_THAT(made, testing::SizeIs(2));
    dir.write("a/b/file", "x");
    remove_empty_folders(made);
    EXPECT_TRUE(fs::exists(dir / "a/b"));
    EXPECT_FALSE(fs::exists(dir / "a/b/c"));
}

TEST(MakeFolders, RefusesAFileInTheWay) {
    const test::TempDir dir;
    dir.write("a/file", "x");
    std::vector<fs::path> made;
    const MediaError e = refusal([&] { make_folders(dir / "a/file/b/c", made); });
    EXPECT_EQ(e.status(), Status::invalid);
    EXPECT_THAT(e.what(), HasSubstr("is a file; remove it or choose another folder"));
    EXPECT_THAT(made, IsEmpty());
}

TEST(DirectoryLock, KeepsOthersOutUntilItEnds) {
    const test::TempDir dir;
    std::atomic<bool> got = false;
    std::thread waiting;
    {
        const DirectoryLock lock(dir.path());
        EXPECT_TRUE(lock.is_held());
        const MediaError e = refusal([&] { const DirectoryLock second(dir.path(), 30ms); });
        EXPECT_EQ(e.status(), Status::io);
        EXPECT_THAT(e.what(), HasSubstr("another writer has it open"));
        waiting = std::thread([&] {
            const DirectoryLock third(dir.path());
            got = true;
        });
        std::this_thread::sleep_for(50ms);
        EXPECT_FALSE(got);
    }
    waiting.join();
    EXPECT_TRUE(got);
}

TEST(DirectoryLock, CanBeGivenBackEarly) {
    const test::TempDir dir;
    DirectoryLock lock(dir.path());
    lock = {};
    EXPECT_FALSE(lock.is_held());
    EXPECT_TRUE(DirectoryLock(dir.path(), 0ms).is_held());
    EXPECT_EQ(refusal([&] { const DirectoryLock none(dir / "missing"); }).status(), Status::io);
}

}  // namespace
}  // namespace wbm
