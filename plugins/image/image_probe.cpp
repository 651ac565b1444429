// What a picture file holds, without an Image of it.
#include "image.hpp"

#include "formats/codecs.hpp"
#include "formats/format.hpp"

#include <algorithm>

namespace wbm::image {

json::object Image::probe(const Part& file) {
    const bool is_path = file.is(WBM_FROM_PATH);
    const std::string read = is_path ? read_file(file.path(), max_file_bytes) : std::string();
    const std::string name = is_path ? name_of_file(file.path()) : "the picture";
    const Encoded encoded{is_path ? std::string_view(read) : file.bytes(), name};
    const auto found =
        std::find_if(std::begin(codecs), std::end(codecs), [&](const Codec* c) { return c->matches(encoded.bytes); });
    if (found == std::end(codecs)) throw unsupported(name + " is in none of the formats of pictures");
    const Info info = (*found)->inspect(encoded);
    const Size shown = shown_size(info);
    json::object holds{{"format", (*found)->extension},
                       {"width", shown.width},
                       {"height", shown.height},
                       {"size", encoded.bytes.size()}};
    if (info.frames > 1) holds["frames"] = info.frames;
    return holds;
}

}  // namespace wbm::image
