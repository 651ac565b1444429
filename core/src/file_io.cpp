#include "file_io.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <random>
#include <system_error>
#include <thread>
#include <utility>

#include "store_path.hpp"
#include "system_call.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::milliseconds lock_retry{10};

std::atomic<IoHook> io_hook{nullptr};

/// Does the disk fail, so that writing the file would, too? Any other reason means that this way is not open here.
bool is_disk_error(int error) noexcept { return error == EIO || error == ENOSPC || error == EDQUOT || error == EROFS; }

fs::path hidden_name(const fs::path& folder) {
    thread_local std::mt19937_64 random{std::random_device{}()};
    const std::uint64_t number = random();
    std::array<std::uint8_t, sizeof number> octets{};
    for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return folder / (".wbm-" + to_hex(octets));
}

bool is_directory_now(const fs::path& path) noexcept {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace

FileDescriptor::~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

void FileDescriptor::close(const fs::path& name_in_errors) {
    const int injected = ask_io_hook(IoCall::close, name_in_errors.c_str());
    // Never again after EINTR: Linux has freed the number, another thread may own it by now.
    const int result = ::close(std::exchange(fd_, -1));
    const int error = injected != 0 ? injected : result != 0 ? errno : 0;
    if (error != 0 && error != EINTR) throw_io_error("close", name_in_errors, error);
}

TempFile::TempFile(const fs::path& folder) {
    // O_EXCL tells whether the name is free: no look-up before it.
    do {
        path_ = hidden_name(folder);
        file_ = FileDescriptor(attempt(IoCall::open, path_, [&] {
            return ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        }));
    } while (!file_.is_open() && errno == EEXIST);
    if (!file_.is_open()) throw_io_error("create", path_, errno);
}

TempFile::~TempFile() {
    if (!published_) try_remove_file(path_);
}

void TempFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t put =
            attempt(IoCall::write, path_, [&] { return ::write(file_.get(), bytes.data(), bytes.size()); });
        if (put < 0) throw_io_error("write", path_, errno);
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
}

bool TempFile::try_clone(const FileDescriptor& source) {
    if (attempt(IoCall::clone, path_, [&] { return ::ioctl(file_.get(), FICLONE, source.get()); }) == 0) return true;
    if (is_disk_error(errno)) throw_io_error("write", path_, errno);
    return false;
}

bool TempFile::try_link(const fs::path& source, const FileDescriptor& opened) {
    const fs::path name = unused_hidden_name(path_.parent_path());
    const auto link = [&] { return ::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW); };
    if (attempt(IoCall::link, source, link) != 0) {
        if (is_disk_error(errno)) throw_io_error("link", source, errno);
        return false;
    }
    struct stat linked {};
    struct stat wanted {};
    // Another file may have come to the name since it was opened.
    const bool is_it = ::lstat(name.c_str(), &linked) == 0 && ::fstat(opened.get(), &wanted) == 0 &&
                       linked.st_dev == wanted.st_dev && linked.st_ino == wanted.st_ino;
    if (is_it && try_rename_file(name, path_)) return is_linked_ = true;
    const int error = errno;
    try_remove_file(name);
    if (is_it) throw_io_error("link", source, error);
    return false;
}

void TempFile::publish(const fs::path& destination) {
    file_.close(path_);
    if (is_linked_)
        rename_file(path_, destination);
    else if (attempt(IoCall::rename, destination, [&] { return ::rename(path_.c_str(), destination.c_str()); }) != 0)
        throw_io_error("put a file in place at", destination, errno);
    published_ = true;
}

bool TempFile::publish_new(const fs::path& destination) {
    file_.close(path_);
    const int result = attempt(IoCall::rename, destination, [&] {
        return ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, destination.c_str(), RENAME_NOREPLACE);
    });
    published_ = result == 0;
    if (!published_ && errno != EEXIST && errno != EINVAL && errno != ENOSYS)
        throw_io_error("put a file in place at", destination, errno);
    return published_;
}

void write_file_atomically(const fs::path& file, std::string_view bytes) {
    TempFile temp(file.parent_path());
    temp.write(bytes);
    temp.publish(file);
}

