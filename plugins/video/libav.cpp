#include "libav.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>

namespace wbm::video {
namespace {

constexpr int far_below_any_level = 100000;

/// The class of a format context whose messages go down by the number in the member at `place`.
AVClass quiet_class(int place) noexcept {
    AVClass copy = *avformat_get_class();
    copy.log_level_offset_offset = place;
    return copy;
}

int open_nothing(AVFormatContext* /*context*/, AVIOContext** /*io*/, const char* /*url*/, int /*flags*/,
                 AVDictionary** /*options*/) {
    return AVERROR(EPERM);
}

}  // namespace

CodecPtr new_codec(const AVCodec* codec) {
    CodecPtr context(given(avcodec_alloc_context3(codec)));
    context->log_level_offset = far_below_any_level;
    context->thread_count = 1;
    return context;
}

void silence_muxer(AVFormatContext* muxer) noexcept {
    static const AVClass quiet = quiet_class(offsetof(AVFormatContext, format_probesize));
    muxer->av_class = &quiet;
    muxer->format_probesize = far_below_any_level;  // only demuxers look at it
}

AVFormatContext* new_demuxer() {
    static const AVClass quiet = quiet_class(offsetof(AVFormatContext, metadata_header_padding));
    AVFormatContext* context = given(avformat_alloc_context());
    context->av_class = &quiet;
    context->metadata_header_padding = far_below_any_level;  // only muxers look at it
    context->io_open = &open_nothing;
    return context;
}

std::string error_text(int code) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return text;
}

}  // namespace wbm::video
