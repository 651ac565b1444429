#include "image.hpp"

#include "image_file.hpp"
#include "pixels.hpp"
#include "png.hpp"
#include "reference.hpp"

#include <algorithm>
#include <utility>

namespace wbm::image {
namespace {

constexpr const char* folder = "media/images";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size",    "path",
                                              "format",  "width", "height", "grouping"};

Image with_file(MediaFile file, Size size, std::string format) {
    return {std::move(file), size.width, size.height, std::move(format), {}, {}, {}};
}

Image of_path(const std::string& path) {
    MediaFile file = MediaFile::of_path(path);
    const Size size = validate({read_file(path, max_file_bytes), name_of_file(path)});
    std::string format = file.extension().empty() ? std::string() : file.extension().substr(1);
    return with_file(std::move(file), size, std::move(format));
}

Image of_bytes(std::string_view bytes) {
    if (bytes.size() > max_file_bytes)
        throw invalid("the picture has " + std::to_string(bytes.size()) + " bytes, more than " +
                      std::to_string(max_file_bytes));
    const Encoded encoded{bytes, "the picture"};
    const Size size = validate(encoded);
    const std::string format = format_of(encoded) == Format::png ? "png" : "jpg";
    return with_file(MediaFile::of_bytes(std::string(bytes), "." + format), size, format);
}

Image of_array(const DLTensor& array, const ImageOptions& options) {
    options.check_file_type();
    const ArrayView view = view_of(array);
    const bool stretch = options.normalize && has_only_0_and_1(view);
    return with_file(MediaFile::of_bytes(encode_png(view, stretch), ".png"), {view.width, view.height}, "png");
}

Image of_url(std::string_view url) {
    if (!is_reference(url))
        throw invalid("the URL " + brief(json::value(url)) + " must begin with gs://, s3://, http:// or https://");
    return {std::string(url), {}, {}, format_of_url(url), {}, {}, {}};
}

Image of_input(const Input& in, const ImageOptions& options) {
    switch (in.kind()) {
        case WBM_FROM_PATH:
            return of_path(in.path());
        case WBM_FROM_URL:
            return of_url(in.url());
        case WBM_FROM_TENSOR:
            return of_array(in.tensor(), options);
        default:
            return of_bytes(in.bytes());
    }
}

std::optional<std::uint64_t> side(const json::object& j, const char* key) {
    const auto number = optional_integer(j, key);
    if (!number) return std::nullopt;
    if (*number < 0)
        throw invalid('"' + std::string(key) + "\" must be a number of pixels, it is " + std::to_string(*number));
    return static_cast<std::uint64_t>(*number);
}

/// The stored file, or the URL that the store has in its place. Only a reference has no size.
std::variant<MediaFile, std::string> media_of(const json::object& j, const Store& source, bool has_size) {
    if (!has_size)
        if (std::string place = source.fetch(text(j, "path")); is_reference(place)) return place;
    return MediaFile::of_json(j, source);
}

Raster pixels_of(const Image& image) {
    if (const std::string* url = image.url())
        throw unsupported("the picture is at " + *url + ", and nothing is fetched; download it and give its path");
    const MediaFile& file = *image.file();
    return decode({file.read(), file.path().empty() ? "the picture" : name_of_file(file.path())});
}

const json::value* classes_of(const Image& image) { return image.extra.find("classes"); }

bool same_classes(const Image& a, const Image& b) {
    const json::value* left = classes_of(a);
    const json::value* right = classes_of(b);
    return left == nullptr || right == nullptr ? left == right : *left == *right;
}

/// A run has another form of boxes and masks than an artifact (wire spec 4.10, 4.11), which this version cannot make.
void check_run_forms(const ExtraMembers& extra) {
    const json::value* boxes = extra.find("boxes");
    const bool are_lists =
        boxes != nullptr && boxes->is_object() &&
        std::ranges::any_of(boxes->get_object(), [](const auto& set) { return set.value().is_array(); });
    const char* name = extra.find("classes") != nullptr ? "classes" : are_lists ? "boxes" : nullptr;
    if (name == nullptr) return;
    throw unsupported(
        '"' + std::string(name) +
        "\" of an image that was read from an artifact cannot be logged to a run; add the image to an artifact");
}

/// What is not known may be anything.
bool may_be_same(std::optional<std::uint64_t> a, std::optional<std::uint64_t> b) { return !a || !b || *a == *b; }

}  // namespace

const char* const Image::facts = image_facts;

Image Image::create(Input in) {
    ImageOptions options = ImageOptions::parse(in.options());
    Image image = of_input(in, options);
    image.caption = std::move(options.caption);
    image.grouping = options.grouping;
    return image;
}

Image Image::from_json(const json::object& j, const Store& source) {
    const auto width = side(j, "width");
    const auto height = side(j, "height");
    return {media_of(j, source, width || height),
            width,
            height,
            optional_text(j, "format"),
            optional_text(j, "caption"),
            optional_integer(j, "grouping"),
            ExtraMembers(j, known_members, source)};
}

json::object Image::to_json(Store target) const {
    if (target.is_run()) check_run_forms(extra);
    if (url() != nullptr && target.is_run())
        throw invalid("the picture is a reference to " + *url() +
                      ", which a run cannot hold; log the file itself, or add "
                      "the image to an artifact");
    json::object j = media_json(type, caption,
                                url() != nullptr ? target.add_reference(folder, *url()) : file()->keep(target, folder));
    if (format) j["format"] = *format;
    if (width) j["width"] = *width;
    if (height) j["height"] = *height;
    if (grouping) j["grouping"] = *grouping;
    extra.add_to(j, target);
    return j;
}

json::object Image::fields() const {
    json::object known;
    if (width) known["width"] = *width;
    if (height) known["height"] = *height;
    if (format) known["format"] = *format;
    if (caption) known["caption"] = *caption;
    if (grouping) known["grouping"] = *grouping;
    if (file() == nullptr) return known;
    if (!file()->sha256().empty()) known["sha256"] = file()->sha256();
    if (file()->bytes() != nullptr)
        known["size"] = file()->bytes()->size();
    else if (file()->size())
        known["size"] = *file()->size();
    return known;
}

Array Image::tensor(const json::object& options) const {
    only(options, {});
    return to_array(pixels_of(*this));
}

bool Image::operator==(const Image& other) const {
    if (url() != nullptr && other.url() != nullptr) return *url() == *other.url();
    if (url() != nullptr || other.url() != nullptr) return false;
    if (grouping.value_or(0) != other.grouping.value_or(0) || caption != other.caption || !same_classes(*this, other) ||
        !may_be_same(width, other.width) || !may_be_same(height, other.height))
        return false;
    return *file() == *other.file() || pixels_of(*this) == pixels_of(other);
}

}  // namespace wbm::image
