// codec.hpp - one file format of pictures. Each has its folder-mate `<format>_read.cpp` with its Codec, and
// codecs.hpp lists them all: a new format is one file and one line.
#pragma once

#include "../limits.hpp"
#include "../picture.hpp"

#include <cstdint>
#include <string_view>

namespace wbm::image {

/// Borrowed bytes of a picture, and what an error calls them: `the file "a/b.png"`.
struct Encoded {
    std::string_view bytes;
    std::string_view name;
};

/// What a file says of itself without being decompressed.
struct Info {
    Size size;                 ///< as stored; of an animation's canvas, of an icon's largest picture
    std::uint32_t frames = 1;  ///< pictures of an animation, pages of a TIFF file
    int orientation = 1;       ///< Exif's, 1 to 8: how the stored rows are to be shown
    bool operator==(const Info&) const = default;
};

/// The calls throw invalid for a broken file, unsupported for a sound one of a kind that is not read; both begin with
/// the Encoded's name. A size beyond limits.hpp is refused before anything of it is allocated.
struct Codec {
    const char* name;       ///< "PNG"
    const char* extension;  ///< of bytes that come without a name: "png"
    bool (*matches)(std::string_view bytes);
    /// The header, and that all of the file is there: its parts are walked, nothing is decompressed, so that it costs a
    /// fraction of hashing the file.
    Info (*inspect)(Encoded encoded);
    /// Decodes one frame, as stored (not turned by the orientation), in the mode that Pillow opens it with, or a deeper
    /// one. Throws invalid for a frame that the file does not have. Null: the format is kept, never decoded (SVG).
    Picture (*decode)(Encoded encoded, std::uint32_t frame);
};

}  // namespace wbm::image
