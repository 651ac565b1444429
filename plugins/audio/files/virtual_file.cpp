#include "virtual_file.hpp"

#include <cstdio>
#include <cstring>
#include <new>
#include <stdexcept>

namespace wbm::audio {
namespace {

VirtualFile& of(void* file) noexcept { return *static_cast<VirtualFile*>(file); }

sf_count_t length(void* file) { return of(file).length(); }
sf_count_t tell(void* file) { return of(file).position; }

sf_count_t seek(sf_count_t offset, int whence, void* file) {
    VirtualFile& f = of(file);
    const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? f.position : f.length();
    sf_count_t target = 0;
    if (__builtin_add_overflow(base, offset, &target) || target < 0) return -1;
    return f.position = target;
}

sf_count_t read(void* to, sf_count_t count, void* file) {
    VirtualFile& f = of(file);
    if (f.source == nullptr || count <= 0) return 0;
    const auto got = static_cast<sf_count_t>(
        f.source->read(static_cast<std::uint64_t>(f.position), to, static_cast<std::size_t>(count)));
    f.position += got;
    return got;
}

sf_count_t write(const void* from, sf_count_t count, void* file) {
    VirtualFile& f = of(file);
    if (f.source != nullptr || count <= 0) return 0;
    const auto at = static_cast<std::size_t>(f.position);
    const auto size = static_cast<std::size_t>(count);
    if (at + size > f.most_bytes) return 0;
    try {
        if (at + size > f.written.size()) f.written.resize(at + size);
    } catch (const std::exception&) {
        return 0;  // libsndfile sees a full disk
    }
    std::memcpy(f.written.data() + at, from, size);
    f.position += count;
    return count;
}

}  // namespace

std::mutex& opening() {
    static std::mutex mutex;
    return mutex;
}

SF_VIRTUAL_IO& virtual_io() {
    static SF_VIRTUAL_IO io{&length, &seek, &read, &write, &tell};
    return io;
}

}  // namespace wbm::audio
