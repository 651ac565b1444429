#include "file_io.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <memory>
#include <random>
#include <system_error>
#include <thread>
#include <utility>

#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

// Small enough for the second-level cache, so that hashing and writing find what reading brought in; a larger one is
// slower.
constexpr std::size_t buffer_bytes = std::size_t{1} << 18;
constexpr std::chrono::milliseconds lock_retry{10};

std::atomic<IoHook> io_hook{nullptr};

/// Makes a system call again while a signal interrupts it; -1 and errno when it fails or the hook says so.
template <class Call>
auto attempt(IoCall kind, const fs::path& path, Call call) -> decltype(call()) {
    if (const int injected = ask_io_hook(kind, path.c_str()); injected != 0) {
        errno = injected;
        return -1;
    }
    while (true) {
        const auto result = call();
        if (result != -1 || errno != EINTR) return result;
    }
}

std::size_t read_some(const FileDescriptor& file, char* into, std::size_t bytes, const fs::path& name) {
    const ssize_t got = attempt(IoCall::read, name, [&] { return ::read(file.get(), into, bytes); });
    if (got < 0) throw_io_error("read", name, errno);
    return static_cast<std::size_t>(got);
}

[[noreturn]] void refuse_to_open(const fs::path& name, int error) {
    if (error == ENOENT || error == ENOTDIR)
        throw MediaError(Status::not_found, "file " + quoted(name) + ": there is no such file; give one that exists");
    throw_io_error("open", name, error);
}

/// A regular file that is open for reading, and how it was then.
struct Source {
    FileDescriptor file;
    struct stat info {};

    explicit Source(const fs::path& name)
        // O_NONBLOCK: a pipe would make open() wait for a writer; for a regular file it means nothing.
        : file(attempt(IoCall::open, name, [&] { return ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); })) {
        if (!file.is_open()) refuse_to_open(name, errno);
        info = state(name);
        if (!S_ISREG(info.st_mode))
            throw MediaError(Status::invalid,
                             "file " + quoted(name) + ": it is not a regular file; give a regular file");
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return static_cast<std::uint64_t>(info.st_size); }

    [[nodiscard]] struct stat state(const fs::path& name) const {
        struct stat now {};
        if (attempt(IoCall::stat, name, [&] { return ::fstat(file.get(), &now); }) != 0)
            throw_io_error("look up", name, errno);
        return now;
    }

    /// Throws when somebody wrote to the file meanwhile: its hash would be that of a content it never had.
    void check_unchanged(const fs::path& name, std::uint64_t bytes_read) const {
        const struct stat now = state(name);
        if (bytes_read != size() || now.st_size != info.st_size || now.st_mtim.tv_sec != info.st_mtim.tv_sec ||
            now.st_mtim.tv_nsec != info.st_mtim.tv_nsec)
            throw MediaError(Status::io, "file " + quoted(name) +
                                             ": it changed while it was read; add it when its writer has closed it");
    }
};

Digests read_through(const fs::path& name, TempFile* target, Hashes which, const Progress& progress) {
    const Source source(name);
    // One byte more than the file: the read that finds the end comes with the last bytes.
    const std::size_t room = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, source.size() + 1));
    const auto buffer = std::make_unique_for_overwrite<char[]>(room);
    Hasher hasher(which);
    std::uint64_t done = 0;
    while (const std::size_t got = read_some(source.file, buffer.get(), room, name)) {
        const std::string_view piece(buffer.get(), got);
        hasher.update(piece);
        if (target != nullptr) target->write(piece);
        done += got;
        if (progress) progress(done, source.size());
        if (done > source.size()) break;
    }
    source.check_unchanged(name, done);
    return hasher.finish();
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
    path_ = unused_hidden_name(folder);
    file_ = FileDescriptor(attempt(IoCall::open, path_, [&] {
        return ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    }));
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

void TempFile::publish(const fs::path& destination) {
    file_.close(path_);
    rename_file(path_, destination);
    published_ = true;
}

Digests copy_and_hash(const fs::path& source, TempFile& target, Hashes which, const Progress& progress) {
    return read_through(source, &target, which, progress);
}

Digests hash_file(const fs::path& file, Hashes which, const Progress& progress) {
    return read_through(file, nullptr, which, progress);
}

std::string read_file(const fs::path& file, std::size_t max_bytes) {
    const Source source(file);
    if (source.size() > max_bytes)
        throw MediaError(Status::invalid, "file " + quoted(file) + ": it holds " + std::to_string(source.size()) +
                                              " bytes, more than the " + std::to_string(max_bytes) +
                                              " that are read; give a smaller file");
    std::string text(static_cast<std::size_t>(source.size()), '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const std::size_t got = read_some(source.file, text.data() + done, text.size() - done, file);
        if (got == 0) break;
        done += got;
    }
    source.check_unchanged(file, done);
    return text;
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
    return attempt(IoCall::rename, to, [&] { return ::rename(from.c_str(), to.c_str()); }) == 0;
}

bool try_remove_file(const fs::path& file) noexcept {
    return attempt(IoCall::unlink, file, [&] { return ::unlink(file.c_str()); }) == 0 || errno == ENOENT;
}

fs::path unused_hidden_name(const fs::path& folder) {
    thread_local std::mt19937_64 random{std::random_device{}()};
    while (true) {
        const std::uint64_t number = random();
        std::array<std::uint8_t, sizeof number> octets{};
        for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<std::uint8_t>(number >> (8 * i));
        fs::path name = folder / (".wbm-" + to_hex(octets));
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
