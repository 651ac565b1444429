// The start-up cache: it saves work and never decides anything.
#include "registry_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "folder_layout.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* manifest_text =
    R"({"manifest":1,"id":"org.example.x","version":"1.0.0","abi":1,"library":"x.so","types":[)"
    R"({"name":"x-file","aliases":["y-file","b"],"inputs":["path"],"abilities":[],"extensions":[".X",".pts.x"],)"
    R"("magic":[{"offset":1,"hex":"4142","and":[{"offset":4,"hex":"43"}]}],"batch":"xs"},)"
    R"({"name":"a","inputs":[],"abilities":[]}]})";

/// A folder with one plugin, old enough to be cached, and a place for the cache.
struct Place {
    Place() : folder(dir / "plugins"), cache(dir / "cache"), registry_cache(cache) {
        dir.write("plugins/x.json", manifest_text);
        dir.write("plugins/x.so", "");
        settle();
    }
    void settle() const { std::this_thread::sleep_for(std::chrono::milliseconds(120)); }
    [[nodiscard]] fs::path file() const { return registry_cache.file_for(folder); }

    TempDir dir;
    fs::path folder, cache;
    RegistryCache registry_cache;
};

void check_index(const FolderIndex& index) {
    ASSERT_EQ(index.plugin_count(), 1u);
    ASSERT_EQ(index.type_count(), 2u);
    EXPECT_EQ(index.plugin(0).manifest, "x.json");
    EXPECT_EQ(index.plugin(0).library, "x.so");
    EXPECT_EQ(index.plugin(0).id, "org.example.x");
    EXPECT_EQ(index.plugin(0).reason, "");
    const FolderIndex::Type type = index.type(0);
    EXPECT_EQ(type.name, "x-file");
    EXPECT_EQ(type.batch, "xs");
    EXPECT_THAT(type.aliases, ElementsAre("y-file", "b"));
    EXPECT_THAT(type.extensions, ElementsAre(".x", ".pts.x"));
    EXPECT_EQ(index.find_type("x-file"), 0u);
    EXPECT_EQ(index.find_type("b"), 0u);
    EXPECT_EQ(index.find_type("a"), 1u);
    EXPECT_FALSE(index.find_type("z"));
    EXPECT_FALSE(index.find_type(""));
    EXPECT_THAT(index.with_extension(".pts.x"), ElementsAre(0u));
    EXPECT_THAT(index.with_extension(".pts"), IsEmpty());
    EXPECT_EQ(index.magic_bytes(), 5u);
    ASSERT_EQ(index.with_magic("-AB-C").size(), 1u);
    EXPECT_EQ(index.with_magic("-AB-C")[0].bytes, 3u);
    EXPECT_THAT(index.with_magic("-AB-D"), IsEmpty());
    EXPECT_THAT(index.with_magic("-AB-"), IsEmpty());
    EXPECT_THAT(index.with_magic(""), IsEmpty());
    EXPECT_THAT(index.names(), ElementsAre("a", "b", "x-file", "y-file"));
}

TEST(RegistryCache, HoldsWhatAScanFinds) {
    const Place place;
    check_index(*place.registry_cache.index(place.folder));
    ASSERT_TRUE(fs::exists(place.file()));
    const auto cached = FolderIndex::open(slurp(place.file()), place.folder);
    ASSERT_NE(cached, nullptr);
    check_index(*cached);
    EXPECT_EQ(cached->key(), folder_key(place.folder));
    EXPECT_EQ(fs::status(place.file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(fs::status(place.file().parent_path()).permissions(), fs::perms::owner_all);
}

TEST(RegistryCache, IsUsedWithoutReadingTheManifests) {
    const Place place;
    (void)place.registry_cache.index(place.folder);
    // In place, so that the folder's times stay: only the cache can still say what was there.
    write_file(place.folder / "x.json", "{}");
    check_index(*place.registry_cache.index(place.folder));
    EXPECT_EQ(place.registry_cache.fresh_index(place.folder)->plugin(0).id, "");
}

TEST(RegistryCache, ReadsAFolderThatChanged) {
    const Place place;
    (void)place.registry_cache.index(place.folder);
    place.dir.write("plugins/y.json", "{}");
    EXPECT_EQ(place.registry_cache.index(place.folder)->plugin_count(), 2u);
    fs::remove(place.folder / "y.json");
    fs::remove(place.folder / "x.json");
    EXPECT_EQ(place.registry_cache.index(place.folder)->plugin(0).manifest, "");
}

TEST(RegistryCache, AFolderThatJustChangedIsNotCached) {
    const Place place;
    place.dir.write("plugins/y.json", "{}");
    EXPECT_EQ(place.registry_cache.index(place.folder)->plugin_count(), 2u);
    EXPECT_FALSE(fs::exists(place.file()));
    place.settle();
    (void)place.registry_cache.index(place.folder);
    EXPECT_TRUE(fs::exists(place.file()));
}

TEST(RegistryCache, AFolderThatAnybodyMayWriteToIsRefusedFromTheCacheToo) {
    const Place place;
    (void)place.registry_cache.index(place.folder);
    fs::permissions(place.folder, fs::perms::all);
    EXPECT_THAT(std::string(place.registry_cache.index(place.folder)->plugin(0).reason),
                testing::HasSubstr("anybody may write to the folder"));
}

TEST(RegistryCache, EveryDamageIsSeenAndMended) {
    const Place place;
    (void)place.registry_cache.index(place.folder);
    const std::string good = slurp(place.file());
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x20);
        EXPECT_EQ(FolderIndex::open(bad, place.folder), nullptr) << "byte " << i;
    }
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_EQ(FolderIndex::open(good.substr(0, size), place.folder), nullptr) << size << " bytes";
    EXPECT_EQ(FolderIndex::open(good + "x", place.folder), nullptr);
    EXPECT_EQ(FolderIndex::open(good, place.dir / "other"), nullptr);

    for (const std::string& bad : {std::string("x"), good.substr(0, good.size() / 2), std::string(good.size(), '\0')}) {
        write_file(place.file(), bad);
        check_index(*place.registry_cache.index(place.folder));
        EXPECT_EQ(slurp(place.file()), good);
    }
}

