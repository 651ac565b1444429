#include "picture.hpp"

namespace wbm::image {
namespace {

struct Traits {
    Mode mode;
    std::string_view name;
    std::uint8_t channels;
    std::uint8_t sample_bytes;
};
constexpr Traits all_modes[] = {
    {Mode::bit, "1", 1, 1},        {Mode::l, "L", 1, 1},
    {Mode::la, "LA", 2, 1},        {Mode::p, "P", 1, 1},
    {Mode::rgb, "RGB", 3, 1},      {Mode::rgba, "RGBA", 4, 1},
    {Mode::cmyk, "CMYK", 4, 1},    {Mode::ycbcr, "YCbCr", 3, 1},
    {Mode::lab, "LAB", 3, 1},      {Mode::hsv, "HSV", 3, 1},
    {Mode::i, "I", 1, 4},          {Mode::f, "F", 1, 4},
    {Mode::i16, "I;16", 1, 2},     {Mode::la16, "LA;16", 2, 2},
    {Mode::rgb16, "RGB;16", 3, 2}, {Mode::rgba16, "RGBA;16", 4, 2},
};

const Traits& traits(Mode mode) noexcept { return all_modes[static_cast<std::size_t>(mode)]; }

}  // namespace

std::string_view name_of(Mode mode) noexcept { return traits(mode).name; }
std::size_t channels_of(Mode mode) noexcept { return traits(mode).channels; }
std::size_t sample_bytes_of(Mode mode) noexcept { return traits(mode).sample_bytes; }

std::optional<Mode> mode_of(std::string_view name) noexcept {
    for (const Traits& known : all_modes)
        if (known.name == name) return known.mode;
    return std::nullopt;
}

Picture Picture::blank(Mode mode, Size size) {
    Picture picture{.mode = mode, .size = size, .samples = {}, .palette = {}};
    picture.samples.resize(static_cast<std::size_t>(size.height) * picture.row_bytes());
    return picture;
}

Array to_array(Picture picture) {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(picture.size.height),
                                    static_cast<std::int64_t>(picture.size.width)};
    if (const std::size_t channels = channels_of(picture.mode); channels > 1)
        shape.push_back(static_cast<std::int64_t>(channels));
    const DLDataType dtype = picture.mode == Mode::f              ? dtype_of<float>()
                             : picture.mode == Mode::i            ? dtype_of<std::int32_t>()
                             : sample_bytes_of(picture.mode) == 2 ? dtype_of<std::uint16_t>()
                                                                  : dtype_of<std::uint8_t>();
    return {dtype, std::move(shape), std::move(picture.samples)};
}

}  // namespace wbm::image
