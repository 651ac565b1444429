// video.hpp - Video: a film with a caption. `_type` "video-file".
// Implements the wire spec, section 6, on the media rules of section 3.
#pragma once

#include "encode/film_encoder.hpp"
#include "facts.hpp"
#include "video_options.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace wbm::video {

/// Made from
///   a path or bytes   a film in one of the four formats, kept byte for byte. Its structure is walked, all its packets
///                     are read and its first frame is decoded, so that a file that is cut short is refused. The name
///                     of a file must end as its content says.
///   a tensor          any number type, T x C x H x W or B x T x C x H x W, or with option layout channels last; 1, 3
///   or
///                     4 channels, of which the alpha is left out. The films of a batch are shown in a grid.
/// Options: video_options.hpp. Immutable. [const calls are thread-safe]
struct Video {
    static constexpr const char* type = "video-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR;
    static const char* const facts;

    static Video create(Input in);
    /// What the reference wrote is kept whatever it is; where it says nothing of the film, the film is looked at.
    static Video from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// format, width, height, frames, fps, duration, codec, pixel_format, has_audio, browser_plays with browser_reason
    /// when it is false, caption, sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// The frames as T x H x W x 3, uint8. Options:
    ///   frame    one frame alone, H x W x 3; the first is 0
    ///   start, frames, step   a window: `frames` frames from `start` on, every `step`th
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// `videos`, wire spec 6.4.
    static json::object seq_to_json(std::span<const Video* const> values, std::span<const json::object> items);
    /// What a film holds, with the names of fields().
    static json::object probe(const Part& file);
    /// Equal files, captions, sizes and members that this version does not know.
    bool operator==(const Video& other) const;

    /// A film frame by frame: each piece is the film's array without its axis of time, or H x W, which is gray.
    /// Options are those of create(); numbers other than bytes by the rule of rule_of_moment().
    class Writer {
    public:
        explicit Writer(const json::object& options);
        void add(const DLTensor& piece);
        [[nodiscard]] Video finish();

    private:
        VideoOptions options_;
        std::unique_ptr<FilmEncoder> encoder_;
    };

    MediaFile file;
    std::optional<std::string> caption;
    std::optional<Size> size;  ///< of the frames that were given; only of films made from arrays, as in the reference
    Facts known;
    bool keeps_facts = true;  ///< false for those that were read from the file and not from JSON
    ExtraMembers wbm_extra;   ///< members of "_wbm" that this version does not know
    ExtraMembers extra;       ///< and members of the video's JSON

    /// By the file's name; an empty text for another.
    [[nodiscard]] std::string format() const;
};

}  // namespace wbm::video
