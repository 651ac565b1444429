// limits.hpp - every bound that a hostile volume meets, by name.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nifti {

inline constexpr std::uint64_t max_data_bytes = std::uint64_t{1} << 32;   ///< voxels of a file, unpacked
inline constexpr std::uint64_t max_array_bytes = std::uint64_t{1} << 30;  ///< of an array that becomes a file
inline constexpr std::uint64_t max_offset = std::uint64_t{1} << 24;       ///< header and extensions before the voxels
inline constexpr std::uint64_t max_trailing_bytes = std::uint64_t{1} << 20;  ///< passed over behind the voxels
inline constexpr std::uint64_t max_deflate_ratio = 1032;                     ///< deflate cannot pack better than this
inline constexpr double max_spacing = 1e9;         ///< millimetres, or seconds, between two voxels
inline constexpr std::int64_t max_extent = 32767;  ///< of an axis that NIfTI-1 counts

}  // namespace nifti
