#include "bare_encoder.hpp"

#include "../../../plugins/video/encode/format.hpp"

#include <stdexcept>

namespace wbm::bench {

using namespace film_size;
using namespace wbm::video;

struct BareEncoder::Frames {
    std::vector<FramePtr> all;
};

BareEncoder::~BareEncoder() = default;

BareEncoder::BareEncoder(const std::vector<std::uint8_t>& samples) : frames_(std::make_unique<Frames>()) {
    const ScalerPtr scaler(sws_getContext(width, height, AV_PIX_FMT_GBRP, width, height, AV_PIX_FMT_YUV420P,
                                          SWS_BILINEAR, nullptr, nullptr, nullptr));
    for (std::int64_t t = 0; t < frames; ++t) {
        FramePtr frame = new_frame();
        frame->width = width;
        frame->height = height;
        frame->format = AV_PIX_FMT_YUV420P;
        if (av_frame_get_buffer(frame.get(), 0) < 0) throw std::runtime_error("no memory for frames");
        const std::uint8_t* red = samples.data() + static_cast<std::size_t>(t) * frame_bytes;
        const std::uint8_t* planes[4] = {red + width * height, red + 2 * width * height, red};
        const int steps[4] = {width, width, width};
        sws_scale(scaler.get(), planes, steps, 0, height, frame->data, frame->linesize);
        frame->pts = t;
        frames_->all.push_back(std::move(frame));
    }
}

void BareEncoder::run() const {
    const CodecPtr codec = open_encoder(Format::mp4, width, height, {30, 1}, {}, true);
    const PacketPtr packet = new_packet();
    const auto drain = [&] {
        while (avcodec_receive_packet(codec.get(), packet.get()) >= 0) av_packet_unref(packet.get());
    };
    for (const FramePtr& frame : frames_->all) {
        if (avcodec_send_frame(codec.get(), frame.get()) < 0) throw std::runtime_error("cannot encode");
        drain();
    }
    avcodec_send_frame(codec.get(), nullptr);
    drain();
}

}  // namespace wbm::bench
