// files.hpp - bounded reads, and output files that are whole or not there.
#pragma once

#include "progress.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace wbm::tool {

/// All that a descriptor gives. `name` is for errors. Throws MediaError: invalid for more than `max_bytes`; io.
[[nodiscard]] std::string read_all(int descriptor, std::size_t max_bytes, std::string_view name);

/// A whole file; pipes and devices too. Throws MediaError: not_found; invalid for a folder or more than `max_bytes`;
/// io.
[[nodiscard]] std::string read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// An output file that gets its name when it is complete: until then it is a hidden one in the same folder, which is
/// removed when publish() was not reached.
class OutputFile {
public:
    /// Throws MediaError: invalid when `destination` exists, unless `force`, or is a folder; io.
    OutputFile(std::filesystem::path destination, bool force);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    void write(std::string_view bytes);
    void copy_from(const std::filesystem::path& file, ProgressBar& progress);
    void publish();

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    void rename_to_destination();

    std::filesystem::path destination_;
    std::filesystem::path temporary_;
    bool force_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

}  // namespace wbm::tool
