// file.hpp - reading a local file, with errors that name it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace wbm {
inline namespace sdk {
namespace detail {

/// A path for an error text: quoted, long ones by their end.
[[nodiscard]] std::string quoted_path(const std::string& path);

/// A regular file, open for reading. Throws not_found; invalid for a folder, pipe or device; io_error.
class OpenFile {
public:
    explicit OpenFile(std::string path);
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    /// The size when it was opened.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    /// Fills up to `count` bytes; fewer only at the end of the file.
    std::size_t read(char* out, std::size_t count) const;

private:
    std::string path_;
    int fd_ = -1;
    std::uint64_t size_ = 0;
};

}  // namespace detail
}  // namespace sdk
}  // namespace wbm
