// Gray in colours: the named maps of plotting libraries, given by a handful of colours and straight lines between them.
#include "to_uint8.hpp"

#include <cmath>

namespace wbm::image {
namespace {

constexpr std::size_t stops = 9;
struct ColourMap {
    std::string_view name;
    Rgba stops[wbm::image::stops];
};
constexpr ColourMap maps[] = {
    {"gray",
     {{0, 0, 0},
      {32, 32, 32},
      {64, 64, 64},
      {96, 96, 96},
      {128, 128, 128},
      {159, 159, 159},
      {191, 191, 191},
      {223, 223, 223},
      {255, 255, 255}}},
    {"viridis",
     {{68, 1, 84},
      {71, 44, 122},
      {59, 81, 139},
      {44, 113, 142},
      {33, 144, 141},
      {39, 173, 129},
      {92, 200, 99},
      {170, 220, 50},
      {253, 231, 37}}},
    {"turbo",
     {{48, 18, 59},
      {70, 107, 227},
      {40, 187, 236},
      {50, 242, 152},
      {164, 252, 60},
      {238, 207, 58},
      {251, 128, 34},
      {210, 49, 5},
      {122, 4, 3}}},
};

std::uint8_t between(std::uint8_t a, std::uint8_t b, double part) noexcept {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * part));
}

std::array<Rgba, 256> table_of(const ColourMap& map) {
    std::array<Rgba, 256> table;
    for (std::size_t level = 0; level < table.size(); ++level) {
        const double place = static_cast<double>(level) / 255 * (stops - 1);
        const std::size_t first = std::min(static_cast<std::size_t>(place), stops - 2);
        const Rgba& a = map.stops[first];
        const Rgba& b = map.stops[first + 1];
        const double part = place - static_cast<double>(first);
        table[level] = {between(a.r, b.r, part), between(a.g, b.g, part), between(a.b, b.b, part)};
    }
    return table;
}

const ColourMap& map_of(std::string_view name) {
    for (const ColourMap& map : maps)
        if (map.name == name) return map;
    throw invalid("option \"colormap\" is " + brief(json::value(name)) + "; it must be one of gray, viridis, turbo");
}

}  // namespace

Samples coloured(const Samples& gray, std::string_view map) {
    const std::array<Rgba, 256> table = table_of(map_of(map));
    if (gray.rows.channels != 1)
        throw invalid("option \"colormap\" needs an array of one channel, this one has " +
                      std::to_string(gray.rows.channels));
    const Size size = gray.rows.size;
    Samples samples{{}, gray.transform, std::vector<std::byte>(size.width * size.height * 3)};
    samples.transform.colour_map = map;
    std::byte* to = samples.owned.data();
    for (std::size_t y = 0; y < size.height; ++y) {
        const std::byte* row = gray.rows.first + static_cast<std::ptrdiff_t>(y) * gray.rows.row_step;
        for (std::size_t x = 0; x < size.width; ++x) {
            const Rgba& colour = table[static_cast<std::size_t>(row[x])];
            for (const std::uint8_t part : {colour.r, colour.g, colour.b}) *to++ = static_cast<std::byte>(part);
        }
    }
    samples.rows = {samples.owned.data(), static_cast<std::ptrdiff_t>(size.width * 3), size, 3, 1};
    return samples;
}

}  // namespace wbm::image
