// gif_colours.hpp - frames of 24-bit colours as frames of at most 256: exact where a frame has no more, otherwise by
// median cut. No dithering, which flickers from frame to frame and makes GIFs large.
#pragma once

#include "../arrays/pixel_rows.hpp"
#include "../libav.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace wbm::video {

/// Remembers the colours of the frames before, so that a film of few colours has one palette.
class GifColours {
public:
    /// A frame of a film. `to` is a PAL8 frame of the same size with buffers of its own.
    void convert(const FilmArray& film, std::int64_t frame, const SampleRule& rule, PixelRows& rows, AVFrame& to);

private:
    static constexpr std::size_t most = 256;
    static constexpr std::size_t slots = 1024;  // a power of two, a quarter full at most

    bool convert_exactly(AVFrame& to);
    void convert_by_median_cut(AVFrame& to) const;
    /// The index of a colour, added if it is new; `most` when there is no room.
    std::size_t index_of(std::uint32_t colour) noexcept;
    void forget() noexcept;

    std::vector<std::uint32_t> pixels_;          ///< of the frame: 0xffRRGGBB
    std::array<std::uint32_t, most> palette_{};  ///< likewise
    std::size_t count_ = 0;
    std::array<std::uint32_t, slots> keys_{};  ///< 0: free; a colour has its alpha set
    std::array<std::uint8_t, slots> indices_{};
};

}  // namespace wbm::video
