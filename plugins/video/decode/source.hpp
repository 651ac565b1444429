// source.hpp - a film's bytes, in memory or in a file that is read piece by piece: files may be larger than memory.
#pragma once

#include "../libav.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wbm::video {

/// [read_at() is thread-safe; each reader() is one thread's]
class Source {
public:
    /// Borrows the bytes.
    [[nodiscard]] static Source of_bytes(std::string_view bytes, std::string name = "the film");
    /// Throws not_found, io_error, invalid beyond max_file_bytes.
    [[nodiscard]] static Source of_path(const std::string& path);
    [[nodiscard]] static Source of(const MediaFile& file);
    ~Source();
    Source(Source&& other) noexcept;
    Source& operator=(Source&&) = delete;

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    /// What begins an error: "the film", `the file "a.mp4"`.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// The bytes from `place`, fewer at the end. Throws io_error.
    std::size_t read_at(std::uint64_t place, void* to, std::size_t count) const;
    /// The same as text; shorter at the end.
    [[nodiscard]] std::string piece(std::uint64_t place, std::size_t count) const;

    /// Throws invalid: `<name> is a broken <format> film: <why>`.
    [[noreturn]] void broken(std::string_view format, const std::string& why) const;

private:
    Source() = default;
    std::string name_;
    std::string_view bytes_;
    int file_ = -1;
    std::uint64_t size_ = 0;
};

/// Reads numbers from a place on.
class Cursor {
public:
    Cursor(const Source& source, std::uint64_t place) noexcept : source_(&source), place_(place) {}
    [[nodiscard]] std::uint64_t place() const noexcept { return place_; }
    [[nodiscard]] std::uint64_t left() const noexcept {
        return place_ < source_->size() ? source_->size() - place_ : 0;
    }
    /// Bytes as a number; throws invalid (`format`, "it ends early") when the file has no more.
    [[nodiscard]] std::uint64_t big(int bytes, std::string_view format);
    [[nodiscard]] std::uint64_t little(int bytes, std::string_view format);
    void skip(std::uint64_t bytes, std::string_view format);

private:
    const unsigned char* take(std::size_t count, std::string_view format);

    static constexpr std::size_t window_bytes = 4096;
    const Source* source_;
    std::uint64_t place_;
    std::string window_;  ///< read at once, for a call for each number would be slow
    std::uint64_t window_place_ = 0;
};

}  // namespace wbm::video
