#include "facts.hpp"

#include <wbm/sdk.hpp>

#include <cmath>

namespace wbm::video {
namespace {

std::optional<std::int64_t> count(const json::object& o, const char* name) {
    const auto number = optional_integer(o, name);
    if (number && *number < 0)
        throw invalid('"' + std::string(name) + "\" of \"_wbm\" is " + std::to_string(*number) +
                      "; it must not be negative");
    return number;
}

std::optional<double> quantity(const json::object& o, const char* name) {
    const json::value* found = o.if_contains(name);
    if (found == nullptr || found->is_null()) return std::nullopt;
    if (!found->is_number() || !std::isfinite(found->to_number<double>()))
        throw invalid('"' + std::string(name) + "\" of \"_wbm\" must be a number, it is " + brief(*found));
    return found->to_number<double>();
}

std::optional<bool> flag(const json::object& o, const char* name) {
    if (const json::value* found = o.if_contains(name); found == nullptr || found->is_null()) return std::nullopt;
    return boolean_or(o, name, false);
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (text == name) return true;
    return false;
}

}  // namespace

Facts Facts::from_json(const json::object& wbm) {
    return {count(wbm, "width"),
            count(wbm, "height"),
            count(wbm, "frames"),
            quantity(wbm, "fps"),
            quantity(wbm, "duration"),
            optional_text(wbm, "codec"),
            optional_text(wbm, "pixel_format"),
            flag(wbm, "has_audio")};
}

void Facts::add_to(json::object& o) const {
    if (width) o["width"] = *width;
    if (height) o["height"] = *height;
    if (frames) o["frames"] = *frames;
    if (fps) o["fps"] = *fps;
    if (duration) o["duration"] = *duration;
    if (codec) o["codec"] = *codec;
    if (pixel_format) o["pixel_format"] = *pixel_format;
    if (has_audio) o["has_audio"] = *has_audio;
}

bool Facts::empty() const noexcept {
    return !width && !height && !frames && !fps && !duration && !codec && !pixel_format && !has_audio;
}

std::optional<std::string> browser_trouble(std::string_view format, const Facts& facts) {
    if (format == "gif") return "";
    if (!facts.codec) return std::nullopt;
    if (format == "ogg") return "browsers have dropped Ogg video (" + *facts.codec + "); use mp4 or webm";
    const bool has_codec = format == "mp4" ? is_one_of(*facts.codec, {"h264", "av1", "vp9"})
                                           : is_one_of(*facts.codec, {"vp8", "vp9", "av1"});
    if (!has_codec)
        return "browsers do not play codec " + *facts.codec + " in " + std::string(format) + "; encode it as " +
               (format == "mp4" ? "h264" : "vp9");
    if (!facts.pixel_format) return std::nullopt;
    if (is_one_of(*facts.pixel_format, {"yuv420p", "yuvj420p", "yuva420p"})) return "";
    if (*facts.codec == "av1" && *facts.pixel_format == "yuv420p10le") return "";
    return "browsers do not play pixels of " + *facts.pixel_format + "; encode it as yuv420p";
}

}  // namespace wbm::video
