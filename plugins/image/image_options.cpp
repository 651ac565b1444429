#include "image_options.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace wbm::image {
namespace {

constexpr std::string_view file_types[] = {"png", "jpg", "jpeg", "bmp", "webp", "gif"};

std::string said(const char* option, const json::value& v) {
    return "option \"" + std::string(option) + "\" is " + brief(v);
}

std::optional<Mode> mode_option(const json::object& options) {
    const auto name = optional_text(options, "mode");
    if (!name) return std::nullopt;
    const auto mode = mode_of(*name);
    if (!mode || name->find(';') != std::string::npos)
        throw invalid(said("mode", json::value(*name)) +
                      "; it must be one of 1, L, LA, P, RGB, RGBA, CMYK, YCbCr, LAB, HSV, I, F");
    return mode;
}

std::optional<Layout> layout_option(const json::object& options) {
    const auto name = optional_text(options, "layout");
    if (!name) return std::nullopt;
    if (*name == "HWC") return Layout::hwc;
    if (*name == "CHW") return Layout::chw;
    throw invalid(said("layout", json::value(*name)) + "; it must be HWC or CHW");
}

std::string file_type_option(const json::object& options) {
    const auto name = optional_text(options, "file_type");
    if (!name) return "png";
    if (std::find(std::begin(file_types), std::end(file_types), *name) != std::end(file_types)) return *name;
    throw invalid(said("file_type", json::value(*name)) + "; it must be one of png, jpg, jpeg, bmp, webp, gif");
}

std::optional<int> quality_option(const json::object& options, const ImageOptions& parsed) {
    const auto quality = optional_integer(options, "quality");
    if (!quality) return std::nullopt;
    if (*quality < 1 || *quality > 100) throw invalid(said("quality", json::value(*quality)) + "; give 1 to 100");
    if (!parsed.is_jpeg() && parsed.file_type != "webp")
        throw invalid("option \"quality\" is for the file types jpg and webp, this one is " + parsed.file_type);
    return static_cast<int>(*quality);
}

std::optional<std::array<double, 2>> window_option(const json::object& options) {
    const json::value* v = options.if_contains("window");
    if (v == nullptr || v->is_null()) return std::nullopt;
    const json::array* pair = v->if_array();
    if (pair != nullptr && pair->size() == 2 && (*pair)[0].is_number() && (*pair)[1].is_number()) {
        const std::array window{(*pair)[0].to_number<double>(), (*pair)[1].to_number<double>()};
        if (std::isfinite(window[0]) && std::isfinite(window[1]) && window[0] < window[1] &&
            std::isfinite(window[1] - window[0]) && std::isfinite(255 / (window[1] - window[0])))
            return window;
    }
    throw invalid(said("window", *v) + "; give two numbers [low, high], which are shown as black and white");
}

json::object annotation_options(const json::object& options) {
    json::object chosen;
    for (const char* name : {"boxes", "masks", "classes", "geometry"})
        if (const json::value* v = options.if_contains(name)) chosen[name] = *v;
    return chosen;
}

}  // namespace

const char* const image_facts = R"json({
  "description": "Pictures with boxes, masks and classes: files, arrays of pixels, and references by URL",
  "extensions": [".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".ico", ".svg"],
  "magic": [
    {"offset": 0, "hex": "89504e470d0a1a0a"}, {"offset": 0, "hex": "ffd8ff"},
    {"offset": 0, "hex": "474946383761"}, {"offset": 0, "hex": "474946383961"},
    {"offset": 0, "hex": "52494646", "and": [{"offset": 8, "hex": "57454250"}]},
    {"offset": 0, "hex": "49492a00"}, {"offset": 0, "hex": "4d4d002a"},
    {"offset": 0, "hex": "49492b00"}, {"offset": 0, "hex": "4d4d002b"},
    {"offset": 0, "hex": "424d", "and": [{"offset": 6, "hex": "00000000"}]}
  ],
  "batch": "images/separated",
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "grouping": {"type": ["integer", "null"], "description": "images with the same number are shown together"},
      "file_type": {"enum": ["png", "jpg", "jpeg", "bmp", "webp", "gif", null], "description": "how arrays are encoded"},
      "quality": {"type": ["integer", "null"], "minimum": 1, "maximum": 100,
                  "description": "of jpg (75 without it) and webp (lossless without it)"},
      "mode": {"enum": ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F", null],
               "description": "what arrays are converted to before they are encoded"},
      "layout": {"enum": ["HWC", "CHW", null], "description": "which axis of an array has the channels"},
      "normalize": {"type": "boolean", "default": true,
                    "description": "arrays of 0 to 1 and of -1 to 1 are stretched to 0 to 255"},
      "window": {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 2, "maxItems": 2,
                 "description": "the numbers that are shown as black and white"},
      "colormap": {"enum": ["gray", "viridis", "turbo", null], "description": "the colours that gray is shown in"},
      "keep_original": {"type": "boolean", "default": true,
                        "description": "keep the numbers that the picture does not hold"},
      "boxes": {"type": ["object", "null"], "description": "{layer: {box_data, class_labels}}"},
      "masks": {"type": ["object", "null"],
                "description": "{layer: {mask_data: '@part', class_labels} or {path}}"},
      "classes": {"type": ["array", "string", "null"], "description": "[{id, name}]"},
      "geometry": {"type": ["object", "null"],
                   "description": "{layer: {polygons, keypoints, rotated_boxes, class_labels}}"}
    },
    "additionalProperties": false
  }
})json";

ImageOptions ImageOptions::parse(const json::object& options) {
    only(options, {"caption", "grouping", "file_type", "quality", "mode", "layout", "normalize", "window", "colormap",
                   "keep_original", "boxes", "masks", "classes", "geometry"});
    ImageOptions parsed;
    parsed.caption = optional_text(options, "caption");
    parsed.grouping = optional_integer(options, "grouping");
    if (parsed.grouping == 0) parsed.grouping.reset();
    parsed.file_type = file_type_option(options);
    parsed.mode = mode_option(options);
    parsed.layout = layout_option(options);
    parsed.normalize = boolean_or(options, "normalize", true);
    parsed.quality = quality_option(options, parsed);
    parsed.window = window_option(options);
    parsed.colour_map = text_or(options, "colormap");
    parsed.keep_original = boolean_or(options, "keep_original", true);
    parsed.annotations = annotation_options(options);
    return parsed;
}

}  // namespace wbm::image
