#include "ycbcr.hpp"

#include "each_pixel.hpp"

#include <algorithm>
#include <array>

namespace wbm::image {
namespace {

using Byte = std::uint8_t;
using Table = std::array<std::int16_t, 256>;

// 64 times the coefficient, cut toward zero. Made by the compiler, so no machine's way of rounding can change it.
constexpr Table table(double coefficient, int origin) {
    Table entries{};
    for (int i = 0; i < 256; ++i) {
        const double half_up = coefficient * 64.0 * (i - origin) + 0.5;
        entries[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(half_up);
    }
    return entries;
}

// Five decimals: with six some entries differ from Pillow's.
constexpr Table y_r = table(0.299, 0), y_g = table(0.587, 0), y_b = table(0.114, 0);
constexpr Table cb_r = table(-0.16874, 0), cb_g = table(-0.33126, 0), cb_b = table(0.5, 0);
constexpr Table cr_r = table(0.5, 0), cr_g = table(-0.41869, 0), cr_b = table(-0.08131, 0);
constexpr Table r_cr = table(1.402, 128), g_cb = table(-0.34414, 128), g_cr = table(-0.71414, 128),
                b_cb = table(1.772, 128);

Byte clip8(int value) noexcept { return static_cast<Byte>(std::clamp(value, 0, 255)); }

}  // namespace

Picture ycbcr_of(const Picture& rgb) {
    return each_pixel<3, 3>(rgb, Mode::ycbcr, [](const Byte* in, Byte* out) {
        const Byte r = in[0], g = in[1], b = in[2];
        out[0] = static_cast<Byte>((y_r[r] + y_g[g] + y_b[b]) >> 6);
        out[1] = static_cast<Byte>(((cb_r[r] + cb_g[g] + cb_b[b]) >> 6) + 128);
        out[2] = static_cast<Byte>(((cr_r[r] + cr_g[g] + cr_b[b]) >> 6) + 128);
    });
}

Picture rgb_of_ycbcr(const Picture& ycbcr) {
    return each_pixel<3, 3>(ycbcr, Mode::rgb, [](const Byte* in, Byte* out) {
        const Byte y = in[0], cb = in[1], cr = in[2];
        out[0] = clip8(y + (r_cr[cr] >> 6));
        out[1] = clip8(y + ((g_cb[cb] + g_cr[cr]) >> 6));
        out[2] = clip8(y + (b_cb[cb] >> 6));
    });
}

Picture gray_of_ycbcr(const Picture& ycbcr) {
    return each_pixel<3, 1>(ycbcr, Mode::l, [](const Byte* in, Byte* out) { *out = *in; });
}

}  // namespace wbm::image
