// wbm/media/video.hpp - Video: the typed way to make and read films. docs/media/video.md shows each part.
//
//     wbm::Video film(wbm::Pixels(samples, {frames, 3, 480, 640}), {.fps = 30, .format = "mp4"});
//     wbm::VideoWriter writer({.fps = 30, .format = "mp4"});
//     while (...) writer.add(wbm::Pixels(frame, {480, 640, 3}));
//     run.log("film", writer.finish().value());
//
// Implements the wire spec, section 6. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/pixels.hpp>
#include <wbm/tensor.hpp>
#include <wbm/value_writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// What may be said of a film; every member may be left out.
struct VideoOptions {
    std::optional<std::string> caption = {};

    // How an array becomes a film; files and bytes are kept as they are.
    std::optional<double> fps = {};                   ///< frames per second, fractions too; 4 without it
    std::string format = {};                          ///< gif (default), mp4, webm, ogg
    std::string layout = {};                          ///< TCHW, THWC, BTCHW, BTHWC; by the number of axes without it
    bool normalize = true;                            ///< 0..1 and -1..1 become 0..255
    std::optional<std::array<double, 2>> range = {};  ///< numbers shown as black and white
    std::optional<int> quality = {};                  ///< 1 to 100, of mp4, webm and ogg

    /// Called after each frame of an array with the number of frames done and of all. The frames are then read one by
    /// one: numbers other than bytes are 0 to 1 as floats and 0 to 255 as integers unless `range` is given. What it
    /// throws ends the film and leaves the constructor.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

namespace detail {

inline json::object video_options(const VideoOptions& o) {
    json::object options;
    if (o.caption) options["caption"] = *o.caption;
    if (o.fps) options["fps"] = *o.fps;
    if (!o.format.empty()) options["format"] = o.format;
    if (!o.layout.empty()) options["layout"] = o.layout;
    if (!o.normalize) options["normalize"] = false;
    if (o.range) options["range"] = json::array{(*o.range)[0], (*o.range)[1]};
    if (o.quality) options["quality"] = *o.quality;
    return options;
}

}  // namespace detail

/// A film. [const calls are thread-safe]
class Video : public MediaValue {
public:
    static constexpr std::string_view type = "video-file";

    /// From frames: T x C x H x W, or B x T x C x H x W for several films in a grid, or what `layout` says; 1, 3 or 4
    /// channels of any number type.
    explicit Video(const Pixels& frames, const VideoOptions& options = {}, Registry& registry = default_registry())
        : MediaValue(encode(frames, options, registry), type) {}
    /// From a file: gif, mp4, webm or ogg, kept byte for byte.
    explicit Video(const std::filesystem::path& file, const VideoOptions& options = {},
                   Registry& registry = default_registry())
        : Video(path(file), options, registry) {}
    /// From any part: bytes().
    explicit Video(const Part& source, const VideoOptions& options = {}, Registry& registry = default_registry())
        : MediaValue(registry.create(type, source, detail::video_options(options)), type) {}
    /// What Artifact::get(), Registry::init_from_json() or VideoWriter gave. Throws MediaError: invalid for null and
    /// another type; unsupported when no plugin knows the type.
    explicit Video(ValuePtr value) : MediaValue(std::move(value), type) {}

    // Each is 0 or empty where it is not known: of a large film that the reference wrote, only what its header says is.
    [[nodiscard]] std::uint64_t width() const { return value()->get<std::uint64_t>("width").value_or(0); }
    [[nodiscard]] std::uint64_t height() const { return value()->get<std::uint64_t>("height").value_or(0); }
    [[nodiscard]] std::uint64_t frames() const { return value()->get<std::uint64_t>("frames").value_or(0); }
    [[nodiscard]] double fps() const { return value()->get<double>("fps").value_or(0); }
    /// Seconds.
    [[nodiscard]] double duration() const { return value()->get<double>("duration").value_or(0); }
    /// gif, mp4, webm, ogg.
    [[nodiscard]] std::string format() const { return value()->get<std::string>("format").value_or(""); }
    /// FFmpeg's names: "h264", "yuv420p".
    [[nodiscard]] std::string codec() const { return value()->get<std::string>("codec").value_or(""); }
    [[nodiscard]] std::string pixel_format() const { return value()->get<std::string>("pixel_format").value_or(""); }
    [[nodiscard]] std::optional<bool> has_audio() const { return value()->get<bool>("has_audio"); }
    /// Will the browsers of today play it? If not, browser_reason() says why.
    [[nodiscard]] std::optional<bool> browser_plays() const { return value()->get<bool>("browser_plays"); }
    [[nodiscard]] std::string browser_reason() const {
        return value()->get<std::string>("browser_reason").value_or("");
    }

