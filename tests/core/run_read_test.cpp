// A run that is open to read, and progress while one is written.
#include <wbm/run.hpp>

#include <stdexcept>

#include "fake_media.hpp"

namespace {

using wbm::test::TempDir;

TEST(Run, OpenToReadNeedsNoLockAndWritesNothing) {
    const TempDir dir;
    wbm::Run writer(dir / "run");
    writer.log("loss", 0.5);
    writer.flush();
    const auto before = wbm::test::files_below(dir.path());
    wbm::Run reader = wbm::Run::open_to_read(dir / "run");  // the writer still has the lock
    EXPECT_EQ(reader.history().size(), 1U);
    EXPECT_TRUE(reader.verify().empty());
    try {
        reader.log("loss", 1.0);
        FAIL() << "accepted";
    } catch (const wbm::MediaError& e) {
        EXPECT_EQ(e.status(), wbm::Status::invalid);
        EXPECT_NE(std::string(e.what()).find("it is open to read"), std::string::npos) << e.what();
    }
    EXPECT_THROW((void)reader.slot("k", 0), wbm::MediaError);
    EXPECT_EQ(wbm::test::files_below(dir.path()), before);
}

TEST(Run, OpenToReadRefusesAFolderThatIsNoRun) {
    const TempDir dir;
    try {
        (void)wbm::Run::open_to_read(dir.path());
        FAIL() << "accepted";
    } catch (const wbm::MediaError& e) {
        EXPECT_EQ(e.status(), wbm::Status::not_found);
        EXPECT_NE(std::string(e.what()).find("history.jsonl"), std::string::npos) << e.what();
    }
    EXPECT_TRUE(wbm::test::files_below(dir.path()).empty());
}

TEST(Run, ProgressThatThrowsLeavesNothing) {
    const TempDir dir;
    const auto big = dir.write("big.bin", std::string(4 << 20, 'x'));
    wbm::Run run(dir / "run");
    const auto before = wbm::test::files_below(dir / "run");
    run.set_progress([](std::uint64_t, std::uint64_t) { throw std::runtime_error("stop"); });
    const auto slot = run.slot("k", 0);
    EXPECT_THROW(slot->keep_file("media/files", big, ""), std::runtime_error);
    EXPECT_EQ(wbm::test::files_below(dir / "run"), before);
}

}  // namespace
