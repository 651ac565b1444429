// A list of images logged under one key. Wire spec 4.8.
#include "formats/format.hpp"
#include "image.hpp"

#include <string>
#include <string_view>

namespace wbm::image {
namespace {

constexpr std::string_view folder = "media/images";

std::string stored_path(const json::object& item, std::size_t index) {
    const auto path = optional_text(item, "path");
    if (!path) return text(item, "artifact_path");
    if (!path->starts_with(folder))
        throw invalid("image " + std::to_string(index) + " of the list has the path " + brief(json::value(*path)) +
                      ", which is not below " + std::string(folder));
    return *path;
}

/// An image read from JSON without a size says it in its file.
Size size_of_image(const Image& image) {
    if (image.width && image.height) return {*image.width, *image.height};
    if (image.file() == nullptr) return {};
    return shown_size(inspect({image.file()->read(), name_of_file(image.file()->path())}));
}

/// One member of every image's JSON as a list, null where an image has none; null when none has.
json::value all_of(std::span<const json::object> items, const char* member) {
    json::array all;
    bool has_any = false;
    for (const json::object& item : items) {
        const json::value* found = item.if_contains(member);
        has_any = has_any || found != nullptr;
        all.push_back(found == nullptr ? json::value(nullptr) : *found);
    }
    return has_any ? json::value(std::move(all)) : json::value(nullptr);
}

}  // namespace

json::object Image::seq_to_json(std::span<const Image* const> values, std::span<const json::object> items) {
    const Size size = size_of_image(*values[0]);
    bool sizes_differ = false;
    json::array filenames;
    json::array captions;
    json::array sizes;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Size own = size_of_image(*values[i]);
        sizes_differ = sizes_differ || own != size;
        sizes.push_back(json::array{own.width, own.height});
        filenames.emplace_back(stored_path(items[i], i));
        captions.push_back(values[i]->caption ? json::value(*values[i]->caption) : json::value(nullptr));
    }
    if (sizes_differ)
        log_warning(
            "image-file: the images of the list differ in size; the workspace shows all in the size of the first");

    json::object batch{{"_type", "images/separated"}, {"width", size.width}, {"height", size.height}};
    batch["format"] = values[0]->format.value_or("");
    batch["count"] = values.size();
    batch["filenames"] = std::move(filenames);
    if (values[0]->caption) batch["captions"] = std::move(captions);
    if (json::value masks = all_of(items, "masks"); !masks.is_null()) batch["all_masks"] = std::move(masks);
    if (json::value boxes = all_of(items, "boxes"); !boxes.is_null()) batch["all_boxes"] = std::move(boxes);
    if (sizes_differ) batch["_wbm"] = json::object{{"sizes", std::move(sizes)}};
    return batch;
}

}  // namespace wbm::image
