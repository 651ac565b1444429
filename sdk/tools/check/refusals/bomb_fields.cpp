#include "check/refusals/bomb_fields.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace wbm::tool {
namespace {

constexpr std::size_t max_fields = 200;

std::uint64_t number_at(std::string_view bytes, std::size_t offset, std::size_t width, bool big_endian) {
    if (offset > bytes.size() || bytes.size() - offset < width) return 0;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < width; ++i) {
        const std::size_t at = offset + (big_endian ? i : width - 1 - i);
        number = number << 8U | static_cast<unsigned char>(bytes[at]);
    }
    return number;
}

bool has(std::string_view bytes, std::size_t offset, std::string_view magic) {
    return bytes.size() >= offset && bytes.substr(offset).starts_with(magic);
}

constexpr std::string_view png_magic = "\x89PNG\r\n\x1a\n";
constexpr std::size_t png_header = 16;  // where the data of the IHDR chunk begin

std::vector<SizeField> png_fields(std::string_view) {
    return {
        {8, 4, true, "PNG chunk size"}, {png_header, 4, true, "PNG width"}, {png_header + 4, 4, true, "PNG height"}};
}

std::vector<SizeField> gif_fields(std::string_view) {
    return {{6, 2, false, "GIF width"}, {8, 2, false, "GIF height"}, {6, 4, false, "GIF width and height"}};
}

std::vector<SizeField> bmp_fields(std::string_view) {
    return {{2, 4, false, "BMP size"},    {10, 4, false, "BMP offset"},           {18, 4, false, "BMP width"},
            {22, 4, false, "BMP height"}, {18, 8, false, "BMP width and height"}, {34, 4, false, "BMP image size"},
            {46, 4, false, "BMP colours"}};
}

/// The local headers and the directory of a zip file, wherever their marks are.
std::vector<SizeField> zip_fields(std::string_view bytes) {
    using namespace std::string_view_literals;
    std::vector<SizeField> fields;
    for (std::size_t at = bytes.find("PK"); at != std::string_view::npos && fields.size() < max_fields;
         at = bytes.find("PK", at + 2)) {
        if (has(bytes, at, "PK\3\4"sv)) {
            fields.push_back({at + 18, 4, false, "zip packed size"});
            fields.push_back({at + 22, 4, false, "zip size"});
        } else if (has(bytes, at, "PK\1\2"sv)) {
            fields.push_back({at + 20, 4, false, "zip directory packed size"});
            fields.push_back({at + 24, 4, false, "zip directory size"});
        } else if (has(bytes, at, "PK\5\6"sv)) {
            fields.push_back({at + 10, 2, false, "zip entries"});
            fields.push_back({at + 12, 4, false, "zip directory's bytes"});
        }
    }
    return fields;
}

std::vector<SizeField> gzip_fields(std::string_view bytes) { return {{bytes.size() - 4, 4, false, "gzip size"}}; }

/// The chunks of a RIFF file: sounds and WebP images.
std::vector<SizeField> riff_fields(std::string_view bytes) {
    std::vector<SizeField> fields{{4, 4, false, "RIFF size"}};
    for (std::size_t at = 12; at + 8 <= bytes.size() && fields.size() < max_fields;) {
        fields.push_back({at + 4, 4, false, "RIFF chunk size"});
        if (has(bytes, at, "fmt ")) {
            fields.push_back({at + 10, 2, false, "WAVE channels"});
            fields.push_back({at + 12, 4, false, "WAVE rate"});
            fields.push_back({at + 20, 2, false, "WAVE frame size"});
        } else if (has(bytes, at, "VP8X")) {
            fields.push_back({at + 12, 3, false, "WebP canvas width"});
            fields.push_back({at + 15, 3, false, "WebP canvas height"});
        } else if (has(bytes, at, "VP8L")) {
            fields.push_back({at + 9, 4, false, "WebP size"});
        } else if (has(bytes, at, "VP8 ")) {
            fields.push_back({at + 14, 4, false, "WebP width and height"});
        }
        const std::uint64_t size = number_at(bytes, at + 4, 4, false);
        if (size > bytes.size()) break;
        at += 8 + size + size % 2;
    }
    return fields;
}

/// The first directory of a TIFF file.
std::vector<SizeField> tiff_fields(std::string_view bytes) {
    constexpr std::size_t entry_size = 12;
    const bool big_endian = bytes.starts_with("MM");
    const std::uint64_t directory = number_at(bytes, 4, 4, big_endian);
    const std::uint64_t entries = number_at(bytes, directory, 2, big_endian);
    std::vector<SizeField> fields;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(entries, max_fields / 2); ++i) {
        const std::size_t entry = directory + 2 + i * entry_size;
        fields.push_back({entry + 4, 4, big_endian, "TIFF count"});
        fields.push_back({entry + 8, 4, big_endian, "TIFF value"});
    }
    return fields;
}

