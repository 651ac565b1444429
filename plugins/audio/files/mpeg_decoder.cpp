#include "mpeg_decoder.hpp"

#include "mpeg_frames.hpp"

#include <mpg123.h>

#include <cstdio>
#include <mutex>

namespace wbm::audio {

/// The part of a file that its frames take, as libmpg123 reads it.
struct MpegDecoder::Handle {
    const ByteSource* source = nullptr;
    MpegExtent extent;
    std::uint64_t position = 0;  ///< in the file
    mpg123_handle* mpeg = nullptr;

    ~Handle() {
        if (mpeg != nullptr) ::mpg123_delete(mpeg);
    }

    static ssize_t read(void* self, void* to, std::size_t count) {
        auto& h = *static_cast<Handle*>(self);
        const std::uint64_t left = h.extent.end - h.position;
        const std::size_t got = h.source->read(h.position, to, count < left ? count : static_cast<std::size_t>(left));
        h.position += got;
        return static_cast<ssize_t>(got);
    }
    static off_t seek(void* self, off_t offset, int whence) {
        auto& h = *static_cast<Handle*>(self);
        const auto size = static_cast<off_t>(h.extent.end - h.extent.start);
        const auto now = static_cast<off_t>(h.position - h.extent.start);
        const off_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? now : size;
        if (offset < -base || offset > size - base) return -1;
        h.position = h.extent.start + static_cast<std::uint64_t>(base + offset);
        return base + offset;
    }
};

MpegDecoder::MpegDecoder(const ByteSource& source, const std::string& name) : handle_(std::make_unique<Handle>()) {
    static std::once_flag once;
    std::call_once(once, [] { ::mpg123_init(); });
    handle_->source = &source;
    handle_->extent = mpeg_extent(source);
    handle_->position = handle_->extent.start;
    const auto format = mpeg_format(source);
    handle_->mpeg = ::mpg123_new(nullptr, nullptr);
    mpg123_handle* mpeg = handle_->mpeg;
    const bool is_open =
        format && mpeg != nullptr &&
        ::mpg123_param(mpeg, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_FORCE_FLOAT | MPG123_SKIP_ID3V2, 0) == MPG123_OK &&
        ::mpg123_format_none(mpeg) == MPG123_OK &&
        ::mpg123_format(mpeg, static_cast<long>(format->sample_rate),
                        format->channels == 1 ? MPG123_MONO : MPG123_STEREO, MPG123_ENC_FLOAT_32) == MPG123_OK &&
        ::mpg123_replace_reader_handle(mpeg, &Handle::read, &Handle::seek, nullptr) == MPG123_OK &&
        ::mpg123_open_handle(mpeg, handle_.get()) == MPG123_OK && ::mpg123_scan(mpeg) == MPG123_OK;
    if (is_open) frames_ = ::mpg123_length(mpeg);
    if (!is_open || frames_ < 0)
        throw invalid(name + " is a damaged mp3 file: libmpg123 finds nothing to decode; encode it anew");
}

MpegDecoder::~MpegDecoder() = default;

std::int64_t MpegDecoder::seek(std::int64_t frame) { return ::mpg123_seek(handle_->mpeg, frame, SEEK_SET); }

std::int64_t MpegDecoder::read(float* to, std::int64_t count) {
    std::int64_t got = 0;
    while (got < count) {
        std::size_t bytes = 0;
        const int result =
            ::mpg123_read(handle_->mpeg, to + got, static_cast<std::size_t>(count - got) * sizeof *to, &bytes);
        got += static_cast<std::int64_t>(bytes / sizeof *to);
        if (result != MPG123_OK && result != MPG123_NEW_FORMAT) break;
        if (result == MPG123_OK && bytes == 0) break;
    }
    return got;
}

}  // namespace wbm::audio
