// How a video is made from what a caller has.
#include "video.hpp"

#include "decode/container.hpp"
#include "decode/film_reader.hpp"

#include <cmath>
#include <utility>

namespace wbm::video {
namespace {

constexpr double fastest_shown_gif = 50;  // browsers show frames of less than 2/100 s for 10/100 s

void warn_if_not_played(const std::string& name, Format format, const Facts& facts) {
    const auto trouble = browser_trouble(name_of(format), facts);
    if (trouble && !trouble->empty()) log_warning("video-file: " + name + " is kept, but " + *trouble);
}

std::string no_film(const std::string& name) { return name + " is no film; its content must be " + format_names; }

Video of_path(const std::string& path, const VideoOptions& options) {
    Video video;
    video.file = MediaFile::of_path(path);
    const std::string name = name_of_file(path);
    const auto named = format_of(video.format());
    if (!named)
        throw invalid(name + " has the extension \"" + video.file.extension() + "\"; a film's is " + format_names);
    if (options.fps) log_warning("video-file: option \"fps\" does nothing for " + name + ", which has its own");
    const Source source = Source::of_path(path);
    const auto format = detect(source);
    if (!format) throw invalid(no_film(name));
    if (*format != *named)
        throw invalid(name + " has the content of a " + std::string(name_of(*format)) + " file; rename it to ." +
                      std::string(name_of(*format)));
    video.known = inspect(source, *format);
    warn_if_not_played(name, *format, video.known);
    return video;
}

Video of_bytes(std::string_view bytes, const VideoOptions& options) {
    const Source source = Source::of_bytes(bytes);
    if (bytes.size() > max_encoded_bytes)
        throw invalid("the film has " + std::to_string(bytes.size()) + " bytes in memory, more than " +
                      std::to_string(max_encoded_bytes) + "; give the path of its file");
    const auto format = detect(source);
    if (!format) throw invalid(no_film(source.name()));
    if (options.format && *options.format != *format)
        throw invalid("option \"format\" is \"" + std::string(name_of(*options.format)) + "\", but the bytes are a " +
                      std::string(name_of(*format)) + " file; give that format or none");
    if (options.fps) log_warning("video-file: option \"fps\" does nothing for bytes, which have their own");
    Video video;
    video.known = inspect(source, *format);
    warn_if_not_played(source.name(), *format, video.known);
    video.file = MediaFile::of_bytes(std::string(bytes), "." + std::string(name_of(*format)));
    return video;
}

/// What the encoder was told is what the file says.
Video of_encoder(FilmEncoder& encoder, const VideoOptions& options) {
    Video video;
    const std::string extension = "." + std::string(name_of(options.encoded_format()));
    video.file = MediaFile::of_bytes(encoder.finish(), extension);
    video.size = encoder.size();
    const double fps = options.encoded_fps();
    const bool is_even = options.encoded_format() == Format::mp4;
    video.known.width = video.size->width + (is_even ? video.size->width % 2 : 0);
    video.known.height = video.size->height + (is_even ? video.size->height % 2 : 0);
    video.known.frames = encoder.frames();
    video.known.fps = fps;
    video.known.duration = static_cast<double>(encoder.frames()) / fps;
    video.known.codec = encoder.codec();
    video.known.pixel_format = encoder.pixel_format();
    video.known.has_audio = false;
    video.caption = options.caption;
    warn_if_not_played("the film", options.encoded_format(), video.known);
    return video;
}

std::unique_ptr<FilmEncoder> new_encoder(const VideoOptions& options) {
    options.check_encoding();
    if (options.encoded_format() == Format::gif && options.encoded_fps() > fastest_shown_gif)
        log_warning("video-file: browsers slow GIFs of more than 50 frames per second down to 10; mp4 keeps its rate");
    return std::make_unique<FilmEncoder>(options.encoded_format(), options.encoded_fps(), options.quality);
}

Video of_array(const DLTensor& array, const VideoOptions& options) {
    const FilmArray film = film_of(array, options.layout);
    const auto encoder = new_encoder(options);
    const SampleRule rule = rule_of(film, options.normalize, options.range);
    for (std::int64_t frame = 0; frame < film.frames; ++frame) encoder->add(film, frame, rule);
    return of_encoder(*encoder, options);
}

}  // namespace

Video Video::create(Input in) {
    const VideoOptions options = VideoOptions::parse(in.options());
    if (in.is(WBM_FROM_TENSOR)) return of_array(in.tensor(), options);
    Video video = in.is(WBM_FROM_PATH) ? of_path(in.path(), options) : of_bytes(in.bytes(), options);
    video.caption = options.caption;
    return video;
}

Video::Writer::Writer(const json::object& options)
    : options_(VideoOptions::parse(options)), encoder_(new_encoder(options_)) {}

void Video::Writer::add(const DLTensor& piece) {
    const FilmArray moment = moment_of(piece, options_.layout);
    encoder_->add(moment, 0, rule_of_moment(moment, options_.normalize, options_.range));
}

Video Video::Writer::finish() { return of_encoder(*encoder_, options_); }

}  // namespace wbm::video
