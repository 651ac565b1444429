#include "encode.hpp"

#include "../limits.hpp"
#include "ogg_pages.hpp"
#include "virtual_file.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm::audio {
namespace {

struct Code {
    const char* format;
    const char* subtype;
    int code;
};
constexpr Code codes[] = {
    {"wav", "PCM_16", SF_FORMAT_WAV | SF_FORMAT_PCM_16},
    {"wav", "PCM_24", SF_FORMAT_WAV | SF_FORMAT_PCM_24},
    {"wav", "PCM_32", SF_FORMAT_WAV | SF_FORMAT_PCM_32},
    {"wav", "FLOAT", SF_FORMAT_WAV | SF_FORMAT_FLOAT},
    {"wav", "DOUBLE", SF_FORMAT_WAV | SF_FORMAT_DOUBLE},
    {"flac", "PCM_16", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
    {"flac", "PCM_24", SF_FORMAT_FLAC | SF_FORMAT_PCM_24},
    {"ogg", "VORBIS", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
    {"opus", "OPUS", SF_FORMAT_OGG | SF_FORMAT_OPUS},
    {"mp3", "MPEG_LAYER_III", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
};

int code_of(const Sound& sound) {
    for (const Code& known : codes)
        if (sound.format == known.format && sound.subtype == known.subtype) return known.code;
    throw unsupported("the file type " + sound.format + " has no subtype " + sound.subtype);
}

/// What a file type takes. libsndfile says so too, but LAME's memory is lost where it says no.
struct Range {
    const char* format;
    std::int64_t most_channels;
    std::vector<std::int64_t> rates;  ///< none: any
    const char* text;
};
const std::vector<Range>& ranges() {
    static const std::vector<Range> all = {
        {"flac", 8, {}, "1 to 8 channels and 1 to 655350 frames a second"},
        {"ogg", 255, {}, "1 to 255 channels and up to 200000 frames a second"},
        {"opus", 255, {8000, 12000, 16000, 24000, 48000}, "8000, 12000, 16000, 24000 or 48000 frames a second"},
        {"mp3",
         2,
         {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000},
         "1 or 2 channels and 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100 or 48000 frames a second"},
    };
    return all;
}

[[noreturn]] void refuse(const Sound& sound) {
    std::string text = "other numbers of channels and frames a second";
    for (const Range& range : ranges())
        if (sound.format == range.format) text = range.text;
    throw unsupported(std::to_string(sound.channels) + " channels at " + std::to_string(sound.sample_rate) +
                      " frames a second make no " + sound.format + " file, which has " + text +
                      "; resample the array, or take the file type wav");
}

void check_range(const Sound& sound) {
    for (const Range& range : ranges()) {
        if (sound.format != range.format) continue;
        const bool has_rate = range.rates.empty() ||
                              std::find(range.rates.begin(), range.rates.end(), sound.sample_rate) != range.rates.end();
        if (sound.channels > range.most_channels || !has_rate) refuse(sound);
    }
}

template <class T>
sf_count_t write(SNDFILE* file, const T* samples, sf_count_t frames) {
    if constexpr (std::is_same_v<T, std::int16_t>)
        return ::sf_writef_short(file, samples, frames);
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return ::sf_writef_int(file, samples, frames);
    else if constexpr (std::is_same_v<T, float>)
        return ::sf_writef_float(file, samples, frames);
    else
        return ::sf_writef_double(file, samples, frames);
}

/// libsndfile's defaults wrap numbers beyond 1, scale integers in float files by nothing and put the time of day there.
void set_up(SNDFILE* file) {
    ::sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    ::sf_command(file, SFC_SET_SCALE_INT_FLOAT_WRITE, nullptr, SF_TRUE);
    ::sf_command(file, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
}

}  // namespace

template <class T>
std::string encode(const Sound& sound, const T* samples) {
    check_range(sound);
    SF_INFO info{};
    info.samplerate = static_cast<int>(sound.sample_rate);
    info.channels = static_cast<int>(sound.channels);
    info.format = code_of(sound);
    if (::sf_format_check(&info) == 0) refuse(sound);
    VirtualFile file;
    file.most_bytes = max_wav_bytes;
    SNDFILE* handle = nullptr;
    {
        const std::lock_guard lock(opening());
        handle = ::sf_open_virtual(&virtual_io(), SFM_WRITE, &info, &file);
    }
    if (handle == nullptr) refuse(sound);
    set_up(handle);
    constexpr sf_count_t block = 1 << 16;  // Vorbis takes a stack frame as long as what it is given
    sf_count_t done = 0;
    while (done < sound.frames) {
        const sf_count_t now = std::min<sf_count_t>(block, sound.frames - done);
        if (write(handle, samples + done * sound.channels, now) != now) break;
        done += now;
    }
    const bool is_closed = ::sf_close(handle) == 0;
    if (done != sound.frames || !is_closed)
        throw invalid("the array does not become a " + sound.format + " file: " + std::to_string(done) + " of " +
                      std::to_string(sound.frames) + " frames were written; log it in pieces");
    if (sound.format == "ogg" || sound.format == "opus") set_ogg_serial(file.written);
    return std::move(file.written);
}
template std::string encode(const Sound&, const std::int16_t*);
template std::string encode(const Sound&, const std::int32_t*);
template std::string encode(const Sound&, const float*);
template std::string encode(const Sound&, const double*);

}  // namespace wbm::audio
