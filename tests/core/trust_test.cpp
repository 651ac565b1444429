// Whom a program trusts: each refusal comes before any code of the plugin runs, its constructors too.
#include <wbm/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "file_io.hpp"
#include "hash.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path built = WBM_TEST_PLUGIN_DIR;

class Trust : public testing::Test {
protected:
    Trust() {
        install(built, "marker", folder());  // describing it runs it, in a child
        setenv("WBM_TEST_MARK", mark().c_str(), 1);
    }
    ~Trust() override { unsetenv("WBM_TEST_MARK"); }

    [[nodiscard]] fs::path folder() const { return dir_ / "outer/plugins"; }
    [[nodiscard]] fs::path library() const { return folder() / "marker.so"; }
    [[nodiscard]] fs::path mark() const { return dir_ / "mark"; }

    /// Why the type cannot be loaded under this policy. Empty when it was.
    [[nodiscard]] std::string refused(Policy policy = Policy::any()) const {
        RegistryOptions options = only({folder()});
        options.policy = std::move(policy);
        Registry registry(options);
        (void)registry.plugins();
        return refusal([&] { registry.load("marker"); }).text;
    }
    void expect_refused_unseen(const std::string& reason, Policy policy = Policy::any()) const {
        EXPECT_THAT(refused(std::move(policy)), HasSubstr(reason));
        EXPECT_FALSE(fs::exists(mark())) << "code of the plugin ran: " << reason;
    }

private:
    TempDir dir_;
};

TEST_F(Trust, TheMarkShowsThatCodeRan) {
    EXPECT_EQ(refused(), "");
    EXPECT_EQ(slurp(mark()), std::to_string(getpid()) + '\n');
}

TEST_F(Trust, PoliciesAreAskedFirst) {
    expect_refused_unseen("the program's policy does not list org.example.marker",
                          Policy::listed({"org.example.other"}));
    expect_refused_unseen("the program's policy does not list", Policy::listed({}));
    expect_refused_unseen("the program's policy does not pin the SHA-256", Policy::pinned({std::string(64, '0')}));
    expect_refused_unseen("the program's policy does not pin the SHA-256", Policy::pinned({}));
}

TEST_F(Trust, APinnedLibraryThatChangedIsRefused) {
    const std::string sum = sha256_hex(slurp(library()));
    // What follows the sections matters to nobody but whoever pinned it.
    write_file(library(), slurp(library()) + "x");
    expect_refused_unseen("the program's policy does not pin the SHA-256", Policy::pinned({sum}));
}

TEST_F(Trust, TheListIsComparedWithTheManifestAndThenWithTheTable) {
    replace_in(folder() / "marker.json", "org.example.marker", "org.example.listed");
    // The manifest lied, which only the table shows: its entry has run by then, but nothing is started or made.
    EXPECT_THAT(refused(Policy::listed({"org.example.listed"})), HasSubstr("the library's is \"org.example.marker\""));
}

TEST_F(Trust, PlacesThatAnybodyMayWriteToAreRefused) {
    ::chmod(library().c_str(), 0777);
    expect_refused_unseen("anybody may write to its library");
    ::chmod(library().c_str(), 0755);
    ::chmod((folder() / "marker.json").c_str(), 0666);
    expect_refused_unseen("");
    ::chmod((folder() / "marker.json").c_str(), 0644);
    ::chmod(folder().c_str(), 0777);
    expect_refused_unseen("");
    ::chmod(folder().c_str(), 0755);
    EXPECT_EQ(refused(), "");
}

TEST_F(Trust, SoAreFoldersThatAnybodyMayReplace) {
    const fs::path outer = folder().parent_path();
    ::chmod(outer.c_str(), 0777);
    Registry registry(only({folder()}));
    EXPECT_THAT(registry.plugins().at(0).reason, HasSubstr("anybody may replace the folder \"" + folder().string() +
                                                           "\", for anybody may write to \"" + outer.string() + "\""));
    expect_refused_unseen("");
    ::chmod(outer.c_str(), 01777);  // like the system's temporary folder: only owners rename what is theirs
    EXPECT_EQ(refused(), "");
}

TEST_F(Trust, DescribingRunsNothingHere) {
    (void)describe_library(library());
    ASSERT_TRUE(fs::exists(mark()));
    EXPECT_NE(slurp(mark()), std::to_string(getpid()) + '\n');
    EXPECT_FALSE(is_mapped(library()));
}

}  // namespace
}  // namespace wbm::test
