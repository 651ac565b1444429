#include "files.hpp"

#include "interrupt.hpp"
#include "output.hpp"

#include <wbm/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>
#include <utility>

namespace wbm::tool {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 20;

[[noreturn]] void throw_system_error(const std::string& what, int error) {
    throw MediaError(Status::io, "cannot " + what + ": " + std::strerror(error));
}

class InputFile {
public:
    explicit InputFile(const fs::path& file) : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (descriptor_ >= 0) return;
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR)
            throw MediaError(Status::not_found, "there is no file " + in_quotes(file.native()));
        throw_system_error("open " + in_quotes(file.native()), error);
    }
    ~InputFile() { ::close(descriptor_); }
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

/// Bytes read; 0 at the end. A signal ends the wait for a slow pipe.
std::size_t read_some(int descriptor, char* to, std::size_t size, std::string_view name) {
    while (true) {
        check_interrupt();
        const ssize_t got = ::read(descriptor, to, size);
        if (got >= 0) return static_cast<std::size_t>(got);
        const int error = errno;
        if (error == EISDIR) throw MediaError(Status::invalid, in_quotes(name) + " is a folder; name a file");
        if (error != EINTR) throw_system_error("read " + in_quotes(name), error);
    }
}

std::string random_name(const fs::path& destination) {
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device random;
    std::string name = "." + destination.filename().string().substr(0, 100) + ".";
    for (int i = 0; i < 10; ++i) name += letters[random() % letters.size()];
    return name;
}

MediaError exists_error(const fs::path& destination) {
    return MediaError(Status::invalid,
                      "the file " + in_quotes(destination.native()) + " exists; give --force to replace it");
}

}  // namespace

std::string read_all(int descriptor, std::size_t max_bytes, std::string_view name) {
    std::string bytes;
    std::string chunk(chunk_bytes, '\0');
    while (const std::size_t got = read_some(descriptor, chunk.data(), chunk.size(), name)) {
        if (got > max_bytes - bytes.size())
            throw MediaError(Status::invalid, in_quotes(name) + " gives more than " + std::to_string(max_bytes) +
                                                  " bytes, the most that is read into memory; name a file instead");
        bytes.append(chunk, 0, got);
    }
    return bytes;
}

std::string read_file(const fs::path& file, std::size_t max_bytes) {
    const InputFile input(file);
    return read_all(input.descriptor(), max_bytes, file.native());
}

OutputFile::OutputFile(fs::path destination, bool force) : destination_(std::move(destination)), force_(force) {
    std::error_code error;
    const fs::file_status status = fs::status(destination_, error);
    if (fs::is_directory(status) || !destination_.has_filename())
        throw MediaError(Status::invalid, in_quotes(destination_.native()) + " is a folder; name a file to write");
    if (fs::exists(status) && !force_) throw exists_error(destination_);
    temporary_ = destination_.parent_path() / random_name(destination_);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw_system_error("write " + in_quotes(destination_.native()), errno);
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view bytes) {
    size_ += bytes.size();
    while (!bytes.empty()) {
        check_interrupt();
        const ssize_t written = ::write(descriptor_, bytes.data(), std::min(bytes.size(), chunk_bytes));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_system_error("write " + in_quotes(destination_.native()), errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void OutputFile::copy_from(const fs::path& file, ProgressBar& progress) {
    const InputFile input(file);
    struct stat status {};
    const bool is_known = ::fstat(input.descriptor(), &status) == 0;
    const auto total = is_known ? static_cast<std::uint64_t>(status.st_size) : 0;
    std::string chunk(chunk_bytes, '\0');
    while (const std::size_t got = read_some(input.descriptor(), chunk.data(), chunk.size(), file.native())) {
        write({chunk.data(), got});
        progress.update(size_, total);
    }
}

void OutputFile::publish() {
    check_interrupt();
    // Some file systems report a full disk only here.
    if (::close(std::exchange(descriptor_, -1)) != 0)
        throw_system_error("write " + in_quotes(destination_.native()), errno);
    rename_to_destination();
    temporary_.clear();
}

void OutputFile::rename_to_destination() {
    if (!force_) {
        if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, destination_.c_str(), RENAME_NOREPLACE) == 0) return;
        if (errno == EEXIST) throw exists_error(destination_);
        // Other errors: perhaps a file system that cannot do this. The constructor has looked; plain rename it is.
    }
    if (::rename(temporary_.c_str(), destination_.c_str()) != 0)
        throw_system_error("write " + in_quotes(destination_.native()), errno);
}

}  // namespace wbm::tool
