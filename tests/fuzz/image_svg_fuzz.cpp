// Any bytes as an SVG file, which is kept and never drawn, and as an Exif block, by which a picture is turned.
#include "image_fuzz_support.hpp"

#include "../../plugins/image/formats/exif.hpp"

namespace {

using namespace wbm::image;

void as_drawing(std::string_view bytes) {
    if (!fuzz::inspected(svg_codec, bytes)) return;
    fuzz::check_value(bytes);
    fuzz::refusable([&] {
        (void)decode({bytes, "it"});
        fuzz::require(false, "a drawing has no pixels");
    });
}

void as_exif(std::string_view bytes) {
    const int orientation = exif_orientation(bytes);
    fuzz::require(orientation >= 1 && orientation <= 8, "an orientation is 1 to 8");
    Picture picture = Picture::blank(Mode::rgb, {3, 2});
    for (std::size_t i = 0; i < picture.samples.size(); ++i) picture.samples[i] = static_cast<std::byte>(i);
    constexpr int back[] = {0, 1, 2, 3, 4, 5, 8, 7, 6};  // what undoes each
    const Picture turned = oriented(picture, orientation);
    fuzz::check_picture(turned, orientation >= 5 ? Size{2, 3} : Size{3, 2});
    fuzz::require(oriented(turned, back[orientation]) == picture, "a turned picture can be turned back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = fuzz::text_of(data, size);
    as_drawing(bytes);
    as_exif(bytes);
    return 0;
}
