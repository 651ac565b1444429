#include "ogg_pages.hpp"

#include <array>
#include <cstring>
#include <numeric>
#include <optional>
#include <vector>

namespace wbm::audio {
namespace {

constexpr std::size_t head_bytes = 27;
constexpr std::size_t serial_at = 14;
constexpr std::size_t checksum_at = 22;
constexpr unsigned char is_first = 2;
constexpr unsigned char is_last = 4;
constexpr std::uint32_t our_serial = 1;

/// The CRC of Ogg: polynomial 0x04c11db7, most significant bit first, from 0, not inverted.
constexpr std::array<std::uint32_t, 256> crc_table = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i << 24;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x80000000U) != 0 ? crc << 1 ^ 0x04c11db7U : crc << 1;
        table[i] = crc;
    }
    return table;
}();

std::uint32_t checksum(std::string_view page) noexcept {
    std::uint32_t crc = 0;
    for (std::size_t i = 0; i < page.size(); ++i) {
        const unsigned char byte = i - checksum_at < 4 ? 0 : static_cast<unsigned char>(page[i]);
        crc = crc << 8 ^ crc_table[crc >> 24 ^ byte];
    }
    return crc;
}

void put_little_endian(char* to, std::uint32_t number) noexcept {
    for (int i = 0; i < 4; ++i) to[i] = static_cast<char>(number >> 8 * i);
}

/// The length of the page whose first bytes these are; nullopt where they are no page's, or not all of its head.
std::optional<std::size_t> page_size(std::string_view bytes) noexcept {
    if (bytes.size() < head_bytes || !bytes.starts_with("OggS") || bytes[4] != 0) return std::nullopt;
    const auto segments = static_cast<unsigned char>(bytes[26]);
    if (bytes.size() < head_bytes + segments) return std::nullopt;
    std::size_t size = head_bytes + segments;
    for (std::size_t i = 0; i < segments; ++i) size += static_cast<unsigned char>(bytes[head_bytes + i]);
    return size;
}

std::string page_at(const ByteSource& source, std::uint64_t at) {
    constexpr std::size_t most_bytes = head_bytes + 255 + 255 * 255;
    std::string page = source.text(at, most_bytes);
    const auto size = page_size(page);
    if (!size || *size > page.size()) return {};
    page.resize(*size);
    return page;
}

OggCodec codec_of(std::string_view page, const std::string& name) {
    const std::string_view packet = page.substr(head_bytes + static_cast<unsigned char>(page[26]));
    if (packet.starts_with("\x01vorbis")) return OggCodec::vorbis;
    if (packet.starts_with("OpusHead")) return OggCodec::opus;
    throw unsupported(name + " is an Ogg file that holds neither Vorbis nor Opus; convert it to one of these");
}

}  // namespace

OggCodec check_ogg(const ByteSource& source, const std::string& name) {
    std::optional<OggCodec> codec;
    std::uint64_t serial = 0;
    std::uint64_t number = 0;
    bool has_ended = false;
    for (std::uint64_t at = 0; at < source.size(); ++number) {
        const std::string place = ", the page at byte " + std::to_string(at);
        const std::string page = page_at(source, at);
        if (page.empty())
            throw invalid(name + " is cut short or damaged: it has no whole page at byte " + std::to_string(at) +
                          "; copy the whole file");
        if (checksum(page) != little_endian(page, checksum_at, 4))
            throw invalid(name + " is damaged" + place + " has a wrong checksum; copy the file again");
        const auto flags = static_cast<unsigned char>(page[5]);
        if (!codec) {
            if ((flags & is_first) == 0)
                throw invalid(name + " has lost its beginning: its first page begins no stream");
            codec = codec_of(page, name);
            serial = little_endian(page, serial_at, 4);
        } else if (has_ended || (flags & is_first) != 0 || little_endian(page, serial_at, 4) != serial) {
            throw unsupported(name + " holds several streams" + place + " begins another; give a file with one");
        }
        if (little_endian(page, 18, 4) != number)
            throw invalid(name + " has lost pages" + place + " should not come yet; copy the file again");
        has_ended = (flags & is_last) != 0;
        at += page.size();
    }
    if (!has_ended) throw invalid(name + " is cut short: its last page does not end the stream; copy the whole file");
    return *codec;
}

void set_ogg_serial(std::string& file) {
    for (std::size_t at = 0; at < file.size();) {
        const auto size = page_size(std::string_view(file).substr(at));
        if (!size || *size > file.size() - at) return;
        put_little_endian(file.data() + at + serial_at, our_serial);
        put_little_endian(file.data() + at + checksum_at, checksum(std::string_view(file).substr(at, *size)));
        at += *size;
    }
}

}  // namespace wbm::audio
