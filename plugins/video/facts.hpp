// facts.hpp - what is known of a film without decoding it.
#pragma once

#include "limits.hpp"

#include <wbm/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wbm::video {

/// What is not known is missing. Kept as members of "_wbm".
struct Facts {
    std::optional<std::int64_t> width;  ///< of the frames in the file
    std::optional<std::int64_t> height;
    std::optional<std::int64_t> frames;
    std::optional<double> fps;
    std::optional<double> duration;           ///< seconds
    std::optional<std::string> codec;         ///< FFmpeg's name: "h264", "vp9"
    std::optional<std::string> pixel_format;  ///< FFmpeg's name: "yuv420p"
    std::optional<bool> has_audio;

    /// Throws invalid for a member of another kind.
    [[nodiscard]] static Facts from_json(const json::object& wbm);
    void add_to(json::object& o) const;
    [[nodiscard]] bool empty() const noexcept;
};
inline constexpr std::string_view fact_names[] = {"width",    "height", "frames",       "fps",
                                                  "duration", "codec",  "pixel_format", "has_audio"};

/// Will the browsers of today play it? An empty text: yes. Otherwise why not, such as "browsers have no decoder for
/// mpeg4". nullopt when too little is known.
[[nodiscard]] std::optional<std::string> browser_trouble(std::string_view format, const Facts& facts);

}  // namespace wbm::video