/// A block whose checksum is right but whose records point outside.
TEST(RegistryCache, OffsetsAreCheckedEvenWhenTheSumIsRight) {
    const Place place;
    const std::string good = place.registry_cache.index(place.folder)->block();
    const auto seal = [](std::string block) {
        const std::uint64_t sum = layout::checksum(std::string_view(block).substr(layout::checksum_begin));
        std::memcpy(block.data() + offsetof(layout::Header, checksum), &sum, sizeof sum);
        return block;
    };
    ASSERT_NE(FolderIndex::open(seal(good), place.folder), nullptr);
    const std::uint32_t far = 0x7fffffff;
    int refused = 0;
    // Texts at the end hold no offsets.
    layout::Header header;
    std::memcpy(&header, good.data(), sizeof header);
    for (std::size_t at = offsetof(layout::Header, folder); at + 4 <= header.texts.first; at += 4) {
        std::string bad = good;
        std::memcpy(bad.data() + at, &far, sizeof far);
        const auto index = FolderIndex::open(seal(bad), place.folder);
        if (index == nullptr) {
            ++refused;
            continue;
        }
        for (std::uint32_t i = 0; i < index->plugin_count(); ++i) (void)index->plugin(i);
        for (std::uint32_t i = 0; i < index->type_count(); ++i) (void)index->type(i);
        (void)index->find_type("x-file");
        (void)index->with_extension(".x");
        (void)index->with_magic("-AB-C");
        (void)index->names();
    }
    EXPECT_GT(refused, 60);
}

TEST(RegistryCache, AnothersFileIsNotTrusted) {
    const Place place;
    (void)place.registry_cache.index(place.folder);
    write_file(place.folder / "x.json", "{}");  // in place: seen only when the cache is not used
    ::chmod(place.file().c_str(), 0666);
    EXPECT_EQ(place.registry_cache.index(place.folder)->plugin(0).id, "");

    const Place linked;
    (void)linked.registry_cache.index(linked.folder);
    fs::rename(linked.file(), linked.dir / "elsewhere");
    fs::create_symlink(linked.dir / "elsewhere", linked.file());
    write_file(linked.folder / "x.json", "{}");
    EXPECT_EQ(linked.registry_cache.index(linked.folder)->plugin(0).id, "");
}

TEST(RegistryCache, AnotherUsersFileIsNotTrusted) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
    const Place place;
    (void)place.registry_cache.index(place.folder);
    write_file(place.folder / "x.json", "{}");
    ASSERT_EQ(::chown(place.file().c_str(), 12345, 0), 0);
    EXPECT_EQ(place.registry_cache.index(place.folder)->plugin(0).id, "");
}

TEST(RegistryCache, NoPlaceForItIsNoError) {
    const Place place;
    place.dir.write("file", "");
    for (const fs::path& base : {fs::path(), place.dir / "file", fs::path("/proc/none")}) {
        const RegistryCache cache(base);
        check_index(*cache.index(place.folder));
        EXPECT_EQ(cache.index(place.dir / "none")->plugin_count(), 0u);
    }
}

TEST(RegistryCache, FoldersHaveTheirOwnFiles) {
    const RegistryCache cache("/c");
    EXPECT_NE(cache.file_for("/a"), cache.file_for("/b"));
    EXPECT_EQ(cache.file_for("/a").extension(), ".cache");
    EXPECT_EQ(cache.file_for("/a").parent_path().parent_path(), "/c");
}

}  // namespace
}  // namespace wbm::test
