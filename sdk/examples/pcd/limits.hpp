// limits.hpp - every bound that a hostile cloud meets, by name.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pcd {

inline constexpr std::size_t max_file_bytes = std::size_t{1} << 31;    ///< a cloud is held in memory while it is read
inline constexpr std::size_t max_header_bytes = std::size_t{1} << 16;  ///< lines before the points
inline constexpr std::size_t max_fields = 1024;                        ///< of a point
inline constexpr std::uint64_t max_count = std::uint64_t{1} << 16;     ///< numbers of one field
inline constexpr std::uint64_t max_points = std::uint64_t{1} << 28;    ///< of a cloud
inline constexpr std::uint64_t max_point_bytes = std::uint64_t{1} << 31;  ///< of all points, unpacked
inline constexpr std::size_t max_trailing_bytes = 4096;  ///< behind the last point: some writers fill a page
inline constexpr std::uint64_t max_lzf_ratio = 88;       ///< LZF packs 264 bytes into 3 at best

}  // namespace pcd
