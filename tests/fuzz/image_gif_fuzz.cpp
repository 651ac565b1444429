// Any bytes as a GIF file: its first pictures, drawn over each other.
#include "image_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wbm::image;
    constexpr std::uint32_t most_frames = 4;
    fuzz::check_codec(gif_codec, fuzz::text_of(data, size), most_frames);
    return 0;
}
