// How an image is made from what a caller has.
#include "image.hpp"

#include "arrays/to_uint8.hpp"
#include "formats/encode.hpp"
#include "formats/format.hpp"
#include "modes/convert.hpp"
#include "reference.hpp"

#include <cstring>
#include <utility>

namespace wbm::image {
namespace {

constexpr int default_jpeg_quality = 75;  // as Pillow

Image of_file(MediaFile file, Size size, std::string format) {
    Image image;
    image.media = std::move(file);
    image.width = size.width;
    image.height = size.height;
    image.format = std::move(format);
    return image;
}

Image of_encoded(MediaFile file, const Info& info, std::string format) {
    Image image = of_file(std::move(file), shown_size(info), std::move(format));
    if (info.frames > 1) image.frames = info.frames;
    return image;
}

Image of_path(const std::string& path) {
    MediaFile file = MediaFile::of_path(path);
    const Info info = inspect({read_file(path, max_file_bytes), name_of_file(path)});
    std::string format = file.extension().empty() ? std::string() : file.extension().substr(1);
    return of_encoded(std::move(file), info, std::move(format));
}

Image of_bytes(std::string_view bytes) {
    if (bytes.size() > max_file_bytes)
        throw invalid("the picture has " + std::to_string(bytes.size()) + " bytes, more than " +
                      std::to_string(max_file_bytes));
    const Encoded encoded{bytes, "the picture"};
    const std::string format = codec_of(encoded).extension;
    const Info info = inspect(encoded);
    return of_encoded(MediaFile::of_bytes(std::string(bytes), "." + format), info, format);
}

Mode mode_of_samples(const PixelRows& rows) {
    constexpr Mode modes[2][4] = {{Mode::l, Mode::la, Mode::rgb, Mode::rgba},
                                  {Mode::i16, Mode::la16, Mode::rgb16, Mode::rgba16}};
    return modes[rows.sample_bytes - 1][rows.channels - 1];
}

Picture picture_of(const PixelRows& rows) {
    Picture picture = Picture::blank(mode_of_samples(rows), rows.size);
    for (std::size_t y = 0; y < rows.size.height; ++y)
        std::memcpy(picture.row(y), rows.first + static_cast<std::ptrdiff_t>(y) * rows.row_step, picture.row_bytes());
    return picture;
}

std::string encode(const Picture& picture, const ImageOptions& options) {
    if (options.is_jpeg()) return encode_jpeg(picture, options.quality.value_or(default_jpeg_quality));
    if (options.file_type == "bmp") return encode_bmp(picture);
    if (options.file_type == "webp") return encode_webp(picture, options.quality);
    if (options.file_type == "gif") return encode_gif(picture);
    return encode_png(picture);
}

/// 16 bits are for PNG alone, and only where nothing else was asked for.
bool keeps_16_bits(const ArrayView& view, const ImageOptions& options) {
    return view.dtype.code == kDLUInt && view.dtype.bits == 16 && options.file_type == "png" && !options.mode &&
           !options.window && options.colour_map.empty();
}

Samples samples_of(const ArrayView& view, const ImageOptions& options) {
    if (keeps_16_bits(view, options)) return to_uint16(view, options.normalize);
    Samples samples = options.window ? to_uint8(view, *options.window) : to_uint8(view, options.normalize);
    return options.colour_map.empty() ? std::move(samples) : coloured(samples, options.colour_map);
}

/// What the file does not hold. Bytes that the caller had converted or encoded with loss are as they were asked for;
/// deeper numbers never are.
std::optional<SourceArray> original(const ArrayView& view, const Samples& samples, const ImageOptions& options,
                                    bool holds_samples) {
    if (!options.keep_original) return std::nullopt;
    if (holds_samples) return SourceArray::of(view, samples);
    if (view.item == 1 && view.dtype.code != kDLInt && !options.window && options.colour_map.empty())
        return std::nullopt;
    return SourceArray::kept(view, samples.transform);
}

Image of_array(const DLTensor& array, const ImageOptions& options) {
    const ArrayView view = view_of(array, options.layout, options.mode.has_value());
    const Samples samples = samples_of(view, options);
    const Mode natural = mode_of_samples(samples.rows);
    const bool is_deep = samples.rows.sample_bytes == 2;
    const Mode wanted = options.mode ? *options.mode
                        : is_deep    ? natural
                                     : guess_mode(samples.rows.channels, options.file_type);
    const bool is_direct = wanted == natural && options.file_type == "png";
    std::string bytes = is_direct           ? encode_png(samples.rows)
                        : wanted == natural ? encode(picture_of(samples.rows), options)
                                            : encode(convert(picture_of(samples.rows), wanted), options);
    Image image =
        of_file(MediaFile::of_bytes(std::move(bytes), "." + options.file_type), view.size(), options.file_type);
    image.array = original(view, samples, options, wanted == natural && options.is_lossless());
    return image;
}

Image of_url(std::string_view url) {
    if (!is_reference(url))
        throw invalid("the URL " + brief(json::value(url)) + " must begin with gs://, s3://, http:// or https://");
    Image image;
    image.media = std::string(url);
    image.format = format_of_url(url);
    return image;
}

Image of_image(const Image& other) {
    Image image = other;
    image.annotations = {};
    image.annotations.classes = other.annotations.classes;
    return image;
}

Image of_input(const Input& in, const ImageOptions& options) {
    switch (in.kind()) {
        case WBM_FROM_PATH:
            return of_path(in.path());
        case WBM_FROM_URL:
            return of_url(in.url());
        case WBM_FROM_TENSOR:
            return of_array(in.tensor(), options);
        case WBM_FROM_VALUE:
            return of_image(in.main().value_as<Image>());
        default:
            return of_bytes(in.bytes());
    }
}

}  // namespace

Image Image::create(Input in) {
    ImageOptions options = ImageOptions::parse(in.options());
    Annotations annotations = Annotations::of(options.annotations, in);
    Image image = of_input(in, options);
    if (options.caption) image.caption = std::move(options.caption);
    if (options.grouping) image.grouping = options.grouping;
    // The classes of an image that this one is made from stay unless there are others.
    if (!annotations.classes) annotations.classes = std::move(image.annotations.classes);
    image.annotations = std::move(annotations);
    return image;
}

}  // namespace wbm::image
