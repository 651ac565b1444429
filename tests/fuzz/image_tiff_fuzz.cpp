// Any bytes as a TIFF file. Each page has a size of its own.
#include "image_fuzz_support.hpp"

#include "../../plugins/image/formats/tiff_directory.hpp"

namespace {

using namespace wbm::image;

void check_page(std::string_view bytes, std::uint32_t page) {
    Size size;
    fuzz::refusable([&] { size = TiffDirectories({bytes, "it"}).page(page).size; });
    if (size.width == 0 || !fuzz::is_small(size)) return;
    fuzz::refusable([&] { fuzz::check_picture(tiff_codec.decode({bytes, "it"}, page), size); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = fuzz::text_of(data, size);
    const auto info = fuzz::inspected(tiff_codec, bytes);
    if (!info) return 0;
    constexpr std::uint32_t most_pages = 3;
    for (std::uint32_t page = 1; page < std::min(info->frames, most_pages); ++page) check_page(bytes, page);
    fuzz::check_frames(tiff_codec, bytes, *info, 1);
    fuzz::check_value(bytes);
    return 0;
}
