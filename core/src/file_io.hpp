// file_io.hpp - files under the stores: temporary file and rename, copy and hash in one pass, bounded reads, locks.
//
// Every system call goes through one place, so that tests can make the n-th one fail (IoHook). Every error is a
// MediaError that names the file and the system's reason: not_found when the file to read is missing, otherwise io.
// A write survives a crash of the program at any point; nothing is flushed to the device for a crash of the machine.
#pragma once

#include <wbm/error.hpp>
#include <wbm/limits.hpp>
#include <wbm/store.hpp>

#include "hash.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

/// An open file descriptor. Move only; closes itself, and then an error of close is lost: call close() after writing.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) noexcept : fd_(fd) {}
    ~FileDescriptor();
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;

    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
    /// Closes now. Throws MediaError (io), for disks that report a full device only here.
    void close(const std::filesystem::path& name_in_errors);

private:
    int fd_ = -1;
};

/// A new file with a hidden random name in `folder` (which must exist). It is removed again unless publish() gave it
/// its name. Put it anywhere in the store that its destination is in: then publish() is one rename. Throws MediaError
/// (io).
class TempFile {
public:
    explicit TempFile(const std::filesystem::path& folder);
    ~TempFile();
    TempFile(const TempFile&) = delete;
    TempFile& operator=(const TempFile&) = delete;

    void write(std::string_view bytes);
    /// Makes this, which is empty, a copy of the whole open file that shares its blocks until one of them is changed.
    /// Returns false at once where the file system cannot: then write() it.
    bool try_clone(const FileDescriptor& source);
    /// Makes this a second name of a file that is open, links followed. Returns false where that cannot be (another
    /// device, no right to, another file of that name by now): then write() it.
    bool try_link(const std::filesystem::path& source, const FileDescriptor& opened);
    /// Closes the file and renames it to `destination`, whose folder must exist. Replaces a file of that name.
    void publish(const std::filesystem::path& destination);
    /// The same where nothing has that name. False, and nothing changed but that the file is closed, when something has
    /// it, or the file system cannot tell.
    [[nodiscard]] bool publish_new(const std::filesystem::path& destination);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
    FileDescriptor file_;
    bool published_ = false;
    bool is_linked_ = false;  ///< one of several names of its file
};

/// Makes `target` a copy of a file, or a link to it, and hashes what is stored, with one pass over the bytes. Symbolic
/// links are followed. A copy of a large file shares its blocks where the file system can (btrfs, XFS, ZFS). Memory:
/// one buffer. Throws MediaError: not_found; invalid when `source` is not a regular file; io, also when it changed
/// while it was read.
Digests copy_and_hash(const std::filesystem::path& source, TempFile& target, Hashes which,
                      const Progress& progress = {}, Copying copying = Copying::copy);

/// From this size on bytes are written while they are hashed, by write_and_hash(); for fewer a thread costs more than
/// it saves.
inline constexpr std::size_t worth_a_writer = std::size_t{1} << 18;

/// Writes bytes to `target`, which is empty, on a thread of its own while this one hashes them. Where no thread can be
/// had, one after the other. Throws MediaError (io).
Digests write_and_hash(std::string_view bytes, TempFile& target, Hashes which);

/// The hashes of a file; same errors as copy_and_hash().
[[nodiscard]] Digests hash_file(const std::filesystem::path& file, Hashes which, const Progress& progress = {});

/// The whole file. Throws MediaError: not_found; invalid when it is not a regular file or holds more than `max_bytes`;
/// io.
[[nodiscard]] std::string read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// Writes a file through a TempFile in its folder, which must exist.
void write_file_atomically(const std::filesystem::path& file, std::string_view bytes);

/// Makes `folder` and the missing folders above it. Appends each one that it made to `made`, outermost first, also when
/// it throws half way: so the caller can take them back. Throws MediaError: invalid when a file is in the way; io.
void make_folders(const std::filesystem::path& folder, std::vector<std::filesystem::path>& made);

/// Removes those of the folders that are empty, last first. Never throws.
void remove_empty_folders(const std::vector<std::filesystem::path>& folders) noexcept;

/// Renames; a file that has the name `to` is replaced, also when both are names of one file. Throws MediaError (io).
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);
bool try_rename_file(const std::filesystem::path& from, const std::filesystem::path& to) noexcept;
/// Gives a file a second name. Some file systems cannot: then false, and errno says why.
bool try_link_file(const std::filesystem::path& from, const std::filesystem::path& to) noexcept;
/// Removes a file; one that is not there is fine. Throws MediaError (io).
void remove_file(const std::filesystem::path& file);
/// Removes a file if it can. Returns false when the file is still there.
bool try_remove_file(const std::filesystem::path& file) noexcept;
/// Removes an empty folder if it can.
bool try_remove_folder(const std::filesystem::path& folder) noexcept;
/// A hidden name in `folder` that no file has.
[[nodiscard]] std::filesystem::path unused_hidden_name(const std::filesystem::path& folder);

/// The right to write below a directory, among processes and objects that ask for it (flock). Readers need none. It is
/// given back when the object or the process ends.
class DirectoryLock {
public:
    /// Tries until `wait` is over. Throws MediaError (io) that says that another writer has the directory.
    explicit DirectoryLock(const std::filesystem::path& directory, std::chrono::milliseconds wait = limits::lock_wait);
    DirectoryLock() = default;

    [[nodiscard]] bool is_held() const noexcept { return directory_.is_open(); }

private:
    FileDescriptor directory_;
};

/// For tests: called before each system call that touches a file; a result other than 0 is the errno that the call then
/// fails with, without being made. nullptr, the default, costs one load. Not for use while other threads do I/O.
enum class IoCall { open, stat, read, write, close, rename, link, mkdir, unlink, rmdir, lock, list, clone };
using IoHook = int (*)(IoCall call, const char* path);
void set_io_hook(IoHook hook) noexcept;
/// What the hook says for a call that is made elsewhere. 0: make it.
[[nodiscard]] int ask_io_hook(IoCall call, const char* path) noexcept;

/// Throws MediaError (io) for a failed system call: `cannot <what> "<path>": <reason>`.
[[noreturn]] void throw_io_error(std::string_view what, const std::filesystem::path& path, int error);

}  // namespace wbm
