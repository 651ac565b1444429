// background_files.hpp - small files that another thread writes, while this one works out the names and hashes of the
// next ones: making a file costs the kernel as much as hashing its content.
#pragma once

#include <cstddef>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

/// Writes each file through a temporary one and a rename, in the order given. [one thread at a time]
class BackgroundFiles {
public:
    /// A file that is not there. `why` is null when the name was taken: nothing was replaced then.
    struct Failed {
        std::filesystem::path place;
        std::string bytes;
        std::exception_ptr why;
    };

    /// `folder` takes the temporary files. Throws std::system_error when no thread can be had.
    explicit BackgroundFiles(std::filesystem::path folder);
    /// Waits for what was given.
    ~BackgroundFiles();
    BackgroundFiles(const BackgroundFiles&) = delete;
    BackgroundFiles& operator=(const BackgroundFiles&) = delete;

    /// Copies the bytes. The place's folder exists. Waits while much is unwritten, so that memory stays bounded.
    void write(std::string_view bytes, std::filesystem::path place);
    /// Waits until every file is written or failed, and gives those that failed since the last call.
    [[nodiscard]] std::vector<Failed> wait();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace wbm
