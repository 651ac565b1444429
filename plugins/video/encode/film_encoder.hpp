// film_encoder.hpp - frames in, a file in memory out. One frame is held at a time.
#pragma once

#include "../arrays/pixel_rows.hpp"
#include "format.hpp"
#include "gif_colours.hpp"
#include "memory_file.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::video {

/// Encodes a film frame by frame. The bytes are the same in every run. [one thread at a time]
class FilmEncoder {
public:
    /// `fps` is within the limits of limits.hpp.
    FilmEncoder(Format format, double fps, std::optional<int> quality);
    ~FilmEncoder();
    FilmEncoder(FilmEncoder&& other) noexcept = delete;

    /// One frame of an array. All have the size of the first; throws invalid for another one and for a frame too many,
    /// after which the next may follow; invalid when the file becomes larger than max_encoded_bytes and unsupported
    /// when the encoder fails, after which nothing may but the same again.
    void add(const FilmArray& film, std::int64_t frame, const SampleRule& rule);
    /// The file. Throws invalid when there is no frame.
    [[nodiscard]] std::string finish();

    [[nodiscard]] std::int64_t frames() const noexcept { return frames_; }
    /// Of the frames as they were given; H.264 has even sides, so the file may be a pixel wider and higher.
    [[nodiscard]] Size size() const noexcept { return size_; }
    /// What the encoder calls itself and its pixels; only after the first frame.
    [[nodiscard]] std::string codec() const;
    [[nodiscard]] std::string pixel_format() const;

private:
    void open(Size size);
    void prepare(int width, int height);
    void close() noexcept;
    void encode(AVFrame* frame);
    void check(int code, const char* what);
    static int open_again(AVFormatContext* muxer, AVIOContext** io, const char* url, int flags, AVDictionary** options);
    static int close_again(AVFormatContext* muxer, AVIOContext* io);

    Format format_;
    AVRational fps_;
    std::optional<int> quality_;
    Size size_;
    std::int64_t frames_ = 0;
    bool is_broken_ = false;
    MemoryFile file_;
    IoPtr io_;
    AVFormatContext* muxer_ = nullptr;
    CodecPtr codec_;
    FramePtr coded_;
    Size room_;  ///< of coded_, with even sides where its chroma needs them
    std::optional<PixelRows> rows_;
    PacketPtr packet_;
    GifColours colours_;
};

}  // namespace wbm::video
