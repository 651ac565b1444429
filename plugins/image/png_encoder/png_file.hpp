// png_file.hpp - the chunks of a PNG file around a zlib stream that comes in pieces.
#pragma once

#include "../formats/encode.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace wbm::image::png {

class PngFile {
public:
    explicit PngFile(const PixelRows& rows);

    /// More of the zlib stream, which then holds about `share` of the picture (above 0, up to 1): memory for all of the
    /// file is taken at once.
    void append(std::span<const std::uint8_t> bytes, double share);
    /// The whole file.
    [[nodiscard]] std::string finish() &&;

private:
    void open(const char (&type)[5]);
    void close();
    void add(std::span<const std::uint8_t> bytes);
    void make_room(std::size_t bytes, double share);
    void add_number(std::uint32_t number);

    std::string file_;
    std::size_t chunk_ = 0;  ///< where the open one's length stands
    std::uint32_t crc_ = 0;  ///< of what it has after that
};

}  // namespace wbm::image::png
