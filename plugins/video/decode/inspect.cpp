// The whole look at a film: its structure, every packet, the first frame.
#include "container.hpp"
#include "film_reader.hpp"

#include <algorithm>

namespace wbm::video {
namespace {

/// The second part of a film's facts: what only its packets say.
struct Timing {
    std::int64_t frames = 0;
    std::int64_t first = INT64_MAX;
    std::int64_t last = INT64_MIN;
    std::int64_t last_duration = 0;

    void add(const AVPacket& packet) {
        ++frames;
        const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
        if (time == AV_NOPTS_VALUE) return;
        first = std::min(first, time);
        if (time >= last) last_duration = std::max<std::int64_t>(packet.duration, 0);
        last = std::max(last, time);
    }
    /// From the first frame to the last.
    [[nodiscard]] std::int64_t span() const {
        std::int64_t ticks = 0;
        return last < first || __builtin_sub_overflow(last, first, &ticks) ? 0 : ticks;
    }
};

/// Edit lists hide packets, and VP8 has some that are only looked at by others.
bool is_shown(const AVPacket& packet, const Facts& facts) {
    if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0) return false;
    return !(facts.codec == "vp8" && packet.size > 0 && (packet.data[0] & 0x10U) == 0);
}

/// One division, so that 3 ticks of 1/10 are 0.3 and nothing near it.
double seconds(double ticks, AVRational base) { return ticks * base.num / base.den; }

void add(const Timing& timing, AVRational base, Facts& facts) {
    facts.frames = timing.frames;
    const auto span = static_cast<double>(timing.span());
    if (!facts.fps && timing.frames > 1 && span > 0)
        facts.fps = static_cast<double>(timing.frames - 1) / seconds(span, base);
    if (!facts.fps && timing.last_duration > 0)
        facts.fps = static_cast<double>(base.den) / (static_cast<double>(timing.last_duration) * base.num);
    if (timing.last_duration > 0)
        facts.duration = seconds(span + static_cast<double>(timing.last_duration), base);
    else
        facts.duration = seconds(span, base) + (facts.fps ? 1 / *facts.fps : 0);
}

void read_packets(const Source& source, Format format, Facts& facts) {
    FilmReader reader(source, format);
    facts = reader.header_facts();
    if (format == Format::mp4) reader.check_samples();
    const PacketPtr packet = new_packet();
    Timing timing;
    while (reader.next(*packet))
        if (is_shown(*packet, facts)) timing.add(*packet);
    if (timing.frames == 0) throw invalid(source.name() + " has no frames");
    add(timing, reader.time_base(), facts);
}

void look_at_first_frame(const Source& source, Format format, Facts& facts) {
    FilmReader reader(source, format);
    bool has_frame = false;
    reader.decode([&](const AVFrame& frame) {
        has_frame = true;
        check_size({frame.width, frame.height}, source.name());
        facts.width = frame.width;
        facts.height = frame.height;
        const char* name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(frame.format));
        if (name != nullptr) facts.pixel_format = name;
        return false;
    });
    if (!has_frame) throw invalid(source.name() + " has no frame that can be decoded; copy or export it again");
}

}  // namespace

Facts inspect(const Source& source, Format format) {
    const Structure structure = walk(source, format);
    Facts facts;
    read_packets(source, format, facts);
    look_at_first_frame(source, format, facts);
    if (format == Format::gif) {
        // Browsers have a rule of their own for short delays, and each frame is shown by its own.
        facts.frames = structure.frames;
        facts.duration = static_cast<double>(structure.hundredths) / 100;
        facts.fps = static_cast<double>(structure.frames) * 100 / static_cast<double>(structure.hundredths);
        facts.pixel_format = "pal8";  // the decoder draws frames over each other
    }
    return facts;
}

}  // namespace wbm::video
