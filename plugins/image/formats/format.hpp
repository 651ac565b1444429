// format.hpp - encoded pictures: which format, how large, all there or not, and their pixels. The format is read from
// the content, never from a name.
#pragma once

#include "codec.hpp"

#include <string>

namespace wbm::image {

// Each of these throws invalid for bytes that are no picture or a broken one, unsupported (naming the format) for a
// picture in a format that is not read.

[[nodiscard]] const Codec& codec_of(Encoded encoded);
/// Codec::inspect.
[[nodiscard]] Info inspect(Encoded encoded);
/// Codec::decode, turned by the orientation: the pixels as they are shown.
[[nodiscard]] Picture decode(Encoded encoded, std::uint32_t frame = 0);

/// The size as it is shown: width and height change places for orientations 5 to 8.
[[nodiscard]] Size shown_size(const Info& info) noexcept;

}  // namespace wbm::image
