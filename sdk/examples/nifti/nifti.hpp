// nifti.hpp - Nifti: a medical volume. `_type` "nifti-file". The whole type; nifti.cpp makes a plugin of it.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace nifti {

/// Made from
///   a path, bytes   a .nii or .nii.gz file, NIfTI-1 or 2, of either byte order: its header is checked, its voxels are
///                   counted, and it is kept byte for byte
///   a tensor        x, y (, z (, t)) of 8 to 64 bit integers, float32 or float64, any strides: kept as .nii.gz, the
///                   same file for the same array
/// Options:
///   caption       text
///   spacing       of a tensor: millimetres between voxels, one number for each axis (seconds for the fourth); 1
///   orientation   of a tensor: where x, y and z grow to, such as "RAS" or "LPS"; without it the file says nothing
/// Limits: limits.hpp. Immutable. [const calls are thread-safe]
struct Nifti {
    static constexpr const char* type = "nifti-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR;
    static const char* const facts;

    static Nifti create(wbm::Input in);
    static Nifti from_json(const wbm::json::object& j, const wbm::Store& source);
    [[nodiscard]] wbm::json::object to_json(wbm::Store target) const;
    /// format ("nifti-1", "nifti-2"), shape, dtype, spacing and size_mm of up to three axes, orientation (as nibabel's
    /// aff2axcodes), time_step (seconds), scale (slope and intercept), byte_order (where it is not this machine's),
    /// description, caption, sha256, size, where known.
    [[nodiscard]] wbm::json::object fields() const;
    /// The volume in its own dtype, indexed x, y, z, t; colours have an axis more. Options:
    ///   slice    {"axis": 2, "index": 10}: that slice alone, without the axis
    ///   scaled   true: float64, with the header's slope and intercept
    ///   affine   true: the transform from voxels to millimetres instead, 4 x 4, float64
    [[nodiscard]] wbm::Array tensor(const wbm::json::object& options) const;
    /// The members of fields() that describe a volume; reads the header alone.
    static wbm::json::object probe(const wbm::Part& file);
    bool operator==(const Nifti&) const = default;

    wbm::MediaFile file;
    std::optional<std::string> caption;
    wbm::json::object contents;  ///< what fields() says of the volume; in the JSON, so that fields() opens no file
    wbm::ExtraMembers extra;     ///< members of the JSON that this version does not know
};

}  // namespace nifti
