// pictures.hpp - made-up pictures that compress as real ones do, the same on each run: three kinds of photo, a
// screenshot, a segmentation mask. For benchmarks of picture formats. Needs nothing but the standard library.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wbm::bench {

/// 8-bit samples, row-major, channels interleaved.
struct Bitmap {
    std::string name;
    std::size_t width;
    std::size_t height;
    std::size_t channels;
    std::vector<std::uint8_t> samples;

    Bitmap(std::string called, std::size_t w, std::size_t h, std::size_t c)
        : name(std::move(called)), width(w), height(h), channels(c), samples(w * h * c) {}
    [[nodiscard]] std::uint8_t* pixel(std::size_t x, std::size_t y) { return &samples[(y * width + x) * channels]; }
};

/// A well-mixed number for each place.
inline std::uint32_t hash(std::uint32_t x, std::uint32_t y, std::uint32_t seed) {
    std::uint32_t mixed = x * 0x9e3779b1U ^ y * 0x85ebca77U ^ seed * 0xc2b2ae3dU;
    mixed = (mixed ^ mixed >> 15) * 0x2c1b3c6dU;
    mixed = (mixed ^ mixed >> 12) * 0x297a2d39U;
    return mixed ^ mixed >> 15;
}

/// Smooth noise from 0 to 1 with features of `cell` pixels.
inline float smooth_noise(std::size_t x, std::size_t y, std::size_t cell, std::uint32_t seed) {
    const auto ease = [](std::size_t offset, std::size_t size) {
        const float t = static_cast<float>(offset) / static_cast<float>(size);
        return t * t * (3 - 2 * t);
    };
    const auto left = static_cast<std::uint32_t>(x / cell);
    const auto top = static_cast<std::uint32_t>(y / cell);
    const auto corner = [&](std::uint32_t dx, std::uint32_t dy) {
        return static_cast<float>(hash(left + dx, top + dy, seed) >> 8) / 16777216.0F;
    };
    const float tx = ease(x % cell, cell);
    const float ty = ease(y % cell, cell);
    const float above = corner(0, 0) + tx * (corner(1, 0) - corner(0, 0));
    const float below = corner(0, 1) + tx * (corner(1, 1) - corner(0, 1));
    return above + ty * (below - above);
}

/// Roughly normal, with a deviation of 1.
inline float sensor_noise(std::size_t x, std::size_t y, std::uint32_t seed) {
    const std::uint32_t bits = hash(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), seed);
    const auto sum = static_cast<float>((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24));
    return (sum - 510) / 147.8F;
}

struct PhotoStyle {
    const char* name;
    std::uint32_t seed;
    std::size_t largest;          ///< features, pixels
    float roughness;              ///< how much of a feature's strength one of half its size has
    std::size_t edge_cell;        ///< sharp-edged objects of about that size
    float edges;                  ///< their contrast
    float noise;                  ///< deviation of the sensor's noise, levels
    std::array<float, 3> colour;  ///< gain of red, green and blue
};

inline constexpr PhotoStyle photo_styles[] = {
    {"landscape", 1, 256, 0.62F, 48, 50, 2.2F, {0.95F, 1.0F, 0.9F}},
    {"portrait", 2, 128, 0.35F, 96, 70, 1.8F, {1.1F, 0.9F, 0.8F}},
    {"street", 3, 64, 0.5F, 20, 90, 2.8F, {0.9F, 0.95F, 1.05F}},
};

inline Bitmap photo(const PhotoStyle& style, std::size_t width, std::size_t height) {
    Bitmap bitmap(style.name, width, height, 3);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            float light = 128;
            float strength = 90;
            std::uint32_t seed = style.seed * 100;
            for (std::size_t cell = style.largest; cell >= 2; cell /= 2, strength *= style.roughness)
                light += strength * (smooth_noise(x, y, cell, ++seed) - 0.5F);
            // Objects: where slow noise crosses levels, the light jumps.
            const float level = smooth_noise(x, y, style.edge_cell, style.seed + 50) * 5;
            light += style.edges * (static_cast<float>(static_cast<int>(level) * 37 % 5) / 5 - 0.4F);
            const float shared = sensor_noise(x, y, style.seed + 60);
            for (std::uint32_t c = 0; c < 3; ++c) {
                const float tint = 40 * (smooth_noise(x, y, style.largest, style.seed + 70 + c) - 0.5F);
                const float noise = 0.5F * shared + 0.85F * sensor_noise(x, y, style.seed + 80 + c);
                const float value = light * style.colour[c] + tint + style.noise * noise;
                bitmap.pixel(x, y)[c] = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
            }
        }
    return bitmap;
}

/// Draws into a Bitmap of 3 channels; what is outside is cut off.
class Painter {
public:
    explicit Painter(Bitmap& bitmap) : bitmap_(bitmap) {}
    using Colour = std::array<int, 3>;

