// write_array.hpp - an array becomes the bytes of a sound file.
#pragma once

#include "../files/sound_file.hpp"
#include "sample_array.hpp"

#include <cstdint>
#include <string>

namespace wbm::audio {

struct Written {
    std::string bytes;
    Sound sound;
    std::uint64_t clipped = 0;  ///< numbers beyond -1..1 that the file has at full scale
};

/// A file of that type and subtype. A WAV file of 16 bits is made here, byte for byte as the reference has it;
/// libsndfile makes the others. Throws invalid for NaN where the file holds no floats, and for an infinite number where
/// it is lossy; unsupported as encode() does.
[[nodiscard]] Written write_array(const SampleArray& array, std::int64_t sample_rate, const std::string& file_type,
                                  const std::string& subtype);

/// Does a file of that subtype hold every number of an array of that dtype?
[[nodiscard]] bool holds(const std::string& subtype, DLDataType dtype) noexcept;
/// The WAV subtype that does.
[[nodiscard]] std::string subtype_for(DLDataType dtype);

}  // namespace wbm::audio
