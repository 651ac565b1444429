// sound_file.hpp - a sound file that is open for reading, and what it holds.
#pragma once

#include "byte_source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace wbm::audio {

/// What a file holds.
struct Sound {
    std::string format;   ///< wav, rf64, aiff, caf, au, flac, ogg, opus, mp3
    std::string subtype;  ///< as libsndfile names it: PCM_16, FLOAT, VORBIS, ...
    std::int64_t sample_rate = 0;
    std::int64_t channels = 0;
    std::int64_t frames = 0;
    bool operator==(const Sound&) const = default;

    [[nodiscard]] double seconds() const noexcept {
        return static_cast<double>(frames) / static_cast<double>(sample_rate);
    }
};

/// How samples are stored, and so what they are read as.
enum class Samples { int16, int32, float32, float64 };
[[nodiscard]] Samples samples_of(const std::string& subtype) noexcept;

/// The extension that bytes of a format get, with the dot.
[[nodiscard]] std::string extension_of(const Sound& sound);

/// Walks a file's structure, but decodes nothing: chunks, pages or frames. Returns the format's name. Throws
/// unsupported for a file that is none of the formats above, invalid for one that is cut short or damaged.
std::string check_structure(const ByteSource& source, const std::string& name);

/// Reads a file's samples. [one thread at a time]
class SoundFile {
public:
    /// `source` must outlive it. Throws as check_structure() does, and invalid for a header that no sound has.
    SoundFile(const ByteSource& source, const std::string& name);
    ~SoundFile();
    SoundFile(const SoundFile&) = delete;
    SoundFile& operator=(const SoundFile&) = delete;

    [[nodiscard]] const Sound& sound() const noexcept { return sound_; }
    /// Goes to a frame, which the file must have. Throws invalid.
    void seek(std::int64_t frame);
    /// Reads `frames` frames as int16, int32 (neither of an MP3 file), float or double, all channels of a frame
    /// together. Throws invalid where the file ends before them or is damaged.
    template <class T>
    void read(T* to, std::int64_t frames);

private:
    struct Handle;

    void open_mpeg(const ByteSource& source);
    void open_other(const ByteSource& source);
    template <class T>
    std::int64_t decode(T* to, std::int64_t frames);

    std::unique_ptr<Handle> handle_;
    std::string name_;
    Sound sound_;
    std::int64_t position_ = 0;
};

/// Opens and validates a file: its structure, its header, and where a structure does not say that all is there (FLAC),
/// its samples.
[[nodiscard]] Sound inspect(const ByteSource& source, const std::string& name);

/// What a file's header says, for one that nobody has checked; nullopt where that cannot be had at little cost.
[[nodiscard]] std::optional<Sound> peek(const ByteSource& source) noexcept;

}  // namespace wbm::audio
