#include "case_picture.hpp"

#include "case.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace wbm::conformance {
namespace {

struct Pixels {
    std::string mode;
    std::size_t width = 0;
    std::size_t height = 0;
    std::string raw;  ///< in Pillow's order: rows without gaps, 16 and 32 bits little-endian
};

std::string big_endian(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
    return bytes;
}

std::uint32_t crc32(std::string_view data) {
    std::uint32_t crc = 0xffffffff;
    for (const char byte : data) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }
    return ~crc;
}

std::uint32_t adler32(std::string_view data) {
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char byte : data) {
        a = (a + static_cast<unsigned char>(byte)) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

/// A zlib stream of stored blocks: what the file holds counts here, not its length.
std::string stored_zlib(std::string_view data) {
    constexpr std::size_t longest_block = 65535;
    std::string stream = "\x78\x01";
    for (std::size_t at = 0; at == 0 || at < data.size(); at += longest_block) {
        const std::string_view block = data.substr(at, longest_block);
        const auto size = static_cast<unsigned>(block.size());
        stream += at + longest_block >= data.size() ? '\1' : '\0';
        for (const unsigned byte : {size & 0xff, size >> 8, ~size & 0xff, ~size >> 8 & 0xff})
            stream += static_cast<char>(byte);
        stream += block;
    }
    return stream + big_endian(adler32(data));
}

std::string chunk(std::string_view name, std::string_view content) {
    const std::string checked = std::string(name).append(content);
    return big_endian(static_cast<std::uint32_t>(content.size())) + checked + big_endian(crc32(checked));
}

std::string png(const Pixels& pixels, char depth, char colour, std::string_view samples, std::string_view palette) {
    const std::size_t stride = samples.size() / pixels.height;
    std::string rows;
    for (std::size_t y = 0; y < pixels.height; ++y) rows.append(1, '\0').append(samples.substr(y * stride, stride));
    std::string header =
        big_endian(static_cast<std::uint32_t>(pixels.width)) + big_endian(static_cast<std::uint32_t>(pixels.height));
    header += {depth, colour, 0, 0, 0};
    std::string file = "\x89PNG\r\n\x1a\n" + chunk("IHDR", header);
    if (!palette.empty()) file += chunk("PLTE", palette);
    return file + chunk("IDAT", stored_zlib(rows)) + chunk("IEND", {});
}

/// 16-bit samples as PNG has them; 32-bit ones are cut to its range.
std::string png_samples(const Pixels& pixels) {
    std::string samples;
    const std::size_t bytes = pixels.mode == "I" ? 4 : 2;
    for (std::size_t at = 0; at + bytes <= pixels.raw.size(); at += bytes) {
        std::int32_t sample = 0;
        std::memcpy(&sample, pixels.raw.data() + at, bytes);
        sample = std::clamp(sample, 0, 65535);
        samples += {static_cast<char>(sample >> 8), static_cast<char>(sample & 0xff)};
    }
    return samples;
}

std::string palette_of(const json::object& node) {
    std::string palette;
    for (const auto& level : node.at("palette_rgb").as_array())
        palette += static_cast<char>(level.to_number<unsigned char>());
    return palette;
}

NpyArray array_of(const Pixels& pixels) {
    const auto channels = static_cast<std::int64_t>(pixels.mode.size());
    const auto width = static_cast<std::int64_t>(pixels.width);
    NpyArray array;
    array.dtype = {kDLUInt, 8, 1};
    array.shape = {static_cast<std::int64_t>(pixels.height), width, channels};
    array.strides = {width * channels, channels, 1};
    array.data.resize(pixels.raw.size());
    std::memcpy(array.data.data(), pixels.raw.data(), pixels.raw.size());
    return array;
}

}  // namespace

std::variant<NpyArray, std::string> read_picture(const json::object& node, const std::filesystem::path& folder) {
    constexpr char gray = 0;
    constexpr char indexed = 3;
    constexpr char gray_alpha = 4;
    Pixels pixels{std::string(node.at("mode").as_string()), node.at("size").at(0).to_number<std::size_t>(),
                  node.at("size").at(1).to_number<std::size_t>(),
                  read_text(folder / std::string(node.at("$pil").as_string()))};
    const std::string& mode = pixels.mode;
    if (mode == "L" || mode == "RGB" || mode == "RGBA") return array_of(pixels);
    if (mode == "1") return png(pixels, 1, gray, pixels.raw, {});
    if (mode == "LA") return png(pixels, 8, gray_alpha, pixels.raw, {});
    if (mode == "P") return png(pixels, 8, indexed, pixels.raw, palette_of(node));
    if (mode == "I" || mode == "I;16") return png(pixels, 16, gray, png_samples(pixels), {});
    throw MediaError(Status::unsupported,
                     "picture: mode " + mode + " has neither an array form nor a PNG form; convert it to RGB");
}

}  // namespace wbm::conformance
