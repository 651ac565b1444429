// limits.hpp - every bound that a hostile picture meets, by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace wbm::image {

inline constexpr std::size_t max_file_bytes = std::size_t{1} << 32;     ///< an encoded picture
inline constexpr std::uint64_t max_dimension = std::uint64_t{1} << 24;  ///< width or height
inline constexpr std::uint64_t max_pixels = std::uint64_t{1} << 28;     ///< width x height
inline constexpr std::uint32_t max_frames = 1U << 16;                   ///< of an animation, pages of a TIFF
inline constexpr int max_jpeg_scans = 500;                              ///< each costs a pass over all pixels
inline constexpr long max_jpeg_memory = 1L << 30;                       ///< coefficients of a progressive file, bytes
inline constexpr std::size_t max_mask_classes = std::size_t{1} << 20;   ///< different ids in one mask
inline constexpr std::uint32_t max_batch = 108;                         ///< Image.MAX_ITEMS, wire spec 4.1

struct Size {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    bool operator==(const Size&) const = default;
};

/// Throws invalid, naming the size, for a picture that is empty or beyond the bounds. `name` begins the sentence.
void check_size(Size size, const std::string& name);

}  // namespace wbm::image