    /// All frames, T x H x W x 3, uint8. Throws MediaError: invalid for a damaged film and for more than 2^30 bytes.
    [[nodiscard]] Tensor tensor() const { return value()->tensor(); }
    /// At most `frames` frames from `start` on, every `step`th. Throws as tensor(); invalid for none.
    [[nodiscard]] Tensor tensor(std::uint64_t start, std::uint64_t frames, std::uint64_t step = 1) const {
        return value()->tensor({{"start", start}, {"frames", frames}, {"step", step}});
    }
    /// One frame, H x W x 3, uint8; the first is 0.
    [[nodiscard]] Tensor frame(std::uint64_t index) const { return value()->tensor({{"frame", index}}); }

private:
    static ValuePtr encode(const Pixels& frames, const VideoOptions& options, Registry& registry) {
        const Part whole = frames.part();
        const DLTensor& array = *whole.tensor();
        // Without a place for the time, create() says what is wrong with the shape.
        if (!options.progress || (array.ndim != 4 && array.ndim != 5))
            return registry.create(type, whole, detail::video_options(options));
        json::object members = detail::video_options(options);
        if (options.layout.empty()) members["layout"] = array.ndim == 5 ? "BTCHW" : "TCHW";
        ValueWriter writer = registry.open_writer(type, members);
        const std::int64_t time = std::string_view(members["layout"].get_string()).starts_with('B') ? 1 : 0;
        const auto total = static_cast<std::uint64_t>(array.shape[time]);
        for (std::uint64_t i = 0; i < total; ++i) {
            writer.add(moment(array, time, static_cast<std::int64_t>(i)));
            options.progress(i + 1, total);
        }
        return writer.finish();
    }

    /// The array without its axis of time.
    static Part moment(const DLTensor& array, std::int64_t time, std::int64_t index) {
        std::vector<std::int64_t> shape(array.shape, array.shape + array.ndim);
        std::vector<std::int64_t> strides(array.strides, array.strides + array.ndim);
        const std::int64_t offset = index * strides[static_cast<std::size_t>(time)] * (array.dtype.bits / 8);
        shape.erase(shape.begin() + time);
        strides.erase(strides.begin() + time);
        return wbm::array(static_cast<const std::byte*>(array.data) + offset, array.dtype, std::move(shape),
                          std::move(strides));
    }
};

/// Makes a film frame by frame; one frame is in memory at a time, beside the encoded film. A writer that is destroyed
/// before finish() gives the film up. [one thread at a time]
class VideoWriter {
public:
    /// `layout`: THWC without it, so frames are H x W x C; each frame is the film's array without its axis of time. H x
    /// W is gray. `progress` is called after each frame with a total of 0, for nobody knows it.
    explicit VideoWriter(VideoOptions options = {}, Registry& registry = default_registry())
        : options_(with_layout(std::move(options))),
          writer_(registry.open_writer(Video::type, detail::video_options(options_))) {}

    /// Adds a frame of the size of the first. It is read before the call returns. Throws MediaError: invalid for a
    /// frame that is refused, after which the next may follow.
    void add(const Pixels& frame) {
        writer_.add(frame.part());
        if (options_.progress) options_.progress(writer_.count(), 0);
    }
    /// Ends the film; the writer is then empty. Throws MediaError: invalid without a frame.
    [[nodiscard]] Video finish() { return Video(writer_.finish()); }
    /// How many frames were added.
    [[nodiscard]] std::uint64_t count() const noexcept { return writer_.count(); }

private:
    static VideoOptions with_layout(VideoOptions options) {
        if (options.layout.empty()) options.layout = "THWC";
        return options;
    }

    VideoOptions options_;
    ValueWriter writer_;
};

}  // namespace wbm
