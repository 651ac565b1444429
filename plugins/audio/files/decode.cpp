#include "decode.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace wbm::audio {
namespace {

std::optional<Samples> dtype_option(const json::object& options) {
    const auto name = optional_text(options, "dtype");
    if (!name) return std::nullopt;
    if (*name == "int16") return Samples::int16;
    if (*name == "int32") return Samples::int32;
    if (*name == "float32") return Samples::float32;
    if (*name == "float64") return Samples::float64;
    throw invalid("option \"dtype\" is " + brief(json::value(*name)) +
                  "; it must be one of int16, int32, float32, float64");
}

std::optional<std::int64_t> count_option(const json::object& options, const char* name) {
    const auto count = optional_integer(options, name);
    if (count && *count < 0)
        throw invalid("option \"" + std::string(name) + "\" is " + std::to_string(*count) +
                      "; it counts frames from 0");
    return count;
}

std::int64_t frames_of(const Sound& sound, const std::string& name, const DecodeOptions& options) {
    const std::string has = name + " has " + std::to_string(sound.frames) + " frames";
    if (options.start > sound.frames)
        throw invalid(has + ", and the option \"start\" is " + std::to_string(options.start));
    const std::int64_t left = sound.frames - options.start;
    const std::int64_t frames = options.frames.value_or(left);
    if (frames > left)
        throw invalid(has + ", " + std::to_string(left) + " from \"start\" on, and the option \"frames\" is " +
                      std::to_string(frames));
    if (frames > max_samples / sound.channels)
        throw invalid(has + " of " + std::to_string(sound.channels) + " channels, more than " +
                      std::to_string(max_samples) +
                      " samples; read it in pieces with the options \"start\" and \"frames\"");
    return frames;
}

template <class T>
Array read(SoundFile& file, std::int64_t frames) {
    constexpr std::int64_t block = 1 << 16;
    constexpr std::size_t most_reserved = std::size_t{1} << 24;  // a header may claim what the file does not have
    const std::int64_t channels = file.sound().channels;
    std::vector<T> samples;
    samples.reserve(std::min(static_cast<std::size_t>(frames * channels), most_reserved));
    for (std::int64_t done = 0; done < frames;) {
        const std::int64_t now = std::min(block, frames - done);
        samples.resize(static_cast<std::size_t>((done + now) * channels));
        file.read(samples.data() + done * channels, now);
        done += now;
    }
    if (channels == 1) return {std::move(samples), {frames}};
    return {std::move(samples), {frames, channels}};
}

}  // namespace

DecodeOptions DecodeOptions::parse(const json::object& options) {
    return {dtype_option(options), count_option(options, "start").value_or(0), count_option(options, "frames")};
}

Array decode(const ByteSource& source, const std::string& name, const DecodeOptions& options) {
    SoundFile file(source, name);
    const Sound& sound = file.sound();
    const Samples stored = samples_of(sound.subtype);
    const Samples wanted = options.dtype.value_or(stored);
    const auto is_integer = [](Samples s) { return s == Samples::int16 || s == Samples::int32; };
    if (is_integer(wanted) && !is_integer(stored))
        throw unsupported(name + " holds " + sound.subtype +
                          ", which are fractions; set the option \"dtype\" to float32 or float64");
    const std::int64_t frames = frames_of(sound, name, options);
    if (options.start > 0) file.seek(options.start);
    switch (wanted) {
        case Samples::int16:
            return read<std::int16_t>(file, frames);
        case Samples::int32:
            return read<std::int32_t>(file, frames);
        case Samples::float32:
            return read<float>(file, frames);
        default:
            return read<double>(file, frames);
    }
}

}  // namespace wbm::audio
