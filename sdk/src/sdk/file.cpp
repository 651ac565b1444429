#include "file.hpp"

#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace wbm {
inline namespace sdk {
namespace detail {

std::string quoted_path(const std::string& path) {
    constexpr std::size_t longest = 200;
    if (!json::is_utf8(path)) return "(a path that is not UTF-8)";
    if (path.size() <= longest) return json::write(json::value(path));
    std::size_t start = path.size() - longest;
    while ((static_cast<unsigned char>(path[start]) & 0xC0U) == 0x80U) ++start;
    return json::write(json::value("..." + path.substr(start)));
}

namespace {

std::string named(const std::string& path) { return "the file " + quoted_path(path); }

[[noreturn]] void throw_system(const std::string& path, const char* what, int error) {
    if (error == ENOENT || error == ENOTDIR) throw not_found(named(path) + " does not exist");
    throw io_error(named(path) + " " + what + ": " + std::generic_category().message(error));
}

}  // namespace

OpenFile::OpenFile(std::string path) : path_(std::move(path)) {
    if (path_.find('\0') != std::string::npos) throw invalid(named(path_) + " has a NUL in its name");
    // Not blocking: a pipe in the place of a file must not hang the program.
    fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd_ < 0) throw_system(path_, "cannot be opened", errno);
    struct stat info {};
    const int failed = ::fstat(fd_, &info) == 0 ? 0 : errno;
    if (failed == 0 && S_ISREG(info.st_mode)) {
        size_ = static_cast<std::uint64_t>(info.st_size);
        return;
    }
    ::close(fd_);  // the destructor does not run
    if (failed != 0) throw_system(path_, "cannot be examined", failed);
    throw invalid(quoted_path(path_) + (S_ISDIR(info.st_mode) ? " is a folder" : " is no regular file") +
                  "; give the path of a file");
}

OpenFile::~OpenFile() { ::close(fd_); }

std::size_t OpenFile::read(char* out, std::size_t count) const {
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = ::read(fd_, out + filled, count - filled);
        if (got == 0) break;
        if (got > 0) {
            filled += static_cast<std::size_t>(got);
        } else if (errno != EINTR) {
            throw_system(path_, "cannot be read", errno);
        }
    }
    return filled;
}

}  // namespace detail
}  // namespace sdk
}  // namespace wbm