    void dot(std::size_t x, std::size_t y, Colour colour, int opacity = 4) {  // of 4
        if (x >= bitmap_.width || y >= bitmap_.height) return;
        for (std::size_t c = 0; c < 3; ++c) {
            std::uint8_t& sample = bitmap_.pixel(x, y)[c];
            sample = static_cast<std::uint8_t>((sample * (4 - opacity) + colour[c] * opacity) / 4);
        }
    }
    void box(std::size_t x, std::size_t y, std::size_t w, std::size_t h, Colour colour) {
        for (std::size_t i = 0; i < h; ++i)
            for (std::size_t j = 0; j < w; ++j) dot(x + j, y + i, colour);
    }
    void framed_box(std::size_t x, std::size_t y, std::size_t w, std::size_t h, Colour colour, Colour frame) {
        box(x, y, w, h, frame);
        box(x + 1, y + 1, w - 2, h - 2, colour);
    }
    void gradient(std::size_t x, std::size_t y, std::size_t w, std::size_t h, Colour colour) {
        for (std::size_t i = 0; i < h; ++i) {
            const int fade = static_cast<int>(i * 40 / h);
            box(x, y + i, w, 1, {colour[0] - fade, colour[1] - fade, colour[2] - fade});
        }
    }
    /// A line of words from an alphabet of 30 made-up letters, 5 to 8 pixels wide, with softened edges.
    void text(std::size_t x, std::size_t y, std::size_t width, Colour colour, std::uint32_t seed) {
        const std::size_t end = x + width;
        for (std::uint32_t i = 0; x + 8 < end; ++i) {
            const std::uint32_t letter = hash(i, 0, seed) % 36;
            if (letter >= 30) {
                x += 4;  // a space
                continue;
            }
            const std::size_t letter_width = 5 + letter % 4;
            for (std::uint32_t row = 0; row < 11; ++row)
                for (std::uint32_t column = 0; column < letter_width; ++column) {
                    const bool stem = column == letter % 3 || (letter & 1 && column + 2 == letter_width);
                    const bool bar = row == letter % 5 + 2 || row == 10 - letter % 3;
                    const auto soft = static_cast<int>(hash(column, row, letter + 900) % 7);
                    dot(x + column, y + row, colour, stem || bar ? std::min(4, 2 + soft) : std::max(0, soft - 4));
                }
            x += letter_width + 1;
        }
    }

private:
    Bitmap& bitmap_;
};

/// A screenshot: bars, a list beside cards with text, buttons with gradients.
inline Bitmap screenshot(std::size_t width, std::size_t height) {
    Bitmap bitmap("screenshot", width, height, 3);
    Painter painter(bitmap);
    painter.box(0, 0, width, height, {244, 245, 247});
    painter.box(0, 0, width, 24, {38, 50, 56});
    painter.text(8, 6, 160, {230, 230, 235}, 1);
    painter.box(0, 24, 220, height, {232, 234, 238});
    for (std::size_t y = 32, i = 0; y < height; y += 22, ++i) {
        if (i % 9 == 3) painter.box(0, y - 4, 220, 22, {197, 217, 244});
        painter.box(10, y, 12, 12, {static_cast<int>(i * 53 % 200), 120, 180});
        painter.text(28, y + 1, 80 + hash(static_cast<std::uint32_t>(i), 1, 7) % 100, {60, 64, 67},
                     static_cast<std::uint32_t>(100 + i));
    }
    std::uint32_t card = 0;
    for (std::size_t y = 40; y < height; y += 210)
        for (std::size_t x = 240; x < width; x += 410, ++card) {
            painter.framed_box(x, y, 390, 190, {255, 255, 255}, {214, 217, 221});
            painter.text(x + 14, y + 12, 220, {20, 23, 26}, 500 + card);
            for (std::uint32_t line = 0; line < 6; ++line)
                painter.text(x + 14, y + 40 + line * 17, 250 + hash(card, line, 3) % 110, {95, 99, 104},
                             1000 + card * 10 + line);
            painter.gradient(x + 290, y + 156, 84, 24, {66, 133, 244});
            painter.text(x + 302, y + 162, 62, {255, 255, 255}, 40 + card % 3);
        }
    return bitmap;
}

/// Eight classes in one channel: at each place the one whose noise is highest.
inline Bitmap mask(std::size_t width, std::size_t height) {
    Bitmap bitmap("mask", width, height, 1);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            float highest = -1;
            for (std::uint32_t label = 0; label < 8; ++label) {
                const float strength =
                    smooth_noise(x, y, 128, 300 + label) + 0.25F * smooth_noise(x, y, 24, 400 + label);
                if (strength <= highest) continue;
                highest = strength;
                *bitmap.pixel(x, y) = static_cast<std::uint8_t>(label);
            }
        }
    return bitmap;
}

/// All five kinds in one size.
inline std::vector<Bitmap> pictures(std::size_t width, std::size_t height) {
    std::vector<Bitmap> all;
    for (const PhotoStyle& style : photo_styles) all.push_back(photo(style, width, height));
    all.push_back(screenshot(width, height));
    all.push_back(mask(width, height));
    return all;
}

}  // namespace wbm::bench
