// limits.hpp - every bound that a hostile sound meets, by name.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::audio {

inline constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 32;  ///< a sound file that is kept
inline constexpr std::int64_t max_channels = 256;                        ///< of an array or a file
/// An array with more channels than this and than frames has its axes the wrong way round, unless layout says not.
inline constexpr std::int64_t max_guessed_channels = 8;
inline constexpr std::int64_t max_sample_rate = std::int64_t{1} << 24;  ///< frames a second
inline constexpr std::int64_t max_frames = std::int64_t{1} << 40;       ///< that a file may claim to hold
inline constexpr std::int64_t max_samples = std::int64_t{1} << 29;      ///< frames x channels of an array, in and out
inline constexpr std::int64_t max_checked_samples = std::int64_t{1}
                                                    << 28;   ///< of a FLAC file that is decoded to check it
inline constexpr std::uint64_t max_wav_bytes = 0xffffffffU;  ///< RIFF counts with 32 bits
inline constexpr std::size_t max_chunks = 4096;              ///< of a WAV, AIFF or CAF file

}  // namespace wbm::audio
