#include "registry_cache.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>
#include <wbm/version.hpp>

#include "file_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>

namespace wbm {

namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr std::string_view machine = "x86_64";
#elif defined(__aarch64__)
constexpr std::string_view machine = "aarch64";
#else
constexpr std::string_view machine = "other";
#endif

/// FNV-1a: only a file name hangs on it.
std::uint64_t hash(std::string_view text) noexcept {
    std::uint64_t sum = 0xcbf29ce484222325u;
    for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return sum;
}

/// The whole file when it is ours alone to write; empty otherwise.
std::string read_own_file(const fs::path& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status {};
    if (!file.is_open() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() ||
        (status.st_mode & (S_IWGRP | S_IWOTH)) != 0 || status.st_size <= 0 ||
        static_cast<std::uint64_t>(status.st_size) > limits::registry_cache_bytes)
        return {};
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t count = ::read(file.get(), text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return {};
        done += static_cast<std::size_t>(count);
    }
    return text;
}

/// Best effort: without a cache the next start reads the folder again, that is all.
void write_own_file(const fs::path& path, std::string_view text) noexcept {
    try {
        std::error_code failed;
        if (fs::create_directories(path.parent_path(), failed))
            fs::permissions(path.parent_path(), fs::perms::owner_all, failed);
        TempFile file(path.parent_path());
        fs::permissions(file.path(), fs::perms::owner_read | fs::perms::owner_write, failed);
        file.write(text);
        file.publish(path);
    } catch (const std::exception&) {
    }
}

}  // namespace

RegistryCache::RegistryCache(const fs::path& base) {
    if (!base.empty()) directory_ = base / (std::string(WBM_VERSION "-") + std::string(machine));
}

fs::path RegistryCache::file_for(const fs::path& folder) const {
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash(folder.native()), 16).ptr;
    return directory_ / (std::string(digits.data(), end) + ".cache");
}

std::shared_ptr<const FolderIndex> RegistryCache::index(const fs::path& folder) const {
    if (!directory_.empty()) {
        const FolderKey key = folder_key(folder);
        if (!key.exists()) return FolderIndex::make(folder, key, {});
        if (std::string block = read_own_file(file_for(folder)); !block.empty())
            if (auto cached = FolderIndex::open(std::move(block), folder); cached != nullptr && cached->key() == key)
                return cached;
    }
    return fresh_index(folder);
}

std::shared_ptr<const FolderIndex> RegistryCache::fresh_index(const fs::path& folder) const {
    const FolderKey key = folder_key(folder);  // before the scan: what changes meanwhile makes the index old
    const bool is_settled = key.exists() && !key.is_fresh();
    auto index = FolderIndex::make(folder, key, scan_folder(folder));
    if (!directory_.empty() && is_settled && index->block().size() <= limits::registry_cache_bytes)
        write_own_file(file_for(folder), index->block());
    return index;
}

}  // namespace wbm