/// The boxes of an MP4 file, and the counts in those that are tables.
void add_boxes(std::string_view bytes, std::size_t begin, std::size_t end, std::vector<SizeField>& fields) {
    constexpr std::array<std::string_view, 6> parents{"moov", "trak", "mdia", "minf", "stbl", "udta"};
    constexpr std::array<std::string_view, 6> tables{"stsz", "stts", "stsc", "stco", "ctts", "stsd"};
    for (std::size_t at = begin; at + 16 <= end && fields.size() < max_fields;) {
        const std::uint64_t size = number_at(bytes, at, 4, true);
        const std::string_view name = bytes.substr(at + 4, 4);
        fields.push_back({at, 4, true, "MP4 box size"});
        if (std::find(tables.begin(), tables.end(), name) != tables.end())
            fields.push_back({at + (name == "stsz" ? 16U : 12U), 4, true, "MP4 table count"});
        if (size < 8 || size > end - at) return;
        if (name == "tkhd") fields.push_back({at + size - 8, 8, true, "MP4 width and height"});
        if (std::find(parents.begin(), parents.end(), name) != parents.end())
            add_boxes(bytes, at + 8, at + size, fields);
        at += size;
    }
}

std::vector<SizeField> mp4_fields(std::string_view bytes) {
    std::vector<SizeField> fields;
    add_boxes(bytes, 0, bytes.size(), fields);
    return fields;
}

/// The frame header of a JPEG file.
std::vector<SizeField> jpeg_fields(std::string_view bytes) {
    for (std::size_t at = 2; at + 9 <= bytes.size() && bytes[at] == '\xff';) {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        if (marker >= 0xc0 && marker <= 0xc2)
            return {{at + 5, 2, true, "JPEG height"}, {at + 7, 2, true, "JPEG width"}, {at + 5, 4, true, "JPEG size"}};
        at += 2 + number_at(bytes, at + 2, 2, true);
    }
    return {};
}

/// The size of the metadata at the end of a Parquet file.
std::vector<SizeField> parquet_fields(std::string_view bytes) {
    return {{bytes.size() - 8, 4, false, "Parquet metadata size"}};
}

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = ~0U;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return ~crc;
}

void put_number(std::string& bytes, const SizeField& field, std::uint64_t number) {
    for (std::size_t i = 0; i < field.width && i < sizeof number; ++i) {
        const std::size_t at = field.offset + (field.big_endian ? field.width - 1 - i : i);
        if (at < bytes.size()) bytes[at] = static_cast<char>(number >> (8 * i));
    }
}

struct Format {
    std::size_t offset;
    std::string_view magic;
    std::vector<SizeField> (*fields)(std::string_view bytes);
};

using namespace std::string_view_literals;
constexpr std::array<Format, 12> formats{{
    {0, png_magic, &png_fields},
    {0, "GIF8"sv, &gif_fields},
    {0, "BM"sv, &bmp_fields},
    {0, "PK\3\4"sv, &zip_fields},
    {0, "\x1f\x8b"sv, &gzip_fields},
    {0, "RIFF"sv, &riff_fields},
    {0, "II*\0"sv, &tiff_fields},
    {0, "MM\0*"sv, &tiff_fields},
    {4, "ftyp"sv, &mp4_fields},
    {0, "\xff\xd8\xff"sv, &jpeg_fields},
    {0, "PAR1"sv, &parquet_fields},
    {0, "fLaC"sv,
     [](std::string_view) {
         return std::vector<SizeField>{{18, 8, true, "FLAC rate and samples"}};
     }},
}};

}  // namespace

std::vector<SizeField> size_fields(std::string_view bytes) {
    constexpr std::size_t smallest = 16;  // no file of these formats has less
    if (bytes.size() < smallest) return {};
    for (const Format& format : formats) {
        if (!has(bytes, format.offset, format.magic)) continue;
        std::vector<SizeField> fields = format.fields(bytes);
        std::erase_if(fields,
                      [&](const SizeField& f) { return f.offset > bytes.size() || bytes.size() - f.offset < f.width; });
        return fields;
    }
    return {};
}

std::string with_size(std::string_view bytes, const SizeField& field, unsigned long long size) {
    std::string changed(bytes);
    put_number(changed, field, size);
    constexpr std::size_t png_crc = png_header + 13;  // of the IHDR chunk's name and data
    if (changed.starts_with(png_magic) && field.offset < png_crc && changed.size() >= png_crc + 4)
        put_number(changed, {png_crc, 4, true, ""}, crc32(std::string_view(changed).substr(12, png_crc - 12)));
    return changed;
}

}  // namespace wbm::tool
