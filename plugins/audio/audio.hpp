// audio.hpp - Audio: a sound with a caption. `_type` "audio-file".
// Implements the wire spec, section 5, on the media rules of section 3.
#pragma once

#include "facts.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace wbm::audio {

/// Made from
///   a path or bytes   a WAV (also RF64), FLAC, Ogg, Opus, MP3, AIFF, CAF or AU file, kept byte for byte. Its structure
///                     is walked, so that a file that is cut short is refused; of these only FLAC has to be decoded.
///   a tensor          N samples, or N frames x C channels (C x N with option layout), of float16, float32, float64,
///                     int16, int32 or uint8, any strides; kept as WAV with 16 bits unless options say otherwise.
///                     Fractions are of full scale, -1 to 1; beyond that they are clipped with a warning.
///   a JSON list       of numbers or of frames: as an array of float64
///   a URL             gs://, s3://, http:// or https://; only artifacts hold references, and nothing is fetched
///   another audio     its sound and caption
/// Options: audio_options.hpp. Immutable. [const calls are thread-safe]
struct Audio {
    static constexpr const char* type = "audio-file";
    static constexpr auto inputs =
        WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR | WBM_FROM_JSON | WBM_FROM_URL | WBM_FROM_VALUE;
    static const char* const facts;

    static Audio create(Input in);
    /// Keeps what the reference wrote, whatever the file holds; without "_wbm" the file's header is looked at.
    static Audio from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// caption, sample_rate, channels, frames, duration (seconds), format, subtype, dtype and clipped (of the array it
    /// was made from), sha256, size, where known.
    [[nodiscard]] json::object fields() const;
    /// Frames x channels, frames alone with one channel: the original array where it was kept; else what the file
    /// holds, int16 up to 16 bits, int32 (in the upper bits) up to 32, else float32 or float64. Options:
    ///   dtype          int16, int32, float32, float64: another form; fractions are -1 to 1
    ///   start, frames  a part, in frames
    ///   stored         true: the file's numbers, also where the original ones were kept
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// `audio`, wire spec 5.3.
    static json::object seq_to_json(std::span<const Audio* const> values, std::span<const json::object> items);
    /// sample_rate, channels, frames, duration, format, subtype of a file.
    static json::object probe(const Part& file);
    /// Equal bytes, caption, kept original and unknown members; two references: equal URLs and captions.
    bool operator==(const Audio& other) const;

    std::variant<MediaFile, std::string> media;  ///< a file, or the URL of a reference
    std::optional<std::string> caption;
    std::optional<std::int64_t> given_rate;  ///< what the caller said, also of a file
    Facts sound;
    std::optional<Origin> origin;       ///< of an audio that was made from an array
    std::optional<MediaFile> original;  ///< the array's own numbers, where the file does not hold them
    ExtraMembers wbm_extra;             ///< members of "_wbm" that this version does not know
    ExtraMembers extra;                 ///< and members of the audio's JSON

    [[nodiscard]] const MediaFile* file() const noexcept { return std::get_if<MediaFile>(&media); }
    [[nodiscard]] const std::string* url() const noexcept { return std::get_if<std::string>(&media); }
};

}  // namespace wbm::audio
