// How a user's file comes into a store: copied, cloned or linked.
#include <sys/stat.h>

#include <cerrno>
#include <map>

#include <wbm/run.hpp>
#include "artifact_support.hpp"
#include "file_io.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::expect_refused;
using test::files_below;
using test::slurp;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t large = 3'000'000;  // large enough to be cloned

std::string some_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 2654435761U >> 7);
    return bytes;
}

struct stat state_of(const fs::path& file) {
    struct stat info {};
    EXPECT_EQ(::stat(file.c_str(), &info), 0) << file;
    return info;
}

bool is_same_file(const fs::path& a, const fs::path& b) {
    return state_of(a).st_ino == state_of(b).st_ino && state_of(a).st_dev == state_of(b).st_dev;
}

std::map<IoCall, int> calls;
std::map<IoCall, int> errors;

/// While it lives, every call of a kind fails with an error, and all calls are counted.
class Disk {
public:
    explicit Disk(std::map<IoCall, int> failing = {}) {
        calls.clear();
        errors = std::move(failing);
        set_io_hook([](IoCall call, const char*) {
            ++calls[call];
            const auto error = errors.find(call);
            return error == errors.end() ? 0 : error->second;
        });
    }
    ~Disk() { set_io_hook(nullptr); }
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
};

class FileCopy : public testing::Test {
protected:
    /// Copies `in/file` to `out`.
    Digests copy(Copying copying = Copying::copy) {
        TempFile temp(dir.path());
        const Digests digests = copy_and_hash(file, temp, Hashes::sha256_and_md5, {}, copying);
        temp.publish(dir / "out");
        return digests;
    }
    void expect_copied(const Digests& digests) {
        EXPECT_EQ(slurp(dir / "out"), bytes);
        EXPECT_EQ(digests.sha256, hash_bytes(bytes, Hashes::sha256).sha256);
        EXPECT_EQ(digests.entry, hash_bytes(bytes, Hashes::md5).entry);
        EXPECT_EQ(digests.size, bytes.size());
        EXPECT_THAT(files_below(dir.path()), ElementsAre("in/file", "out")) << "no temporary file stays";
    }

    test::TempDir dir;
    std::string bytes = some_bytes(large);
    fs::path file = dir.write("in/file", bytes);
};

TEST_F(FileCopy, LargeFilesAreClonedWhereThatCanBe) {
    const Disk disk;
    const Digests digests = copy();
    // Which of the two it is, the file system below the test says; the result is the same.
    EXPECT_EQ(calls[IoCall::clone], 1);
    expect_copied(digests);
    EXPECT_FALSE(is_same_file(file, dir / "out"));
}

TEST_F(FileCopy, ARefusedCloneIsACopyAtOnce) {
    for (const int refusal : {EOPNOTSUPP, EXDEV, EINVAL, ENOTTY, EPERM, ENOSYS, ETXTBSY}) {
        const Disk disk({{IoCall::clone, refusal}});
        expect_copied(copy());
        EXPECT_EQ(calls[IoCall::clone], 1) << refusal;
        EXPECT_GE(calls[IoCall::write], 10) << refusal;
        fs::remove(dir / "out");
    }
}

TEST_F(FileCopy, ADiskErrorIsNoRefusal) {
    for (const int error : {EIO, ENOSPC, EDQUOT, EROFS}) {
        for (const IoCall call : {IoCall::clone, IoCall::link}) {
            const Disk disk({{call, error}});
            expect_refused(error_of([&] { copy(call == IoCall::link ? Copying::hard_link : Copying::copy); }),
                           Status::io, std::generic_category().message(error));
            EXPECT_EQ(calls[IoCall::write], 0);
            EXPECT_THAT(files_below(dir.path()), ElementsAre("in/file"));
        }
    }
}

TEST_F(FileCopy, SmallFilesAreNotCloned) {
    bytes = some_bytes(1000);
    dir.write("in/file", bytes);
    const Disk disk({{IoCall::clone, EIO}});
    expect_copied(copy());
    EXPECT_EQ(calls[IoCall::clone], 0);
}

TEST_F(FileCopy, ALinkIsTheFileItself) {
    const Disk disk;
    const Digests digests = copy(Copying::hard_link);
    EXPECT_EQ(calls[IoCall::write], 0);
    EXPECT_EQ(calls[IoCall::clone], 0);
    expect_copied(digests);
    EXPECT_TRUE(is_same_file(file, dir / "out"));
    EXPECT_EQ(state_of(file).st_nlink, 2U);
    expect_copied(copy(Copying::hard_link));  // over a name of the same file, which rename() leaves alone
    EXPECT_EQ(state_of(file).st_nlink, 2U);
    fs::remove(file);
    EXPECT_EQ(slurp(dir / "out"), bytes) << "the original may go";
}

TEST_F(FileCopy, SymbolicLinksAreFollowed) {
    fs::create_symlink(file, dir / "link");
    TempFile temp(dir.path());
    const Digests digests = copy_and_hash(dir / "link", temp, Hashes::sha256, {}, Copying::hard_link);
    temp.publish(dir / "out");
    EXPECT_EQ(digests.size, large);
    EXPECT_FALSE(fs::is_symlink(dir / "out"));
    EXPECT_TRUE(is_same_file(file, dir / "out"));
}

TEST_F(FileCopy, WhatCannotBeLinkedIsCopied) {
    for (const int refusal : {EXDEV, EPERM, EMLINK, EACCES, EOPNOTSUPP}) {
        const Disk disk({{IoCall::link, refusal}});
        expect_copied(copy(Copying::hard_link));
        EXPECT_FALSE(is_same_file(file, dir / "out")) << refusal;
        fs::remove(dir / "out");
    }
}

