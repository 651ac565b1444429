// wbm/media/image.hpp - Image: the typed way to make and read pictures with boxes, masks and classes.
// docs/media/image.md shows each part.
//
//     wbm::Image image(wbm::Pixels(samples, {480, 640, 3}), {.caption = "a cat"});
//     run.log("cat", image.value());
//     artifact.add(image, "cat");
//
// Implements the wire spec, section 4. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/pixels.hpp>
#include <wbm/tensor.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wbm {

/// Names of classes by number.
using ClassLabels = std::map<std::int64_t, std::string>;

/// One box. Positions are fractions of the image unless `in_pixels`.
struct Box {
    struct Corners {
        double min_x, max_x, min_y, max_y;
    };
    struct Centered {
        double x, y;  ///< of its middle
        double width, height;
    };
    std::variant<Corners, Centered> position;
    std::optional<std::int64_t> class_id = {};  ///< needed unless the layer has class_labels
    std::optional<std::string> caption = {};
    std::map<std::string, double> scores = {};
    bool in_pixels = false;
};

/// The boxes of one layer, such as "predictions". Without class_labels a class is named "class_<id>".
struct BoxLayer {
    std::vector<Box> boxes;
    ClassLabels class_labels = {};
};

/// A class id for each pixel: an array H x W of any number type, or the path of a mask file. Ids beyond 255 are kept
/// beside the 8 bits that W&B shows. Labels of a mask file are not kept, as in the reference: say them in
/// ImageOptions::classes.
struct MaskLayer {
    std::variant<std::filesystem::path, Pixels> ids;
    ClassLabels class_labels = {};
};

/// Shapes that are kept as they are and shown as the boxes around them. Points are [x, y].
struct Polygon {
    std::vector<std::array<double, 2>> points;
    std::optional<std::int64_t> class_id = {};
    bool in_pixels = false;
};
struct Keypoints {
    std::vector<std::array<double, 2>> points;
    std::vector<std::array<std::int64_t, 2>> skeleton = {};  ///< pairs of points that are joined
    std::optional<std::int64_t> class_id = {};
    bool in_pixels = false;
};
struct RotatedBox {
    std::array<double, 2> center;
    double width, height;
    double angle;  ///< degrees, clockwise
    std::optional<std::int64_t> class_id = {};
    bool in_pixels = false;
};
struct ShapeLayer {
    std::vector<Polygon> polygons = {};
    std::vector<Keypoints> keypoints = {};
    std::vector<RotatedBox> rotated_boxes = {};
    ClassLabels class_labels = {};
};

/// What may be said of an image; every member may be left out.
struct ImageOptions {
    std::optional<std::string> caption = {};
    std::optional<std::int64_t> grouping = {};  ///< images with the same number are shown together

    // How an array becomes a file; files, bytes and URLs are kept as they are.
    std::string file_type = {};                        ///< png (default), jpg, jpeg, bmp, webp, gif
    std::optional<int> quality = {};                   ///< 1 to 100: jpg 75, webp lossless
    std::string mode = {};                             ///< convert before encoding: "L", "RGB", ...
    std::string layout = {};                           ///< "HWC", or "CHW" for channels first
    bool normalize = true;                             ///< 0..1 and -1..1 become 0..255
    std::optional<std::array<double, 2>> window = {};  ///< numbers shown as black and white
    std::string colormap = {};                         ///< gray, viridis, turbo; for one channel
    bool keep_original = true;                         ///< numbers that the file does not hold are kept beside it

    std::map<std::string, BoxLayer> boxes = {};
    std::map<std::string, MaskLayer> masks = {};
    std::map<std::string, ShapeLayer> geometry = {};
    ClassLabels classes = {};
};

namespace detail {

/// The JSON options and named parts of Registry::create() for an image.
class ImageArguments {
public:
    explicit ImageArguments(const ImageOptions& o) {
        if (o.caption) options["caption"] = *o.caption;
        if (o.grouping) options["grouping"] = *o.grouping;
        add_text("file_type", o.file_type);
        if (o.quality) options["quality"] = *o.quality;
        add_text("mode", o.mode);
        add_text("layout", o.layout);
        if (!o.normalize) options["normalize"] = false;
        if (o.window) options["window"] = json::array{(*o.window)[0], (*o.window)[1]};
        add_text("colormap", o.colormap);
        if (!o.keep_original) options["keep_original"] = false;
        for (const auto& [name, layer] : o.boxes) member("boxes")[name] = boxes(layer);
        for (const auto& [name, layer] : o.masks) member("masks")[name] = mask(name, layer);
        for (const auto& [name, layer] : o.geometry) member("geometry")[name] = shapes(layer);
        json::array classes;
        for (const auto& [id, name] : o.classes) classes.push_back({{"id", id}, {"name", name}});
        if (!classes.empty()) options["classes"] = std::move(classes);
    }

    json::object options;
    std::vector<NamedPart> parts;

private:
    void add_text(const char* name, const std::string& text) {
        if (!text.empty()) options[name] = text;
    }

    json::object& member(const char* name) {
        json::value& v = options[name];
        if (!v.is_object()) v = json::object();
        return v.get_object();
    }

    static void add_labels(json::object& to, const ClassLabels& labels) {
        if (labels.empty()) return;
        json::object names;
        for (const auto& [id, name] : labels) names[std::to_string(id)] = name;
        to["class_labels"] = std::move(names);
    }

    static json::object position(const Box::Corners& c) {
        return {{"minX", c.min_x}, {"maxX", c.max_x}, {"minY", c.min_y}, {"maxY", c.max_y}};
    }
    static json::object position(const Box::Centered& c) {
        return {{"middle", json::array{c.x, c.y}}, {"width", c.width}, {"height", c.height}};
    }

