#include "facts.hpp"

namespace wbm::audio {
namespace {

std::optional<std::int64_t> count(const json::object& wbm, const char* name, std::int64_t least) {
    const auto number = optional_integer(wbm, name);
    if (number && *number < least)
        throw invalid('"' + std::string(name) + "\" of \"_wbm\" is " + std::to_string(*number) +
                      "; it must be at least " + std::to_string(least));
    return number;
}

std::optional<double> seconds(const json::object& wbm) {
    const json::value* v = wbm.if_contains("duration");
    if (v == nullptr || v->is_null()) return std::nullopt;
    if (!v->is_number()) throw invalid("\"duration\" of \"_wbm\" must be a number of seconds, it is " + brief(*v));
    const auto duration = v->to_number<double>();
    if (!(duration >= 0)) throw invalid("\"duration\" of \"_wbm\" must not be negative, it is " + brief(*v));
    return duration;
}

}  // namespace

Facts Facts::of(const Sound& sound) {
    Facts facts{sound.format, sound.subtype, sound.sample_rate, sound.channels, std::nullopt, std::nullopt};
    if (sound.frames >= 0) {
        facts.frames = sound.frames;
        facts.duration = sound.seconds();
    }
    return facts;
}

Facts Facts::from_json(const json::object& wbm) {
    return {optional_text(wbm, "format"), optional_text(wbm, "subtype"), count(wbm, "sample_rate", 1),
            count(wbm, "channels", 1),    count(wbm, "frames", 0),       seconds(wbm)};
}

void Facts::add_to(json::object& j) const {
    if (sample_rate) j["sample_rate"] = *sample_rate;
    if (channels) j["channels"] = *channels;
    if (frames) j["frames"] = *frames;
    if (duration) j["duration"] = *duration;
    if (format) j["format"] = *format;
    if (subtype) j["subtype"] = *subtype;
}

std::optional<Origin> Origin::from_json(const json::object& wbm) {
    const json::value* v = wbm.if_contains("source");
    if (v == nullptr || v->is_null()) return std::nullopt;
    const json::object* source = v->if_object();
    if (source == nullptr) throw invalid("\"source\" of \"_wbm\" must be an object, it is " + brief(*v));
    return Origin{text(*source, "dtype"), static_cast<std::uint64_t>(count(*source, "clipped", 0).value_or(0))};
}

json::object Origin::to_json() const {
    json::object j{{"dtype", dtype}};
    if (clipped > 0) j["clipped"] = clipped;
    return j;
}

}  // namespace wbm::audio
