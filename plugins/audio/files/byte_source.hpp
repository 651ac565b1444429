// byte_source.hpp - the bytes of a sound, in memory or in a file, read at any place.
#pragma once

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wbm::audio {

/// Move only. [const calls are thread-safe]
class ByteSource {
public:
    /// Borrowed.
    explicit ByteSource(std::string_view bytes) noexcept : bytes_(bytes), size_(bytes.size()) {}
    /// An open file: of any size, nothing is read yet. Throws not_found, io_error.
    [[nodiscard]] static ByteSource of_path(const std::string& path);
    /// The content of a value's file, borrowed.
    [[nodiscard]] static ByteSource of(const MediaFile& file);

    ByteSource(ByteSource&& other) noexcept;
    ByteSource& operator=(ByteSource&& other) = delete;
    ~ByteSource();

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    /// Reads at most `count` bytes; less at the end, and where the file cannot be read.
    std::size_t read(std::uint64_t offset, void* to, std::size_t count) const noexcept;
    /// The same as text.
    [[nodiscard]] std::string text(std::uint64_t offset, std::size_t count) const;

private:
    ByteSource(int fd, std::uint64_t size) noexcept : fd_(fd), size_(size) {}

    int fd_ = -1;
    std::string_view bytes_;
    std::uint64_t size_;
};

/// Unsigned numbers in a file's bytes, which must have them.
[[nodiscard]] std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) noexcept;
[[nodiscard]] std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) noexcept;

}  // namespace wbm::audio
