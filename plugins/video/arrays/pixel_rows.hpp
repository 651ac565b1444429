// pixel_rows.hpp - the frames of a film as rows of bytes, each colour on its own.
#pragma once

#include "samples.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace wbm::video {

/// The samples of one row: borrowed.
struct PixelRow {
    const std::uint8_t* red = nullptr;
    const std::uint8_t* green = nullptr;
    const std::uint8_t* blue = nullptr;
};

/// Reads rows of frames: gray is repeated, alpha left out; films of a batch in their grid, empty places black. A row is
/// the caller's own memory where that has it as it is to be. [one thread at a time]
class PixelRows {
public:
    /// Of frames that are `width` pixels wide, at least as wide as the films' grid; what is beyond repeats the last
    /// one.
    explicit PixelRows(std::int64_t width);
    /// A row of a frame; it lasts until two others were read, for chroma is made of pairs of rows.
    [[nodiscard]] PixelRow row(const FilmArray& film, std::int64_t frame, const SampleRule& rule, std::int64_t y);

private:
    std::int64_t width_;
    std::array<std::vector<std::uint8_t>, 2> buffers_;  ///< three rows each
    std::size_t turn_ = 0;
};

}  // namespace wbm::video
