// transform.hpp - how the numbers of an array became the bytes of a picture, stated in `_wbm` so that it can be undone.
#pragma once

#include "array_view.hpp"

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wbm::image {

/// stored = trunc(clamp(x * scale + offset, 0, full scale)), or, when `wraps`, trunc(x) modulo 256.
/// In JSON: {"scale": 255, "offset": 0}, with "colormap" and "wraps" when they are set.
struct Transform {
    double scale = 1;
    double offset = 0;
    bool wraps = false;
    std::string colour_map = {};  ///< empty: none; with one the stored picture has 3 channels for 1

    [[nodiscard]] bool is_identity() const noexcept {
        return scale == 1 && offset == 0 && !wraps && colour_map.empty();
    }
    [[nodiscard]] json::object to_json() const;
    /// Throws invalid for members of another kind and for a scale that cannot be undone.
    [[nodiscard]] static Transform from_json(const json::object& j);
    bool operator==(const Transform&) const = default;
};

/// Undoes the transform: `count` stored samples of `sample_bytes` (1 or 2, this machine's order) as elements of
/// `dtype`. Integers are rounded. Exact only for data that the picture holds exactly; SourceArray::of() tells.
[[nodiscard]] std::vector<std::byte> restored(const std::byte* stored, std::size_t count, std::size_t sample_bytes,
                                              DLDataType dtype, const Transform& transform);

}  // namespace wbm::image
