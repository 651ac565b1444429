// Every system call of a run fails once: nothing is left behind, and the same call then works. And programs that die.
#include <wbm/run.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "fake_media.hpp"
#include "file_io.hpp"

namespace {

using wbm::Status;
using wbm::ValuePtr;
using wbm::test::fake;
using wbm::test::snapshot;
using wbm::test::TempDir;

int calls_left = 0;
bool has_failed = false;

/// While it lives, the n-th system call that touches a file fails.
class FailOn {
public:
    explicit FailOn(int nth) {
        calls_left = nth;
        has_failed = false;
        wbm::set_io_hook([](wbm::IoCall, const char*) {
            if (--calls_left != 0) return 0;
            has_failed = true;
            return EIO;
        });
    }
    ~FailOn() { wbm::set_io_hook(nullptr); }
};

/// Runs `operation` on a run that `prepare` made, once for each of its system calls, with that one failing.
void fail_each_call(const std::function<void(wbm::Run&)>& prepare,
                    const std::function<void(wbm::Run&, const TempDir&)>& operation, int at_least) {
    for (int nth = 1;; ++nth) {
        const TempDir dir;
        dir.write("in/a.png", "picture");
        wbm::Run run(dir / "run");
        prepare(run);
        const auto tree = snapshot(dir.path());
        const auto history = run.history();
        const auto step = run.step();
        std::optional<Status> status;
        {
            const FailOn fault(nth);
            try {
                operation(run, dir);
            } catch (const wbm::MediaError& error) {
                status = error.status();
            }
        }
        if (!has_failed) {
            EXPECT_GT(nth, at_least) << "the operation makes fewer system calls than it must";
            EXPECT_FALSE(status);
            return;
        }
        ASSERT_EQ(status, Status::io) << "call " << nth;
        ASSERT_EQ(snapshot(dir.path()), tree) << "call " << nth;
        ASSERT_EQ(run.history(), history) << "call " << nth;
        ASSERT_EQ(run.step(), step) << "call " << nth;
        operation(run, dir);
        run.flush();
        ASSERT_EQ(run.verify(), std::vector<std::string>{}) << "call " << nth;
        ASSERT_NE(snapshot(dir.path()), tree) << "call " << nth;
    }
}

void nothing(wbm::Run&) {}
void open_step(wbm::Run& run) { run.log("a", 1, 3); }
void written_step(wbm::Run& run) {
    run.log("before", 5, 2);
    run.log("a", 1, 3);
    run.flush();
}

TEST(RunFailure, LogOfBytes) {
    const auto log = [](wbm::Run& run, const TempDir&) { run.log("k", fake("abc"), 3); };
    fail_each_call(nothing, log, 6);
    fail_each_call(open_step, log, 6);
}

TEST(RunFailure, LogOfManyBytes) {
    const std::string many(std::size_t{1} << 20, 'x');
    fail_each_call(
        open_step, [&](wbm::Run& run, const TempDir&) { run.log("k", fake(many), 3); }, 6);
}

TEST(RunFailure, LogOfAFile) {
    fail_each_call(
        open_step,
        [](wbm::Run& run, const TempDir& dir) {
            auto slot = run.slot("k", 3);
            slot->keep_file("media/images/deep", dir / "in/a.png", "");
        },
        10);
}

TEST(RunFailure, LogOfAList) {
    fail_each_call(
        open_step,
        [](wbm::Run& run, const TempDir&) {
            run.log("k/sub", std::vector<ValuePtr>{fake("a"), fake("b"), fake("c")}, 3);
        },
        20);
}

TEST(RunFailure, Flush) {
    const auto flush = [](wbm::Run& run, const TempDir&) { run.flush(); };
    fail_each_call(open_step, flush, 3);
}

TEST(RunFailure, FlushAfterOtherLines) {
    const auto prepare = [](wbm::Run& run) {
        written_step(run);
        run.log("b", 2, 4);
    };
    fail_each_call(
        prepare, [](wbm::Run& run, const TempDir&) { run.flush(); }, 2);
}

TEST(RunFailure, MediaOfALaterStepThatWritesTheOpenOne) {
    const auto log = [](wbm::Run& run, const TempDir&) { run.log("k", fake("abc"), 4); };
    fail_each_call(open_step, log, 9);
}

TEST(RunFailure, MergeIntoTheWrittenStep) {
    const auto merge = [](wbm::Run& run, const TempDir&) {
        run.log("k", fake("abc"), 3);
        run.flush();
    };
    // Its two halves fail on their own: a log that worked stays when the flush fails.
    fail_each_call(
        written_step, [](wbm::Run& run, const TempDir&) { run.log("k", fake("abc"), 3); }, 8);
    fail_each_call(
        [](wbm::Run& run) {
            written_step(run);
            run.log("b", 2, 3);
        },
        [](wbm::Run& run, const TempDir&) { run.flush(); }, 6);
    const TempDir dir;
    wbm::Run run(dir / "run");
    written_step(run);
    merge(run, dir);
    EXPECT_EQ(run.history().size(), 2U);
}

TEST(RunFailure, Opening) {
    for (const bool exists : {false, true}) {
        for (int nth = 1;; ++nth) {
            const TempDir dir;
            if (exists) dir.write("deep/run/history.jsonl", "{\"_step\":0}\n{\"_step\":1}\n");
            const auto tree = snapshot(dir.path());
            std::optional<Status> status;
            {
                const FailOn fault(nth);
                try {
                    const wbm::Run run(dir / "deep/run");
                } catch (const wbm::MediaError& error) {
                    status = error.status();
                }
            }
            if (!has_failed) {
                EXPECT_GT(nth, 6);
                break;
            }
            ASSERT_EQ(status, Status::io) << "call " << nth;
            ASSERT_EQ(snapshot(dir.path()), tree) << "call " << nth;
            EXPECT_EQ(wbm::Run(dir / "deep/run").step(), exists ? 2 : 0);
        }
    }
}

TEST(RunFailure, VerifyTellsDiskErrorsFromProblems) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    run.log("k", fake("abc"), 3);
    run.flush();
    for (int nth = 1;; ++nth) {
        const FailOn fault(nth);
        std::vector<std::string> problems;
        bool threw = false;
        try {
            problems = run.verify();
        } catch (const wbm::MediaError& error) {
            threw = error.status() == Status::io;
        }
        if (!has_failed) {
            EXPECT_TRUE(problems.empty());
            EXPECT_GT(nth, 6);
            return;
        }
        EXPECT_TRUE(threw || problems.size() == 1) << "call " << nth << " was passed over";
    }
}

