// How a cloud is made from what a caller has.
#include "limits.hpp"
#include "pcd.hpp"
#include "points.hpp"
#include "words.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace pcd {
namespace {

namespace json = wbm::json;

bool is_given(const json::object& options, const char* name) {
    const json::value* v = options.if_contains(name);
    return v != nullptr && !v->is_null();
}

/// A name that a line of the header can hold.
bool is_name(const json::value& v) {
    if (!v.is_string()) return false;
    const std::string_view name = v.get_string();
    return name != "_" && !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
           });
}

std::vector<std::string> fields_option(const json::object& options, std::size_t columns) {
    if (!is_given(options, "fields")) {
        if (columns == 3) return {"x", "y", "z"};
        if (columns == 4) return {"x", "y", "z", "intensity"};
        throw wbm::invalid("the array has " + std::to_string(columns) +
                           R"( columns; name them with option "fields", such as ["x", "y", "z", "ring"])");
    }
    const json::value& v = options.at("fields");
    const json::array* list = v.if_array();
    if (list == nullptr || list->size() != columns || !std::all_of(list->begin(), list->end(), is_name))
        throw wbm::invalid("option \"fields\" is " + wbm::brief(v) + "; give a name without blanks for each of the " +
                           std::to_string(columns) + " columns");
    std::vector<std::string> names;
    for (const json::value& name : *list) {
        names.emplace_back(std::string_view(name.get_string()));
        if (std::count(names.begin(), names.end(), names.back()) > 1)
            throw wbm::invalid("option \"fields\" has " + wbm::brief(name) + " twice");
    }
    for (const char* axis : {"x", "y", "z"})
        if (std::find(names.begin(), names.end(), axis) == names.end())
            throw wbm::invalid("option \"fields\" is " + wbm::brief(v) + "; a cloud needs " + axis);
    return names;
}

std::array<double, 7> viewpoint_option(const json::object& options) {
    Header header;
    if (!is_given(options, "viewpoint")) return header.viewpoint;
    const json::value& v = options.at("viewpoint");
    const json::array* list = v.if_array();
    bool sound = list != nullptr && list->size() == header.viewpoint.size();
    for (std::size_t i = 0; sound && i < header.viewpoint.size(); ++i) {
        sound = (*list)[i].is_number();
        if (sound) header.viewpoint[i] = (*list)[i].to_number<double>();
    }
    if (!sound)
        throw wbm::invalid("option \"viewpoint\" is " + wbm::brief(v) +
                           "; give 7 numbers: x, y, z and a quaternion, w first");
    return header.viewpoint;
}

void check_points(const DLTensor& tensor) {
    if (tensor.dtype.code != kDLFloat || (tensor.dtype.bits != 32 && tensor.dtype.bits != 64) ||
        tensor.dtype.lanes != 1)
        throw wbm::unsupported("the array has dtype " + wbm::dtype_name(tensor.dtype) + "; give float32 or float64");
    if (tensor.ndim == 3)
        wbm::check_array(tensor, tensor.dtype, {wbm::any, wbm::any, wbm::any});
    else
        wbm::check_array(tensor, tensor.dtype, {wbm::any, wbm::any});
    const std::int64_t columns = tensor.shape[tensor.ndim - 1];
    if (columns < 3 || columns > static_cast<std::int64_t>(max_fields))
        throw wbm::invalid("the array has shape " + wbm::shape_text(tensor) +
                           "; its last axis holds x, y, z and more, up to " + std::to_string(max_fields));
    const std::size_t elements = wbm::element_count(tensor);
    if (elements / static_cast<std::size_t>(columns) > max_points ||
        elements > max_point_bytes / 2 / (tensor.dtype.bits / 8U))
        throw wbm::invalid("the array has shape " + wbm::shape_text(tensor) +
                           ", which is more than a cloud holds; split it");
}

Pcd of_tensor(const DLTensor& tensor, const json::object& options) {
    check_points(tensor);
    Header header;
    for (std::string& name : fields_option(options, static_cast<std::size_t>(tensor.shape[tensor.ndim - 1])))
        header.fields.push_back({std::move(name), tensor.dtype, 1});
    header.viewpoint = viewpoint_option(options);
    header.width = static_cast<std::uint64_t>(tensor.shape[tensor.ndim - 2]);
    header.height = tensor.ndim == 3 ? static_cast<std::uint64_t>(tensor.shape[0]) : 1;
    header.points = header.width * header.height;
    const bool compressed = wbm::boolean_or(options, "compress", false);
    header.data = compressed ? Data::binary_compressed : Data::binary;

    std::string bytes(header.points * header.point_bytes(), '\0');
    wbm::copy_dense(tensor, bytes.data());
    const std::string content = make_header(header) + (compressed ? compress(header, bytes) : bytes);
    Pcd cloud;
    const Header written = parse_header(content, "the cloud");
    cloud.contents = describe(Points(written, content, "the cloud"));
    cloud.file = wbm::MediaFile::of_bytes(content, ".pcd");
    return cloud;
}

json::object contents_of(std::string_view content, const std::string& name) {
    if (content.size() > max_file_bytes)
        throw wbm::invalid(name + " has " + std::to_string(content.size()) + " bytes, more than " +
                           std::to_string(max_file_bytes) + "; split it");
    const Header header = parse_header(content, name);
    return describe(Points(header, content, name));
}

Pcd of_file(const wbm::Input& in, const json::object& options) {
    for (const char* name : {"fields", "viewpoint", "compress"})
        if (is_given(options, name))
            throw wbm::invalid("option \"" + std::string(name) + "\" is for arrays; a file says it itself");
    Pcd cloud;
    if (in.is(WBM_FROM_PATH)) {
        cloud.file = wbm::MediaFile::of_path(in.path());
        cloud.contents = contents_of(wbm::read_file(in.path(), max_file_bytes), wbm::name_of_file(in.path()));
    } else {
        cloud.contents = contents_of(in.bytes(), "the cloud");
        cloud.file = wbm::MediaFile::of_bytes(std::string(in.bytes()), ".pcd");
    }
    return cloud;
}

}  // namespace

const char* const Pcd::facts = R"({
  "description": "Point clouds: PCD files of robots, and arrays of points",
  "extensions": [".pcd"],
  "magic": [{"offset": 0, "hex": "23202e5043442076"}, {"offset": 0, "hex": "56455253494f4e20302e370a4649454c4453"}],
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "fields": {"type": ["array", "null"], "items": {"type": "string"}, "minItems": 3,
                 "description": "of an array: the names of its columns, such as x, y, z, intensity"},
      "viewpoint": {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 7, "maxItems": 7,
                    "description": "of an array: where the sensor was: x, y, z and a quaternion, w first"},
      "compress": {"type": ["boolean", "null"], "default": false, "description": "of an array: keep it as binary_compressed"}
    },
    "additionalProperties": false
  }
})";

Pcd Pcd::create(wbm::Input in) {
    const json::object options = in.options();
    wbm::only(options, {"caption", "fields", "viewpoint", "compress"});
    Pcd cloud = in.is(WBM_FROM_TENSOR) ? of_tensor(in.tensor(), options) : of_file(in, options);
    cloud.caption = wbm::optional_text(options, "caption");
    return cloud;
}

}  // namespace pcd
