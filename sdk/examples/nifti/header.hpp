// header.hpp - what a NIfTI file says of its voxels: version 1 (348 bytes) and 2 (540 bytes), both byte orders.
#pragma once

#include <wbm/json.hpp>
#include <wbm/sdk.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nifti {

inline constexpr std::size_t header_1_bytes = 348;
inline constexpr std::size_t header_2_bytes = 540;

/// One of the format's data types.
struct VoxelType {
    int code;
    const char* name;
    std::size_t bytes;
    DLDataType dtype;  ///< of a channel; bits 0: no array can hold it
    int channels;      ///< 3 and 4 for colours
};

struct Header {
    int version = 1;
    bool swapped = false;  ///< the file has the other byte order than this machine
    std::vector<std::int64_t> shape;
    const VoxelType* voxel = nullptr;
    std::uint64_t offset = 0;        ///< of the voxels
    std::array<double, 8> pixdim{};  ///< [0] is the handedness of the quaternion, [1] to [7] belong to the axes
    double slope = 1;                ///< 1 and 0 where the file scales nothing
    double intercept = 0;
    int units = 0;
    int qform_code = 0;
    int sform_code = 0;
    std::array<double, 6> quaternion{};           ///< b, c, d and the offsets
    std::array<std::array<double, 4>, 3> srow{};  ///< the affine transform
    std::string description;

    [[nodiscard]] std::uint64_t data_bytes() const;
    [[nodiscard]] bool is_scaled() const noexcept { return slope != 1 || intercept != 0; }
};

/// Is this the start of a NIfTI file, unpacked? Needs the first header_1_bytes.
[[nodiscard]] bool looks_like_nifti(std::string_view head) noexcept;

/// Does the header go on to header_2_bytes?
[[nodiscard]] bool is_version_2(std::string_view head) noexcept;

/// Reads and checks a header; `head` is all of it, or less when the file ends there. Throws wbm::invalid naming
/// the member: `the file "a.nii": dim[2] is -5; ...`, unsupported for voxels that no reader has.
[[nodiscard]] Header parse_header(std::string_view head, const std::string& name);

/// The header of a NIfTI-1 file of this machine's byte order, with the four bytes that say that no extension follows.
/// `affine`: rows of the sform, or null when nobody knows where the volume is.
[[nodiscard]] std::string make_header(const std::vector<std::int64_t>& shape, const VoxelType& voxel,
                                      const std::vector<double>& spacing,
                                      const std::array<std::array<double, 4>, 3>* affine);

/// The type for an array's elements, or null.
[[nodiscard]] const VoxelType* voxel_of(DLDataType dtype) noexcept;

/// What fields() says of the header: nifti.hpp.
[[nodiscard]] wbm::json::object describe(const Header& header);

}  // namespace nifti
