// A video's frames as an array.
#include "video.hpp"

#include "decode/container.hpp"
#include "decode/film_reader.hpp"

#include <cstring>

namespace wbm::video {
namespace {

/// Which frames are wanted.
struct Window {
    std::int64_t start = 0;
    std::int64_t frames = max_frames;
    std::int64_t step = 1;
    bool is_single = false;

    [[nodiscard]] bool has(std::int64_t index) const noexcept {
        return index >= start && (index - start) % step == 0 && (index - start) / step < frames;
    }
    [[nodiscard]] bool ends_before(std::int64_t index) const noexcept {
        return index >= start && (index - start + step - 1) / step >= frames;
    }
};

std::int64_t option(const json::object& options, const char* name, std::int64_t fallback, std::int64_t least) {
    const auto number = optional_integer(options, name);
    if (number && (*number < least || *number > max_frames))
        throw invalid("option \"" + std::string(name) + "\" is " + std::to_string(*number) + "; give " +
                      std::to_string(least) + " to " + std::to_string(max_frames));
    return number.value_or(fallback);
}

Window window_of(const json::object& options) {
    only(options, {"frame", "start", "frames", "step"});
    if (optional_integer(options, "frame")) {
        if (options.size() > 1) throw invalid("option \"frame\" is one frame; leave start, frames and step out");
        return {option(options, "frame", 0, 0), 1, 1, true};
    }
    return {option(options, "start", 0, 0), option(options, "frames", max_frames, 1), option(options, "step", 1, 1)};
}

/// The pixel formats named "yuvj" are the ones without the j in their full range.
AVPixelFormat without_range(int format) noexcept {
    switch (format) {
        case AV_PIX_FMT_YUVJ420P:
            return AV_PIX_FMT_YUV420P;
        case AV_PIX_FMT_YUVJ422P:
            return AV_PIX_FMT_YUV422P;
        case AV_PIX_FMT_YUVJ444P:
            return AV_PIX_FMT_YUV444P;
        case AV_PIX_FMT_YUVJ440P:
            return AV_PIX_FMT_YUV440P;
        default:
            return static_cast<AVPixelFormat>(format);
    }
}

/// Decoded frames to rows of R, G, B.
class ToRgb {
public:
    void convert(const AVFrame& frame, std::uint8_t* to) {
        if (scaler_ == nullptr) open(frame);
        std::uint8_t* planes[4] = {to};
        const int steps[4] = {frame.width * 3};
        sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, planes, steps);
    }

private:
    void open(const AVFrame& frame) {
        constexpr int flags = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT;
        constexpr int most_lines_of_sd = 576;
        const AVPixelFormat format = without_range(frame.format);
        scaler_.reset(sws_getContext(frame.width, frame.height, format, frame.width, frame.height, AV_PIX_FMT_RGB24,
                                     flags, nullptr, nullptr, nullptr));
        if (scaler_ == nullptr)
            throw unsupported("the film has pixels that cannot be shown as RGB; convert it to mp4 with h264");
        int space = frame.colorspace;
        if (space == AVCOL_SPC_UNSPECIFIED)
            space = frame.height > most_lines_of_sd ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
        const int is_full = frame.color_range == AVCOL_RANGE_JPEG || format != frame.format ? 1 : 0;
        sws_setColorspaceDetails(scaler_.get(), sws_getCoefficients(space), is_full,
                                 sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    }
    ScalerPtr scaler_;
};

/// Collects the frames of a window, cut to the size that was given when the film was made.
class Collector {
public:
    Collector(const Window& window, const std::optional<Size>& given_size) : window_(window), given_(given_size) {}

    bool take(const AVFrame& frame) {
        if (window_.has(index_)) add(frame);
        return !window_.ends_before(++index_);
    }

    Array array() && {
        const std::int64_t count = count_;
        if (count == 0)
            throw invalid("the film has " + std::to_string(index_) + " frames, and frame " +
                          std::to_string(window_.start) + " is none of them; the first is 0");
        if (window_.is_single) return {std::move(samples_), {shown_.height, shown_.width, 3}};
        return {std::move(samples_), {count, shown_.height, shown_.width, 3}};
    }

private:
    void begin(const AVFrame& frame) {
        coded_ = {frame.width, frame.height};
        pixel_format_ = frame.format;
        check_size(coded_, "the film");
        shown_ = coded_;
        // H.264 has even sides.
        if (given_ && given_->width + given_->width % 2 == coded_.width &&
            given_->height + given_->height % 2 == coded_.height)
            shown_ = *given_;
        row_.resize(static_cast<std::size_t>(coded_.width * coded_.height) * 3 + 64);
    }

    void add(const AVFrame& frame) {
        if (count_ == 0) begin(frame);
        if (Size{frame.width, frame.height} != coded_ || frame.format != pixel_format_)
            throw unsupported("frame " + std::to_string(index_) + " of the film has another size than frame " +
                              std::to_string(window_.start) + "; ask for frames one by one");
        const auto width = static_cast<std::size_t>(shown_.width) * 3;
        const std::size_t bytes = width * static_cast<std::size_t>(shown_.height);
        if (samples_.size() + bytes > max_tensor_bytes)
            throw invalid("the frames have more than " + std::to_string(max_tensor_bytes) +
                          " bytes; ask for fewer with options start, frames and step");
        rgb_.convert(frame, row_.data());
        const std::size_t from = samples_.size();
        samples_.resize(from + bytes);
        for (std::int64_t y = 0; y < shown_.height; ++y)
            std::memcpy(samples_.data() + from + static_cast<std::size_t>(y) * width,
                        row_.data() + static_cast<std::size_t>(y * coded_.width) * 3, width);
        ++count_;
    }

    Window window_;
    std::optional<Size> given_;
    Size coded_;
    Size shown_;
    int pixel_format_ = -1;
    std::int64_t index_ = 0;
    std::int64_t count_ = 0;
    std::vector<std::uint8_t> samples_;
    std::vector<std::uint8_t> row_;
    ToRgb rgb_;
};

}  // namespace

Array Video::tensor(const json::object& options) const {
    const Window window = window_of(options);
    const Source source = Source::of(file);
    const auto format = detect(source);
    if (!format) throw unsupported(source.name() + " is no film that can be decoded; convert it to mp4");
    (void)walk(source, *format);
    FilmReader reader(source, *format);
    Collector collector(window, size);
    reader.decode([&](const AVFrame& frame) { return collector.take(frame); });
    return std::move(collector).array();
}

}  // namespace wbm::video
