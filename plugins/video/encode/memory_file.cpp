#include "memory_file.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <new>
#include <utility>

namespace wbm::video {
namespace {

constexpr std::size_t buffer_bytes = 1 << 16;

IoPtr new_io(void* opaque, int write, int (*read_call)(void*, std::uint8_t*, int),
             int (*write_call)(void*, std::uint8_t*, int), std::int64_t (*seek_call)(void*, std::int64_t, int)) {
    auto* buffer = static_cast<unsigned char*>(given(av_malloc(buffer_bytes)));
    AVIOContext* io = avio_alloc_context(buffer, buffer_bytes, write, opaque, read_call, write_call, seek_call);
    if (io == nullptr) av_free(buffer);
    return IoPtr(given(io));
}

}  // namespace

IoPtr MemoryFile::writer() { return new_io(this, 1, nullptr, &write, &seek_writer); }

IoPtr MemoryFile::reader() {
    reader_.place = 0;
    return new_io(&reader_, 0, &read, nullptr, &seek_reader);
}

int MemoryFile::write(void* self, std::uint8_t* data, int size) noexcept {
    auto& file = *static_cast<MemoryFile*>(self);
    const auto begin = static_cast<std::size_t>(file.place_);
    const std::size_t end = begin + static_cast<std::size_t>(size);
    if (end > file.most_bytes_) {
        file.is_full_ = true;
        return AVERROR(EFBIG);
    }
    try {
        if (end > file.content_.size()) file.content_.resize(end);
    } catch (const std::bad_alloc&) {
        return AVERROR(ENOMEM);
    }
    std::memcpy(file.content_.data() + begin, data, static_cast<std::size_t>(size));
    file.place_ += size;
    return size;
}

int MemoryFile::read(void* reader, std::uint8_t* data, int size) noexcept {
    auto& from = *static_cast<Reader*>(reader);
    const std::string& content = from.file->content_;
    const auto place = static_cast<std::size_t>(from.place);
    if (place >= content.size()) return AVERROR_EOF;
    const std::size_t count = std::min(content.size() - place, static_cast<std::size_t>(size));
    std::copy_n(content.data() + place, count, reinterpret_cast<char*>(data));
    from.place += static_cast<std::int64_t>(count);
    return static_cast<int>(count);
}

std::int64_t MemoryFile::place_of(std::int64_t offset, int whence, std::int64_t current) const noexcept {
    const auto size = static_cast<std::int64_t>(content_.size());
    const int from = whence & ~AVSEEK_FORCE;
    if (from == AVSEEK_SIZE) return size;
    const std::int64_t place = offset + (from == SEEK_END ? size : from == SEEK_CUR ? current : 0);
    return place < 0 || place > static_cast<std::int64_t>(most_bytes_) ? AVERROR(EINVAL) : place;
}

std::int64_t MemoryFile::seek_writer(void* self, std::int64_t offset, int whence) noexcept {
    auto& file = *static_cast<MemoryFile*>(self);
    const std::int64_t place = file.place_of(offset, whence, file.place_);
    if (place >= 0 && whence != AVSEEK_SIZE) file.place_ = place;
    return place;
}

std::int64_t MemoryFile::seek_reader(void* reader, std::int64_t offset, int whence) noexcept {
    auto& from = *static_cast<Reader*>(reader);
    const std::int64_t place = from.file->place_of(offset, whence, from.place);
    if (place >= 0 && whence != AVSEEK_SIZE) from.place = place;
    return place;
}

}  // namespace wbm::video
