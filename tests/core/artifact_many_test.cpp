// Values with so many small files that another thread writes them.
#include "artifact_support.hpp"

#include <atomic>
#include <cerrno>
#include <fstream>
#include <set>

#include "file_io.hpp"

namespace wbm {
namespace {

namespace fs = std::filesystem;

constexpr int files = 60;

/// Sixty files, then perhaps a look at one of them, and a failure.
class Album final : public WBValue {
public:
    bool looks = false;
    bool fails = false;

    [[nodiscard]] std::string_view type() const noexcept override { return "album"; }
    [[nodiscard]] std::string to_json_text(Store& target) const override {
        std::string json = R"({"_type": "album", "files": [)";
        for (int i = 0; i < files; ++i) {
            const StoredFile file = target.keep_bytes("media/album", "picture " + std::to_string(i / 2), ".txt");
            if (looks && !fs::exists(target.fetch(file.path))) ADD_FAILURE() << "no file " << i;
            json += (i == 0 ? "\"" : ", \"") + file.path + '"';
        }
        if (fails) throw MediaError(Status::invalid, "album: it has a page too many; tear one out");
        return json + "]}";
    }
    [[nodiscard]] json::object fields() const override { return {}; }

protected:
    [[nodiscard]] bool equals(const WBValue&) const override { return true; }
};

std::set<std::string> tree(const fs::path& folder) {
    std::set<std::string> all;
    for (const auto& file : fs::recursive_directory_iterator(folder))
        all.insert(file.path().lexically_relative(folder).string());
    return all;
}

std::atomic<int> calls_left{0};
std::atomic<IoCall> failing_kind{IoCall::write};
int fail_nth(IoCall call, const char*) {
    if (call != failing_kind || calls_left == 0) return 0;
    return --calls_left == 0 ? ENOSPC : 0;
}

TEST(ArtifactManyFiles, AreAllThereWhenAddReturns) {
    for (const bool looks : {false, true}) {
        const test::TempDir dir;
        auto artifact = Artifact::create(dir / "art");
        const auto album = std::make_shared<Album>();
        album->looks = looks;
        artifact.add(album, "a");
        EXPECT_EQ(artifact.list("media/album").size(), 30U) << "equal files are one";
        EXPECT_EQ(artifact.verify(), std::vector<std::string>{});
        artifact.save();
        EXPECT_EQ(Artifact::open_logged(dir / "art").verify(), std::vector<std::string>{});
    }
}

TEST(ArtifactManyFiles, AreTakenBackWhenTheValueFails) {
    const test::TempDir dir;
    auto artifact = Artifact::create(dir / "art");
    artifact.new_file("mine.txt", "mine");
    const auto before = tree(dir / "art");
    const auto album = std::make_shared<Album>();
    album->fails = true;
    EXPECT_THROW(artifact.add(album, "a"), MediaError);
    EXPECT_EQ(tree(dir / "art"), before);
    EXPECT_EQ(artifact.list("").size(), 1U);
    album->fails = false;
    artifact.add(album, "a");
    EXPECT_EQ(artifact.verify(), std::vector<std::string>{});
}

TEST(ArtifactManyFiles, AFullDiskLeavesNothing) {
    for (const IoCall kind : {IoCall::open, IoCall::write, IoCall::close, IoCall::rename})
        for (const int nth : {5, 20, 29, 31}) {
            const test::TempDir dir;
            auto artifact = Artifact::create(dir / "art");
            const auto before = tree(dir / "art");
            failing_kind = kind;
            calls_left = nth;
            set_io_hook(fail_nth);
            Status status = Status::ok;
            try {
                artifact.add(std::make_shared<Album>(), "a");
            } catch (const MediaError& error) {
                status = error.status();
            }
            set_io_hook(nullptr);
            EXPECT_EQ(status, Status::io) << static_cast<int>(kind) << ' ' << nth;
            EXPECT_EQ(tree(dir / "art"), before) << static_cast<int>(kind) << ' ' << nth;
            EXPECT_TRUE(artifact.list("").empty());
            artifact.add(std::make_shared<Album>(), "a");
            EXPECT_EQ(artifact.verify(), std::vector<std::string>{});
        }
}

TEST(ArtifactManyFiles, AFileThatIsNoEntryIsPutAside) {
    const test::TempDir dir;
    std::string last;
    {
        auto artifact = Artifact::create(dir / "other");
        artifact.add(std::make_shared<Album>(), "a");
        for (const std::string& path : artifact.list("media/album"))
            if (test::slurp(dir / "other" / path) == "picture 29") last = path;  // the last that is written
    }
    auto artifact = Artifact::create(dir / "art");
    const auto failing = std::make_shared<Album>();
    failing->fails = true;
    fs::create_directories((dir / "art" / last).parent_path());
    std::ofstream(dir / "art" / last) << "a stranger's";
    EXPECT_THROW(artifact.add(failing, "a"), MediaError);
    EXPECT_EQ(test::slurp(dir / "art" / last), "a stranger's");
    artifact.add(std::make_shared<Album>(), "a");
    EXPECT_NE(test::slurp(dir / "art" / last), "a stranger's");
    artifact.save();
    EXPECT_EQ(artifact.verify(), std::vector<std::string>{});
}

}  // namespace
}  // namespace wbm
