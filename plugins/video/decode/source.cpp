#include "source.hpp"

#include "../limits.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace wbm::video {

Source Source::of_bytes(std::string_view bytes, std::string name) {
    Source source;
    source.bytes_ = bytes;
    source.size_ = bytes.size();
    source.name_ = std::move(name);
    return source;
}

Source Source::of_path(const std::string& path) {
    (void)MediaFile::of_path(path);  // refuses what is no regular file before a pipe could be waited for
    Source source;
    source.name_ = name_of_file(path);
    source.file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source.file_ < 0) throw io_error(source.name_ + " cannot be opened: " + std::strerror(errno));
    struct stat facts {};
    if (::fstat(source.file_, &facts) != 0 || !S_ISREG(facts.st_mode))
        throw io_error(source.name_ + " is no regular file any more; give one that stays");
    source.size_ = static_cast<std::uint64_t>(facts.st_size);
    if (source.size_ > max_file_bytes)
        throw invalid(source.name_ + " has " + std::to_string(source.size_) + " bytes, more than " +
                      std::to_string(max_file_bytes) + "; log it as a reference in an artifact");
    return source;
}

Source Source::of(const MediaFile& file) {
    return file.bytes() != nullptr ? of_bytes(*file.bytes()) : of_path(file.path());
}

Source::~Source() {
    if (file_ >= 0) ::close(file_);
}

Source::Source(Source&& other) noexcept
    : name_(std::move(other.name_)), bytes_(other.bytes_), file_(std::exchange(other.file_, -1)), size_(other.size_) {}

std::size_t Source::read_at(std::uint64_t place, void* to, std::size_t count) const {
    if (place >= size_) return 0;
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - place));
    if (file_ < 0) {
        std::memcpy(to, bytes_.data() + place, count);
        return count;
    }
    std::size_t done = 0;
    while (done < count) {
        const ssize_t got =
            ::pread(file_, static_cast<char*>(to) + done, count - done, static_cast<off_t>(place + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw io_error(name_ + " cannot be read: " + std::strerror(errno));
        if (got == 0) break;  // it became shorter
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::string Source::piece(std::uint64_t place, std::size_t count) const {
    std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(count, place < size_ ? size_ - place : 0)), '\0');
    text.resize(read_at(place, text.data(), text.size()));
    return text;
}

void Source::broken(std::string_view format, const std::string& why) const {
    throw invalid(name_ + " is a broken " + std::string(format) + " film: " + why + "; copy or export it again");
}

const unsigned char* Cursor::take(std::size_t count, std::string_view format) {
    if (place_ < window_place_ || place_ + count > window_place_ + window_.size()) {
        window_ = source_->piece(place_, window_bytes);
        window_place_ = place_;
        if (window_.size() < count) source_->broken(format, "it ends early");
    }
    const auto* at = reinterpret_cast<const unsigned char*>(window_.data()) + (place_ - window_place_);
    place_ += count;
    return at;
}

std::uint64_t Cursor::big(int bytes, std::string_view format) {
    const unsigned char* at = take(static_cast<std::size_t>(bytes), format);
    std::uint64_t number = 0;
    for (int i = 0; i < bytes; ++i) number = number << 8 | at[i];
    return number;
}

std::uint64_t Cursor::little(int bytes, std::string_view format) {
    const unsigned char* at = take(static_cast<std::size_t>(bytes), format);
    std::uint64_t number = 0;
    for (int i = bytes - 1; i >= 0; --i) number = number << 8 | at[i];
    return number;
}

void Cursor::skip(std::uint64_t bytes, std::string_view format) {
    if (bytes > left()) source_->broken(format, "it ends early");
    place_ += bytes;
}

}  // namespace wbm::video
