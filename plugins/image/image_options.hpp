// image_options.hpp - what may be said beside the picture when an image is made. Wire spec 4.2.
#pragma once

#include "arrays/array_view.hpp"
#include "picture.hpp"

#include <wbm/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace wbm::image {

struct ImageOptions {
    std::optional<std::string> caption;
    std::optional<std::int64_t> grouping;  ///< never 0: the wire does not tell 0 from none

    // How an array becomes a file. Files, bytes and URLs keep their format, as in the reference.
    std::string file_type = "png";                ///< png, jpg, jpeg, bmp, webp, gif
    std::optional<Mode> mode;                     ///< the array's own: L, RGB, RGBA
    std::optional<Layout> layout;                 ///< HWC; when it is named, axes of length 1 are kept
    bool normalize = true;                        ///< arrays/to_uint8.hpp
    std::optional<int> quality;                   ///< of jpg (75) and webp (lossless), 1 to 100
    std::optional<std::array<double, 2>> window;  ///< shown as 0 and 255
    std::string colour_map;                       ///< gray, viridis, turbo
    bool keep_original = true;                    ///< numbers that the file does not hold are kept beside it

    // Parsed by Annotations::of().
    json::object annotations;  ///< boxes, masks, classes, geometry

    /// Throws invalid for an option that is unknown, of another kind or out of range.
    [[nodiscard]] static ImageOptions parse(const json::object& options);

    [[nodiscard]] bool is_jpeg() const noexcept { return file_type == "jpg" || file_type == "jpeg"; }
    /// Does the file hold the samples exactly?
    [[nodiscard]] bool is_lossless() const noexcept {
        return file_type == "png" || file_type == "bmp" || (file_type == "webp" && !quality);
    }
};

/// Their JSON schema and the rest of what the manifest says of images.
extern const char* const image_facts;

}  // namespace wbm::image
