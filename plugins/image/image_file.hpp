// image_file.hpp - encoded pictures: which format, how large, sound or not, and their pixels. The format is read from
// the content, never from a name.
#pragma once

#include "limits.hpp"
#include "pixels.hpp"

#include <string>
#include <string_view>

namespace wbm::image {

enum class Format { png, jpeg };

/// Borrowed bytes of a picture, and what an error calls them: `the file "a/b.png"`.
struct Encoded {
    std::string_view bytes;
    std::string_view name;
};

/// `the file "a/b.png"`.
[[nodiscard]] std::string name_of_file(const std::string& path);

// Each of these throws invalid for bytes that are no picture or a broken one, unsupported (naming the format) for a
// picture in a format that this plugin does not read. A size beyond limits.hpp is refused before anything of it is
// allocated.

[[nodiscard]] Format format_of(Encoded encoded);
/// The header only.
[[nodiscard]] Size size_of(Encoded encoded);
/// Decodes all of it into one row, so that no broken file is kept.
Size validate(Encoded encoded);
/// The pixels: gray, gray + alpha, RGB or RGBA as stored; palettes as RGB or RGBA; 1, 2 and 4 bits as 8; CMYK as 4
/// channels.
[[nodiscard]] Raster decode(Encoded encoded);

}  // namespace wbm::image
