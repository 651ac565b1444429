// video_options.hpp - what may be said beside the film when a video is made. Wire spec 6.1.
#pragma once

#include "arrays/film_array.hpp"
#include "encode/format.hpp"

#include <wbm/json.hpp>

#include <array>
#include <optional>
#include <string>

namespace wbm::video {

struct VideoOptions {
    std::optional<std::string> caption;
    std::optional<Format> format;  ///< of arrays: gif without it

    // How an array becomes a film. Files and bytes are kept as they are.
    std::optional<double> fps;                   ///< 4 without it
    std::optional<Layout> layout;                ///< by the rank without it: TCHW, BTCHW
    bool normalize = true;                       ///< arrays/samples.hpp
    std::optional<std::array<double, 2>> range;  ///< shown as black and white
    std::optional<int> quality;                  ///< 1 to 100, not of gif

    /// Throws invalid for an option that is unknown, of another kind or out of range.
    [[nodiscard]] static VideoOptions parse(const json::object& options);
    /// For arrays: throws invalid for what does not go with the format.
    void check_encoding() const;

    [[nodiscard]] Format encoded_format() const noexcept { return format.value_or(Format::gif); }
    [[nodiscard]] double encoded_fps() const noexcept { return fps.value_or(4); }
};

/// Their JSON schema and the rest of what the manifest says of videos.
extern const char* const video_facts;

}  // namespace wbm::video
