// memory_file.hpp - a file in memory that a muxer writes, seeks in and, for the index at the front, reads again.
#pragma once

#include "../libav.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace wbm::video {

/// Stays where it is while a context that it gave is open.
class MemoryFile {
public:
    explicit MemoryFile(std::size_t most_bytes) noexcept : most_bytes_(most_bytes) {}
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] IoPtr writer();
    /// A second, independent look at what was written.
    [[nodiscard]] IoPtr reader();

    /// Did a write fail because the file would have become too large?
    [[nodiscard]] bool is_full() const noexcept { return is_full_; }
    [[nodiscard]] std::string take() noexcept { return std::move(content_); }

private:
    struct Reader {
        const MemoryFile* file;
        std::int64_t place;
    };
    static int write(void* self, std::uint8_t* data, int size) noexcept;
    static int read(void* reader, std::uint8_t* data, int size) noexcept;
    static std::int64_t seek_writer(void* self, std::int64_t offset, int whence) noexcept;
    static std::int64_t seek_reader(void* reader, std::int64_t offset, int whence) noexcept;
    [[nodiscard]] std::int64_t place_of(std::int64_t offset, int whence, std::int64_t current) const noexcept;

    std::size_t most_bytes_;
    std::string content_;
    std::int64_t place_ = 0;
    bool is_full_ = false;
    Reader reader_{this, 0};
};

}  // namespace wbm::video