TEST(RunFailure, DestructorSwallowsAndFlushTells) {
    const TempDir dir;
    {
        wbm::Run run(dir / "run");
        run.log("a", 1);
        wbm::set_io_hook([](wbm::IoCall, const char*) { return ENOSPC; });
        EXPECT_THROW(run.flush(), wbm::MediaError);
    }
    wbm::set_io_hook(nullptr);
    EXPECT_TRUE(wbm::Run(dir / "run").history().empty());
}

TEST(RunFailure, LeftoversOfAKilledProgramAreRemoved) {
    const TempDir dir;
    { const wbm::Run run(dir / "run"); }
    std::ofstream(wbm::unused_hidden_name(dir / "run")) << "half a history";
    std::ofstream(wbm::unused_hidden_name(dir / "run/files")) << "half a picture";
    dir.write("run/files/.mine", "a user's own");
    const wbm::Run run(dir / "run");
    EXPECT_EQ(wbm::test::files_below(dir / "run"), std::vector<std::string>{"files/.mine"});
}

TEST(RunFailure, KilledProgramLeavesASoundRun) {
    const TempDir dir;
    std::int64_t last = -1;
    for (int round = 0; round < 12; ++round) {
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            wbm::Run run(dir / "run");
            const std::string filler(20'000, static_cast<char>('a' + round));
            for (int i = 0;; ++i) {
                const auto step = run.step();
                run.log("k", fake(filler + std::to_string(i)), step);
                run.log("n", i, step);
                run.flush();
                run.log("merged", i, step);
                run.flush();
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5 + 3 * round));
        kill(child, SIGKILL);
        int ignored = 0;
        ASSERT_EQ(waitpid(child, &ignored, 0), child);
        wbm::Run run(dir / "run");
        auto problems = run.verify();
        if (problems.size() == 1 && problems[0].find("not complete") != std::string::npos) problems.clear();
        EXPECT_EQ(problems, std::vector<std::string>{});
        EXPECT_GE(run.step(), last);
        last = run.step();
        run.log("after", round);
        run.flush();
        EXPECT_TRUE(run.verify().empty());
    }
    EXPECT_GT(last, 12) << "the programs were killed while they wrote";
}

}  // namespace
