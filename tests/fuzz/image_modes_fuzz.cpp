// A picture of any mode and samples, converted. The first bytes choose the modes, the size, the length of the palette
// and what is transparent; the rest are the palette and the samples.
#include "image_fuzz_support.hpp"

#include "../../plugins/image/modes/convert.hpp"

namespace {

using namespace wbm::image;

constexpr std::size_t modes = static_cast<std::size_t>(Mode::rgba16) + 1;
constexpr std::size_t most_side = 33;

Picture picture_of(fuzz::Choices& choices, Mode mode) {
    Picture picture = Picture::blank(mode, {1 + choices.of(most_side), 1 + choices.of(most_side)});
    const std::size_t colours = choices.byte() + std::size_t{1};
    const bool has_transparent = choices.yes();
    if (mode == Mode::p)
        for (std::size_t i = 0; i < colours; ++i)
            picture.palette.push_back({choices.byte(), choices.byte(), choices.byte(), choices.byte()});
    else if (has_transparent)
        picture.transparent = {static_cast<std::uint16_t>(choices.byte() << 8 | choices.byte()), choices.byte(),
                               choices.byte()};
    const std::string_view rest = choices.rest();
    for (std::size_t i = 0; i < picture.samples.size() && !rest.empty(); ++i)
        picture.samples[i] = static_cast<std::byte>(rest[i % rest.size()]);
    return picture;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices(data, size);
    const auto from = static_cast<Mode>(choices.of(modes));
    const auto to = static_cast<Mode>(choices.of(modes));
    const Picture picture = picture_of(choices, from);
    fuzz::refusable([&] {
        const Picture converted = convert(picture, to);
        fuzz::require(converted.mode == to, "a converted picture has the mode that was asked for");
        fuzz::check_picture(converted, picture.size);
        fuzz::require(convert(picture, to) == converted, "converting twice gives the same");
    });
    return 0;
}
