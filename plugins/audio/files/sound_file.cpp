#include "sound_file.hpp"

#include "../limits.hpp"
#include "chunks.hpp"
#include "mpeg_decoder.hpp"
#include "mpeg_frames.hpp"
#include "ogg_pages.hpp"
#include "virtual_file.hpp"

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <vector>

namespace wbm::audio {
namespace {

struct Subtype {
    int code;
    const char* name;
    Samples samples;
};
constexpr Subtype subtypes[] = {
    {SF_FORMAT_PCM_S8, "PCM_S8", Samples::int16},     {SF_FORMAT_PCM_U8, "PCM_U8", Samples::int16},
    {SF_FORMAT_PCM_16, "PCM_16", Samples::int16},     {SF_FORMAT_PCM_24, "PCM_24", Samples::int32},
    {SF_FORMAT_PCM_32, "PCM_32", Samples::int32},     {SF_FORMAT_FLOAT, "FLOAT", Samples::float32},
    {SF_FORMAT_DOUBLE, "DOUBLE", Samples::float64},   {SF_FORMAT_ULAW, "ULAW", Samples::int16},
    {SF_FORMAT_ALAW, "ALAW", Samples::int16},         {SF_FORMAT_IMA_ADPCM, "IMA_ADPCM", Samples::int16},
    {SF_FORMAT_MS_ADPCM, "MS_ADPCM", Samples::int16}, {SF_FORMAT_VORBIS, "VORBIS", Samples::float32},
    {SF_FORMAT_OPUS, "OPUS", Samples::float32},
};

std::string name_of(const MpegFormat& format) {
    return "MPEG_LAYER_" + std::string(static_cast<std::size_t>(format.layer), 'I');
}

void check_bounds(const Sound& sound, const std::string& name) {
    if (sound.channels < 1 || sound.channels > max_channels)
        throw invalid(name + " has " + std::to_string(sound.channels) + " channels; 1 to " +
                      std::to_string(max_channels) + " are taken");
    if (sound.sample_rate < 1 || sound.sample_rate > max_sample_rate)
        throw invalid(name + " has a sample rate of " + std::to_string(sound.sample_rate) + "; 1 to " +
                      std::to_string(max_sample_rate) + " are taken");
    if (sound.frames < 0 || sound.frames > max_frames)
        throw invalid(name + " claims " + std::to_string(sound.frames) + " frames, which no file holds");
}

}  // namespace

struct SoundFile::Handle {
    VirtualFile file;
    SNDFILE* sound = nullptr;
    std::optional<MpegDecoder> mpeg;  ///< instead of it
    ~Handle() {
        if (sound != nullptr) ::sf_close(sound);
    }
};

Samples samples_of(const std::string& subtype) noexcept {
    for (const Subtype& known : subtypes)
        if (subtype == known.name) return known.samples;
    return Samples::float32;
}

std::string extension_of(const Sound& sound) { return sound.format == "rf64" ? ".wav" : "." + sound.format; }

std::string check_structure(const ByteSource& source, const std::string& name) {
    if (source.size() == 0) throw invalid(name + " is empty; give a sound file");
    if (source.size() > max_file_bytes)
        throw invalid(name + " has " + std::to_string(source.size()) + " bytes, more than " +
                      std::to_string(max_file_bytes));
    const std::string head = source.text(0, 12);
    const auto has = [&](std::string_view first, std::string_view form) {
        return head.starts_with(first) && head.size() == 12 && head.compare(8, 4, form) == 0;
    };
    if (has("RIFF", "WAVE") || has("RF64", "WAVE")) {
        check_wav(source, name);
        return head.starts_with("RF64") ? "rf64" : "wav";
    }
    if (has("FORM", "AIFF") || has("FORM", "AIFC")) {
        check_aiff(source, name);
        return "aiff";
    }
    if (head.starts_with("caff")) {
        check_caf(source, name);
        return "caf";
    }
    if (head.starts_with(".snd")) {
        check_au(source, name);
        return "au";
    }
    if (head.starts_with("OggS")) return check_ogg(source, name) == OggCodec::opus ? "opus" : "ogg";
    if (head.starts_with("fLaC")) return "flac";
    if (mpeg_format(source)) {
        check_mpeg(source, name);
        return "mp3";
    }
    throw unsupported(
        name +
        " is no WAV, FLAC, Ogg, Opus, MP3, AIFF, CAF or AU file, whatever its name says; convert it to one of these");
}

SoundFile::SoundFile(const ByteSource& source, const std::string& name)
    : handle_(std::make_unique<Handle>()), name_(name) {
    sound_.format = check_structure(source, name);
    if (sound_.format == "mp3")
        open_mpeg(source);
    else
        open_other(source);
    check_bounds(sound_, name);
}

SoundFile::~SoundFile() = default;

void SoundFile::open_mpeg(const ByteSource& source) {
    const MpegFormat format = mpeg_format(source).value();
    handle_->mpeg.emplace(source, name_);
    sound_.subtype = name_of(format);
    sound_.sample_rate = format.sample_rate;
    sound_.channels = format.channels;
    sound_.frames = handle_->mpeg->frames();
}

void SoundFile::open_other(const ByteSource& source) {
    handle_->file.source = &source;
    SF_INFO info{};
    {
        const std::lock_guard lock(opening());
        handle_->sound = ::sf_open_virtual(&virtual_io(), SFM_READ, &info, &handle_->file);
    }
    if (handle_->sound == nullptr)
        throw invalid(name_ + " is a damaged " + sound_.format + " file: its header cannot be read; write it anew");
    const auto known = std::find_if(std::begin(subtypes), std::end(subtypes), [&](const Subtype& each) {
        return each.code == (info.format & SF_FORMAT_SUBMASK);
    });
    if (known == std::end(subtypes))
        throw unsupported(name_ + " holds samples of a kind that is not read; convert it to PCM, FLAC, Ogg or MP3");
    sound_.subtype = known->name;
    sound_.sample_rate = info.samplerate;
    sound_.channels = info.channels;
    sound_.frames = info.frames;
}

void SoundFile::seek(std::int64_t frame) {
    const std::int64_t reached =
        handle_->mpeg ? handle_->mpeg->seek(frame) : ::sf_seek(handle_->sound, frame, SEEK_SET);
    if (reached != frame)
        throw invalid(name_ + " is damaged: frame " + std::to_string(frame) + " of " + std::to_string(sound_.frames) +
                      " cannot be reached");
    position_ = frame;
}

template <class T>
std::int64_t SoundFile::decode(T* to, std::int64_t frames) {
    if (handle_->mpeg) {
        std::vector<float> wide(static_cast<std::size_t>(frames * sound_.channels));
        const std::int64_t got = handle_->mpeg->read(wide.data(), frames * sound_.channels);
        std::transform(wide.begin(), wide.begin() + got, to, [](float x) { return static_cast<T>(x); });
        return got / sound_.channels;
    }
    if constexpr (std::is_same_v<T, std::int16_t>)
        return ::sf_readf_short(handle_->sound, to, frames);
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return ::sf_readf_int(handle_->sound, to, frames);
    else if constexpr (std::is_same_v<T, float>)
        return ::sf_readf_float(handle_->sound, to, frames);
    else
        return ::sf_readf_double(handle_->sound, to, frames);
}

template <class T>
void SoundFile::read(T* to, std::int64_t frames) {
    const std::int64_t got = decode(to, frames);
    position_ += std::max<std::int64_t>(got, 0);
    if (got != frames)
        throw invalid(name_ + " is cut short or damaged: it holds " + std::to_string(position_) + " of the " +
                      std::to_string(sound_.frames) + " frames that its header counts; copy the whole file");
}
template void SoundFile::read(std::int16_t*, std::int64_t);
template void SoundFile::read(std::int32_t*, std::int64_t);
template void SoundFile::read(float*, std::int64_t);
template void SoundFile::read(double*, std::int64_t);

Sound inspect(const ByteSource& source, const std::string& name) {
    SoundFile file(source, name);
    const Sound sound = file.sound();
    if (sound.format != "flac") return sound;
    constexpr std::int64_t block = 4096;
    std::vector<std::int32_t> samples(static_cast<std::size_t>(block * sound.channels));
    // Of a file that is longer than that the end says whether it is whole.
    std::int64_t at = sound.frames > max_checked_samples / sound.channels ? sound.frames - block : 0;
    if (at > 0) file.seek(at);
    for (; at < sound.frames; at += block) file.read(samples.data(), std::min(block, sound.frames - at));
    return sound;
}

std::optional<Sound> peek(const ByteSource& source) noexcept {
    try {
        // To count the frames of an MP3 file all of it would have to be read.
        const auto mpeg = mpeg_format(source);
        if (!mpeg) return SoundFile(source, "the file").sound();
        return Sound{"mp3", name_of(*mpeg), mpeg->sample_rate, mpeg->channels, -1};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace wbm::audio
