// mpeg_frames.hpp - the frames that an MP3 file is made of. ISO 11172-3 and 13818-3, with the tags that files carry
// around them: ID3, APE, and LAME's frame that counts the others.
#pragma once

#include "byte_source.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::audio {

/// What the first frame says.
struct MpegFormat {
    std::int64_t sample_rate = 0;
    std::int64_t channels = 0;
    int layer = 0;  ///< 1 to 3
    bool operator==(const MpegFormat&) const = default;
};

/// The format of a file that begins with an MPEG frame, or with an ID3 tag and then a frame; nullopt for any other.
[[nodiscard]] std::optional<MpegFormat> mpeg_format(const ByteSource& source);

/// Where the frames are, between the tags.
struct MpegExtent {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
};
[[nodiscard]] MpegExtent mpeg_extent(const ByteSource& source);

/// Walks all frames. Throws invalid for what is between frames, a last frame that is cut short, frames of another
/// format, and a file that has fewer frames or bytes than it counts.
void check_mpeg(const ByteSource& source, const std::string& name);

}  // namespace wbm::audio
