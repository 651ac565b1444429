#include "plugin_folder.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <set>

namespace wbm {

namespace {

namespace fs = std::filesystem;

constexpr const char* library_suffix = ".so";

/// Clocks of file systems tick in steps of up to 10 ms; ten of them leave room for a busy machine.
constexpr std::int64_t fresh_ns = 100'000'000;

std::int64_t nanoseconds(const timespec& time) noexcept {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

struct Names {
    std::vector<std::string> manifests, libraries;
    bool too_many = false;
};

Names names_in(const fs::path& folder) {
    Names names;
    std::error_code failed;
    std::size_t count = 0;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        if (++count > limits::plugins_in_folder * 2) {
            names.too_many = true;
            break;
        }
        const std::string name = at->path().filename().string();
        if (name.starts_with('.')) continue;
        if (name.ends_with(".json")) names.manifests.push_back(name);
        if (name.ends_with(library_suffix)) names.libraries.push_back(name);
    }
    std::sort(names.manifests.begin(), names.manifests.end());
    std::sort(names.libraries.begin(), names.libraries.end());
    return names;
}

FoundPlugin read_plugin(const fs::path& folder, const std::string& name) {
    FoundPlugin found;
    found.manifest = name;
    found.stamp = stamp_of(folder / name);
    try {
        PluginManifest manifest = read_manifest(folder / name);
        found.id = std::move(manifest.id);
        found.version = std::move(manifest.version);
        found.library = std::move(manifest.library);
        found.types = std::move(manifest.types);
        check_library_file(folder / found.library);
    } catch (const MediaError& error) {
        found.reason = error.what();
    }
    return found;
}

FoundPlugin without_manifest(const std::string& library) {
    FoundPlugin found;
    found.library = library;
    found.reason = "it has no manifest; write one with " + describe_command(library);
    return found;
}

/// What the folder itself is refused for; empty when it is sound.
std::string folder_reason(const fs::path& folder) {
    try {
        check_folder(folder);
        return {};
    } catch (const MediaError& error) {
        return error.what();
    }
}

}  // namespace

bool FolderKey::is_fresh() const noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    // A time in the future is as little to be trusted as one of just now.
    return nanoseconds(now) - std::max(modified_ns, changed_ns) < fresh_ns;
}

FolderKey folder_key(const fs::path& folder) noexcept {
    struct stat s {};
    if (::stat(folder.c_str(), &s) != 0 || !S_ISDIR(s.st_mode)) return {};
    return {static_cast<std::uint64_t>(s.st_dev), static_cast<std::uint64_t>(s.st_ino), nanoseconds(s.st_mtim),
            nanoseconds(s.st_ctim), static_cast<std::uint64_t>(s.st_mode)};
}

std::vector<FoundPlugin> scan_folder(const fs::path& folder) {
    std::vector<FoundPlugin> all;
    if (!folder_key(folder).exists()) return all;
    const Names names = names_in(folder);
    const std::string refused = folder_reason(folder);
    std::set<std::string, std::less<>> described;
    for (const std::string& name : names.manifests) {
        if (all.size() == limits::plugins_in_folder) break;
        if (refused.empty()) {
            all.push_back(read_plugin(folder, name));
        } else {
            FoundPlugin& found = all.emplace_back();
            found.manifest = name;
            found.stamp = stamp_of(folder / name);
            found.reason = refused;
        }
        described.insert(all.back().library);
        // The usual name, for a manifest that could not be read: the library is not one without a manifest.
        described.insert(fs::path(name).replace_extension(library_suffix).string());
    }
    for (const std::string& name : names.libraries)
        if (all.size() < limits::plugins_in_folder && !described.contains(name)) {
            all.push_back(without_manifest(name));
            if (!refused.empty()) all.back().reason = refused;
        }
    if (names.too_many) {
        FoundPlugin& rest = all.emplace_back();
        rest.reason = "the folder holds more than " + std::to_string(limits::plugins_in_folder) +
                      " plugins; the rest is not read";
    }
    return all;
}

}  // namespace wbm