    static json::object boxes(const BoxLayer& layer) {
        json::array all;
        for (const Box& box : layer.boxes) {
            json::object j{{"position", std::visit([](const auto& p) { return position(p); }, box.position)}};
            add_class(j, box.class_id, box.in_pixels);
            if (box.caption) j["box_caption"] = *box.caption;
            json::object scores;
            for (const auto& [name, score] : box.scores) scores[name] = score;
            if (!scores.empty()) j["scores"] = std::move(scores);
            all.push_back(std::move(j));
        }
        json::object j{{"box_data", std::move(all)}};
        add_labels(j, layer.class_labels);
        return j;
    }

    json::object mask(const std::string& name, const MaskLayer& layer) {
        const std::string part = "mask of " + name;
        json::object j;
        if (const auto* file = std::get_if<std::filesystem::path>(&layer.ids)) {
            parts.emplace_back(part, path(*file));
            j["path"] = "@" + part;
        } else {
            parts.emplace_back(part, std::get<Pixels>(layer.ids).part());
            j["mask_data"] = "@" + part;
        }
        add_labels(j, layer.class_labels);
        return j;
    }

    static void add_class(json::object& j, std::optional<std::int64_t> class_id, bool in_pixels) {
        if (class_id) j["class_id"] = *class_id;
        if (in_pixels) j["domain"] = "pixel";
    }

    template <class Number, std::size_t N>
    static json::array pairs(const std::vector<std::array<Number, N>>& all) {
        json::array list;
        for (const auto& one : all) list.push_back(json::array(one.begin(), one.end()));
        return list;
    }

    static json::object shapes(const ShapeLayer& layer) {
        json::array polygons, keypoints, rotated;
        for (const Polygon& shape : layer.polygons) {
            json::object j{{"points", pairs(shape.points)}};
            add_class(j, shape.class_id, shape.in_pixels);
            polygons.push_back(std::move(j));
        }
        for (const Keypoints& shape : layer.keypoints) {
            json::object j{{"points", pairs(shape.points)}};
            if (!shape.skeleton.empty()) j["skeleton"] = pairs(shape.skeleton);
            add_class(j, shape.class_id, shape.in_pixels);
            keypoints.push_back(std::move(j));
        }
        for (const RotatedBox& shape : layer.rotated_boxes) {
            json::object j{{"center", json::array{shape.center[0], shape.center[1]}},
                           {"width", shape.width},
                           {"height", shape.height},
                           {"angle", shape.angle}};
            add_class(j, shape.class_id, shape.in_pixels);
            rotated.push_back(std::move(j));
        }
        json::object j;
        if (!polygons.empty()) j["polygons"] = std::move(polygons);
        if (!keypoints.empty()) j["keypoints"] = std::move(keypoints);
        if (!rotated.empty()) j["rotated_boxes"] = std::move(rotated);
        add_labels(j, layer.class_labels);
        return j;
    }
};

}  // namespace detail

/// A picture. [const calls are thread-safe]
class Image : public MediaValue {
public:
    static constexpr std::string_view type = "image-file";

    /// From pixels.
    explicit Image(const Pixels& pixels, const ImageOptions& options = {}, Registry& registry = default_registry())
        : Image(pixels.part(), options, registry) {}
    /// From a file: PNG, JPEG, GIF, WebP, TIFF, BMP, ICO or SVG, kept byte for byte.
    explicit Image(const std::filesystem::path& file, const ImageOptions& options = {},
                   Registry& registry = default_registry())
        : Image(path(file), options, registry) {}
    /// From another image: its picture, caption, grouping and classes, without boxes and masks; options given override.
    Image(const Image& other, const ImageOptions& options, Registry& registry = default_registry())
        : Image(wbm::value(other.value()), options, registry) {}
    /// From any part: bytes(), url().
    explicit Image(const Part& source, const ImageOptions& options = {}, Registry& registry = default_registry())
        : MediaValue(create(source, options, registry), type) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Image(ValuePtr value) : MediaValue(std::move(value), type) {}

    /// Pixels as shown; 0 for a reference.
    [[nodiscard]] std::uint64_t width() const { return value()->get<std::uint64_t>("width").value_or(0); }
    [[nodiscard]] std::uint64_t height() const { return value()->get<std::uint64_t>("height").value_or(0); }
    /// A file's extension without the dot.
    [[nodiscard]] std::string format() const { return value()->get<std::string>("format").value_or(""); }
    [[nodiscard]] std::optional<std::int64_t> grouping() const { return value()->get<std::int64_t>("grouping"); }

    /// The array that the image was made from, or a file's pixels as they are shown, palettes as colours. Throws
    /// MediaError: unsupported for a reference and for SVG, which has no pixels; invalid for a damaged file.
    [[nodiscard]] Tensor tensor() const { return value()->tensor(); }
    /// The picture in one of Pillow's modes: "1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I",
    /// "F", "I;16". `frame`: of an animation, or the page of a TIFF. Throws as tensor(); invalid for a frame that the
    /// file does not have.
    [[nodiscard]] Tensor tensor(std::string_view mode, std::uint32_t frame = 0) const {
        json::object options{{"mode", mode}};
        if (frame != 0) options["frame"] = frame;
        return value()->tensor(options);
    }

private:
    static ValuePtr create(const Part& source, const ImageOptions& options, Registry& registry) {
        const detail::ImageArguments arguments(options);
        return registry.create(type, source, arguments.options, arguments.parts);
    }
};

}  // namespace wbm
