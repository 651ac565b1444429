// How an audio is made from what a caller has.
#include "audio.hpp"
#include "audio_options.hpp"
#include "files/byte_source.hpp"
#include "samples/write_array.hpp"

#include <utility>

namespace wbm::audio {
namespace {

Audio of_sound(MediaFile file, const Sound& sound) {
    Audio audio;
    audio.media = std::move(file);
    audio.sound = Facts::of(sound);
    return audio;
}

Audio of_path(const std::string& path) {
    MediaFile file = MediaFile::of_path(path);
    const Sound sound = inspect(ByteSource::of(file), name_of_file(path));
    return of_sound(std::move(file), sound);
}

Audio of_bytes(std::string_view bytes) {
    const Sound sound = inspect(ByteSource(bytes), "the sound");
    return of_sound(MediaFile::of_bytes(std::string(bytes), extension_of(sound)), sound);
}

void warn_of_clipping(const SampleArray& array, std::uint64_t clipped) {
    log_warning(
        "audio-file: " + std::to_string(clipped) + " of " + std::to_string(array.count()) +
        " samples are beyond -1 to 1 and were clipped; scale the array, or set the option \"subtype\" to FLOAT or "
        "\"keep_original\" to true");
}

Audio of_array(const SampleArray& array, const AudioOptions& options) {
    if (!options.sample_rate)
        throw invalid("an array needs the option \"sample_rate\"; give its number of frames a second");
    Written written = write_array(array, *options.sample_rate, options.file_type, options.subtype);
    if (written.clipped > 0) warn_of_clipping(array, written.clipped);
    Audio audio = of_sound(MediaFile::of_bytes(std::move(written.bytes), extension_of(written.sound)), written.sound);
    audio.origin = Origin{dtype_name(array.dtype()), written.clipped};
    if (!options.keep_original || holds(options.subtype, array.dtype())) return audio;
    Written whole = write_array(array, *options.sample_rate, "wav", subtype_for(array.dtype()));
    audio.original = MediaFile::of_bytes(std::move(whole.bytes), ".wav");
    return audio;
}

Audio of_url(std::string_view url) {
    if (!is_reference(url))
        throw invalid("the URL " + brief(json::value(url)) + " must begin with gs://, s3://, http:// or https://");
    Audio audio;
    audio.media = std::string(url);
    return audio;
}

Audio of_input(const Input& in, const AudioOptions& options) {
    switch (in.kind()) {
        case WBM_FROM_PATH:
            return of_path(in.path());
        case WBM_FROM_URL:
            return of_url(in.url());
        case WBM_FROM_TENSOR:
            return of_array(SampleArray(in.tensor(), options.layout), options);
        case WBM_FROM_JSON:
            return of_array(SampleArray(in.json(), options.layout), options);
        case WBM_FROM_VALUE:
            return in.main().value_as<Audio>();
        default:
            return of_bytes(in.bytes());
    }
}

}  // namespace

Audio Audio::create(Input in) {
    AudioOptions options = AudioOptions::parse(in.options());
    if (options.is_for_array && !in.is(WBM_FROM_TENSOR) && !in.is(WBM_FROM_JSON))
        throw invalid(
            "the options \"file_type\", \"subtype\", \"layout\" and \"keep_original\" are for arrays, and this "
            "sound is kept as it is; leave them out");
    Audio audio = of_input(in, options);
    if (options.caption) audio.caption = std::move(options.caption);
    if (options.sample_rate && !audio.origin) audio.given_rate = options.sample_rate;
    return audio;
}

json::object Audio::probe(const Part& file) {
    const bool is_path = file.is(WBM_FROM_PATH);
    const ByteSource source = is_path ? ByteSource::of(MediaFile::of_path(file.path())) : ByteSource(file.bytes());
    json::object known;
    Facts::of(inspect(source, is_path ? name_of_file(file.path()) : "the sound")).add_to(known);
    return known;
}

}  // namespace wbm::audio
