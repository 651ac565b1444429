#include "format.hpp"

#include <array>
#include <cstdint>

namespace wbm::video {
namespace {

struct Encoding {
    Format format;
    const char* name;
    const char* muxer;
    const char* encoder;
    AVPixelFormat pixels;
};

constexpr std::array<Encoding, 4> encodings{{
    {Format::gif, "gif", "gif", "gif", AV_PIX_FMT_PAL8},
    {Format::mp4, "mp4", "mp4", "libx264", AV_PIX_FMT_YUV420P},
    {Format::webm, "webm", "webm", "libvpx-vp9", AV_PIX_FMT_YUV420P},
    {Format::ogg, "ogg", "ogg", "libtheora", AV_PIX_FMT_YUV420P},
}};

/// A fixed number, whatever the machine has: the bytes of x264 depend on it, not on the cores that then work.
constexpr int x264_threads = 4;
/// To "superfast": a look at ten frames to come (mbtree), for files of two thirds the size, paid for by no search of
/// half pixels (subme); and code that gives the same bytes on every processor, which x264's does not by itself.
constexpr const char* x264_settings = "mbtree=1:rc-lookahead=10:subme=0:cpu-independent=1";
// What FFmpeg's own decoder takes.
constexpr int least_theora_width = 18;
constexpr int least_theora_height = 3;

const Encoding& encoding_of(Format format) noexcept { return encodings[static_cast<std::size_t>(format)]; }

void set(void* object, const char* option, const std::string& value) {
    if (const int code = av_opt_set(object, option, value.c_str(), 0); code < 0)
        throw unsupported(std::string("this FFmpeg has no option \"") + option + "\" (" + error_text(code) +
                          "); install one with libx264, libvpx and libtheora");
}

/// Quality 1 to 100 as the number that an encoder has for it, from `worst` to `best`.
int level(int quality, int worst, int best) noexcept { return worst + (best - worst) * quality / 100; }

void set_codec_options(AVCodecContext* codec, Format format, std::optional<int> quality) {
    switch (format) {
        case Format::mp4:
            codec->thread_count = x264_threads;
            set(codec->priv_data, "preset", "superfast");
            set(codec->priv_data, "x264-params", x264_settings);
            set(codec->priv_data, "crf", std::to_string(quality ? level(*quality, 51, 0) : 22));
            return;
        case Format::webm:
            set(codec->priv_data, "deadline", "realtime");
            set(codec->priv_data, "cpu-used", "8");
            set(codec->priv_data, "lag-in-frames", "0");
            set(codec->priv_data, "auto-alt-ref", "0");
            set(codec->priv_data, "crf", std::to_string(quality ? level(*quality, 63, 0) : 32));
            codec->bit_rate = 0;  // the quality is what counts
            return;
        case Format::ogg:
            codec->flags |= AV_CODEC_FLAG_QSCALE;
            codec->global_quality = FF_QP2LAMBDA * (quality ? level(*quality, 0, 10) : 7);
            return;
        case Format::gif:
            return;
    }
}

}  // namespace

std::string_view name_of(Format format) noexcept { return encoding_of(format).name; }

std::optional<Format> format_of(std::string_view name) noexcept {
    for (const Encoding& encoding : encodings)
        if (name == encoding.name) return encoding.format;
    return std::nullopt;
}

const char* muxer_of(Format format) noexcept { return encoding_of(format).muxer; }

CodecPtr open_encoder(Format format, int width, int height, AVRational fps, std::optional<int> quality,
                      bool has_global_header) {
    const Encoding& encoding = encoding_of(format);
    const AVCodec* encoder = avcodec_find_encoder_by_name(encoding.encoder);
    if (encoder == nullptr)
        throw unsupported(std::string("this FFmpeg has no encoder ") + encoding.encoder + " for format \"" +
                          encoding.name + "\"; choose another format");
    if (format == Format::ogg && (width < least_theora_width || height < least_theora_height))
        throw unsupported("a film in ogg is at least 18 x 3 pixels, this one " + std::to_string(width) + " x " +
                          std::to_string(height) + "; choose another format");
    CodecPtr codec = new_codec(encoder);
    codec->width = width;
    codec->height = height;
    codec->pix_fmt = encoding.pixels;
    codec->time_base = av_inv_q(fps);
    codec->framerate = fps;
    codec->sample_aspect_ratio = {1, 1};
    codec->flags |= AV_CODEC_FLAG_BITEXACT;
    if (has_global_header) codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (encoding.pixels == AV_PIX_FMT_YUV420P) {
        // Said in the file, for players guess by the size otherwise.
        codec->color_range = AVCOL_RANGE_MPEG;
        codec->colorspace = AVCOL_SPC_SMPTE170M;
        codec->color_primaries = AVCOL_PRI_BT709;
        codec->color_trc = AVCOL_TRC_IEC61966_2_1;
    }
    set_codec_options(codec.get(), format, quality);
    if (const int code = avcodec_open2(codec.get(), encoder, nullptr); code < 0)
        throw unsupported(std::string("the encoder ") + encoding.encoder + " takes no frames of " +
                          std::to_string(width) + " x " + std::to_string(height) + " pixels (" + error_text(code) +
                          "); choose another format or size");
    return codec;
}

void set_muxer_options(AVFormatContext* muxer, Format format, int frame_delay) {
    muxer->flags |= AVFMT_FLAG_BITEXACT;  // no random numbers, no version of the library
    if (format == Format::mp4) set(muxer->priv_data, "movflags", "+faststart");
    if (format == Format::gif) set(muxer->priv_data, "final_delay", std::to_string(frame_delay));
}

}  // namespace wbm::video
