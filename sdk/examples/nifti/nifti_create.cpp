// How a volume is made from what a caller has.
#include "header.hpp"
#include "limits.hpp"
#include "nifti.hpp"
#include "orientation.hpp"
#include "packed.hpp"
#include "volume.hpp"

#include <utility>
#include <vector>

namespace nifti {
namespace {

namespace json = wbm::json;

bool is_given(const json::object& options, const char* name) {
    const json::value* v = options.if_contains(name);
    return v != nullptr && !v->is_null();
}

/// One number for each axis; a volume in time may leave its fourth out.
std::vector<double> spacing_option(const json::object& options, std::size_t axes) {
    if (!is_given(options, "spacing")) return std::vector<double>(axes, 1.0);
    const json::value& v = options.at("spacing");
    const json::array* list = v.if_array();
    std::vector<double> spacing;
    bool sound = list != nullptr && (list->size() == axes || (axes == 4 && list->size() == 3));
    for (std::size_t i = 0; sound && i < list->size(); ++i) {
        sound = (*list)[i].is_number();
        if (sound) spacing.push_back((*list)[i].to_number<double>());
        sound = sound && spacing.back() > 1 / max_spacing && spacing.back() <= max_spacing;
    }
    if (!sound)
        throw wbm::invalid("option \"spacing\" is " + wbm::brief(v) + "; give " + std::to_string(axes) +
                           " numbers above 0: millimetres from voxel to voxel along each axis");
    spacing.resize(axes, 1.0);
    return spacing;
}

const VoxelType& voxel_for(const DLTensor& tensor) {
    if (const VoxelType* voxel = voxel_of(tensor.dtype)) return *voxel;
    throw wbm::unsupported("the array has dtype " + wbm::dtype_name(tensor.dtype) +
                           "; give integers of 8 to 64 bits, float32 or float64");
}

/// Throws unsupported for memory that the CPU cannot read.
void check_memory(const DLTensor& tensor) {
    if (tensor.ndim == 2) wbm::check_array(tensor, tensor.dtype, {wbm::any, wbm::any});
    if (tensor.ndim == 3) wbm::check_array(tensor, tensor.dtype, {wbm::any, wbm::any, wbm::any});
    if (tensor.ndim == 4) wbm::check_array(tensor, tensor.dtype, {wbm::any, wbm::any, wbm::any, wbm::any});
}

std::vector<std::int64_t> shape_for(const DLTensor& tensor) {
    if (tensor.ndim < 2 || tensor.ndim > 4)
        throw wbm::invalid("the array has shape " + wbm::shape_text(tensor) +
                           "; a volume has 2 to 4 axes: x, y, z, time");
    for (int axis = 0; axis < tensor.ndim; ++axis)
        if (tensor.shape[axis] < 1 || tensor.shape[axis] > max_extent)
            throw wbm::invalid("the array has shape " + wbm::shape_text(tensor) + "; each axis has 1 to " +
                               std::to_string(max_extent) + " voxels");
    if (wbm::element_count(tensor) > max_array_bytes / (tensor.dtype.bits / 8U))
        throw wbm::invalid("the array has shape " + wbm::shape_text(tensor) + ", more than " +
                           std::to_string(max_array_bytes) + " bytes; split it, or write a file");
    return {tensor.shape, tensor.shape + tensor.ndim};
}

Nifti of_tensor(const DLTensor& tensor, const json::object& options) {
    const VoxelType& voxel = voxel_for(tensor);
    const std::vector<std::int64_t> shape = shape_for(tensor);
    check_memory(tensor);
    const std::vector<double> spacing = spacing_option(options, shape.size());
    std::optional<Affine> affine;
    if (const auto codes = wbm::optional_text(options, "orientation")) affine = affine_from(*codes, spacing);
    const std::string header = make_header(shape, voxel, spacing, affine ? &*affine : nullptr);
    Nifti volume;
    volume.contents = describe(parse_header(header, "the volume"));
    volume.file = wbm::MediaFile::of_bytes(pack(header + in_file_order(tensor)), ".nii.gz");
    return volume;
}

Nifti of_file(const wbm::Input& in, const json::object& options) {
    for (const char* name : {"spacing", "orientation"})
        if (is_given(options, name))
            throw wbm::invalid("option \"" + std::string(name) + "\" is for arrays; a file says it itself");
    Nifti volume;
    if (in.is(WBM_FROM_PATH)) {
        volume.file = wbm::MediaFile::of_path(in.path());
        Unpacked bytes = Unpacked::of_file(in.path());
        volume.contents = describe(check_volume(bytes));
        return volume;
    }
    Unpacked bytes = Unpacked::of_bytes(in.bytes(), "the volume");
    volume.contents = describe(check_volume(bytes));
    volume.file = wbm::MediaFile::of_bytes(std::string(in.bytes()), bytes.is_packed() ? ".nii.gz" : ".nii");
    return volume;
}

}  // namespace

const char* const Nifti::facts = R"({
  "description": "Medical volumes: NIfTI files, and arrays with a spacing",
  "extensions": [".nii", ".nii.gz"],
  "magic": [{"offset": 344, "hex": "6e2b3100"}, {"offset": 4, "hex": "6e2b32000d0a1a0a"}],
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "spacing": {"type": ["array", "null"], "items": {"type": "number", "exclusiveMinimum": 0}, "minItems": 2, "maxItems": 4,
                  "description": "of an array: millimetres from voxel to voxel along each axis, seconds along the fourth"},
      "orientation": {"type": ["string", "null"], "description": "of an array: where its axes grow to, such as RAS"}
    },
    "additionalProperties": false
  }
})";

Nifti Nifti::create(wbm::Input in) {
    const json::object options = in.options();
    wbm::only(options, {"caption", "spacing", "orientation"});
    Nifti volume = in.is(WBM_FROM_TENSOR) ? of_tensor(in.tensor(), options) : of_file(in, options);
    volume.caption = wbm::optional_text(options, "caption");
    return volume;
}

}  // namespace nifti
