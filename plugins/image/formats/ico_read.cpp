// Icons: the largest picture in the file, as Pillow chooses it. It is a PNG file or a bitmap with a mask behind it.
#include "bmp_pixels.hpp"
#include "codecs.hpp"

#include <wbm/sdk.hpp>

#include <bit>
#include <string>

namespace wbm::image {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\0\0\1\0"sv;
constexpr const char* format = "ICO";
constexpr std::size_t header_bytes = 6;
constexpr std::size_t entry_bytes = 16;

/// One picture of the directory.
struct Entry {
    unsigned pixels = 0;
    unsigned depth = 0;  ///< Pillow's, by which it chooses among pictures of one size
    unsigned bits = 0;
    std::size_t at = 0;
    std::size_t bytes = 0;
};

Entry entry_at(const DibSource& source, std::size_t at) {
    const auto side = [&](std::size_t where) {
        const unsigned length = source.number(where, 1);
        return length == 0 ? 256 : length;
    };
    const unsigned colors = source.number(at + 2, 1);
    Entry entry;
    entry.pixels = side(at) * side(at + 1);
    entry.bits = source.number(at + 6, 2);
    entry.bytes = source.number(at + 8, 4);
    entry.at = source.number(at + 12, 4);
    entry.depth = entry.bits != 0 ? entry.bits : colors > 1 ? static_cast<unsigned>(std::bit_width(colors - 1)) : 256;
    return entry;
}

/// Of equals the last.
Entry largest(const DibSource& source) {
    const std::uint32_t count = source.number(4, 2);
    const std::size_t size = source.encoded.bytes.size();
    if (count == 0) source.broken("it has no picture");
    Entry best;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Entry entry = entry_at(source, header_bytes + i * entry_bytes);
        if (entry.at < header_bytes + count * entry_bytes) source.broken("a picture lies within its directory");
        if (entry.at > size || size - entry.at < entry.bytes) source.broken("it ends early");
        if (entry.pixels > best.pixels || (entry.pixels == best.pixels && entry.depth >= best.depth)) best = entry;
    }
    return best;
}

/// The bytes of the picture alone.
DibSource part(const DibSource& source, const Entry& entry) {
    return {{source.encoded.bytes.substr(entry.at, entry.bytes), source.encoded.name}, source.format};
}

std::size_t mask_row_bytes(Size size) noexcept { return static_cast<std::size_t>((size.width + 31) / 32 * 4); }

/// Is the alpha in the pixels? The mask is then not looked at.
bool has_alpha(const Entry& entry, const Dib& dib) noexcept { return entry.bits == 32 && dib.bits == 32; }

Dib dib_of(const DibSource& bitmap, const Entry& entry) {
    Dib dib = read_dib(bitmap, 0, 0);
    dib.size.height /= 2;
    check_dib(bitmap, dib);
    if (has_alpha(entry, dib)) {
        dib.mode = Mode::rgba;
        dib.masks[3] = 0xff000000;
    } else if (bitmap.encoded.bytes.size() - dib.pixels < mask_row_bytes(dib.size) * dib.size.height) {
        bitmap.broken("its mask is missing");
    }
    return dib;
}

Rgba color_of(const Picture& picture, const std::uint8_t* pixel) noexcept {
    switch (picture.mode) {
        case Mode::p:
            return *pixel < picture.palette.size() ? picture.palette[*pixel] : Rgba{};
        case Mode::rgb:
        case Mode::rgba:
            return {pixel[0], pixel[1], pixel[2]};
        default:
            return {*pixel, *pixel, *pixel};
    }
}

/// The mask is what the bitmap's bytes end with: rows of bits from the bottom up, 1 for transparent. (So Pillow takes
/// it, even where a bitmap of 32 bits without a mask ends with pixels.)
Picture masked(const Picture& picture, Encoded bitmap) {
    Picture result = Picture::blank(Mode::rgba, picture.size);
    const std::size_t row_bytes = mask_row_bytes(picture.size);
    const auto* mask = reinterpret_cast<const std::uint8_t*>(bitmap.bytes.data()) + bitmap.bytes.size();
    for (std::size_t y = 0; y < picture.size.height; ++y) {
        const std::uint8_t* bits = mask - (y + 1) * row_bytes;
        const std::uint8_t* from = picture.row(y);
        std::uint8_t* to = result.row(y);
        for (std::size_t x = 0; x < picture.size.width; ++x, to += 4, from += picture.pixel_bytes()) {
            const Rgba color = color_of(picture, from);
            to[0] = color.r;
            to[1] = color.g;
            to[2] = color.b;
            to[3] = (bits[x / 8] >> (7 - x % 8) & 1) != 0 ? 0 : 255;
        }
    }
    return result;
}

bool matches(std::string_view bytes) {
    if (!bytes.starts_with(signature) || bytes.size() < header_bytes) return false;
    const DibSource source{{bytes, {}}, format};
    const std::size_t count = source.number(4, 2);
    if (count == 0) return false;
    return bytes.size() < header_bytes + entry_bytes || source.number(18, 4) >= header_bytes + count * entry_bytes;
}

Info inspect(Encoded encoded) {
    const DibSource source{encoded, format};
    const Entry entry = largest(source);
    const DibSource picture = part(source, entry);
    if (png_codec.matches(picture.encoded.bytes)) return {png_codec.inspect(picture.encoded).size, 1, 1};
    return {dib_of(picture, entry).size, 1, 1};
}

Picture decode(Encoded encoded, std::uint32_t frame) {
    const DibSource source{encoded, format};
    if (frame != 0) throw invalid(source.name() + " has no frame " + std::to_string(frame) + "; it has 1");
    const Entry entry = largest(source);
    const DibSource picture = part(source, entry);
    if (png_codec.matches(picture.encoded.bytes)) return png_codec.decode(picture.encoded, 0);
    const Dib dib = dib_of(picture, entry);
    const Picture pixels = decode_dib(picture, dib);
    return has_alpha(entry, dib) ? pixels : masked(pixels, picture.encoded);
}

}  // namespace

const Codec ico_codec = {format, "ico", matches, inspect, decode};

}  // namespace wbm::image
