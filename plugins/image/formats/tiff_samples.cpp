#include "tiff_samples.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <cstring>

namespace wbm::image {
namespace {

enum class Alpha { none, associated, unassociated };

class Chooser {
public:
    Chooser(const TiffPage& page, const std::string& name) : page_(page), name_(name) {}

    [[nodiscard]] TiffLayout choose() const {
        switch (page_.photometric) {
            case 0:
            case 1:
                return gray();
            case 2:
                return rgb();
            case 3:
                if (page_.format != 1 || page_.bits > 8) refuse_bits();
                if (page_.samples != 1) refuse("a palette and alpha", "RGBA");
                return {Mode::p};
            case 5:
                require_color(4, 16);
                return {Mode::cmyk};
            case 6:
                require_color(3, 8);
                return {Mode::rgb, false, false, true};
            case 8:
                require_color(3, 8);
                return {Mode::lab};
            default:
                refuse("the colour space " + std::to_string(page_.photometric), "RGB");
        }
    }

private:
    [[noreturn]] void refuse(const std::string& what, const std::string& to) const {
        throw unsupported(name_ + " is a TIFF file with " + what + "; convert it to " + to);
    }
    [[noreturn]] void refuse_bits() const {
        const char* kind = page_.format == 3 ? " float" : page_.format == 2 ? " signed" : "";
        refuse(std::to_string(page_.bits) + kind + " bits a sample", "8 or 16");
    }

    /// The samples beyond `colors` are those that the file names. Without names, a fourth of RGB is alpha, as in
    /// Pillow.
    [[nodiscard]] Alpha alpha(std::size_t colors) const {
        if (page_.extra.empty() && colors == 3 && page_.samples == 4) return Alpha::unassociated;
        if (page_.samples != colors + page_.extra.size())
            refuse(std::to_string(page_.samples) + " samples a pixel, not all of which it explains", "1, 3 or 4");
        if (page_.extra.empty() || page_.extra[0] == 0) return Alpha::none;
        return page_.extra[0] == 1 ? Alpha::associated : Alpha::unassociated;
    }

    void require_color(std::size_t colors, std::uint64_t max_bits) const {
        if (page_.format != 1 || (page_.bits != 8 && page_.bits != 16) || page_.bits > max_bits) refuse_bits();
        (void)alpha(colors);
    }

    [[nodiscard]] TiffLayout rgb() const {
        require_color(3, 16);
        const Alpha kind = alpha(3);
        const bool deep = page_.bits == 16;
        if (kind == Alpha::none) return {deep ? Mode::rgb16 : Mode::rgb};
        if (kind == Alpha::associated) return {Mode::rgba, false, true};
        return {deep ? Mode::rgba16 : Mode::rgba};
    }

    [[nodiscard]] TiffLayout gray() const {
        const bool inverted = page_.photometric == 0;
        const Alpha kind = alpha(1);
        if (page_.samples > 1 &&
            (inverted || page_.bits < 8 || page_.bits > 16 || page_.bits == 12 || page_.format != 1))
            refuse("gray of " + std::to_string(page_.bits) + " bits and other samples", "L or LA");
        if (kind == Alpha::associated) return {Mode::la, false, true};
        if (kind == Alpha::unassociated) return {page_.bits == 16 ? Mode::la16 : Mode::la};
        return {gray_mode(inverted), inverted && page_.bits <= 8};  // Pillow shows deeper ones as stored
    }

    [[nodiscard]] Mode gray_mode(bool inverted) const {
        const std::uint64_t bits = page_.bits;
        if (page_.format == 1) {
            if (bits == 1) return Mode::bit;
            if (bits == 2 || bits == 4 || bits == 8) return Mode::l;
            if (bits == 16 || (bits == 12 && !inverted)) return Mode::i16;
        }
        if (bits == 32 && page_.format == 3) return Mode::f;
        if (bits == 32 && page_.format <= 2 && !inverted) return Mode::i;
        if (bits == 16 && page_.format == 2 && !inverted) return Mode::i;
        refuse_bits();
    }

