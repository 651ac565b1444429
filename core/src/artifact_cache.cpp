#include "artifact_cache.hpp"

#include <wbm/error.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <cstdint>
#include <map>
#include <mutex>

#include "artifact_state.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t manifests_kept = 8;
constexpr std::size_t entries_kept = 1'000'000;  // in all of them

/// Tells one state of a file from the next: a manifest is replaced by another file, never written into.
struct FileState {
    ino_t inode = 0;
    off_t size = 0;
    timespec modified{}, changed{};

    friend bool operator==(const FileState& a, const FileState& b) noexcept {
        const auto same = [](const timespec& x, const timespec& y) {
            return x.tv_sec == y.tv_sec && x.tv_nsec == y.tv_nsec;
        };
        return a.inode == b.inode && a.size == b.size && same(a.modified, b.modified) && same(a.changed, b.changed);
    }
};

struct Kept {
    FileState state;
    std::shared_ptr<const Manifest> manifest;
    std::uint64_t used = 0;
};

struct Cache {
    std::mutex mutex;
    std::map<fs::path, Kept> kept;
    std::uint64_t uses = 0;

    void make_room(std::size_t more) {
        std::size_t entries = more;
        for (const auto& [root, one] : kept) entries += one.manifest->entries.size();
        while (!kept.empty() && (kept.size() >= manifests_kept || entries > entries_kept)) {
            auto oldest = kept.begin();
            for (auto at = kept.begin(); at != kept.end(); ++at)
                if (at->second.used < oldest->second.used) oldest = at;
            entries -= oldest->second.manifest->entries.size();
            kept.erase(oldest);
        }
    }
};

Cache& cache() {
    static Cache the_cache;
    return the_cache;
}

/// False when there is no such file.
bool look_up(const fs::path& file, FileState& state) {
    struct stat info {};
    const int injected = ask_io_hook(IoCall::stat, file.c_str());
    const int error = injected != 0 ? injected : ::lstat(file.c_str(), &info) != 0 ? errno : 0;
    if (error == ENOENT || error == ENOTDIR) return false;
    if (error != 0) throw_io_error("look up", file, error);
    state = {info.st_ino, info.st_size, info.st_mtim, info.st_ctim};
    return true;
}

}  // namespace

std::shared_ptr<const Manifest> current_manifest(const fs::path& root) {
    Cache& all = cache();
    FileState state;
    if (!look_up(root / manifest_name, state)) return nullptr;
    {
        const std::lock_guard lock(all.mutex);
        const auto known = all.kept.find(root);
        if (known != all.kept.end() && known->second.state == state) {
            known->second.used = ++all.uses;
            return known->second.manifest;
        }
    }
    std::shared_ptr<const Manifest> manifest;
    try {
        manifest = std::make_shared<const Manifest>(load_manifest(root));
    } catch (const MediaError& error) {
        if (error.status() == Status::io) throw;
        return nullptr;
    }
    const std::lock_guard lock(all.mutex);
    all.kept.erase(root);
    all.make_room(manifest->entries.size());
    all.kept.emplace(root, Kept{state, manifest, ++all.uses});
    return manifest;
}

}  // namespace wbm
