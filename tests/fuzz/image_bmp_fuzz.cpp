// Any bytes as a BMP file and as an icon. Pixels in runs may be few bytes of many pixels, so the bound on the size of
// what is decoded matters here.
#include "image_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wbm::image;
    fuzz::check_codec(bmp_codec, fuzz::text_of(data, size));
    fuzz::check_codec(ico_codec, fuzz::text_of(data, size));
    return 0;
}
