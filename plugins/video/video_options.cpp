#include "video_options.hpp"

#include <wbm/sdk.hpp>

#include <cmath>

namespace wbm::video {
namespace {

std::string said(const char* option, const json::value& v) {
    return "option \"" + std::string(option) + "\" is " + brief(v);
}

std::optional<Format> format_option(const json::object& options) {
    const auto name = optional_text(options, "format");
    if (!name) return std::nullopt;
    if (const auto format = format_of(*name)) return format;
    throw invalid(said("format", json::value(*name)) + "; it must be " + format_names);
}

std::optional<double> fps_option(const json::object& options) {
    const json::value* v = options.if_contains("fps");
    if (v == nullptr || v->is_null()) return std::nullopt;
    if (!v->is_number()) throw invalid(said("fps", *v) + "; give a number of frames per second");
    const auto fps = v->to_number<double>();
    if (!(fps >= min_fps && fps <= max_fps)) throw invalid(said("fps", *v) + "; give 0.002 to 1000 frames per second");
    return fps;
}

std::optional<Layout> layout_option(const json::object& options) {
    const auto name = optional_text(options, "layout");
    if (!name) return std::nullopt;
    if (const auto layout = layout_of(*name)) return layout;
    throw invalid(said("layout", json::value(*name)) + "; it must be TCHW, THWC, BTCHW or BTHWC");
}

std::optional<std::array<double, 2>> range_option(const json::object& options) {
    const json::value* v = options.if_contains("range");
    if (v == nullptr || v->is_null()) return std::nullopt;
    const json::array* pair = v->if_array();
    if (pair != nullptr && pair->size() == 2 && (*pair)[0].is_number() && (*pair)[1].is_number()) {
        const std::array range{(*pair)[0].to_number<double>(), (*pair)[1].to_number<double>()};
        if (std::isfinite(range[0]) && std::isfinite(range[1]) && range[0] < range[1] &&
            std::isfinite(range[1] - range[0]) && std::isfinite(255 / (range[1] - range[0])))
            return range;
    }
    throw invalid(said("range", *v) + "; give two numbers [low, high], which are shown as black and white");
}

std::optional<int> quality_option(const json::object& options) {
    const auto quality = optional_integer(options, "quality");
    if (!quality) return std::nullopt;
    if (*quality < 1 || *quality > 100) throw invalid(said("quality", json::value(*quality)) + "; give 1 to 100");
    return static_cast<int>(*quality);
}

}  // namespace

const char* const video_facts = R"json({
  "description": "Films: gif, mp4, webm and ogg files, and arrays of frames",
  "extensions": [".gif", ".mp4", ".webm", ".ogg"],
  "magic": [
    {"offset": 4, "hex": "66747970"}, {"offset": 0, "hex": "1a45dfa3"},
    {"offset": 0, "hex": "4f676753", "and": [{"offset": 28, "hex": "807468656f7261"}]}
  ],
  "batch": "videos",
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "format": {"enum": ["gif", "mp4", "webm", "ogg", null],
                 "description": "how arrays are encoded, gif without it; what bytes hold"},
      "fps": {"type": ["number", "null"], "minimum": 0.002, "maximum": 1000,
              "description": "frames per second of arrays, 4 without it"},
      "layout": {"enum": ["TCHW", "THWC", "BTCHW", "BTHWC", null],
                 "description": "the axes of an array: batch, time, channels, height, width"},
      "normalize": {"type": "boolean", "default": true,
                    "description": "numbers of 0 to 1 and of -1 to 1 are stretched to 0 to 255"},
      "range": {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 2, "maxItems": 2,
                "description": "the numbers that are shown as black and white"},
      "quality": {"type": ["integer", "null"], "minimum": 1, "maximum": 100,
                  "description": "of arrays as mp4, webm and ogg"}
    },
    "additionalProperties": false
  }
})json";

VideoOptions VideoOptions::parse(const json::object& options) {
    only(options, {"caption", "format", "fps", "layout", "normalize", "range", "quality"});
    VideoOptions parsed;
    parsed.caption = optional_text(options, "caption");
    parsed.format = format_option(options);
    parsed.fps = fps_option(options);
    parsed.layout = layout_option(options);
    parsed.normalize = boolean_or(options, "normalize", true);
    parsed.range = range_option(options);
    parsed.quality = quality_option(options);
    return parsed;
}

void VideoOptions::check_encoding() const {
    if (encoded_format() != Format::gif) return;
    if (encoded_fps() > max_gif_fps)
        throw invalid(said("fps", json::value(*fps)) +
                      ", and a GIF has at most 100 frames per second; give format \"mp4\"");
    if (quality) throw invalid("option \"quality\" is for the formats mp4, webm and ogg, this one is gif");
}

}  // namespace wbm::video
