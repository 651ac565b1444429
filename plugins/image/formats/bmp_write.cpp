// Bottom row first, each padded to 4 bytes, blue before red: the form that Pillow writes, byte for byte.
#include "encode.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <cstddef>

namespace wbm::image {
namespace {

static_assert(4 * (max_pixels + max_dimension) < 0xf0000000, "the size of the file has 32 bits");
constexpr std::size_t file_header_bytes = 14;
constexpr std::size_t info_header_bytes = 40;
constexpr std::uint32_t pixels_per_metre = 3780;  // 96 an inch

unsigned bits_of(Mode mode) {
    switch (mode) {
        case Mode::bit:
            return 1;
        case Mode::l:
        case Mode::p:
            return 8;
        case Mode::rgb:
            return 24;
        case Mode::rgba:
            return 32;
        default:
            break;
    }
    const char* advice = mode == Mode::la || mode == Mode::la16 || mode == Mode::rgba16 ? "RGBA"
                         : channels_of(mode) > 1                                        ? "RGB"
                                                                                        : "L";
    throw unsupported("cannot write mode " + std::string(name_of(mode)) + " as BMP; give mode \"" + advice + "\"");
}

/// As many entries as the indices need, if the palette has fewer: the missing ones are black.
std::vector<Rgba> palette_of(const Picture& picture) {
    std::vector<Rgba> palette;
    if (picture.mode == Mode::bit) return {{0, 0, 0, 255}, {255, 255, 255, 255}};
    if (picture.mode == Mode::l)
        for (unsigned i = 0; i < 256; ++i) {
            const auto level = static_cast<std::uint8_t>(i);
            palette.push_back({level, level, level, 255});
        }
    if (picture.mode == Mode::p) {
        palette = picture.palette;
        const auto last = std::max_element(picture.samples.begin(), picture.samples.end());
        if (last != picture.samples.end())
            palette.resize(std::max(palette.size(), std::to_integer<std::size_t>(*last) + 1));
    }
    return palette;
}

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

void put_headers(std::string& out, Size size, unsigned bits, std::size_t colours, std::uint64_t pixel_bytes) {
    const std::uint64_t offset = file_header_bytes + info_header_bytes + 4 * colours;
    out += "BM";
    put(out, offset + pixel_bytes, 4);
    put(out, 0, 4);
    put(out, offset, 4);
    put(out, info_header_bytes, 4);
    put(out, size.width, 4);
    put(out, size.height, 4);
    put(out, 1, 2);  // planes
    put(out, bits, 2);
    put(out, 0, 4);  // not compressed
    put(out, pixel_bytes, 4);
    put(out, pixels_per_metre, 4);
    put(out, pixels_per_metre, 4);
    put(out, colours, 4);
    put(out, colours, 4);
}

/// The fourth byte means nothing; Pillow's are 0 after a colour and the level itself after a gray.
void put_colour(std::string& out, const Rgba& colour, std::uint8_t fourth) {
    for (const std::uint8_t byte : {colour.b, colour.g, colour.r, fourth}) out += static_cast<char>(byte);
}

void put_row(char* to, const Picture& picture, const std::uint8_t* from) {
    const std::size_t channels = channels_of(picture.mode);
    for (std::size_t x = 0; x < picture.size.width; ++x, from += channels) {
        if (picture.mode == Mode::bit) {
            if (*from != 0) to[x / 8] = static_cast<char>(to[x / 8] | 0x80 >> x % 8);
        } else if (channels == 1) {
            to[x] = static_cast<char>(*from);
        } else {
            char* pixel = to + channels * x;
            pixel[0] = static_cast<char>(from[2]);
            pixel[1] = static_cast<char>(from[1]);
            pixel[2] = static_cast<char>(from[0]);
            if (channels == 4) pixel[3] = static_cast<char>(from[3]);
        }
    }
}

}  // namespace

std::string encode_bmp(const Picture& picture) {
    const unsigned bits = bits_of(picture.mode);
    const std::vector<Rgba> palette = palette_of(picture);
    const std::uint64_t row_bytes = (picture.size.width * bits + 31) / 32 * 4;
    const std::uint64_t pixel_bytes = row_bytes * picture.size.height;
    std::string out;
    out.reserve(file_header_bytes + info_header_bytes + 4 * palette.size() + pixel_bytes);
    put_headers(out, picture.size, bits, palette.size(), pixel_bytes);
    for (const Rgba& colour : palette) put_colour(out, colour, picture.mode == Mode::p ? 0 : colour.r);
    std::size_t at = out.size();
    out.resize(at + pixel_bytes);
    for (std::size_t y = picture.size.height; y-- > 0; at += row_bytes)
        put_row(out.data() + at, picture, picture.row(y));
    return out;
}

}  // namespace wbm::image
