// to_uint8.hpp - the numbers of an array as the samples of a picture, by the reference's rules. Implements the wire
// spec, sections 4.3 and 4.4.
#pragma once

#include "array_view.hpp"
#include "transform.hpp"

#include "../formats/encode.hpp"
#include "../picture.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace wbm::image {

/// Samples of 8 or 16 bits: the caller's own where nothing had to be done, else a copy.
struct Samples {
    PixelRows rows;
    Transform transform;
    std::vector<std::byte> owned;
};

/// The mode that an array's channels make: L, LA, RGB, RGBA; RGB for 4 channels when the file is to be a JPEG, which
/// has no transparency (the user is warned).
[[nodiscard]] Mode guess_mode(std::size_t channels, std::string_view file_type);

/// 8 bits a sample. With `normalize`, by the least and the greatest element of all:
///   0 to 1: times 255; -1 to 1: 127.5 (x + 1); otherwise cut to 0..255. Fractions are dropped; NaN becomes 0.
/// All in the array's own element type, halves in half precision. Without it each element is cut to its low byte.
[[nodiscard]] Samples to_uint8(const ArrayView& view, bool normalize);

/// 8 bits a sample: `window[0]` and below is 0, `window[1]` and above is 255, NaN 0.
[[nodiscard]] Samples to_uint8(const ArrayView& view, std::array<double, 2> window);

/// 16 bits a sample, of a uint16 array. With `normalize`, data of 0 and 1 becomes 0 and 65535, and data up to 255 is
/// multiplied by 257: it is shown as bright as the same numbers in a uint8 array.
[[nodiscard]] Samples to_uint16(const ArrayView& view, bool normalize);

/// Gray samples of 8 bits in the colours of a map: gray, viridis, turbo. Throws invalid for another name.
[[nodiscard]] Samples coloured(const Samples& gray, std::string_view map);

}  // namespace wbm::image
