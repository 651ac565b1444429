// open_file.hpp - a file that is read at offsets or appended to; whole files go through file_io.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "file_io.hpp"

namespace wbm {

/// An open regular file. Every call throws MediaError: io, and what the constructor says. Tests reach each system call
/// through the hook of file_io.hpp. [one thread at a time]
class OpenFile {
public:
    enum class Access {
        read,           ///< symbolic links are followed: a file that the user named
        read_no_link,   ///< a file of a store's own, which must not lead elsewhere
        append_no_link  ///< the same, made when it is missing
    };

    /// Throws MediaError: not_found for a missing file; invalid for one that is not a regular file.
    OpenFile(std::filesystem::path file, Access access);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// Did the constructor make the file?
    [[nodiscard]] bool is_new() const noexcept { return is_new_; }
    [[nodiscard]] std::uint64_t size() const;

    /// Reads exactly this range; a file that is shorter is an io error.
    void read_at(std::uint64_t offset, char* into, std::size_t bytes) const;

    /// Writes at the end with one system call, so that another process sees all of it or nothing.
    void append(std::string_view bytes);
    void truncate(std::uint64_t size);
    /// Returns when the disk has what was written.
    void sync();

private:
    std::filesystem::path path_;
    FileDescriptor file_;
    bool is_new_ = false;
};

/// Returns when the disk has the folder's names.
void sync_folder(const std::filesystem::path& folder);

/// The size of a regular file; nullopt when there is none of this name (a folder is none). Throws MediaError (io).
[[nodiscard]] std::optional<std::uint64_t> size_of_file(const std::filesystem::path& file);

}  // namespace wbm
