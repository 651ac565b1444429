#include "film_encoder.hpp"

#include "to_yuv.hpp"

#include <cmath>
#include <utility>

namespace wbm::video {
namespace {

constexpr int most_fps_denominator = 1001000;  // holds 30000/1001 and 29.97 exactly

FramePtr frame_with_buffers(int width, int height, AVPixelFormat format) {
    FramePtr frame = new_frame();
    frame->width = width;
    frame->height = height;
    frame->format = format;
    if (av_frame_get_buffer(frame.get(), 0) < 0) throw std::bad_alloc();
    return frame;
}

}  // namespace

FilmEncoder::FilmEncoder(Format format, double fps, std::optional<int> quality)
    : format_(format), fps_(av_d2q(fps, most_fps_denominator)), quality_(quality), file_(max_encoded_bytes) {}

FilmEncoder::~FilmEncoder() { close(); }

void FilmEncoder::close() noexcept {
    if (muxer_ != nullptr) muxer_->pb = nullptr;
    avformat_free_context(muxer_);
    muxer_ = nullptr;
}

void FilmEncoder::check(int code, const char* what) {
    if (code >= 0) return;
    is_broken_ = muxer_ != nullptr && frames_ > 0;
    if (file_.is_full())
        throw invalid("the encoded film has more than " + std::to_string(max_encoded_bytes) +
                      " bytes; make it shorter, smaller or of lower quality");
    if (code == AVERROR(ENOMEM)) throw std::bad_alloc();
    throw unsupported(std::string(what) + " failed: " + error_text(code) + "; choose another format");
}

/// The MP4 muxer reads its own file again to move the index to the front.
int FilmEncoder::open_again(AVFormatContext* muxer, AVIOContext** io, const char* /*url*/, int flags,
                            AVDictionary** /*options*/) {
    if (flags != AVIO_FLAG_READ) return AVERROR(EPERM);
    try {
        *io = static_cast<FilmEncoder*>(muxer->opaque)->file_.reader().release();
        return 0;
    } catch (const std::bad_alloc&) {
        return AVERROR(ENOMEM);
    }
}

int FilmEncoder::close_again(AVFormatContext* /*muxer*/, AVIOContext* io) {
    FreeLibav()(io);
    return 0;
}

void FilmEncoder::open(Size size) {
    const bool pads = format_ == Format::mp4;
    const auto width = static_cast<int>(size.width + (pads ? size.width % 2 : 0));
    const auto height = static_cast<int>(size.height + (pads ? size.height % 2 : 0));
    try {
        prepare(width, height);
    } catch (...) {
        close();
        throw;
    }
    size_ = size;
    // Colours are halved in both directions, and of an odd side the last one would be made of half a pair.
    const bool halves = format_ != Format::gif;
    coded_ = frame_with_buffers(width + (halves ? width % 2 : 0), height + (halves ? height % 2 : 0), codec_->pix_fmt);
    room_ = {coded_->width, coded_->height};
    rows_.emplace(room_.width);
    coded_->width = width;
    coded_->height = height;
    coded_->color_range = codec_->color_range;
    coded_->colorspace = codec_->colorspace;
    coded_->color_primaries = codec_->color_primaries;
    coded_->color_trc = codec_->color_trc;
    packet_ = new_packet();
}

void FilmEncoder::prepare(int width, int height) {
    check(avformat_alloc_output_context2(&muxer_, nullptr, muxer_of(format_), nullptr), "opening the file");
    silence_muxer(muxer_);
    muxer_->opaque = this;
    muxer_->io_open = &open_again;
    muxer_->io_close2 = &close_again;
    io_ = file_.writer();
    muxer_->pb = io_.get();
    muxer_->flags |= AVFMT_FLAG_CUSTOM_IO;
    codec_ = open_encoder(format_, width, height, fps_, quality_, (muxer_->oformat->flags & AVFMT_GLOBALHEADER) != 0);
    AVStream* stream = given(avformat_new_stream(muxer_, nullptr));
    check(avcodec_parameters_from_context(stream->codecpar, codec_.get()), "opening the file");
    stream->time_base = codec_->time_base;
    stream->avg_frame_rate = fps_;
    stream->sample_aspect_ratio = codec_->sample_aspect_ratio;
    set_muxer_options(muxer_, format_, static_cast<int>(std::lround(100 / av_q2d(fps_))));
    check(avformat_write_header(muxer_, nullptr), "writing the header");
}

void FilmEncoder::add(const FilmArray& film, std::int64_t frame, const SampleRule& rule) {
    const Size size = film.grid_size();
    if (frames_ == max_frames)
        throw invalid("the film has " + std::to_string(max_frames) + " frames and takes no more; begin another one");
    if (is_broken_) throw invalid("the film ended with the frame that failed; begin another one");
    if (muxer_ == nullptr) open(size);
    if (size != size_)
        throw invalid("frame " + std::to_string(frames_) + " has " + std::to_string(size.width) + " x " +
                      std::to_string(size.height) + " pixels, and the first one " + std::to_string(size_.width) +
                      " x " + std::to_string(size_.height) + "; give all frames one size");
    // An encoder may still look at the frame before; a copy must have room for the even sides.
    const int width = std::exchange(coded_->width, static_cast<int>(room_.width));
    const int height = std::exchange(coded_->height, static_cast<int>(room_.height));
    if (av_frame_make_writable(coded_.get()) < 0) throw std::bad_alloc();
    coded_->width = width;
    coded_->height = height;
    if (format_ == Format::gif)
        colours_.convert(film, frame, rule, *rows_, *coded_);
    else
        to_yuv(film, frame, rule, *rows_, *coded_);
    coded_->pts = frames_;
    encode(coded_.get());
    ++frames_;
}

void FilmEncoder::encode(AVFrame* frame) {
    check(avcodec_send_frame(codec_.get(), frame), "encoding a frame");
    const AVStream* stream = muxer_->streams[0];
    for (;;) {
        const int code = avcodec_receive_packet(codec_.get(), packet_.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
        check(code, "encoding a frame");
        packet_->duration = 1;
        packet_->stream_index = 0;
        av_packet_rescale_ts(packet_.get(), codec_->time_base, stream->time_base);
        check(av_interleaved_write_frame(muxer_, packet_.get()), "writing a frame");
    }
}

std::string FilmEncoder::finish() {
    if (is_broken_) throw invalid("the film ended with the frame that failed; begin another one");
    if (muxer_ == nullptr || frames_ == 0) throw invalid("the film has no frames; add one at least");
    encode(nullptr);
    check(av_write_trailer(muxer_), "ending the file");
    avio_flush(io_.get());
    check(io_->error, "ending the file");
    return file_.take();
}

std::string FilmEncoder::codec() const { return avcodec_get_name(codec_->codec_id); }
std::string FilmEncoder::pixel_format() const { return av_get_pix_fmt_name(codec_->pix_fmt); }

}  // namespace wbm::video
