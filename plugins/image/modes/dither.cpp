#include "dither.hpp"

#include "luma.hpp"
#include "palette.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace wbm::image {
namespace {

int clip8(int value) noexcept { return std::clamp(value, 0, 255); }

// The error that travels along a row, for one channel: `ahead` goes to the next pixel, the others to the row below.
struct Carry {
    int ahead = 0;
    int below = 0;
    int below_next = 0;

    // `slot` is what the row below gets at this pixel's left neighbour; shifted by one against the picture.
    void spread(int error, int& slot) noexcept {
        slot = 3 * error + below;
        below = 5 * error + below_next;
        below_next = error;
        ahead = 7 * error;
    }
};

template <std::size_t step, class Gray>
Picture black_and_white_by(const Picture& picture, Gray gray) {
    Picture result = Picture::blank(Mode::bit, picture.size);
    const auto width = static_cast<std::size_t>(picture.size.width);
    std::vector<int> errors(width + 1);
    for (std::size_t y = 0; y < picture.size.height; ++y) {
        const std::uint8_t* in = picture.row(y);
        std::uint8_t* out = result.row(y);
        Carry carry;
        for (std::size_t x = 0; x < width; ++x) {
            const int value = clip8(gray(in + x * step) + (carry.ahead + errors[x + 1]) / 16);
            out[x] = value > 128 ? 255 : 0;
            carry.spread(value - out[x], errors[x]);
        }
        errors[width] = carry.below;
    }
    return result;
}

int gray_of_color(const std::uint8_t* in) noexcept { return static_cast<int>(luma1000(in[0], in[1], in[2]) / 1000); }

// Which of 0, 51, ... 255 is nearest to the low end of a value's group of four. The palette is a full cube of these
// levels, so the nearest level of each channel makes the nearest colour; no two levels are ever equally near.
constexpr std::array<std::uint8_t, 256> make_levels() {
    std::array<std::uint8_t, 256> levels{};
    for (int value = 0; value < 256; ++value)
        levels[static_cast<std::size_t>(value)] = static_cast<std::uint8_t>(((value & ~3) + 25) / 51);
    return levels;
}
constexpr std::array<std::uint8_t, 256> nearest_level = make_levels();

}  // namespace

Picture black_and_white(const Picture& picture) {
    switch (picture.mode) {
        case Mode::rgb:
            return black_and_white_by<3>(picture, gray_of_color);
        case Mode::rgba:
            return black_and_white_by<4>(picture, gray_of_color);
        default:
            return black_and_white_by<1>(picture, [](const std::uint8_t* in) { return int{*in}; });
    }
}

Picture web_of(const Picture& rgb) {
    Picture result = Picture::blank(Mode::p, rgb.size);
    result.palette = web_palette();
    const auto width = static_cast<std::size_t>(rgb.size.width);
    std::vector<std::array<int, 3>> errors(width + 1);
    for (std::size_t y = 0; y < rgb.size.height; ++y) {
        const std::uint8_t* in = rgb.row(y);
        std::uint8_t* out = result.row(y);
        std::array<Carry, 3> carry;
        for (std::size_t x = 0; x < width; ++x, in += 3) {
            std::array<std::uint8_t, 3> levels{};
            for (std::size_t c = 0; c < 3; ++c) {
                const int value = clip8(in[c] + (carry[c].ahead + errors[x + 1][c]) / 16);
                levels[c] = nearest_level[static_cast<std::size_t>(value)];
                carry[c].spread(value - levels[c] * 51, errors[x][c]);
            }
            out[x] = web_index(levels[0], levels[1], levels[2]);
        }
        // Pillow ends a row with blue's errors in all three channels, and these are not the ones that belong here.
        errors[width] = {carry[2].below, carry[2].below_next, carry[2].below_next};
    }
    return result;
}

}  // namespace wbm::image
