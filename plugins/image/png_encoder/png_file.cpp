#include "png_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <libdeflate.h>

namespace wbm::image::png {
namespace {

/// Far below PNG's own bound of 2^31 - 1; readers that hold one chunk at a time like it.
constexpr std::size_t max_chunk = std::size_t{1} << 24;
constexpr std::size_t frame = 12;  ///< a chunk's length, type and CRC

std::array<std::uint8_t, 4> big_endian(std::uint32_t number) noexcept {
    return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
            static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

}  // namespace

PngFile::PngFile(const PixelRows& rows) : file_("\x89PNG\r\n\x1a\n", 8) {
    static constexpr std::uint8_t colour_types[] = {0, 4, 2, 6};  // gray, gray + alpha, RGB, RGBA
    open("IHDR");
    add_number(static_cast<std::uint32_t>(rows.size.width));
    add_number(static_cast<std::uint32_t>(rows.size.height));
    const std::uint8_t rest[] = {static_cast<std::uint8_t>(8 * rows.sample_bytes), colour_types[rows.channels - 1],
                                 0,   // deflate
                                 0,   // the five filters
                                 0};  // not interlaced
    add(rest);
    close();
    open("IDAT");
}

void PngFile::append(std::span<const std::uint8_t> bytes, double share) {
    make_room(bytes.size(), share);
    while (!bytes.empty()) {
        const std::size_t room = max_chunk + frame - 4 - (file_.size() - chunk_);
        if (room == 0) {
            close();
            open("IDAT");
            continue;
        }
        const std::size_t taken = std::min(bytes.size(), room);
        add(bytes.first(taken));
        bytes = bytes.subspan(taken);
    }
}

void PngFile::make_room(std::size_t bytes, double share) {
    const std::size_t needed = file_.size() + bytes;
    if (needed <= file_.capacity()) return;
    // Memory that is not used in the end never becomes real; growing again would copy what is there.
    constexpr double caution = 1.1;
    constexpr std::size_t end = 64;  // of the stream and the file
    file_.reserve(end + std::max(needed, static_cast<std::size_t>(caution * static_cast<double>(needed) / share)));
}

std::string PngFile::finish() && {
    close();
    open("IEND");
    close();
    return std::move(file_);
}

void PngFile::open(const char (&type)[5]) {
    chunk_ = file_.size();
    file_.append(4, '\0');
    file_.append(type, 4);
    crc_ = libdeflate_crc32(0, type, 4);
}

void PngFile::close() {
    const auto length = big_endian(static_cast<std::uint32_t>(file_.size() - chunk_ - (frame - 4)));
    std::copy(length.begin(), length.end(), file_.begin() + static_cast<std::ptrdiff_t>(chunk_));
    const auto crc = big_endian(crc_);
    file_.append(reinterpret_cast<const char*>(crc.data()), crc.size());
}

void PngFile::add(std::span<const std::uint8_t> bytes) {
    crc_ = libdeflate_crc32(crc_, bytes.data(), bytes.size());
    file_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void PngFile::add_number(std::uint32_t number) { add(big_endian(number)); }

}  // namespace wbm::image::png
