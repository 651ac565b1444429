#include "direct.hpp"

#include "each_pixel.hpp"
#include "luma.hpp"

#include <algorithm>
#include <limits>

namespace wbm::image {
namespace {

using Byte = std::uint8_t;

template <class T>
Byte clip8(T value) noexcept {
    return static_cast<Byte>(std::clamp(value, T{0}, T{255}));
}

// Not a number becomes 0.
Byte clip8(float value) noexcept {
    if (!(value > 0.0F)) return 0;
    return value >= 255.0F ? Byte{255} : static_cast<Byte>(value);
}

// What Pillow's cast gives on x86-64, where out of range and not a number are the lowest int32.
std::int32_t int_of(float value) noexcept {
    constexpr float beyond = 2147483648.0F;
    if (!(value >= -beyond && value < beyond)) return std::numeric_limits<std::int32_t>::min();
    return static_cast<std::int32_t>(value);
}

Byte high_byte(const Byte* at) noexcept { return static_cast<Byte>(sample<std::uint16_t>(at) >> 8); }

template <std::size_t in_bytes>
Picture to_gray_or_rgb_of(const Picture& picture, Mode to) {
    switch (to) {
        case Mode::l:
            return each_pixel<in_bytes, 1>(picture, to,
                                           [](const Byte* in, Byte* out) { *out = luma8(in[0], in[1], in[2]); });
        case Mode::i:
            return each_pixel<in_bytes, 4>(
                picture, to, [](const Byte* in, Byte* out) { put(out, std::int32_t{luma8(in[0], in[1], in[2])}); });
        case Mode::f:
            return each_pixel<in_bytes, 4>(picture, to, [](const Byte* in, Byte* out) {
                put(out, static_cast<float>(luma1000(in[0], in[1], in[2])) / 1000.0F);
            });
        default:
            return each_pixel<in_bytes, 3>(picture, Mode::rgb, [](const Byte* in, Byte* out) {
                out[0] = in[0];
                out[1] = in[1];
                out[2] = in[2];
            });
    }
}

// The scaled product of two parts of 255, rounded.
int part_of_255(int a, int b) noexcept {
    const int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
}

}  // namespace

Picture reduced(const Picture& deep) {
    switch (deep.mode) {
        case Mode::la16:
            return each_pixel<4, 4>(deep, Mode::rgba, [](const Byte* in, Byte* out) {
                out[0] = out[1] = out[2] = high_byte(in);
                out[3] = high_byte(in + 2);
            });
        case Mode::rgb16:
            return each_pixel<6, 3>(deep, Mode::rgb, [](const Byte* in, Byte* out) {
                for (std::size_t c = 0; c < 3; ++c) out[c] = high_byte(in + 2 * c);
            });
        default:
            return each_pixel<8, 4>(deep, Mode::rgba, [](const Byte* in, Byte* out) {
                for (std::size_t c = 0; c < 4; ++c) out[c] = high_byte(in + 2 * c);
            });
    }
}

Picture gray_of(const Picture& picture) {
    switch (picture.mode) {
        case Mode::la:
            return each_pixel<2, 1>(picture, Mode::l, [](const Byte* in, Byte* out) { *out = *in; });
        case Mode::i:
            return each_pixel<4, 1>(picture, Mode::l,
                                    [](const Byte* in, Byte* out) { *out = clip8(sample<std::int32_t>(in)); });
        case Mode::f:
            return each_pixel<4, 1>(picture, Mode::l,
                                    [](const Byte* in, Byte* out) { *out = clip8(sample<float>(in)); });
        case Mode::i16:
            return each_pixel<2, 1>(picture, Mode::l,
                                    [](const Byte* in, Byte* out) { *out = clip8(sample<std::uint16_t>(in)); });
        default: {  // 1 and L have the same bytes
            Picture same = picture;
            same.mode = Mode::l;
            same.transparent.reset();
            return same;
        }
    }
}

Picture from_gray(const Picture& gray, Mode to) {
    switch (to) {
        case Mode::la:
            return each_pixel<1, 2>(gray, to, [](const Byte* in, Byte* out) {
                out[0] = *in;
                out[1] = 255;
            });
        case Mode::rgb:
            return each_pixel<1, 3>(gray, to, [](const Byte* in, Byte* out) { out[0] = out[1] = out[2] = *in; });
        case Mode::rgba:
            return each_pixel<1, 4>(gray, to, [](const Byte* in, Byte* out) {
                out[0] = out[1] = out[2] = *in;
                out[3] = 255;
            });
        case Mode::cmyk:
            return each_pixel<1, 4>(gray, to, [](const Byte* in, Byte* out) { out[3] = static_cast<Byte>(255 - *in); });
        case Mode::ycbcr:
            return each_pixel<1, 3>(gray, to, [](const Byte* in, Byte* out) {
                out[0] = *in;
                out[1] = out[2] = 128;
            });
        case Mode::hsv:
            return each_pixel<1, 3>(gray, to, [](const Byte* in, Byte* out) { out[2] = *in; });
        case Mode::i:
            return each_pixel<1, 4>(gray, to, [](const Byte* in, Byte* out) { put(out, std::int32_t{*in}); });
        case Mode::f:
            return each_pixel<1, 4>(gray, to, [](const Byte* in, Byte* out) { put(out, static_cast<float>(*in)); });
        default:
            return each_pixel<1, 2>(gray, Mode::i16, [](const Byte* in, Byte* out) { put(out, std::uint16_t{*in}); });
    }
}

bool goes_between_grays(Mode from, Mode to) noexcept {
    switch (from) {
        case Mode::la:
            return to == Mode::rgba;
        case Mode::i:
            return to == Mode::f || to == Mode::i16;
        case Mode::f:
            return to == Mode::i;  // F to I;16 passes through L
        case Mode::i16:
            return to == Mode::i || to == Mode::f;
        default:
            return false;
    }
}

Picture between_grays(const Picture& picture, Mode to) {
    switch (picture.mode) {
        case Mode::la:
            return each_pixel<2, 4>(picture, to, [](const Byte* in, Byte* out) {
                out[0] = out[1] = out[2] = in[0];
                out[3] = in[1];
            });
        case Mode::f:
            return each_pixel<4, 4>(picture, to,
                                    [](const Byte* in, Byte* out) { put(out, int_of(sample<float>(in))); });
        case Mode::i:
            if (to == Mode::f)
                return each_pixel<4, 4>(picture, to, [](const Byte* in, Byte* out) {
                    put(out, static_cast<float>(sample<std::int32_t>(in)));
                });
            return each_pixel<4, 2>(picture, to, [](const Byte* in, Byte* out) {
                put(out, static_cast<std::uint16_t>(std::clamp(sample<std::int32_t>(in), 0, 65535)));
            });
        default:
            if (to == Mode::f)
                return each_pixel<2, 4>(picture, to, [](const Byte* in, Byte* out) {
                    put(out, static_cast<float>(sample<std::uint16_t>(in)));
                });
            return each_pixel<2, 4>(
                picture, to, [](const Byte* in, Byte* out) { put(out, std::int32_t{sample<std::uint16_t>(in)}); });
    }
}

Picture to_gray_or_rgb(const Picture& picture, Mode to) {
    return picture.mode == Mode::rgba ? to_gray_or_rgb_of<4>(picture, to) : to_gray_or_rgb_of<3>(picture, to);
}

Picture with_alpha(const Picture& picture, Mode to) {
    if (picture.mode == Mode::rgba)
        return each_pixel<4, 2>(picture, to, [](const Byte* in, Byte* out) {
            out[0] = luma8(in[0], in[1], in[2]);
            out[1] = in[3];
        });
    if (to == Mode::la)
        return each_pixel<3, 2>(picture, to, [](const Byte* in, Byte* out) {
            out[0] = luma8(in[0], in[1], in[2]);
            out[1] = 255;
        });
    return each_pixel<3, 4>(picture, to, [](const Byte* in, Byte* out) {
        out[0] = in[0];
        out[1] = in[1];
        out[2] = in[2];
        out[3] = 255;
    });
}

Picture cmyk_of(const Picture& rgb) {
    return each_pixel<3, 4>(rgb, Mode::cmyk, [](const Byte* in, Byte* out) {
        for (std::size_t c = 0; c < 3; ++c) out[c] = static_cast<Byte>(255 - in[c]);
    });
}

Picture rgb_of_cmyk(const Picture& cmyk) {
    return each_pixel<4, 3>(cmyk, Mode::rgb, [](const Byte* in, Byte* out) {
        const int light = 255 - in[3];
        for (std::size_t c = 0; c < 3; ++c) out[c] = static_cast<Byte>(light - part_of_255(in[c], light));
    });
}

}  // namespace wbm::image
