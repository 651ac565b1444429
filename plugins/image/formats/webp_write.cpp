#include "../modes/convert.hpp"
#include "encode.hpp"

#include <wbm/sdk.hpp>

#include <webp/encode.h>

#include <algorithm>
#include <new>

namespace wbm::image {
namespace {

constexpr int speed = 4;               // Pillow's: 0 is fast, 6 makes small files
constexpr float lossless_effort = 80;  // Pillow's

/// RGBA where the picture can have transparent pixels, else RGB.
Mode written_as(const Picture& picture) {
    const auto is_clear = [](const Rgba& colour) { return colour.a != 255; };
    switch (picture.mode) {
        case Mode::la:
        case Mode::rgba:
            return Mode::rgba;
        case Mode::bit:
        case Mode::l:
        case Mode::rgb:
            return picture.transparent ? Mode::rgba : Mode::rgb;
        case Mode::p:
            return std::any_of(picture.palette.begin(), picture.palette.end(), is_clear) ? Mode::rgba : Mode::rgb;
        default:
            break;
    }
    const char* advice = picture.mode == Mode::la16 || picture.mode == Mode::rgba16 ? "RGBA"
                         : channels_of(picture.mode) > 1                            ? "RGB"
                                                                                    : "L";
    throw unsupported("cannot write mode " + std::string(name_of(picture.mode)) + " as WebP; give mode \"" + advice +
                      "\"");
}

WebPConfig config_for(std::optional<int> quality) {
    WebPConfig config;
    if (WebPConfigInit(&config) == 0) throw Error(WBM_INTERNAL, "libwebp is of another version than its headers");
    config.method = speed;
    config.quality = quality ? static_cast<float>(*quality) : lossless_effort;
    if (!quality) config.lossless = config.exact = 1;  // exact: colours are kept where nothing of them is seen
    return config;
}

/// What libwebp works on and writes to, freed at the end.
struct Job {
    Job() {
        if (WebPPictureInit(&picture) == 0) throw Error(WBM_INTERNAL, "libwebp is of another version than its headers");
        WebPMemoryWriterInit(&writer);
        picture.writer = WebPMemoryWrite;
        picture.custom_ptr = &writer;
        picture.use_argb = 1;
    }
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    ~Job() {
        WebPPictureFree(&picture);
        WebPMemoryWriterClear(&writer);
    }

    WebPPicture picture;
    WebPMemoryWriter writer;
};

std::string encode(const Picture& picture, const WebPConfig& config) {
    Job job;
    job.picture.width = static_cast<int>(picture.size.width);
    job.picture.height = static_cast<int>(picture.size.height);
    const auto import = picture.mode == Mode::rgba ? WebPPictureImportRGBA : WebPPictureImportRGB;
    if (import(&job.picture, picture.row(0), static_cast<int>(picture.row_bytes())) == 0) throw std::bad_alloc();
    if (WebPEncode(&config, &job.picture) == 0) {
        const WebPEncodingError error = job.picture.error_code;
        if (error == VP8_ENC_ERROR_OUT_OF_MEMORY || error == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY)
            throw std::bad_alloc();
        throw unsupported("cannot write the picture as WebP: libwebp's error " + std::to_string(error) +
                          "; give another quality or format");
    }
    return {reinterpret_cast<const char*>(job.writer.mem), job.writer.size};
}

}  // namespace

std::string encode_webp(const Picture& picture, std::optional<int> quality) {
    if (quality && (*quality < 1 || *quality > 100))
        throw invalid("cannot write a WebP of quality " + std::to_string(*quality) + "; give 1 to 100");
    const Mode mode = written_as(picture);
    if (picture.size.width > WEBP_MAX_DIMENSION || picture.size.height > WEBP_MAX_DIMENSION)
        throw unsupported("cannot write " + std::to_string(picture.size.width) + " x " +
                          std::to_string(picture.size.height) + " pixels as WebP; a side may have " +
                          std::to_string(WEBP_MAX_DIMENSION));
    const WebPConfig config = config_for(quality);
    return picture.mode == mode && !picture.transparent ? encode(picture, config)
                                                        : encode(convert(picture, mode), config);
}

}  // namespace wbm::image
