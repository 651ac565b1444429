#include "hsv.hpp"

#include "each_pixel.hpp"

#include <algorithm>
#include <array>

// The order and the width (float, double) of each step below decide about bytes; so does rounding after each of them.
// The build gives this file -ffp-contract=off.
#ifdef __FAST_MATH__
#error "hsv.cpp gives other bytes than Pillow with fast-math"
#endif
#ifdef __clang__
#pragma clang fp contract(off)
#endif

namespace wbm::image {
namespace {

using Byte = std::uint8_t;

void to_hsv(const Byte* in, Byte* out) noexcept {
    const int r = in[0], g = in[1], b = in[2];
    const int high = std::max({r, g, b});
    const int low = std::min({r, g, b});
    out[2] = static_cast<Byte>(high);
    if (high == low) return;  // a gray: hue and saturation stay 0

    const auto range = static_cast<float>(high - low);
    const float saturation = range / static_cast<float>(high);
    const float from_r = static_cast<float>(high - r) / range;
    const float from_g = static_cast<float>(high - g) / range;
    const float from_b = static_cast<float>(high - b) / range;
    float sixths = from_b - from_g;
    if (r != high)
        sixths = g == high ? static_cast<float>(2.0 + double{from_r} - double{from_b})
                           : static_cast<float>(4.0 + double{from_g} - double{from_r});
    const double turn = double{sixths} / 6.0 + 1.0;
    const auto hue = static_cast<float>(turn >= 1.0 ? turn - 1.0 : turn);
    out[0] = static_cast<Byte>(double{hue} * 255.0);
    out[1] = static_cast<Byte>(double{saturation} * 255.0);
}

struct Hue {
    int sector;      // 0..5
    float fraction;  // within the sector
};

constexpr std::array<Hue, 256> make_hues() {
    std::array<Hue, 256> hues{};
    for (int h = 0; h < 256; ++h) {
        const double sixths = h * 6.0 / 255.0;
        const int whole = static_cast<int>(sixths);
        hues[static_cast<std::size_t>(h)] = {whole % 6, static_cast<float>(sixths - whole)};
    }
    return hues;
}
constexpr std::array<Hue, 256> hues = make_hues();

// Half goes up; `value` is 0..255.
Byte rounded(double value) noexcept {
    const int whole = static_cast<int>(value);
    return static_cast<Byte>(whole + (value - whole >= 0.5 ? 1 : 0));
}

void to_rgb(const Byte* in, Byte* out) noexcept {
    const Hue hue = hues[in[0]];
    const double v = in[2];
    const auto saturation = static_cast<float>(in[1] / 255.0);
    const float faded = saturation * hue.fraction;
    const double rest = 1.0 - double{hue.fraction};
    const Byte top = in[2];
    const Byte floor = rounded(v * (1.0 - double{saturation}));
    const Byte falling = rounded(v * (1.0 - double{faded}));
    const Byte rising = rounded(v * (1.0 - double{saturation} * rest));
    const auto set = [out](Byte r, Byte g, Byte b) {
        out[0] = r;
        out[1] = g;
        out[2] = b;
    };
    switch (hue.sector) {
        case 0:
            return set(top, rising, floor);
        case 1:
            return set(falling, top, floor);
        case 2:
            return set(floor, top, rising);
        case 3:
            return set(floor, falling, top);
        case 4:
            return set(rising, floor, top);
        default:
            return set(top, floor, falling);
    }
}

}  // namespace

Picture hsv_of(const Picture& rgb) { return each_pixel<3, 3>(rgb, Mode::hsv, to_hsv); }
Picture rgb_of_hsv(const Picture& hsv) { return each_pixel<3, 3>(hsv, Mode::rgb, to_rgb); }

}  // namespace wbm::image
