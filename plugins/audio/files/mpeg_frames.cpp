#include "mpeg_frames.hpp"

#include <algorithm>

namespace wbm::audio {
namespace {

/// Kilobits a second by the header's index; 0 where it has none. Rows: MPEG-1 layer I, II, III; MPEG-2 layer I, then
/// II and III.
constexpr int bit_rates[5][16] = {{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0},
                                  {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0},
                                  {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
                                  {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0},
                                  {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}};
constexpr int sample_rates[3] = {44100, 48000, 32000};

struct Frame {
    MpegFormat format;
    std::uint64_t size = 0;
    std::uint64_t side_bytes = 0;  ///< header and side information, behind which a counting frame has its mark
};

std::optional<Frame> frame_of(std::string_view head) noexcept {
    if (head.size() < 4) return std::nullopt;
    const auto bits = static_cast<std::uint32_t>(big_endian(head, 0, 4));
    const std::uint32_t version = bits >> 19 & 3;  // 0: 2.5, 2: 2, 3: 1
    const std::uint32_t layer_bits = bits >> 17 & 3;
    const std::uint32_t rate_bits = bits >> 10 & 3;
    if (bits >> 21 != 0x7ff || version == 1 || layer_bits == 0 || rate_bits == 3) return std::nullopt;
    const int layer = 4 - static_cast<int>(layer_bits);
    const bool is_first_version = version == 3;
    const int row = is_first_version ? layer - 1 : layer == 1 ? 3 : 4;
    const int kilobits = bit_rates[row][bits >> 12 & 15];
    if (kilobits == 0) return std::nullopt;
    Frame frame;
    frame.format.layer = layer;
    frame.format.channels = (bits >> 6 & 3) == 3 ? 1 : 2;
    frame.format.sample_rate = sample_rates[rate_bits] / (version == 3 ? 1 : version == 2 ? 2 : 4);
    const auto padding = static_cast<int>(bits >> 9 & 1);
    const auto rate = static_cast<int>(frame.format.sample_rate);
    const int size = layer == 1 ? (12 * kilobits * 1000 / rate + padding) * 4
                                : (layer == 3 && !is_first_version ? 72 : 144) * kilobits * 1000 / rate + padding;
    frame.size = static_cast<std::uint64_t>(size);
    const bool is_mono = frame.format.channels == 1;
    frame.side_bytes = 4U + (is_first_version ? (is_mono ? 17U : 32U) : (is_mono ? 9U : 17U));
    return frame;
}

/// The bytes of an ID3v2 tag at the start, several of them if need be.
std::uint64_t tags_in_front(const ByteSource& source) {
    std::uint64_t at = 0;
    for (;;) {
        const std::string head = source.text(at, 10);
        if (head.size() < 10 || !head.starts_with("ID3")) return at;
        std::uint64_t size = 0;
        for (std::size_t i = 6; i < 10; ++i) size = size << 7 | (static_cast<unsigned char>(head[i]) & 0x7fU);
        const bool has_footer = (static_cast<unsigned char>(head[5]) & 0x10U) != 0;
        at += 10 + size + (has_footer ? 10 : 0);
    }
}

/// Where the frames end: before ID3v1 (128 bytes), and before APE, whose footer states its length.
std::uint64_t end_of_frames(const ByteSource& source) {
    std::uint64_t end = source.size();
    if (end >= 128 && source.text(end - 128, 3) == "TAG") end -= 128;
    if (end < 32) return end;
    const std::string foot = source.text(end - 32, 32);
    if (!foot.starts_with("APETAGEX")) return end;
    const bool has_header = (static_cast<unsigned char>(foot[23]) & 0x80U) != 0;
    const std::uint64_t size = little_endian(foot, 12, 4) + (has_header ? 32 : 0);
    return size <= end ? end - size : end;
}

/// What a first frame of Xing's and LAME's kind counts: frames and bytes of the file, from this frame on.
struct Counts {
    std::optional<std::uint64_t> frames;
    std::optional<std::uint64_t> bytes;
};
std::optional<Counts> counts_of(const ByteSource& source, std::uint64_t at, const Frame& frame) {
    const std::string mark = source.text(at + frame.side_bytes, 16);
    if (mark.size() < 16 || (!mark.starts_with("Xing") && !mark.starts_with("Info"))) return std::nullopt;
    const std::uint64_t flags = big_endian(mark, 4, 4);
    Counts counts;
    if ((flags & 1) != 0) counts.frames = big_endian(mark, 8, 4);
    if ((flags & 2) != 0) counts.bytes = big_endian(mark, (flags & 1) != 0 ? 12 : 8, 4);
    return counts;
}

}  // namespace

std::optional<MpegFormat> mpeg_format(const ByteSource& source) {
    const auto frame = frame_of(source.text(tags_in_front(source), 4));
    return frame ? std::optional(frame->format) : std::nullopt;
}

MpegExtent mpeg_extent(const ByteSource& source) { return {tags_in_front(source), end_of_frames(source)}; }

void check_mpeg(const ByteSource& source, const std::string& name) {
    const auto [start, end] = mpeg_extent(source);
    std::optional<Frame> first;
    std::optional<Counts> counts;
    std::uint64_t number = 0;
    for (std::uint64_t at = start; at < end; ++number) {
        const auto frame = frame_of(source.text(at, 4));
        if (!frame)
            throw invalid(name + " is damaged: no MPEG frame begins at byte " + std::to_string(at) +
                          "; remove what is there, or encode it anew");
        if (frame->size > end - at)
            throw invalid(name + " is cut short: its frame " + std::to_string(number) + " ends at byte " +
                          std::to_string(at + frame->size) + " of " + std::to_string(end) + "; copy the whole file");
        if (!first) {
            first = frame;
            counts = counts_of(source, at, *frame);
        } else if (!(frame->format == first->format)) {
            throw invalid(name + " changes its format at byte " + std::to_string(at) + "; encode it anew");
        }
        at += frame->size;
    }
    if (!first) throw invalid(name + " holds no MPEG frame behind its tags");
    if (!counts) return;
    // Encoders differ in whether the counting frame counts itself, and tags behind the last one.
    const bool has_frames = !counts->frames || *counts->frames == number || *counts->frames + 1 == number;
    const bool has_bytes = !counts->bytes || *counts->bytes == end - start || *counts->bytes == source.size() - start;
    if (!has_frames || !has_bytes)
        throw invalid(name + " has " + std::to_string(number) + " frames in " + std::to_string(end - start) +
                      " bytes, but counts others: it is cut short or put together; copy the whole file");
}

}  // namespace wbm::audio
