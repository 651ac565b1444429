// convert.hpp - Image.convert() of Pillow, byte for byte. docs/media/image.md has the formulas.
#pragma once

#include "../picture.hpp"

namespace wbm::image {

/// The picture in another mode: as Pillow 13 converts, except that what Pillow has no way for goes by RGB. Deeper modes
/// (LA;16, RGB;16, RGBA;16) are read as Pillow reads them: the high byte of each sample. Throws unsupported for a
/// target that is deeper than Pillow's own.
[[nodiscard]] Picture convert(const Picture& picture, Mode to);

}  // namespace wbm::image
