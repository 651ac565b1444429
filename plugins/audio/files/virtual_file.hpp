// virtual_file.hpp - libsndfile's files without a file system: read from a ByteSource, written into memory.
#pragma once

#include "byte_source.hpp"

#include <sndfile.h>

#include <cstdint>
#include <mutex>
#include <string>

namespace wbm::audio {

/// libsndfile counts, draws and remembers in globals while it opens a file.
[[nodiscard]] std::mutex& opening();

/// What libsndfile reads from, or writes to when there is no source. Writes stop at `most_bytes`.
struct VirtualFile {
    const ByteSource* source = nullptr;
    std::string written = {};
    std::uint64_t most_bytes = 0;
    sf_count_t position = 0;

    [[nodiscard]] sf_count_t length() const noexcept {
        return static_cast<sf_count_t>(source != nullptr ? source->size() : written.size());
    }
};
/// The functions that libsndfile calls with a VirtualFile. None throws.
[[nodiscard]] SF_VIRTUAL_IO& virtual_io();

}  // namespace wbm::audio
