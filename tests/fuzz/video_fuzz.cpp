// Any bytes as a film: what is taken has frames that can be asked for and survives JSON unchanged. Checksums of Ogg
// pages are made right first, so that what is behind them is reached.
#include "../../plugins/video/decode/container.hpp"
#include "../../plugins/video/video.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace wbm;
using namespace wbm::video;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

constexpr std::int64_t most_pixels = 1 << 18;  // a sound film of any size is a matter of time, not of safety

const testing::Type& video_type() {
    static const testing::Type type = testing::type_of<Video>();
    return type;
}

/// Ogg's checksum, bit by bit.
std::uint32_t sum_of(std::string_view page) {
    std::uint32_t sum = 0;
    for (const char c : page) {
        sum ^= std::uint32_t{static_cast<unsigned char>(c)} << 24;
        for (int bit = 0; bit < 8; ++bit) sum = sum << 1 ^ ((sum & 0x80000000U) != 0 ? 0x04c11db7U : 0U);
    }
    return sum;
}

std::string with_right_checksums(std::string ogg) {
    for (std::size_t at = 0; at + 27 <= ogg.size() && ogg.compare(at, 4, "OggS") == 0;) {
        const std::size_t segments = static_cast<unsigned char>(ogg[at + 26]);
        std::size_t size = 27 + segments;
        if (at + size > ogg.size()) break;
        for (std::size_t i = 0; i < segments; ++i) size += static_cast<unsigned char>(ogg[at + 27 + i]);
        if (at + size > ogg.size()) break;
        ogg.replace(at + 22, 4, 4, '\0');
        const std::uint32_t sum = sum_of(std::string_view(ogg).substr(at, size));
        for (unsigned i = 0; i < 4; ++i) ogg[at + 22 + i] = static_cast<char>(sum >> 8 * i);
        at += size;
    }
    return ogg;
}

void check_value(const std::string& bytes) {
    const testing::Value made = video_type().create(testing::Source::bytes(bytes));
    const Video& video = *reinterpret_cast<const Video*>(made.get());
    require(video.known.frames.value_or(0) > 0, "a film has frames");
    require(video.known.width && *video.known.width > 0 && *video.known.width <= max_side, "a film has a width");
    require(video.known.codec && video.known.pixel_format, "a film has a codec and pixels");
    if (*video.known.width * *video.known.height <= most_pixels)
        refusable([&] {
            const Array array = video.tensor({{"frames", 3}, {"step", 2}});
            require(array.dl().ndim == 4 && array.dl().shape[0] <= 3, "a window has the frames that were asked for");
        });
    static unsigned turn = 0;
    if (++turn % 16 != 0) return;  // files are slow
    const testing::FakeStore store(turn % 32 == 0 ? WBM_RUN : WBM_ARTIFACT);
    refusable([&] { (void)testing::round_trip(video_type(), made.get(), store); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto format = detect(Source::of_bytes(bytes));
    if (!format) return 0;
    if (*format == Format::ogg) bytes = with_right_checksums(std::move(bytes));
    refusable([&] { check_value(bytes); });
    return 0;
}
