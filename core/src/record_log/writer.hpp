// writer.hpp - appends records to a `.wandb` file, so that whatever ends the writing leaves whole records behind.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "open_file.hpp"

namespace wbm::record_log {

/// What has become of a record when append() returns (run spec 6.2).
enum class Durability {
    buffered,  ///< in this process: a kill loses up to 32 KiB
    process,   ///< with the system: a kill of the process loses nothing, a power cut may
    group,     ///< as process; the disk has all but the last records or the last moment
    record,    ///< on the disk
};

/// The one writer of a file. [one thread at a time]
class Writer {
public:
    /// Makes the file with its first records, which appear under its name together and are on the disk, as is the name.
    /// Throws MediaError: io, also when the name is taken.
    Writer(const std::filesystem::path& file, Durability durability, std::span<const std::string> first);
    /// Writes what is buffered if it can; sync() tells whether it could.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Adds one record. Throws MediaError: invalid for one of more than max_record_bytes; io, and then the file
    /// ends with the record before, and the next append() goes on there.
    void append(std::string_view payload);
    /// Returns when the disk has every record, whatever the durability. Throws MediaError (io).
    void sync();

    /// Where the next record begins.
    [[nodiscard]] std::uint64_t end() const noexcept { return end_; }

private:
    void check_sound() const;
    void write_buffer();
    void take_back() noexcept;
    void sync_group();

    std::uint64_t end_ = 0;  ///< of the file with the buffer; before file_, whose making sets it
    OpenFile file_;
    Durability durability_;
    std::string buffer_;         ///< chunks that the file does not have yet
    std::uint64_t written_ = 0;  ///< of the file
    std::size_t unsynced_ = 0;   ///< records
    bool is_broken_ = false;     ///< part of a record is in the file and cannot be taken back
    std::chrono::steady_clock::time_point last_sync_;
};

/// Appends the chunks of a record that begins at `offset` of a file, and the zeros that must follow it.
void append_chunks(std::string& out, std::uint64_t offset, std::string_view payload);

}  // namespace wbm::record_log
