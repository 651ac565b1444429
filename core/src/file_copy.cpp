// Reading files that exist: hashed, copied into a store, or whole.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "file_io.hpp"
#include "store_path.hpp"
#include "system_call.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

// Small enough for the second-level cache, so that hashing and writing find what reading brought in; a larger one is
// slower.
constexpr std::size_t buffer_bytes = std::size_t{1} << 18;
// A file system writes a file to the device before it clones it; copying a small one in memory is sooner done.
constexpr std::uint64_t least_cloned_bytes = std::uint64_t{1} << 20;

std::size_t read_some(const FileDescriptor& file, char* into, std::size_t bytes, const fs::path& name) {
    const ssize_t got = attempt(IoCall::read, name, [&] { return ::read(file.get(), into, bytes); });
    if (got < 0) throw_io_error("read", name, errno);
    return static_cast<std::size_t>(got);
}

[[noreturn]] void refuse_to_open(const fs::path& name, int error) {
    if (error == ENOENT || error == ENOTDIR)
        throw MediaError(Status::not_found, "file " + quoted(name) + ": there is no such file; give one that exists");
    throw_io_error("open", name, error);
}

/// A regular file that is open for reading, and how it was then.
struct Source {
    FileDescriptor file;
    struct stat info {};

    explicit Source(const fs::path& name)
        // O_NONBLOCK: a pipe would make open() wait for a writer; for a regular file it means nothing.
        : file(attempt(IoCall::open, name, [&] { return ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); })) {
        if (!file.is_open()) refuse_to_open(name, errno);
        info = state(name);
        if (!S_ISREG(info.st_mode))
            throw MediaError(Status::invalid,
                             "file " + quoted(name) + ": it is not a regular file; give a regular file");
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return static_cast<std::uint64_t>(info.st_size); }

    [[nodiscard]] struct stat state(const fs::path& name) const {
        struct stat now {};
        if (attempt(IoCall::stat, name, [&] { return ::fstat(file.get(), &now); }) != 0)
            throw_io_error("look up", name, errno);
        return now;
    }

    /// Throws when somebody wrote to the file meanwhile: its hash would be that of a content it never had.
    void check_unchanged(const fs::path& name, std::uint64_t bytes_read) const {
        const struct stat now = state(name);
        if (bytes_read != size() || now.st_size != info.st_size || now.st_mtim.tv_sec != info.st_mtim.tv_sec ||
            now.st_mtim.tv_nsec != info.st_mtim.tv_nsec)
            throw MediaError(Status::io, "file " + quoted(name) +
                                             ": it changed while it was read; add it when its writer has closed it");
    }
};

/// Hashes an open file, and writes it to `target` if that is not null. `name`: in errors.
Digests read_through(const Source& source, const fs::path& name, TempFile* target, Hashes which,
                     const Progress& progress) {
    // One byte more than the file: the read that finds the end comes with the last bytes.
    const std::size_t room = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, source.size() + 1));
    const auto buffer = std::make_unique_for_overwrite<char[]>(room);
    Hasher hasher(which);
    std::uint64_t done = 0;
    while (const std::size_t got = read_some(source.file, buffer.get(), room, name)) {
        const std::string_view piece(buffer.get(), got);
        hasher.update(piece);
        if (target != nullptr) target->write(piece);
        done += got;
        if (progress) progress(done, source.size());
        if (done > source.size()) break;
    }
    source.check_unchanged(name, done);
    return hasher.finish();
}

}  // namespace

Digests copy_and_hash(const fs::path& name, TempFile& target, Hashes which, const Progress& progress, Copying copying) {
    const Source source(name);
    if (copying == Copying::hard_link && target.try_link(name, source.file))
        return read_through(source, name, nullptr, which, progress);
    if (source.size() < least_cloned_bytes || !target.try_clone(source.file))
        return read_through(source, name, &target, which, progress);
    // The clone and not the source: what is stored then has this hash, whatever happens to the source meanwhile.
    return read_through(Source(target.path()), target.path(), nullptr, which, progress);
}

Digests hash_file(const fs::path& file, Hashes which, const Progress& progress) {
    return read_through(Source(file), file, nullptr, which, progress);
}

std::string read_file(const fs::path& file, std::size_t max_bytes) {
    const Source source(file);
    if (source.size() > max_bytes)
        throw MediaError(Status::invalid, "file " + quoted(file) + ": it holds " + std::to_string(source.size()) +
                                              " bytes, more than the " + std::to_string(max_bytes) +
                                              " that are read; give a smaller file");
    std::string text(static_cast<std::size_t>(source.size()), '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const std::size_t got = read_some(source.file, text.data() + done, text.size() - done, file);
        if (got == 0) break;
        done += got;
    }
    source.check_unchanged(file, done);
    return text;
}

}  // namespace wbm
