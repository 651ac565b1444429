// libav.hpp - FFmpeg's libraries with owners, and without their voice.
//
// FFmpeg logs through one callback and one level of the process. Both belong to the program, which may use FFmpeg
// itself, so neither is touched. Instead every context that is made here carries an offset that moves its messages
// below any level: codec contexts have a field for it; format contexts get a copy of their class that names a field.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

namespace wbm::video {

struct FreeLibav {
    void operator()(AVPacket* p) const noexcept { av_packet_free(&p); }
    void operator()(AVFrame* f) const noexcept { av_frame_free(&f); }
    void operator()(AVCodecContext* c) const noexcept { avcodec_free_context(&c); }
    void operator()(SwsContext* s) const noexcept { sws_freeContext(s); }
    void operator()(AVIOContext* io) const noexcept {
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
};
using PacketPtr = std::unique_ptr<AVPacket, FreeLibav>;
using FramePtr = std::unique_ptr<AVFrame, FreeLibav>;
using CodecPtr = std::unique_ptr<AVCodecContext, FreeLibav>;
using ScalerPtr = std::unique_ptr<SwsContext, FreeLibav>;
using IoPtr = std::unique_ptr<AVIOContext, FreeLibav>;

/// A pointer that FFmpeg gave; throws std::bad_alloc for null.
template <class T>
[[nodiscard]] T* given(T* pointer) {
    if (pointer == nullptr) throw std::bad_alloc();
    return pointer;
}
[[nodiscard]] inline PacketPtr new_packet() { return PacketPtr(given(av_packet_alloc())); }
[[nodiscard]] inline FramePtr new_frame() { return FramePtr(given(av_frame_alloc())); }

/// A decoder or encoder, not opened yet, that logs nothing and has one thread: what it makes is the same on every
/// machine.
[[nodiscard]] CodecPtr new_codec(const AVCodec* codec);

/// A demuxer's context that logs nothing and opens nothing by itself: no network, no files that a film names.
[[nodiscard]] AVFormatContext* new_demuxer();
/// Lets a muxer's context log nothing.
void silence_muxer(AVFormatContext* muxer) noexcept;

/// What FFmpeg says of an error.
[[nodiscard]] std::string error_text(int code);

}  // namespace wbm::video
