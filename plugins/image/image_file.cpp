#include "image_file.hpp"

#include "jpeg.hpp"
#include "png.hpp"

#include <wbm/sdk.hpp>

#include <cstddef>

namespace wbm::image {
namespace {

using namespace std::string_view_literals;

/// What other formats begin with, so that a refusal can say what the file is.
struct Signature {
    std::string_view bytes;
    std::size_t offset;
    const char* format;
};
constexpr Signature other_formats[] = {
    {"GIF87a"sv, 0, "GIF"},
    {"GIF89a"sv, 0, "GIF"},
    {"WEBP"sv, 8, "WebP"},
    {"II*\0"sv, 0, "TIFF"},
    {"MM\0*"sv, 0, "TIFF"},
    {"II+\0"sv, 0, "TIFF"},
    {"MM\0+"sv, 0, "TIFF"},
    {"\0\0\1\0"sv, 0, "ICO"},
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

bool has(std::string_view bytes, std::size_t offset, std::string_view signature) noexcept {
    return bytes.size() >= offset && bytes.substr(offset).starts_with(signature);
}

/// "BM" alone would take a text for a picture; four zero bytes are reserved after the size.
bool is_bmp(std::string_view bytes) noexcept { return has(bytes, 0, "BM") && has(bytes, 6, "\0\0\0\0"sv); }

[[noreturn]] void throw_unknown(Encoded encoded) {
    const std::string name(encoded.name);
    if (encoded.bytes.empty()) throw invalid(name + " is empty; give a PNG or JPEG picture");
    const char* format = is_bmp(encoded.bytes) ? "BMP" : nullptr;
    for (const Signature& s : other_formats)
        if (has(encoded.bytes, s.offset, s.bytes)) format = s.format;
    if (format != nullptr)
        throw unsupported(name + " is in the format " + format + ", which is not supported; convert it to PNG or JPEG");
    throw invalid(name + " is no picture that can be read; give a PNG or JPEG picture");
}

}  // namespace

std::string name_of_file(const std::string& path) {
    return json::is_utf8(path) ? "the file " + json::write(json::value(path)) : "the file (its path is not UTF-8)";
}

Format format_of(Encoded encoded) {
    if (has(encoded.bytes, 0, png_signature)) return Format::png;
    if (has(encoded.bytes, 0, jpeg_signature)) return Format::jpeg;
    throw_unknown(encoded);
}

Size size_of(Encoded encoded) { return format_of(encoded) == Format::png ? png_size(encoded) : jpeg_size(encoded); }

Size validate(Encoded encoded) {
    return format_of(encoded) == Format::png ? validate_png(encoded) : validate_jpeg(encoded);
}

Raster decode(Encoded encoded) {
    return format_of(encoded) == Format::png ? decode_png(encoded) : decode_jpeg(encoded);
}

}  // namespace wbm::image