TEST_F(FileCopy, AFileThatTookTheNameMeanwhileIsNotLinked) {
    static fs::path place;
    place = file;
    set_io_hook([](IoCall call, const char*) {
        if (call == IoCall::link) {
            fs::rename(place, place.parent_path() / "moved");
            std::ofstream(place) << "another file";
        }
        return 0;
    });
    const Digests digests = copy(Copying::hard_link);
    set_io_hook(nullptr);
    EXPECT_EQ(digests.sha256, hash_bytes(bytes, Hashes::sha256).sha256);
    EXPECT_EQ(slurp(dir / "out"), bytes);
    EXPECT_EQ(state_of(dir / "out").st_nlink, 1U);
    EXPECT_THAT(files_below(dir.path()), ElementsAre("in/file", "in/moved", "out"));
}

TEST_F(FileCopy, OnlyRegularFilesAreTaken) {
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    for (const fs::path& other : {dir.path(), dir / "pipe", fs::path("/dev/null")}) {
        TempFile temp(dir.path());
        expect_refused(error_of([&] { copy_and_hash(other, temp, Hashes::sha256, {}, Copying::hard_link); }),
                       Status::invalid, "it is not a regular file");
    }
    TempFile temp(dir.path());
    expect_refused(error_of([&] { copy_and_hash(dir / "none", temp, Hashes::sha256, {}, Copying::hard_link); }),
                   Status::not_found, "none");
}

TEST_F(FileCopy, ALinkedFileThatChangesWhileItIsReadIsRefused) {
    bool changed = false;
    const Progress change = [&](std::uint64_t, std::uint64_t) {
        if (!std::exchange(changed, true)) fs::resize_file(file, 10);
    };
    {
        TempFile temp(dir.path());
        expect_refused(error_of([&] { copy_and_hash(file, temp, Hashes::sha256, change, Copying::hard_link); }),
                       Status::io, "file \"" + file.string() + "\": it changed while it was read");
    }
    EXPECT_THAT(files_below(dir.path()), ElementsAre("in/file"));
}

TEST_F(FileCopy, EveryFailingCallLeavesNothing) {
    static int calls_left;
    for (const Copying copying : {Copying::copy, Copying::hard_link}) {
        for (int nth = 1;; ++nth) {
            calls_left = nth;
            set_io_hook([](IoCall call, const char*) {
                if (--calls_left == 0) return EIO;
                return call == IoCall::clone ? EOPNOTSUPP : 0;
            });
            const MediaError error = error_of([&] { copy(copying); });
            set_io_hook(nullptr);
            if (calls_left > 0) {
                EXPECT_GT(nth, 6);
                EXPECT_EQ(error.status(), Status::ok) << error.what();
                break;
            }
            ASSERT_EQ(error.status(), Status::io) << "call " << nth;
            ASSERT_THAT(files_below(dir.path()), ElementsAre("in/file")) << "call " << nth;
            ASSERT_EQ(state_of(file).st_nlink, 1U) << "call " << nth;
        }
        fs::remove(dir / "out");
    }
}

TEST_F(FileCopy, ARunLinksWhenItIsAskedTo) {
    wbm::Run run(dir / "run");
    const auto stored = [&](std::int64_t step) {
        return dir / ("run/files/" + run.slot("k", step)->keep_file("media/m", file, "").path);
    };
    EXPECT_FALSE(is_same_file(stored(0), file));
    run.set_copying(Copying::hard_link);
    EXPECT_TRUE(is_same_file(stored(1), file));
    EXPECT_TRUE(is_same_file(stored(1), file)) << "again";
    {
        const auto slot = run.slot("k", 2);
        const Store::Transaction undone(*slot);
        slot->keep_file("media/m", file, "");
        EXPECT_EQ(state_of(file).st_nlink, 3U);
    }
    EXPECT_EQ(state_of(file).st_nlink, 2U) << "undo takes the name, not the file";
    EXPECT_EQ(slurp(file), bytes);
    run.set_copying(Copying::copy);
    EXPECT_FALSE(is_same_file(stored(3), file));
    for (const std::string& name : files_below(dir / "run")) EXPECT_EQ(name.find(".wbm-"), std::string::npos) << name;
}

TEST_F(FileCopy, AnArtifactLinksWhenItIsAskedTo) {
    Artifact artifact = Artifact::create(dir / "art");
    artifact.set_copying(Copying::hard_link);
    artifact.add_file(file, "a");
    EXPECT_TRUE(is_same_file(artifact.fetch("a"), file));
    const fs::path second = dir.write("in/second", "second");
    EXPECT_TRUE(is_same_file(artifact.fetch(artifact.keep_file("media/m", second, "", nullptr).path), second));
    // The misuse that the documentation warns of: verify() tells it, and overwriting puts it right again.
    std::ofstream(file) << "overwritten in place";
    artifact.save();
    EXPECT_EQ(artifact.verify().size(), 1U);
    {
        const Store::Transaction undone(artifact);
        artifact.add_file(file, "a", {.is_temporary = false, .overwrite = true});
    }
    artifact.add_file(file, "a", {.is_temporary = false, .overwrite = true});
    artifact.save();
    EXPECT_THAT(artifact.verify(), IsEmpty());
    artifact.set_copying(Copying::copy);
    artifact.add_file(dir.write("in/third", "third"), "c");
    EXPECT_EQ(state_of(artifact.fetch("c")).st_nlink, 1U);
}

}  // namespace
}  // namespace wbm
