// Any bytes as a PNG file, as they are and with the checksums of their chunks made right, so that what is behind them
// is reached.
#include "image_fuzz_support.hpp"

#include <libdeflate.h>

namespace {

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

std::string with_right_checksums(std::string png) {
    for (std::size_t at = 8; at + 12 <= png.size();) {
        const std::size_t length = big_endian(png, at);
        if (length > png.size() - at - 12) break;
        const std::uint32_t sum = libdeflate_crc32(0, png.data() + at + 4, length + 4);
        for (unsigned i = 0; i < 4; ++i) png[at + 8 + length + i] = static_cast<char>(sum >> (24 - 8 * i));
        at += length + 12;
    }
    return png;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wbm::image;
    const std::string_view bytes = fuzz::text_of(data, size);
    if (!png_codec.matches(bytes)) return 0;
    fuzz::check_codec(png_codec, bytes);
    if (const std::string repaired = with_right_checksums(std::string(bytes)); repaired != bytes)
        fuzz::check_codec(png_codec, repaired);
    return 0;
}
