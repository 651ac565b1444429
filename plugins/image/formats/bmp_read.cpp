// BMP files, and the bitmaps in icons.
#include "bmp_pixels.hpp"
#include "codecs.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <bit>
#include <string>

namespace wbm::image {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t file_header = 14;
constexpr std::size_t core_header = 12;
constexpr std::uint32_t max_colors = 65536;  // that a header may name; 256 can be used
constexpr std::uint32_t stored = 0, runs8 = 1, runs4 = 2, bitfields = 3;

void read_masks(const DibSource& source, std::size_t at, std::uint32_t header, bool given, Dib& dib) {
    constexpr std::uint32_t usual[4] = {0xff0000, 0xff00, 0xff, 0};
    constexpr std::uint32_t usual16[4] = {0x7c00, 0x3e0, 0x1f, 0};
    std::copy_n(dib.bits == 16 ? usual16 : usual, 4, dib.masks);
    if (!given) return;
    for (std::size_t i = 0; i < 3; ++i) dib.masks[i] = source.number(at + 40 + 4 * i, 4);
    if (header >= 56 && dib.bits == 32) dib.masks[3] = source.number(at + 52, 4);
    if (dib.bits == 32 && std::all_of(dib.masks, dib.masks + 4, [](std::uint32_t m) { return m == 0; })) {
        std::copy_n(usual, 4, dib.masks);  // so Pillow has it
        dib.masks[3] = 0xff000000;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        const std::uint32_t ones = dib.masks[i] >> (dib.masks[i] == 0 ? 0 : std::countr_zero(dib.masks[i]));
        const bool alpha = i == 3;
        if ((ones & (ones + 1)) != 0 || (ones == 0 && !alpha)) source.refuse("unusual bit masks");
    }
    if (dib.masks[3] != 0) dib.mode = Mode::rgba;
}

/// A palette of black and white is mode 1, one in which each entry is its own index is mode L.
Mode mode_of_palette(const std::vector<Rgba>& palette, std::uint32_t colors) noexcept {
    if (colors != palette.size()) return Mode::p;
    for (std::size_t i = 0; i < palette.size(); ++i) {
        const auto level = static_cast<std::uint8_t>(colors == 2 ? i * 255 : i);
        if (palette[i] != Rgba{level, level, level}) return Mode::p;
    }
    return colors == 2 ? Mode::bit : Mode::l;
}

void read_size(const DibSource& source, std::size_t at, bool core, Dib& dib) {
    if (core) {
        dib.size = {source.number(at + 4, 2), source.number(at + 6, 2)};
    } else {
        const auto height = static_cast<std::int32_t>(source.number(at + 8, 4));
        dib.top_down = height < 0;
        dib.size = {source.number(at + 4, 4), static_cast<std::uint64_t>(std::abs(std::int64_t{height}))};
    }
    dib.bits = source.number(at + (core ? 10 : 14), 2);
    if (dib.bits != 1 && dib.bits != 4 && dib.bits != 8 && dib.bits != 16 && dib.bits != 24 && dib.bits != 32)
        source.refuse(std::to_string(dib.bits) + " bits a pixel");
}

void read_palette(const DibSource& source, std::size_t at, std::size_t entry, std::uint32_t colors, Dib& dib) {
    if (colors > max_colors) source.broken("its palette has " + std::to_string(colors) + " colours");
    for (std::size_t i = 0; i < std::min(colors, 256U); ++i) {
        const std::size_t color = at + i * entry;
        dib.palette.push_back({source.byte(color + 2), source.byte(color + 1), source.byte(color)});
    }
    dib.mode = mode_of_palette(dib.palette, colors);
    if (dib.mode != Mode::p) dib.palette.clear();
}

}  // namespace

Dib read_dib(const DibSource& source, std::size_t at, std::size_t pixels) {
    const std::uint32_t header = source.number(at, 4);
    const bool core = header == core_header;
    constexpr std::uint32_t headers[] = {core_header, 40, 52, 56, 64, 108, 124};
    if (std::find(std::begin(headers), std::end(headers), header) == std::end(headers))
        source.refuse("a header of " + std::to_string(header) + " bytes");
    Dib dib;
    read_size(source, at, core, dib);
    const std::uint32_t compression = core ? stored : source.number(at + 16, 4);
    dib.runs = (compression == runs8 && dib.bits == 8) || (compression == runs4 && dib.bits == 4);
    const bool masked = compression == bitfields && dib.bits >= 16 && header != 64;
    if (compression != stored && !dib.runs && !masked)
        source.refuse("the compression " + std::to_string(compression) + " of " + std::to_string(dib.bits) + " bits");
    read_masks(source, at, header, masked, dib);
    dib.pixels = at + header + (masked && header == 40 ? 12 : 0);
    if (dib.bits <= 8) {
        const std::uint32_t given = core ? 0 : source.number(at + 32, 4);
        const std::uint32_t colors = given != 0 ? given : 1U << dib.bits;
        const std::size_t entry = core ? 3 : 4;
        const std::size_t palette = dib.pixels;
        read_palette(source, palette, entry, colors, dib);
        dib.pixels += entry * colors;
        if (pixels == palette) pixels += 4 * std::size_t{colors};  // some writers forget the palette
    }
    if (pixels != 0) dib.pixels = pixels;
    return dib;
}

namespace {

/// "BM" alone would take a text for a picture; four zero bytes are reserved after the size.
bool matches(std::string_view bytes) {
    return bytes.starts_with("BM") && bytes.size() >= 10 && bytes.substr(6, 4) == "\0\0\0\0"sv;
}

Dib dib_of(const DibSource& source) { return read_dib(source, file_header, source.number(10, 4)); }

Info inspect(Encoded encoded) {
    const DibSource source{encoded, "BMP"};
    const Dib dib = dib_of(source);
    check_dib(source, dib);
    return {dib.size, 1, 1};
}

Picture decode(Encoded encoded, std::uint32_t frame) {
    const DibSource source{encoded, "BMP"};
    if (frame != 0) throw invalid(source.name() + " has no frame " + std::to_string(frame) + "; it has 1");
    return decode_dib(source, dib_of(source));
}

}  // namespace

const Codec bmp_codec = {"BMP", "bmp", matches, inspect, decode};

}  // namespace wbm::image
