#include "open_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "store_path.hpp"
#include "system_call.hpp"

namespace wbm {
namespace {

template <class Call>
auto checked(IoCall kind, std::string_view what, const std::filesystem::path& path, Call call) -> decltype(call()) {
    const auto result = attempt(kind, path, call);
    if (result == -1) throw_io_error(what, path, errno);
    return result;
}

bool is_missing(int error) noexcept { return error == ENOENT || error == ENOTDIR; }

FileDescriptor open_file(const std::filesystem::path& path, int flags) {
    // O_NONBLOCK: opening a pipe must not wait for its other end.
    flags |= O_CLOEXEC | O_NONBLOCK;
    const int fd = attempt(IoCall::open, path, [&] { return ::open(path.c_str(), flags, 0666); });
    if (fd >= 0) return FileDescriptor(fd);
    if (!is_missing(errno)) throw_io_error("open", path, errno);
    throw MediaError(Status::not_found, "file " + quoted(path) + ": there is no such file; give one that exists");
}

FileDescriptor open_file(const std::filesystem::path& path, OpenFile::Access access, bool& is_new) {
    if (access == OpenFile::Access::read) return open_file(path, O_RDONLY);
    if (access == OpenFile::Access::read_no_link) return open_file(path, O_RDONLY | O_NOFOLLOW);
    is_new = !size_of_file(path).has_value();
    return open_file(path, O_RDWR | O_APPEND | O_NOFOLLOW | (is_new ? O_CREAT | O_EXCL : 0));
}

}  // namespace

OpenFile::OpenFile(std::filesystem::path file, Access access) : path_(std::move(file)) {
    file_ = open_file(path_, access, is_new_);
    if (!is_new_) (void)size();
}

std::uint64_t OpenFile::size() const {
    struct stat info {};
    checked(IoCall::stat, "look up", path_, [&] { return ::fstat(file_.get(), &info); });
    if (!S_ISREG(info.st_mode))
        throw MediaError(Status::invalid, "file " + quoted(path_) + ": it is not a regular file; give a regular file");
    return static_cast<std::uint64_t>(info.st_size);
}

void OpenFile::read_at(std::uint64_t offset, char* into, std::size_t bytes) const {
    while (bytes > 0) {
        const ssize_t got = checked(IoCall::read, "read", path_,
                                    [&] { return ::pread(file_.get(), into, bytes, static_cast<off_t>(offset)); });
        if (got == 0)
            throw MediaError(Status::io, "cannot read " + quoted(path_) + ": it became shorter while it was read");
        into += got;
        offset += static_cast<std::uint64_t>(got);
        bytes -= static_cast<std::size_t>(got);
    }
}

void OpenFile::append(std::string_view bytes) {
    const ssize_t put =
        checked(IoCall::write, "write", path_, [&] { return ::write(file_.get(), bytes.data(), bytes.size()); });
    if (static_cast<std::size_t>(put) != bytes.size()) throw_io_error("write", path_, ENOSPC);
}

void OpenFile::truncate(std::uint64_t size) {
    checked(IoCall::write, "shorten", path_, [&] { return ::ftruncate(file_.get(), static_cast<off_t>(size)); });
}

void OpenFile::sync() {
    checked(IoCall::write, "write to the disk", path_, [&] { return ::fdatasync(file_.get()); });
}

void sync_folder(const std::filesystem::path& folder) {
    const FileDescriptor opened = open_file(folder, O_RDONLY | O_DIRECTORY);
    checked(IoCall::write, "write to the disk", folder, [&] { return ::fsync(opened.get()); });
}

std::optional<std::uint64_t> size_of_file(const std::filesystem::path& file) {
    struct stat info {};
    if (attempt(IoCall::stat, file, [&] { return ::stat(file.c_str(), &info); }) != 0) {
        if (is_missing(errno)) return std::nullopt;
        throw_io_error("look up", file, errno);
    }
    if (!S_ISREG(info.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(info.st_size);
}

}  // namespace wbm
