#include "palette.hpp"

#include "each_pixel.hpp"
#include "luma.hpp"

#include <algorithm>

namespace wbm::image {
namespace {

constexpr std::size_t most_colors = 256;

template <std::size_t bytes>
Picture looked_up_in(const Picture& picture, const Picture& colors) {
    const std::uint8_t* const table = colors.row(0);
    return each_pixel<1, bytes>(picture, colors.mode, [table](const std::uint8_t* in, std::uint8_t* out) {
        std::memcpy(out, table + bytes * *in, bytes);
    });
}

}  // namespace

std::vector<Rgba> web_palette() {
    std::vector<Rgba> palette(most_colors);
    for (unsigned b = 0; b < 6; ++b)
        for (unsigned g = 0; g < 6; ++g)
            for (unsigned r = 0; r < 6; ++r)
                palette[web_index(r, g, b)] = {static_cast<std::uint8_t>(51 * r), static_cast<std::uint8_t>(51 * g),
                                               static_cast<std::uint8_t>(51 * b), 255};
    return palette;
}

std::vector<Rgba> gray_palette() {
    std::vector<Rgba> palette(most_colors);
    for (std::size_t i = 0; i < most_colors; ++i) {
        const auto level = static_cast<std::uint8_t>(i);
        palette[i] = {level, level, level, 255};
    }
    return palette;
}

Picture palette_row(const Picture& picture, Mode mode) {
    std::vector<Rgba> colors = picture.palette;
    colors.resize(most_colors);
    Picture row = Picture::blank(mode, {most_colors, 1});
    std::uint8_t* out = row.row(0);
    for (const Rgba& color : colors) {
        const std::uint8_t bytes[] = {color.r, color.g, color.b, color.a};
        out = std::copy_n(bytes, channels_of(mode), out);
    }
    return row;
}

Picture looked_up(const Picture& picture, const Picture& colors) {
    switch (colors.pixel_bytes()) {
        case 1:
            return looked_up_in<1>(picture, colors);
        case 2:
            return looked_up_in<2>(picture, colors);
        case 3:
            return looked_up_in<3>(picture, colors);
        default:
            return looked_up_in<4>(picture, colors);
    }
}

Picture threshold(const Picture& colors) {
    return each_pixel<3, 1>(colors, Mode::bit, [](const std::uint8_t* in, std::uint8_t* out) {
        *out = luma1000(in[0], in[1], in[2]) >= 128000 ? 255 : 0;
    });
}

std::optional<std::uint8_t> transparent_index(const Picture& picture) noexcept {
    std::optional<std::uint8_t> found;
    for (std::size_t i = 0; i < std::min(picture.palette.size(), most_colors); ++i) {
        if (picture.palette[i].a == 255) continue;
        if (picture.palette[i].a != 0 || found) return std::nullopt;
        found = static_cast<std::uint8_t>(i);
    }
    return found;
}

}  // namespace wbm::image
