#include "transparency.hpp"

#include "each_pixel.hpp"
#include "luma.hpp"
#include "palette.hpp"

#include <algorithm>
#include <optional>

namespace wbm::image {
namespace {

using Color = std::array<std::uint16_t, 3>;

bool is_color(Mode mode) noexcept { return mode == Mode::rgb; }
bool is_level(Mode mode) noexcept {
    return mode == Mode::bit || mode == Mode::l || mode == Mode::i || mode == Mode::i16;
}

std::uint8_t low_byte(std::uint16_t value) noexcept { return static_cast<std::uint8_t>(value & 255U); }
std::uint8_t clip8(std::uint16_t value) noexcept { return static_cast<std::uint8_t>(std::min<unsigned>(value, 255)); }

// What the source declares, as a colour; of a palette, only one index that is wholly transparent.
std::optional<Color> declared(const Picture& source) {
    if (source.mode == Mode::p) {
        const auto index = transparent_index(source);
        if (!index) return std::nullopt;
        const Rgba& color = source.palette[*index];
        return Color{color.r, color.g, color.b};
    }
    if (!source.transparent) return std::nullopt;
    const Color& named = *source.transparent;
    if (is_color(source.mode)) return named;
    if (is_level(source.mode)) return Color{named[0], named[0], named[0]};
    return std::nullopt;
}

void declare_in_palette(const Picture& source, const Color& color, std::vector<Rgba>& palette) {
    if (is_level(source.mode)) {
        if (color[0] < palette.size()) palette[color[0]].a = 0;
        return;
    }
    Rgba wanted{clip8(color[0]), clip8(color[1]), clip8(color[2]), 255};
    auto found = std::find(palette.begin(), palette.end(), wanted);
    // A colour that the web palette lacks takes its first unused place, as in Pillow.
    if (found == palette.end()) found = palette.begin() + first_unused_web_index;
    wanted.a = 0;
    *found = wanted;
}

}  // namespace

bool may_declare(Mode mode) noexcept { return is_color(mode) || is_level(mode); }

Picture cleared(const Picture& picture, const Color& transparent, Mode to) {
    const std::uint8_t r = low_byte(transparent[0]), g = low_byte(transparent[1]), b = low_byte(transparent[2]);
    const auto alpha = [](bool clear) { return static_cast<std::uint8_t>(clear ? 0 : 255); };
    const bool la = to == Mode::la;
    if (picture.mode == Mode::l && la)
        return each_pixel<1, 2>(picture, to, [=](const std::uint8_t* in, std::uint8_t* out) {
            out[0] = *in;
            out[1] = alpha(*in == r);
        });
    if (picture.mode == Mode::l)
        return each_pixel<1, 4>(picture, to, [=](const std::uint8_t* in, std::uint8_t* out) {
            out[0] = out[1] = out[2] = *in;
            out[3] = alpha(*in == r);
        });
    if (la)  // Pillow leaves the red of a clear pixel where its gray belongs
        return each_pixel<3, 2>(picture, to, [=](const std::uint8_t* in, std::uint8_t* out) {
            const bool clear = in[0] == r && in[1] == g && in[2] == b;
            out[0] = clear ? r : luma8(in[0], in[1], in[2]);
            out[1] = alpha(clear);
        });
    return each_pixel<3, 4>(picture, to, [=](const std::uint8_t* in, std::uint8_t* out) {
        std::memcpy(out, in, 3);
        out[3] = alpha(in[0] == r && in[1] == g && in[2] == b);
    });
}

void carry_transparency(const Picture& source, Picture& result) {
    const auto color = declared(source);
    if (!color) return;
    if (result.mode == Mode::p)
        declare_in_palette(source, *color, result.palette);
    else if (is_color(result.mode))
        result.transparent = *color;
    else if (is_level(result.mode) && result.mode != Mode::bit) {
        const Color& c = *color;
        const std::uint16_t gray = is_level(source.mode) ? c[0] : luma8(clip8(c[0]), clip8(c[1]), clip8(c[2]));
        result.transparent = Color{gray, gray, gray};
    }
}

}  // namespace wbm::image
