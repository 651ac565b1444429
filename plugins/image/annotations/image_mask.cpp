#include "image_mask.hpp"

#include "class_ids.hpp"
#include "class_labels.hpp"
#include "part_named.hpp"

#include "../formats/encode.hpp"
#include "../formats/format.hpp"

#include <utility>

namespace wbm::image {
namespace {

constexpr const char* folder = "media/images/mask";
constexpr const char* extension = ".mask.png";
constexpr std::string_view known_members[] = {"_type", "sha256", "size", "path", "_wbm"};

json::object default_labels(const ShownIds& shown) {
    json::object labels;
    for (const std::int64_t id : shown.ids) labels[std::to_string(id)] = default_label(std::to_string(id));
    return labels;
}

ArrayView mask_view(const DLTensor& tensor, const std::string& where) {
    if (tensor.ndim != 2)
        throw invalid(where + "the mask has shape " + shape_text(tensor) + "; give H x W, one class id for each pixel");
    return view_of(tensor);
}

/// What reading has to know beyond the file.
std::optional<SourceArray> array_of(const ArrayView& view, const ShownIds& shown) {
    if (!shown.table.empty() || !shown.is_exact) return SourceArray::kept(view, {});
    if (view.dtype.code == kDLUInt && view.dtype.bits == 8) return std::nullopt;
    return SourceArray{view.dtype, view.shape, {}, {}};
}

}  // namespace

const char* const ImageMask::facts = R"({
  "description": "Which class each pixel of an image is of",
  "options": {
    "type": "object",
    "properties": {
      "class_labels": {"type": ["object", "null"], "description": "names of the classes: {\"1\": \"cat\"}"},
      "key": {"type": ["string", "null"], "description": "the layer's name"}
    },
    "additionalProperties": false
  }
})";

ImageMask ImageMask::of_path(const std::string& path, std::string key) {
    return {MediaFile::of_path(path), std::move(key), {}, false, {}, {}};
}

ImageMask ImageMask::of(const Part& part, const json::object& options, std::string key, const std::string& where) {
    if (part.is(WBM_FROM_PATH)) return of_path(part.path(), std::move(key));
    const ArrayView view = mask_view(part.tensor(), where);
    const ShownIds shown = shown_ids(view, where);
    const json::value* given = options.if_contains("class_labels");
    const bool has_labels = given != nullptr && !given->is_null();
    if (has_labels) {
        if (!given->is_object())
            throw invalid(where + "\"class_labels\" must be an object such as {\"1\": \"cat\"}, it is " +
                          brief(*given));
        check_labels(given->get_object(), where);
    }
    const PixelRows rows{shown.pixels.data(), static_cast<std::ptrdiff_t>(view.width), view.size(), 1, 1};
    return {MediaFile::of_bytes(encode_png(rows), extension),
            std::move(key),
            has_labels ? given->get_object() : default_labels(shown),
            has_labels,
            shown.table_json(),
            array_of(view, shown)};
}

ImageMask ImageMask::of(const json::value& given, const Input& in, std::string key, const std::string& where) {
    if (!given.is_object())
        throw invalid(where + "must be an object {\"mask_data\", \"class_labels\"} or {\"path\"}, it is " +
                      brief(given));
    const json::object& o = given.get_object();
    if (const json::value* path = o.if_contains("path")) {
        if (const auto part = part_named(*path, in)) return of(*part, {}, std::move(key), where);
        return of_path(text(o, "path"), std::move(key));
    }
    const json::value* data = o.if_contains("mask_data");
    if (data == nullptr) throw not_found(where + "\"mask_data\" is missing; give \"@part\" and an array of that name");
    const auto part = part_named(*data, in);
    if (!part || !part->is(WBM_FROM_TENSOR))
        throw invalid(where + "\"mask_data\" must name an array, such as \"@pred\", it is " + brief(*data));
    return of(*part, o, std::move(key), where);
}

ImageMask ImageMask::create(Input in) {
    const json::object options = in.options();
    only(options, {"class_labels", "key"});
    if (in.is(WBM_FROM_JSON)) return of(in.json(), in, text_or(options, "key"), "");
    return of(in.main(), options, text_or(options, "key"), "");
}

ImageMask ImageMask::from_json(const json::object& j, const Store& source) {
    ImageMask mask{MediaFile::of_json(j, source), {}, {}, false, {}, {}};
    mask.extra = ExtraMembers(j, known_members, source);
    const json::value* own = j.if_contains("_wbm");
    if (own == nullptr || !own->is_object()) return mask;
    const json::object& wbm = own->get_object();
    mask.array = SourceArray::from_json(wbm, source);
    if (const json::value* table = wbm.if_contains("table"); table != nullptr && table->is_object())
        mask.table = table->get_object();
    if (const json::value* labels = wbm.if_contains("class_labels"); labels != nullptr && labels->is_object()) {
        check_labels(labels->get_object(), "");
        mask.labels = labels->get_object();
        mask.has_own_labels = !boolean_or(wbm, "default_labels", false);
    }
    return mask;
}

json::object ImageMask::to_json(Store target) const {
    const bool is_made = labels.has_value();
    const bool has_extension = is_made || file.path().ends_with(extension);
    json::object j = media_json(type, {}, file.keep(target, folder, has_extension ? extension : ""));
    json::object wbm;
    if (is_made) wbm["class_labels"] = *labels;
    if (is_made && !has_own_labels) wbm["default_labels"] = true;
    if (!table.empty()) wbm["table"] = table;
    if (array) array->add_to(wbm, target, folder);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    if (is_made && target.is_run()) target.add_config("mask/class_labels", key, shown_labels());
    return j;
}

json::object ImageMask::shown_labels() const {
    json::object shown;
    if (!labels) return shown;
    for (const auto& label : *labels) {
        const json::value* value = table.if_contains(label.key());
        if (value == nullptr) {
            shown.insert(label);
            continue;
        }
        // Values that several ids share are shown as what they are: the rest.
        const std::string key_shown = json::write(*value);
        shown[key_shown] = shown.contains(key_shown) ? json::value("other") : label.value();
    }
    return shown;
}

json::object ImageMask::fields() const {
    json::object known;
    if (labels) known["class_labels"] = *labels;
    if (!table.empty()) known["table"] = table;
    return known;
}

Array ImageMask::tensor(const json::object& options) const {
    only(options, {});
    if (array && array->file) return array->array(nullptr, 0, 1);
    Picture picture = decode({file.read(), file.path().empty() ? "the mask" : name_of_file(file.path())});
    const std::size_t bytes = sample_bytes_of(picture.mode);
    if (array) return array->array(picture.samples.data(), picture.samples.size() / bytes, bytes);
    return to_array(std::move(picture));
}

bool ImageMask::operator==(const ImageMask& other) const {
    return labels == other.labels && table == other.table && array == other.array && file == other.file;
}

}  // namespace wbm::image
