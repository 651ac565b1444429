#include "image_options.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <iterator>

namespace wbm::image {

const char* const image_facts = R"({
  "description": "Pictures: PNG and JPEG files, arrays of pixels, and references by URL",
  "extensions": [".png", ".jpg", ".jpeg"],
  "magic": [{"offset": 0, "hex": "89504e470d0a1a0a"}, {"offset": 0, "hex": "ffd8ff"}],
  "batch": "images/separated",
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "grouping": {"type": ["integer", "null"], "description": "images with the same number are shown together"},
      "file_type": {"enum": ["png", null], "description": "how arrays are encoded"},
      "normalize": {"type": "boolean", "default": true, "description": "arrays of only 0 and 1 become 0 and 255"}
    },
    "additionalProperties": false
  }
})";

ImageOptions ImageOptions::parse(const json::object& options) {
    for (const char* name : {"boxes", "masks", "classes"}) {
        const json::value* found = options.if_contains(name);
        if (found != nullptr && !found->is_null())
            throw unsupported("option \"" + std::string(name) + "\" is not supported yet; leave it out");
    }
    only(options, {"caption", "grouping", "file_type", "normalize", "boxes", "masks", "classes"});
    ImageOptions parsed;
    parsed.caption = optional_text(options, "caption");
    parsed.grouping = optional_integer(options, "grouping");
    if (parsed.grouping == 0) parsed.grouping.reset();
    parsed.file_type = optional_text(options, "file_type");
    parsed.normalize = boolean_or(options, "normalize", true);
    return parsed;
}

void ImageOptions::check_file_type() const {
    constexpr std::string_view known[] = {"png", "jpg", "jpeg", "bmp"};
    if (!file_type || *file_type == "png") return;
    const std::string said = "option \"file_type\" is " + brief(json::value(*file_type));
    if (std::find(std::begin(known), std::end(known), *file_type) == std::end(known))
        throw invalid(said + "; it must be one of png, jpg, jpeg, bmp");
    throw unsupported(said + ", which is not supported yet; use png");
}

}  // namespace wbm::image
