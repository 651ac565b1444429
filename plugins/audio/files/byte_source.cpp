#include "byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace wbm::audio {

ByteSource ByteSource::of_path(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        const std::string text = name_of_file(path) + " cannot be opened: " + std::strerror(errno);
        throw errno == ENOENT ? not_found(text) : io_error(text);
    }
    struct stat about {};
    if (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(fd);
        throw io_error(name_of_file(path) + " is no plain file any more");
    }
    return {fd, static_cast<std::uint64_t>(about.st_size)};
}

ByteSource ByteSource::of(const MediaFile& file) {
    return file.bytes() != nullptr ? ByteSource(std::string_view(*file.bytes())) : of_path(file.path());
}

ByteSource::ByteSource(ByteSource&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), bytes_(other.bytes_), size_(other.size_) {}

ByteSource::~ByteSource() {
    if (fd_ >= 0) ::close(fd_);
}

std::size_t ByteSource::read(std::uint64_t offset, void* to, std::size_t count) const noexcept {
    if (offset >= size_) return 0;
    const auto there = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - offset));
    if (fd_ < 0) {
        if (there > 0) std::memcpy(to, bytes_.data() + offset, there);
        return there;
    }
    std::size_t done = 0;
    while (done < there) {
        const ssize_t got =
            ::pread(fd_, static_cast<char*>(to) + done, there - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::string ByteSource::text(std::uint64_t offset, std::size_t count) const {
    if (offset >= size_) return {};
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - offset)), '\0');
    bytes.resize(read(offset, bytes.data(), bytes.size()));
    return bytes;
}

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) noexcept {
    std::uint64_t number = 0;
    for (std::size_t i = count; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) noexcept {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

}  // namespace wbm::audio