void make_folders(const fs::path& folder, std::vector<fs::path>& made) {
    std::vector<fs::path> missing;
    for (fs::path at = folder;; at = at.parent_path()) {
        struct stat info {};
        if (attempt(IoCall::stat, at, [&] { return ::stat(at.c_str(), &info); }) == 0) {
            if (S_ISDIR(info.st_mode)) break;
            throw MediaError(Status::invalid, "folder " + quoted(folder) + ": " + quoted(at) +
                                                  " is a file; remove it or choose another folder");
        }
        if ((errno != ENOENT && errno != ENOTDIR) || at == at.parent_path()) throw_io_error("look up", at, errno);
        missing.push_back(at);
    }
    for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
        made.reserve(made.size() + 1);
        if (attempt(IoCall::mkdir, *at, [&] { return ::mkdir(at->c_str(), 0777); }) == 0) {
            made.push_back(std::move(*at));
        } else if (const int error = errno; error != EEXIST || !is_directory_now(*at)) {
            throw_io_error("make folder", *at, error);
        }
    }
}

void remove_empty_folders(const std::vector<fs::path>& folders) noexcept {
    for (auto at = folders.rbegin(); at != folders.rend(); ++at) try_remove_folder(*at);
}

bool try_remove_folder(const fs::path& folder) noexcept {
    return attempt(IoCall::rmdir, folder, [&] { return ::rmdir(folder.c_str()); }) == 0;
}

void rename_file(const fs::path& from, const fs::path& to) {
    if (!try_rename_file(from, to)) throw_io_error("put a file in place at", to, errno);
}

void remove_file(const fs::path& file) {
    if (!try_remove_file(file)) throw_io_error("remove", file, errno);
}

bool try_link_file(const fs::path& from, const fs::path& to) noexcept {
    return attempt(IoCall::link, to, [&] { return ::link(from.c_str(), to.c_str()); }) == 0;
}

bool try_rename_file(const fs::path& from, const fs::path& to) noexcept {
    if (attempt(IoCall::rename, to, [&] { return ::rename(from.c_str(), to.c_str()); }) != 0) return false;
    // Two names of one file: rename() does nothing then and leaves both.
    struct stat info {};
    if (::lstat(from.c_str(), &info) == 0) ::unlink(from.c_str());
    return true;
}

bool try_remove_file(const fs::path& file) noexcept {
    return attempt(IoCall::unlink, file, [&] { return ::unlink(file.c_str()); }) == 0 || errno == ENOENT;
}

fs::path unused_hidden_name(const fs::path& folder) {
    while (true) {
        fs::path name = hidden_name(folder);
        struct stat info {};
        if (::lstat(name.c_str(), &info) != 0) return name;
    }
}

DirectoryLock::DirectoryLock(const fs::path& directory, std::chrono::milliseconds wait) {
    directory_ = FileDescriptor(attempt(IoCall::open, directory,
                                        [&] { return ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!directory_.is_open()) throw_io_error("open", directory, errno);
    const auto end = std::chrono::steady_clock::now() + wait;
    while (attempt(IoCall::lock, directory, [&] { return ::flock(directory_.get(), LOCK_EX | LOCK_NB); }) != 0) {
        if (errno != EWOULDBLOCK) throw_io_error("lock", directory, errno);
        if (std::chrono::steady_clock::now() >= end)
            throw MediaError(Status::io,
                             "directory " + quoted(directory) + ": another writer has it open; close that one first");
        std::this_thread::sleep_for(lock_retry);
    }
}

void set_io_hook(IoHook hook) noexcept { io_hook.store(hook, std::memory_order_relaxed); }

int ask_io_hook(IoCall call, const char* path) noexcept {
    const IoHook hook = io_hook.load(std::memory_order_relaxed);
    return hook == nullptr ? 0 : hook(call, path);
}

void throw_io_error(std::string_view what, const fs::path& path, int error) {
    throw MediaError(
        Status::io, "cannot " + std::string(what) + " " + quoted(path) + ": " + std::generic_category().message(error));
}

}  // namespace wbm
