// Every operation of an artifact, with each of its system calls failing once: the disk is full, the device is broken.
// After each failure the directory is as it was, and the same operation then works.
#include "artifact_support.hpp"

#include <cerrno>
#include <functional>
#include <map>
#include <set>

#include "file_io.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::note;
using testing::IsEmpty;

int calls_left = 0;  // the call that finds 1 here fails
int injected_error = 0;
IoCall failed_call{};

int fail_nth_call(IoCall call, const char*) {
    if (calls_left == 0 || --calls_left != 0) return 0;
    failed_call = call;
    return injected_error;
}

/// Makes the n-th call fail while it lives.
class FailingDisk {
public:
    FailingDisk(int nth, int error) {
        calls_left = nth;
        injected_error = error;
        set_io_hook(fail_nth_call);
    }
    ~FailingDisk() { set_io_hook(nullptr); }
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;
    [[nodiscard]] bool failed() const { return calls_left == 0; }
};

/// Every folder and every file with its content.
std::map<std::string, std::string> tree(const fs::path& folder) {
    std::map<std::string, std::string> all;
    for (const auto& e : fs::recursive_directory_iterator(folder))
        all[e.path().lexically_relative(folder).string()] = e.is_directory() ? "<folder>" : test::slurp(e.path());
    return all;
}

/// Removing what is not needed any more, and the link that spares a rename, may fail without harm. Before save()
/// removes files of removed entries, it looks them up.
bool may_fail_quietly(IoCall call, bool removes_files) {
    return call == IoCall::unlink || call == IoCall::rmdir || call == IoCall::link ||
           (call == IoCall::stat && removes_files);
}

using Operation = std::function<void(Artifact&)>;

