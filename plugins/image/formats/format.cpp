#include "format.hpp"

#include "codecs.hpp"
#include "exif.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>
#include <utility>

namespace wbm::image {
namespace {

using namespace std::string_view_literals;

/// What formats that are not read begin with, so that a refusal can say what the file is.
struct Signature {
    std::string_view bytes;
    std::size_t offset;
    const char* format;
};
constexpr Signature other_formats[] = {
    {"\0\0\2\0"sv, 0, "CUR"},
    {"ftypavif"sv, 4, "AVIF"},
    {"ftypheic"sv, 4, "HEIF"},
    {"ftypmif1"sv, 4, "HEIF"},
    {"\0\0\0\x0cJXL "sv, 0, "JPEG XL"},
    {"\xff\x0a"sv, 0, "JPEG XL"},
    {"\0\0\0\x0cjP  "sv, 0, "JPEG 2000"},
    {"\xff\x4f\xff\x51"sv, 0, "JPEG 2000"},
    {"8BPS"sv, 0, "PSD"},
    {"\x76\x2f\x31\x01"sv, 0, "OpenEXR"},
    {"#?RADIANCE"sv, 0, "Radiance HDR"},
    {"DDS "sv, 0, "DDS"},
    {"qoif"sv, 0, "QOI"},
};
constexpr std::string_view advice = "give a PNG, JPEG, GIF, WebP, TIFF, BMP, ICO or SVG picture";

[[noreturn]] void throw_unknown(Encoded encoded) {
    const std::string name(encoded.name);
    if (encoded.bytes.empty()) throw invalid(name + " is empty; " + std::string(advice));
    for (const Signature& s : other_formats)
        if (encoded.bytes.size() >= s.offset && encoded.bytes.substr(s.offset).starts_with(s.bytes))
            throw unsupported(name + " is in the format " + s.format +
                              ", which is not supported; convert it to PNG or JPEG");
    throw invalid(name + " is no picture that can be read; " + std::string(advice));
}

}  // namespace

const Codec& codec_of(Encoded encoded) {
    for (const Codec* codec : codecs)
        if (codec->matches(encoded.bytes)) return *codec;
    throw_unknown(encoded);
}

Info inspect(Encoded encoded) { return codec_of(encoded).inspect(encoded); }

Picture decode(Encoded encoded, std::uint32_t frame) {
    const Codec& codec = codec_of(encoded);
    if (codec.decode == nullptr)
        throw unsupported(std::string(encoded.name) + " is a drawing (" + codec.name +
                          "), which has no pixels; draw it with a program of yours and log the result");
    const Info info = codec.inspect(encoded);
    return oriented(codec.decode(encoded, frame), info.orientation);
}

Size shown_size(const Info& info) noexcept {
    return info.orientation >= 5 ? Size{info.size.height, info.size.width} : info.size;
}

}  // namespace wbm::image
