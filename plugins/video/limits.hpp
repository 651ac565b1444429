// limits.hpp - every bound that a hostile film meets, by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace wbm::video {

inline constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 36;       ///< a user's file; it is never in memory
inline constexpr std::size_t max_encoded_bytes = std::size_t{1} << 31;        ///< a film made here, held in memory
inline constexpr std::uint64_t max_inspected_bytes = std::uint64_t{1} << 24;  ///< read whole when JSON says nothing
inline constexpr std::int64_t max_side = 16384;                               ///< width or height of a frame
inline constexpr std::int64_t max_pixels = std::int64_t{1} << 26;             ///< width x height
inline constexpr std::int64_t max_frames = std::int64_t{1} << 24;     ///< of a film; also entries of an MP4's tables
inline constexpr std::size_t max_index_bytes = std::size_t{1} << 28;  ///< of an MP4: all that is not media data
inline constexpr std::size_t max_structure_steps = std::size_t{1} << 24;  ///< boxes, elements, pages, blocks of a file
inline constexpr std::size_t max_streams = 64;                            ///< tracks of a file
inline constexpr int max_probe_bytes = 1 << 20;         ///< what a demuxer reads to know its container's header
inline constexpr int max_packets_to_first_frame = 256;  ///< a decoder that gives nothing by then has a broken film
inline constexpr std::size_t max_tensor_bytes = std::size_t{1} << 30;  ///< decoded frames in one array
inline constexpr double min_fps = 0.002;                               ///< a frame every 500 seconds
inline constexpr double max_fps = 1000;
inline constexpr double max_gif_fps = 100;  ///< GIF counts hundredths of a second

struct Size {
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool operator==(const Size&) const = default;
};

/// Throws invalid, naming the size, for a frame that is empty or beyond the bounds. `name` begins the sentence.
void check_size(Size size, const std::string& name);

}  // namespace wbm::video
