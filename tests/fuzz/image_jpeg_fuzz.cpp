// Any bytes as a JPEG file.
#include "image_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wbm::image;
    fuzz::check_codec(jpeg_codec, fuzz::text_of(data, size));
    return 0;
}
