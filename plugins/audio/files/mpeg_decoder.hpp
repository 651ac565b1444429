// mpeg_decoder.hpp - the samples of an MP3 file, by libmpg123. libsndfile could read them too, but lets libmpg123 print
// to standard error whatever it thinks of a file.
#pragma once

#include "byte_source.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace wbm::audio {

/// [one thread at a time]
class MpegDecoder {
public:
    /// The frames of `source`, which check_mpeg() has walked and which must outlive it. Throws invalid where libmpg123
    /// finds nothing to decode.
    MpegDecoder(const ByteSource& source, const std::string& name);
    ~MpegDecoder();
    MpegDecoder(const MpegDecoder&) = delete;
    MpegDecoder& operator=(const MpegDecoder&) = delete;

    /// Without the silence that encoders put in front and behind, where the file states its length.
    [[nodiscard]] std::int64_t frames() const noexcept { return frames_; }
    /// Goes to a frame and says where that was.
    std::int64_t seek(std::int64_t frame);
    /// Reads at most `count` numbers, all channels of a frame together; says how many.
    std::int64_t read(float* to, std::int64_t count);

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
    std::int64_t frames_ = 0;
};

}  // namespace wbm::audio
