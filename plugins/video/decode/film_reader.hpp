// film_reader.hpp - FFmpeg's demuxer and decoder on a film that was walked before.
#pragma once

#include "../encode/format.hpp"
#include "../facts.hpp"
#include "source.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace wbm::video {

/// Reads one film from its beginning. [one thread at a time]
class FilmReader {
public:
    /// Reads the header. Throws invalid for a header that FFmpeg does not take, for a file without a film, too many
    /// streams or too large frames; unsupported for a codec that is not one of films.
    FilmReader(const Source& source, Format format);
    ~FilmReader();
    FilmReader(const FilmReader&) = delete;
    FilmReader& operator=(const FilmReader&) = delete;

    /// What the header says: no pixel_format, and frames only of MP4.
    [[nodiscard]] Facts header_facts() const;
    /// The next packet of the film; false at the end. Throws invalid for one that is damaged or cut.
    bool next(AVPacket& packet);
    /// Decodes up to the end or until `take` says false. A frame is valid during the call.
    void decode(const std::function<bool(const AVFrame&)>& take);

    /// What decode() read of packets that are shown.
    [[nodiscard]] AVRational time_base() const noexcept { return stream_->time_base; }
    /// MP4 says where each sample is. Throws invalid when one is not in the file.
    void check_samples() const;

private:
    void open(Format format);
    void choose_stream();
    void check(int code, const std::string& what) const;
    [[nodiscard]] CodecPtr open_decoder() const;
    static int read(void* self, std::uint8_t* data, int size) noexcept;
    static std::int64_t seek(void* self, std::int64_t offset, int whence) noexcept;

    const Source& source_;
    std::string format_;
    std::int64_t place_ = 0;
    IoPtr io_;
    AVFormatContext* demuxer_ = nullptr;
    AVStream* stream_ = nullptr;
    bool has_audio_ = false;
    bool io_failed_ = false;
    std::int64_t packets_ = 0;
};

/// Walks and reads a whole film and decodes its first frame. Throws as FilmReader, and invalid for a film without
/// frames or with a damaged first one.
[[nodiscard]] Facts inspect(const Source& source, Format format);

}  // namespace wbm::video
