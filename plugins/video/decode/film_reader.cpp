#include "film_reader.hpp"

#include <algorithm>
#include <cstdio>

namespace wbm::video {
namespace {

constexpr std::size_t buffer_bytes = 1 << 15;

/// Decoders of films that browsers or cameras make. Any of FFmpeg's hundreds would do as a hostile film's way in.
constexpr AVCodecID known_codecs[] = {AV_CODEC_ID_H264,  AV_CODEC_ID_HEVC,   AV_CODEC_ID_AV1,
                                      AV_CODEC_ID_VP8,   AV_CODEC_ID_VP9,    AV_CODEC_ID_MPEG4,
                                      AV_CODEC_ID_MJPEG, AV_CODEC_ID_THEORA, AV_CODEC_ID_GIF};

const char* demuxer_of(Format format) noexcept {
    switch (format) {
        case Format::gif:
            return "gif";
        case Format::mp4:
            return "mov";
        case Format::webm:
            return "matroska";
        default:
            return "ogg";
    }
}

const char* display_name(Format format) noexcept {
    switch (format) {
        case Format::gif:
            return "GIF";
        case Format::mp4:
            return "MP4";
        case Format::webm:
            return "WebM";
        default:
            return "Ogg";
    }
}

double seconds(std::int64_t time, AVRational base) { return static_cast<double>(time) * base.num / base.den; }

}  // namespace

FilmReader::FilmReader(const Source& source, Format format) : source_(source), format_(display_name(format)) {
    try {
        open(format);
        choose_stream();
    } catch (...) {
        avformat_close_input(&demuxer_);
        throw;
    }
}

FilmReader::~FilmReader() { avformat_close_input(&demuxer_); }

void FilmReader::check(int code, const std::string& what) const {
    if (code >= 0) return;
    // FFmpeg says so of sizes beyond its own bounds too, and those are the file's.
    if (code == AVERROR(ENOMEM)) source_.broken(format_, what + ": it asks for more memory than there is");
    if (io_failed_) throw io_error(source_.name() + " cannot be read; try again");
    source_.broken(format_, what + " (" + error_text(code) + ")");
}

int FilmReader::read(void* self, std::uint8_t* data, int size) noexcept {
    auto& reader = *static_cast<FilmReader*>(self);
    try {
        const std::size_t got =
            reader.source_.read_at(static_cast<std::uint64_t>(reader.place_), data, static_cast<std::size_t>(size));
        reader.place_ += static_cast<std::int64_t>(got);
        return got == 0 ? AVERROR_EOF : static_cast<int>(got);
    } catch (const std::exception&) {
        reader.io_failed_ = true;
        return AVERROR(EIO);
    }
}

std::int64_t FilmReader::seek(void* self, std::int64_t offset, int whence) noexcept {
    auto& reader = *static_cast<FilmReader*>(self);
    const int from = whence & ~AVSEEK_FORCE;
    // Who knows the size logs what is cut, and through no context that could be silenced. What is cut was refused
    // before.
    if (from != SEEK_SET && from != SEEK_CUR) return AVERROR(ENOSYS);
    std::int64_t place = 0;
    if (__builtin_add_overflow(offset, from == SEEK_CUR ? reader.place_ : 0, &place) || place < 0)
        return AVERROR(EINVAL);
    return reader.place_ = place;
}

void FilmReader::open(Format format) {
    auto* buffer = static_cast<unsigned char*>(given(av_malloc(buffer_bytes)));
    io_.reset(avio_alloc_context(buffer, buffer_bytes, 0, this, &read, nullptr, &seek));
    if (io_ == nullptr) {
        av_free(buffer);
        throw std::bad_alloc();
    }
    demuxer_ = new_demuxer();
    demuxer_->pb = io_.get();
    demuxer_->flags |= AVFMT_FLAG_CUSTOM_IO;
    // A parser would log through a context that is not ours. Only GIF needs one, and that one is silent.
    if (format != Format::gif) demuxer_->flags |= AVFMT_FLAG_NOPARSE;
    demuxer_->max_streams = static_cast<int>(max_streams);
    demuxer_->probesize = max_probe_bytes;
    demuxer_->format_probesize = max_probe_bytes;
    AVDictionary* options = nullptr;
    if (format == Format::mp4) av_dict_set(&options, "ignore_chapters", "1", 0);
    const int code = avformat_open_input(&demuxer_, nullptr, av_find_input_format(demuxer_of(format)), &options);
    av_dict_free(&options);
    check(code, "its header cannot be read");
}

void FilmReader::choose_stream() {
    for (unsigned i = 0; i < demuxer_->nb_streams; ++i) {
        AVStream* stream = demuxer_->streams[i];
        const AVCodecParameters& codec = *stream->codecpar;
        const bool is_cover = (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
        if (stream_ == nullptr && codec.codec_type == AVMEDIA_TYPE_VIDEO && !is_cover)
            stream_ = stream;
        else
            stream->discard = AVDISCARD_ALL;
        has_audio_ |= codec.codec_type == AVMEDIA_TYPE_AUDIO;
    }
    if (stream_ == nullptr)
        throw invalid(source_.name() + " has no film in it" + (has_audio_ ? ", only sound; log it as audio" : ""));
    const AVCodecID codec = stream_->codecpar->codec_id;
    if (std::find(std::begin(known_codecs), std::end(known_codecs), codec) == std::end(known_codecs))
        throw unsupported(source_.name() + " has the codec " + avcodec_get_name(codec) +
                          ", which is not supported; convert it to mp4 with h264");
    // MPEG-4 says its size in the frames alone.
    if (stream_->codecpar->width != 0 || stream_->codecpar->height != 0)
        check_size({stream_->codecpar->width, stream_->codecpar->height}, source_.name());
}

Facts FilmReader::header_facts() const {
    Facts facts;
    if (stream_->codecpar->width > 0 && stream_->codecpar->height > 0) {
        facts.width = stream_->codecpar->width;
        facts.height = stream_->codecpar->height;
    }
    facts.codec = avcodec_get_name(stream_->codecpar->codec_id);
    facts.has_audio = has_audio_;
    if (stream_->nb_frames > 0) facts.frames = stream_->nb_frames;
    if (stream_->duration > 0)
        facts.duration = seconds(stream_->duration, stream_->time_base);
    else if (demuxer_->duration > 0)
        facts.duration = seconds(demuxer_->duration, AVRational{1, AV_TIME_BASE});
    for (const AVRational rate : {stream_->avg_frame_rate, stream_->r_frame_rate})
        if (!facts.fps && rate.num > 0 && rate.den > 0) facts.fps = av_q2d(rate);
    return facts;
}

void FilmReader::check_samples() const {
    for (unsigned i = 0; i < demuxer_->nb_streams; ++i) {
        AVStream* stream = demuxer_->streams[i];
        const int count = avformat_index_get_entries_count(stream);
        for (int k = 0; k < count; ++k) {
            const AVIndexEntry* entry = avformat_index_get_entry(stream, k);
            if (entry->pos < 0 || entry->size < 0 ||
                static_cast<std::uint64_t>(entry->pos) + static_cast<std::uint64_t>(entry->size) > source_.size())
                source_.broken(format_, "it ends early: frame " + std::to_string(k) + " of " + std::to_string(count) +
                                            " lies behind its end");
        }
    }
}

bool FilmReader::next(AVPacket& packet) {
    for (;;) {
        av_packet_unref(&packet);
        const int code = av_read_frame(demuxer_, &packet);
        if (code == AVERROR_EOF && !io_failed_) return false;
        check(code, "frame " + std::to_string(packets_) + " cannot be read");
        if (packet.stream_index != stream_->index) continue;
        if ((packet.flags & AV_PKT_FLAG_CORRUPT) != 0)
            source_.broken(format_, "frame " + std::to_string(packets_) + " is cut");
        if (++packets_ > max_frames)
            source_.broken(format_, "it has more than " + std::to_string(max_frames) + " frames");
        return true;
    }
}

CodecPtr FilmReader::open_decoder() const {
    const AVCodec* decoder = avcodec_find_decoder(stream_->codecpar->codec_id);
    if (decoder == nullptr)
        throw unsupported("this FFmpeg has no decoder for " +
                          std::string(avcodec_get_name(stream_->codecpar->codec_id)) + "; convert the film to h264");
    CodecPtr codec = new_codec(decoder);
    check(avcodec_parameters_to_context(codec.get(), stream_->codecpar), "its header cannot be read");
    codec->pkt_timebase = stream_->time_base;
    codec->max_pixels = max_pixels;
    codec->err_recognition = AV_EF_EXPLODE;
    check(avcodec_open2(codec.get(), decoder, nullptr), "its decoder does not take its header");
    return codec;
}

void FilmReader::decode(const std::function<bool(const AVFrame&)>& take) {
    const CodecPtr codec = open_decoder();
    const PacketPtr packet = new_packet();
    const FramePtr frame = new_frame();
    for (std::int64_t without_frame = 0;; ++without_frame) {
        const bool has_packet = next(*packet);
        check(avcodec_send_packet(codec.get(), has_packet ? packet.get() : nullptr),
              "frame " + std::to_string(packets_ - 1) + " cannot be decoded");
        for (;;) {
            const int code = avcodec_receive_frame(codec.get(), frame.get());
            if (code == AVERROR_EOF) return;
            if (code == AVERROR(EAGAIN)) break;
            check(code, "frame " + std::to_string(packets_ - 1) + " cannot be decoded");
            without_frame = 0;
            if (!take(*frame)) return;
        }
        if (without_frame > max_packets_to_first_frame)
            source_.broken(format_, std::to_string(max_packets_to_first_frame) + " packets give no frame");
    }
}

}  // namespace wbm::video