struct Scene {
    test::TempDir dir;
    Artifact artifact = Artifact::create(dir / "art", {"golden", "dataset", "", {}});
    Scene() {
        dir.write("in/a.txt", "aaa");
        dir.write("in/sub/b.txt", "bbb");
        dir.write("in/sub/deep/c.bin", std::string(600'000, 'c'));
        artifact.new_file("x", "old x");
        artifact.new_file("d/y", "old y");
        artifact.new_file("d/e/z", "old z");
        artifact.add(note("old"), "n");
        artifact.save();
    }
};

/// Runs the operation with call 1, 2, 3, ... failing until it gets through. Returns how many could fail.
int survive_failures(const std::function<Operation(Scene&)>& make_operation, int error, bool removes_files) {
    for (int nth = 1; nth < 1000; ++nth) {
        SCOPED_TRACE("failing call " + std::to_string(nth));
        Scene scene;
        const Operation operation = make_operation(scene);
        const auto before = tree(scene.dir.path());
        const std::string manifest = scene.artifact.manifest();
        bool failed = false;
        bool refused = false;
        {
            const FailingDisk disk(nth, error);
            const MediaError e = test::error_of([&] { operation(scene.artifact); });
            failed = disk.failed();
            refused = e.status() != Status::ok;
            if (refused) {
                EXPECT_EQ(e.status(), Status::io) << e.what();
            }
        }
        if (!failed) {
            EXPECT_FALSE(refused);
            return nth - 1;
        }
        if (refused) {
            EXPECT_EQ(tree(scene.dir.path()), before);
            EXPECT_EQ(scene.artifact.manifest(), manifest);
            EXPECT_NO_THROW(operation(scene.artifact));
        } else {
            EXPECT_TRUE(may_fail_quietly(failed_call, removes_files))
                << "call " << static_cast<int>(failed_call) << " failed unnoticed";
        }
        scene.artifact.save();
        EXPECT_THAT(scene.artifact.verify(), IsEmpty());
        for (const auto& [path, content] : tree(scene.dir / "art"))
            EXPECT_FALSE(fs::path(path).filename().string().starts_with(".wbm-")) << path;
    }
    ADD_FAILURE() << "still failing";
    return 0;
}

void expect_survival(int at_least, const std::function<Operation(Scene&)>& make_operation, bool removes_files = false) {
    for (const int error : {ENOSPC, EIO}) EXPECT_GE(survive_failures(make_operation, error, removes_files), at_least);
}

TEST(ArtifactFailure, AddValueWithANestedFile) {
    expect_survival(10, [](Scene&) { return [value = note("new")](Artifact& a) { a.add(value, "sub/value"); }; });
}

TEST(ArtifactFailure, AddValueOfAUsersFile) {
    expect_survival(10, [](Scene& s) {
        return [value = test::note_of_file(s.dir / "in/sub/deep/c.bin")](Artifact& a) { a.add(value, "v"); };
    });
}

TEST(ArtifactFailure, OverwriteAValue) {
    expect_survival(10, [](Scene&) { return [value = note("new")](Artifact& a) { a.add(value, "n", true); }; });
}

TEST(ArtifactFailure, AddFile) {
    expect_survival(8, [](Scene& s) {
        return [file = s.dir / "in/sub/deep/c.bin"](Artifact& a) { a.add_file(file, "p/q/c.bin"); };
    });
}

TEST(ArtifactFailure, AddTemporaryFile) {
    expect_survival(8, [](Scene& s) {
        return [file = s.dir / "in/a.txt"](Artifact& a) {
            a.add_file(file, "t/a.txt", {.is_temporary = true, .overwrite = false});
        };
    });
}

TEST(ArtifactFailure, OverwriteAFile) {
    expect_survival(8, [](Scene& s) {
        return [file = s.dir / "in/a.txt"](Artifact& a) {
            a.add_file(file, "d/e/z", {.is_temporary = false, .overwrite = true});
        };
    });
}

TEST(ArtifactFailure, AddDir) {
    expect_survival(20, [](Scene& s) { return [in = s.dir / "in"](Artifact& a) { a.add_dir(in, "all"); }; });
}

TEST(ArtifactFailure, NewFile) {
    expect_survival(5, [](Scene&) { return [](Artifact& a) { a.new_file("k/l/m", "content"); }; });
}

TEST(ArtifactFailure, ReferencesToFiles) {
    expect_survival(10, [](Scene& s) {
        return [url = "file://" + (s.dir / "in").string()](Artifact& a) { a.add_reference(url, "refs"); };
    });
}

TEST(ArtifactFailure, AddAValueOfAFinalizedArtifact) {
    expect_survival(4, [](Scene& s) {
        auto value = note("linked");
        Artifact other = Artifact::create(s.dir / "other");
        other.add(value, "v");
        other.finalize();
        return [value](Artifact& a) { EXPECT_NE(a.add(value, "v").ref, ""); };
    });
}

TEST(ArtifactFailure, ReferenceToAnArtifact) {
    expect_survival(4, [](Scene& s) {
        Artifact other = Artifact::create(s.dir / "other");
        other.new_file("f", "f");
        other.finalize();
        return [url = "wandb-client-artifact://" + other.client_id() + "/f"](Artifact& a) { a.add_reference(url); };
    });
}

TEST(ArtifactFailure, Remove) {
    expect_survival(0, [](Scene&) { return [](Artifact& a) { a.remove("d"); }; });
}

TEST(ArtifactFailure, RemoveAndSave) {
    expect_survival(
        7,
        [](Scene& s) {
            s.artifact.remove("d");
            return [](Artifact& a) { a.save(); };
        },
        true);
}

TEST(ArtifactFailure, SaveAfterOverwriting) {
    expect_survival(5, [](Scene& s) {
        s.artifact.add_file(s.dir / "in/a.txt", "x", {.is_temporary = false, .overwrite = true});
        return [](Artifact& a) { a.save(); };
    });
}

TEST(ArtifactFailure, WithoutHardLinks) {
    // A file system without links: the old file is moved aside, and comes back when the new one cannot be placed.
    for (const bool fails : {false, true}) {
        Scene scene;
        static int renames;
        static bool second_rename_fails;
        renames = 0;
        second_rename_fails = fails;
        set_io_hook([](IoCall call, const char*) {
            if (call == IoCall::link) return EPERM;
            return call == IoCall::rename && ++renames == 2 && second_rename_fails ? EIO : 0;
        });
        const auto before = tree(scene.dir.path());
        const MediaError e = test::error_of(
            [&] { scene.artifact.add_file(scene.dir / "in/a.txt", "x", {.is_temporary = false, .overwrite = true}); });
        set_io_hook(nullptr);
        EXPECT_EQ(e.status(), fails ? Status::io : Status::ok) << e.what();
        if (fails) {
            EXPECT_EQ(tree(scene.dir.path()), before);
        }
        scene.artifact.save();
        EXPECT_THAT(scene.artifact.verify(), IsEmpty());
        EXPECT_EQ(test::slurp(scene.dir / "art/x"), fails ? "old x" : "aaa");
    }
}

TEST(ArtifactFailure, CreateAndOpen) {
    for (int nth = 1; nth < 100; ++nth) {
        const test::TempDir dir;
        bool failed = false;
        {
            const FailingDisk disk(nth, EIO);
            const MediaError e = test::error_of([&] {
                Artifact artifact = Artifact::create(dir / "p/art");
                artifact.finalize();
                (void)Artifact::open(dir / "p/art");
            });
            failed = disk.failed();
            EXPECT_EQ(e.status(), failed ? Status::io : Status::ok) << e.what();
        }
        if (!failed) {
            EXPECT_GT(nth, 10);
            return;
        }
        for (const auto& [path, content] : tree(dir.path())) EXPECT_EQ(path.find(".wbm-"), std::string::npos) << path;
    }
}

TEST(ArtifactFailure, ALargerTransactionIsUndone) {
    Scene scene;
    const auto before = tree(scene.dir.path());
    const std::string manifest = scene.artifact.manifest();
    {
        const Store::Transaction transaction(scene.artifact);
        scene.artifact.add_file(scene.dir / "in/a.txt", "x", {.is_temporary = false, .overwrite = true});
        scene.artifact.remove("d");
        scene.artifact.new_file("d/y", "another y");
        scene.artifact.add_reference("s3://bucket/key", "d/e/z");
        scene.artifact.new_file("k/l", "l");
        scene.artifact.remove("k/l");
        scene.artifact.new_file("k/l", "another l");
        scene.artifact.add(note("new"), "n", true);
    }
    EXPECT_EQ(scene.artifact.manifest(), manifest);
    scene.artifact.save();
    EXPECT_EQ(tree(scene.dir.path()), before);
}

}  // namespace
}  // namespace wbm
