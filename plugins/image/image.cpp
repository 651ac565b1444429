#include "image.hpp"

#include "annotations/class_labels.hpp"
#include "formats/format.hpp"
#include "modes/convert.hpp"
#include "reference.hpp"

#include <utility>

namespace wbm::image {
namespace {

constexpr const char* folder = "media/images";
constexpr std::string_view known_members[] = {"caption", "_type",    "sha256", "size",  "path",    "format", "width",
                                              "height",  "grouping", "boxes",  "masks", "classes", "_wbm"};
constexpr std::string_view known_wbm_members[] = {"array", "transform", "boxes", "geometry", "classes", "frames"};

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

std::optional<std::uint32_t> frame_of(const json::object& options) {
    const auto frame = optional_integer(options, "frame");
    if (!frame) return std::nullopt;
    if (*frame < 0 || *frame >= std::int64_t{max_frames})
        throw invalid("option \"frame\" is " + std::to_string(*frame) + "; the first frame is 0");
    return static_cast<std::uint32_t>(*frame);
}

Mode mode_of_option(const std::string& name) {
    const auto mode = mode_of(name);
    if (mode && channels_of(*mode) * sample_bytes_of(*mode) <= 4 && *mode != Mode::la16) return *mode;
    throw invalid("option \"mode\" is " + brief(json::value(name)) +
                  "; it must be one of 1, L, LA, P, RGB, RGBA, CMYK, YCbCr, LAB, HSV, I, F, I;16");
}

std::optional<std::uint32_t> frames_of(const json::object& wbm) {
    const auto frames = optional_integer(wbm, "frames");
    if (!frames) return std::nullopt;
    if (*frames < 1 || *frames > std::int64_t{max_frames})
        throw invalid("\"frames\" of \"_wbm\" is " + std::to_string(*frames) + "; it counts pictures");
    return static_cast<std::uint32_t>(*frames);
}

/// One thing of each layer that has it: {layer: thing}.
template <class Layer, class Get>
void add_layers(json::object& fields, const char* name, const std::vector<Layer>& layers, const Get& get) {
    json::object all;
    for (const Layer& layer : layers)
        if (std::optional<json::value> thing = get(layer)) all[layer.key] = *std::move(thing);
    if (!all.empty()) fields[name] = std::move(all);
}

void add_annotations(json::object& fields, const Annotations& annotations) {
    using Thing = std::optional<json::value>;
    if (annotations.classes) fields["classes"] = ids_and_names(*annotations.classes);
    add_layers(fields, "boxes", annotations.boxes, [](const BoundingBoxes& layer) { return Thing(layer.box_data()); });
    add_layers(fields, "box_labels", annotations.boxes,
               [](const BoundingBoxes& layer) { return layer.has_own_labels() ? Thing(layer.labels()) : Thing(); });
    add_layers(fields, "masks", annotations.masks, [](const ImageMask& layer) { return Thing(layer.fields()); });
}

/// Palettes as the colours that they stand for.
Picture without_palette(Picture picture) {
    if (picture.mode != Mode::p) return picture;
    const bool has_alpha = std::ranges::any_of(picture.palette, [](const Rgba& colour) { return colour.a != 255; });
    return convert(picture, has_alpha ? Mode::rgba : Mode::rgb);
}

/// What is not known may be anything.
bool may_be_same(std::optional<std::uint64_t> a, std::optional<std::uint64_t> b) { return !a || !b || *a == *b; }

}  // namespace

const char* const Image::facts = image_facts;

Image Image::from_json(const json::object& j, const Store& source) {
    Image image;
    image.width = side(j, "width");
    image.height = side(j, "height");
    image.media = media_of(j, source, image.width || image.height);
    image.format = optional_text(j, "format");
    image.caption = optional_text(j, "caption");
    image.grouping = optional_integer(j, "grouping");
    const json::object wbm = object_or_empty(j, "_wbm");
    image.frames = frames_of(wbm);
    image.array = SourceArray::from_json(wbm, source);
    image.annotations = Annotations::from_json(j, wbm, source);
    image.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    image.extra = ExtraMembers(j, known_members, source);
    return image;
}

json::object Image::to_json(Store target) const {
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
    json::object wbm;
    if (frames) wbm["frames"] = *frames;
    if (array) array->add_to(wbm, target, folder);
    annotations.add_to(j, wbm, target);
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
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
    if (frames) known["frames"] = *frames;
    if (array) known["dtype"] = dtype_name(array->dtype);
    add_annotations(known, annotations);
    if (file() == nullptr) return known;
    file()->add_facts(known);
    return known;
}

Picture Image::picture(std::uint32_t frame) const {
    if (url() != nullptr)
        throw unsupported("the picture is at " + *url() + ", and nothing is fetched; download it and give its path");
    const std::string bytes = file()->bytes() != nullptr ? std::string() : file()->read();
    const std::string name = file()->path().empty() ? "the picture" : name_of_file(file()->path());
    return decode({file()->bytes() != nullptr ? std::string_view(*file()->bytes()) : bytes, name}, frame);
}

Array Image::tensor(const json::object& options) const {
    only(options, {"mode", "frame"});
    const auto mode = optional_text(options, "mode");
    const auto frame = frame_of(options);
    if (mode) return to_array(convert(picture(frame.value_or(0)), mode_of_option(*mode)));
    if (!array || frame) return to_array(without_palette(picture(frame.value_or(0))));
    if (array->file) return array->array(nullptr, 0, 1);
    const Picture stored = picture();
    const std::size_t sample_bytes = sample_bytes_of(stored.mode);
    return array->array(stored.samples.data(), stored.samples.size() / sample_bytes, sample_bytes);
}

bool Image::operator==(const Image& other) const {
    if (url() != nullptr && other.url() != nullptr) return *url() == *other.url();
    if (url() != nullptr || other.url() != nullptr) return false;
    if (grouping.value_or(0) != other.grouping.value_or(0) || caption != other.caption ||
        !may_be_same(width, other.width) || !may_be_same(height, other.height) || array != other.array ||
        annotations != other.annotations)
        return false;
    return *file() == *other.file() || without_palette(picture()) == without_palette(other.picture());
}

}  // namespace wbm::image
