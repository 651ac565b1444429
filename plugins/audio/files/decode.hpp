// decode.hpp - a file's samples as an array.
#pragma once

#include "sound_file.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::audio {

struct DecodeOptions {
    std::optional<Samples> dtype;  ///< none: as they are stored
    std::int64_t start = 0;        ///< the first frame
    std::optional<std::int64_t> frames;

    /// Reads dtype, start and frames of tensor()'s options. Throws invalid.
    [[nodiscard]] static DecodeOptions parse(const json::object& options);
};

/// Frames x channels, or frames alone of a file with one channel. Integers are in the upper bits of their type,
/// fractions from -1 to 1. Throws invalid for a window beyond the file, a damaged file and more than max_samples;
/// unsupported for integers of a file that holds fractions.
[[nodiscard]] Array decode(const ByteSource& source, const std::string& name, const DecodeOptions& options);

}  // namespace wbm::audio
