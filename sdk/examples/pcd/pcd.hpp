// pcd.hpp - Pcd: a point cloud. `_type` "pcd-file". The whole type; pcd.cpp makes a plugin of it.
#pragma once

#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace pcd {

/// Made from
///   a path, bytes   a PCD file, version 0.5 to 0.7: ascii, binary or binary_compressed; all of it is checked, and it
///   is
///                   kept byte for byte
///   a tensor        points x fields, or height x width x fields of an organised cloud, float32 or float64, any
///   strides:
///                   kept as binary PCD 0.7. NaN is what a sensor saw nothing with.
/// Options:
///   caption     text
///   fields      of a tensor: the columns' names; ["x","y","z"] and, with a fourth, "intensity", unless it is given
///   viewpoint   of a tensor: where the sensor was: x, y, z and a quaternion, w first
///   compress    of a tensor: true for binary_compressed
/// Limits: limits.hpp. Immutable. [const calls are thread-safe]
struct Pcd {
    static constexpr const char* type = "pcd-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR;
    static const char* const facts;

    static Pcd create(wbm::Input in);
    static Pcd from_json(const wbm::json::object& j, const wbm::Store& source);
    [[nodiscard]] wbm::json::object to_json(wbm::Store target) const;
    /// points, width, height, organised, fields (names), types ("float32", "float32[3]"), data ("ascii", ...),
    /// nan_points, bounds of x, y and z, intensity (lowest and highest), viewpoint (where it is not the origin),
    /// caption, sha256, size, where known.
    [[nodiscard]] wbm::json::object fields() const;
    /// Points x columns. Options:
    ///   fields      names; without it x, y and z. A field of several numbers gives as many columns.
    ///   dtype       "float32" or "float64"; float32
    ///   colours     true: red, green and blue of the field rgb or rgba instead; uint8
    ///   organised   true: height x width x columns
    [[nodiscard]] wbm::Array tensor(const wbm::json::object& options) const;
    /// The members of fields() that describe a cloud.
    static wbm::json::object probe(const wbm::Part& file);
    bool operator==(const Pcd&) const = default;

    wbm::MediaFile file;
    std::optional<std::string> caption;
    wbm::json::object contents;  ///< what fields() says of the cloud; in the JSON, so that fields() opens no file
    wbm::ExtraMembers extra;     ///< members of the JSON that this version does not know
};

}  // namespace pcd
