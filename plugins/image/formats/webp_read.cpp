#include "codecs.hpp"
#include "exif.hpp"

#include <wbm/sdk.hpp>

#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <string>

namespace wbm::image {
namespace {

/// Of the canvas, over all frames up to the one asked for. A frame of a few bytes can fill the canvas, so the size of
/// the file bounds nothing: this is half an hour of video of 640 x 480 pixels, and minutes of work.
constexpr std::uint64_t max_animation_pixels = std::uint64_t{1} << 34;

/// libwebp keeps two canvases of 4 bytes a pixel, beside the picture.
constexpr std::uint64_t max_canvas_pixels = std::uint64_t{1} << 26;

constexpr std::size_t riff_header_bytes = 12;

[[noreturn]] void refuse(Encoded encoded, const std::string& reason) {
    throw invalid(std::string(encoded.name) + " is a broken WebP file: " + reason);
}

WebPData data_of(Encoded encoded) {
    return {reinterpret_cast<const std::uint8_t*>(encoded.bytes.data()), encoded.bytes.size()};
}

/// The chunks of a file, which are walked without decompressing any. What follows them is not looked at.
class Chunks {
public:
    explicit Chunks(Encoded encoded) {
        const WebPData data = data_of(encoded);
        WebPDemuxState state{};
        demux_.reset(WebPDemuxPartial(&data, &state));
        if (state == WEBP_DEMUX_PARSE_ERROR) refuse(encoded, "its chunks do not fit together");
        if (demux_ == nullptr || state != WEBP_DEMUX_DONE) refuse(encoded, "it ends early");
        check_size(size(), std::string(encoded.name));
        if (value_of(WEBP_FF_FRAME_COUNT) > max_frames)
            refuse(encoded, "it has more than " + std::to_string(max_frames) + " pictures");
    }

    [[nodiscard]] Size size() const { return {value_of(WEBP_FF_CANVAS_WIDTH), value_of(WEBP_FF_CANVAS_HEIGHT)}; }
    [[nodiscard]] std::uint32_t frames() const { return value_of(WEBP_FF_FRAME_COUNT); }
    [[nodiscard]] bool is_animation() const { return (value_of(WEBP_FF_FORMAT_FLAGS) & ANIMATION_FLAG) != 0; }

    [[nodiscard]] int orientation() const {
        WebPChunkIterator exif{};
        if (WebPDemuxGetChunk(demux_.get(), "EXIF", 1, &exif) == 0) return 1;
        const int found = exif_orientation({reinterpret_cast<const char*>(exif.chunk.bytes), exif.chunk.size});
        WebPDemuxReleaseChunkIterator(&exif);
        return found;
    }

private:
    struct Delete {
        void operator()(WebPDemuxer* demux) const noexcept { WebPDemuxDelete(demux); }
    };

    [[nodiscard]] std::uint32_t value_of(WebPFormatFeature feature) const {
        return WebPDemuxGetI(demux_.get(), feature);
    }

    std::unique_ptr<WebPDemuxer, Delete> demux_;
};

bool matches_webp(std::string_view bytes) {
    return bytes.size() >= riff_header_bytes && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

/// Can the file have transparent pixels? Of a still one its first bytes of pixels say so.
bool has_alpha(Encoded encoded) {
    const WebPData data = data_of(encoded);
    WebPBitstreamFeatures features{};
    return WebPGetFeatures(data.bytes, data.size, &features) != VP8_STATUS_OK || features.has_alpha != 0;
}

Info inspect_webp(Encoded encoded) {
    const Chunks chunks(encoded);
    return {.size = chunks.size(), .frames = chunks.frames(), .orientation = chunks.orientation()};
}

Picture decode_still(Encoded encoded, Size size) {
    Picture picture = Picture::blank(has_alpha(encoded) ? Mode::rgba : Mode::rgb, size);
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0)
        throw Error(WBM_INTERNAL, "libwebp is of another version than its headers");
    config.output.colorspace = picture.mode == Mode::rgba ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = {picture.row(0), static_cast<int>(picture.row_bytes()), picture.samples.size()};
    const WebPData data = data_of(encoded);
    const VP8StatusCode status = WebPDecode(data.bytes, data.size, &config);
    if (status == VP8_STATUS_OUT_OF_MEMORY) throw std::bad_alloc();
    if (status != VP8_STATUS_OK) refuse(encoded, "its pixels are damaged");
    return picture;
}

struct DeleteDecoder {
    void operator()(WebPAnimDecoder* decoder) const noexcept { WebPAnimDecoderDelete(decoder); }
};

Picture decode_animation(Encoded encoded, Size size, std::uint32_t frame) {
    if ((frame + std::uint64_t{1}) * size.width * size.height > max_animation_pixels)
        throw unsupported(std::string(encoded.name) + " is an animation with more than " +
                          std::to_string(max_animation_pixels) + " pixels up to frame " + std::to_string(frame) +
                          "; cut it into shorter ones");
    if (size.width * size.height > max_canvas_pixels)
        throw unsupported(std::string(encoded.name) + " is an animation of " + std::to_string(size.width) + " x " +
                          std::to_string(size.height) + " pixels; all together may be " +
                          std::to_string(max_canvas_pixels));
    const WebPData data = data_of(encoded);
    const std::unique_ptr<WebPAnimDecoder, DeleteDecoder> decoder(WebPAnimDecoderNew(&data, nullptr));
    if (decoder == nullptr) throw std::bad_alloc();
    std::uint8_t* canvas = nullptr;
    int time = 0;
    for (std::uint32_t i = 0; i <= frame; ++i)
        if (WebPAnimDecoderGetNext(decoder.get(), &canvas, &time) == 0)
            refuse(encoded, "the pixels of frame " + std::to_string(i) + " are damaged");
    Picture picture = Picture::blank(has_alpha(encoded) ? Mode::rgba : Mode::rgb, size);
    const std::size_t bytes = picture.pixel_bytes();
    for (std::size_t i = 0; i < size.width * size.height; ++i)
        std::copy_n(canvas + 4 * i, bytes, picture.row(0) + bytes * i);
    return picture;
}

Picture decode_webp(Encoded encoded, std::uint32_t frame) {
    const Chunks chunks(encoded);
    if (frame >= chunks.frames())
        throw invalid(std::string(encoded.name) + " has " + std::to_string(chunks.frames()) +
                      " frames, numbered from 0; there is no frame " + std::to_string(frame));
    return chunks.is_animation() ? decode_animation(encoded, chunks.size(), frame)
                                 : decode_still(encoded, chunks.size());
}

}  // namespace

const Codec webp_codec = {"WebP", "webp", matches_webp, inspect_webp, decode_webp};

}  // namespace wbm::image
