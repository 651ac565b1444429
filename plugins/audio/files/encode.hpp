// encode.hpp - samples to the bytes of a file, by libsndfile.
#pragma once

#include "sound_file.hpp"

#include <cstdint>
#include <string>

namespace wbm::audio {

/// Encodes `sound.frames` x `sound.channels` samples of T (int16, int32, float, double; all channels of a frame
/// together) as sound.format (wav, flac, ogg, opus, mp3) with sound.subtype. Numbers beyond -1..1 are clipped where the
/// file holds integers. Equal samples give equal bytes. Throws unsupported for a sample rate or number of channels that
/// the format does not have, invalid where the file would be too large.
template <class T>
[[nodiscard]] std::string encode(const Sound& sound, const T* samples);

}  // namespace wbm::audio
