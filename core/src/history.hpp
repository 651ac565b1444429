// history.hpp - history.jsonl: a line of JSON for each step, appended to.
//
// A line is complete when its newline is there. What follows the last newline is the start of a line that its writer
// did not finish (a crash, a full disk). It was never part of the history: readers pass over it, and the next append
// cuts it off. Nothing of it is saved.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "open_file.hpp"

namespace wbm {

/// The writer's side. It knows where the last line is and which step it has; nothing else is held in memory. The caller
/// holds the lock of the directory.
class History {
public:
    /// Looks for the last complete line, from the end. A missing file is an empty history. Throws MediaError: invalid
    /// when that line is not one of a history; io.
    explicit History(std::filesystem::path file);

    [[nodiscard]] std::optional<std::int64_t> last_step() const noexcept { return last_step_; }
    /// Where the last line begins, and where the complete lines end.
    [[nodiscard]] std::uint64_t last_begin() const noexcept { return last_begin_; }
    [[nodiscard]] std::uint64_t end() const noexcept { return end_; }

    /// The last line without its newline. There must be one.
    [[nodiscard]] std::string last_line() const;

    /// Adds a line, given without its newline, in one write. When this throws, the file has the lines it had before.
    void append(std::int64_t step, std::string line);
    /// Replaces the last line by one of the same step, through a temporary copy of the file and a rename.
    void replace_last(std::string line);

private:
    void write_at_end(const std::string& line);

    std::filesystem::path file_;
    std::optional<OpenFile> out_;
    std::optional<std::int64_t> last_step_;
    std::uint64_t last_begin_ = 0;
    std::uint64_t end_ = 0;
};

/// The reader's side: line by line, one buffer and one line in memory.
class HistoryReader {
public:
    /// Reads from the start to `end`, or to the end that the file has now. A missing file is an empty history.
    explicit HistoryReader(const std::filesystem::path& file, std::optional<std::uint64_t> end = std::nullopt);

    /// The next complete line, without its newline; false at the end. Throws MediaError: io; invalid for a line longer
    /// than limits::history_line_bytes.
    bool next(std::string& line);

    [[nodiscard]] std::uint64_t line_number() const noexcept {
        return line_number_;
    }  ///< of the last line given, from 1
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return offset_; }
    /// After next() gave false: were there bytes behind the last newline?
    [[nodiscard]] bool is_torn() const noexcept { return torn_; }

private:
    bool fill();

    std::optional<OpenFile> in_;
    std::uint64_t end_ = 0;
    std::uint64_t offset_ = 0;  ///< of the first byte that is not in the buffer yet
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::uint64_t line_number_ = 0;
    bool torn_ = false;
};

}  // namespace wbm