    const TiffPage& page_;
    const std::string& name_;
};

/// Samples of 1, 2, 4 bits; gray ones spread over 0 to 255.
void put_small(const TiffRow& row, unsigned bits, bool spread, std::uint8_t* out) noexcept {
    const unsigned last = (1U << bits) - 1;
    const unsigned factor = spread ? 255 / last : 1;
    for (std::size_t x = 0; x < row.width; ++x) {
        const std::size_t bit = x * bits;
        const unsigned shift = 8 - bits - static_cast<unsigned>(bit % 8);
        out[x] = static_cast<std::uint8_t>((row.samples[bit / 8] >> shift & last) * factor);
    }
}

void put_12(const TiffRow& row, std::uint8_t* out) noexcept {
    for (std::size_t x = 0; x < row.width; ++x) {
        const std::uint8_t* at = row.samples + x / 2 * 3;
        const auto value = static_cast<std::uint16_t>(x % 2 == 0 ? at[0] << 4 | at[1] >> 4 : (at[1] & 15) << 8 | at[2]);
        std::memcpy(out + 2 * x, &value, sizeof value);
    }
}

/// One sample of each pixel, every `step` samples, to every `channels`; converted by `made`.
template <class From, class To, class Make>
void spread(const std::uint8_t* from, std::size_t step, std::uint8_t* to, std::size_t channels, std::size_t count,
            Make made) noexcept {
    for (std::size_t x = 0; x < count; ++x) {
        From value;
        std::memcpy(&value, from + x * step * sizeof value, sizeof value);
        const To result = made(value);
        std::memcpy(to + x * channels * sizeof result, &result, sizeof result);
    }
}

/// Of 8 bits only: Pillow divides high bytes, and the result differs by far more than a level from dividing all bits.
void unpremultiply(Picture& picture) noexcept {
    const std::size_t channels = channels_of(picture.mode);
    std::uint8_t* pixel = picture.row(0);
    const std::uint8_t* end = pixel + picture.samples.size();
    for (; pixel != end; pixel += channels) {
        const unsigned a = pixel[channels - 1];
        for (std::size_t c = 0; c + 1 < channels; ++c)
            pixel[c] = static_cast<std::uint8_t>(a == 0 ? 0 : std::min(255U, pixel[c] * 255U / a));
    }
}

}  // namespace

TiffLayout layout_of(const TiffPage& page, const std::string& name) { return Chooser(page, name).choose(); }

void put(const TiffRow& row, const TiffPage& page, Picture& picture) {
    const std::size_t channels = channels_of(picture.mode);
    std::uint8_t* out = picture.row(row.y) + row.x * picture.pixel_bytes();
    if (page.bits < 8) return put_small(row, static_cast<unsigned>(page.bits), picture.mode != Mode::p, out);
    if (page.bits == 12) return put_12(row, out);
    const std::size_t step = page.step();
    const std::size_t bytes = page.bits / 8;
    if (step == channels && bytes == picture.pixel_bytes() / channels) {
        std::memcpy(out, row.samples, row.width * picture.pixel_bytes());
        return;
    }
    const auto same = [](auto value) { return value; };
    const std::size_t first = page.planar == 2 ? row.plane : 0;
    const std::size_t end = page.planar == 2 ? row.plane + 1 : channels;
    for (std::size_t c = first; c < end; ++c) {
        const std::uint8_t* from = row.samples + (c - first) * bytes;
        std::uint8_t* to = out + c * sample_bytes_of(picture.mode);
        if (bytes == 1)
            spread<std::uint8_t, std::uint8_t>(from, step, to, channels, row.width, same);
        else if (sample_bytes_of(picture.mode) == 1)
            spread<std::uint16_t, std::uint8_t>(from, step, to, channels, row.width,
                                                [](std::uint16_t v) { return static_cast<std::uint8_t>(v >> 8); });
        else if (picture.mode == Mode::i)
            spread<std::int16_t, std::int32_t>(from, step, to, channels, row.width, same);
        else
            spread<std::uint16_t, std::uint16_t>(from, step, to, channels, row.width, same);
    }
}

void finish(const TiffLayout& layout, Picture& picture) {
    if (layout.inverted && (picture.mode == Mode::l || picture.mode == Mode::bit))
        for (std::byte& sample : picture.samples) sample = ~sample;
    if (layout.premultiplied) unpremultiply(picture);
}

}  // namespace wbm::image
