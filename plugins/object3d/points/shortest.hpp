// shortest.hpp - the shortest text of a double, for the doubles that coordinates are. A cloud has hundreds of thousands
// of them, and std::to_chars is half of the time that writing one takes.
#pragma once

namespace wbm::object3d {

inline constexpr double least_short_number = 1e-3;
inline constexpr double short_number_limit = 9007199254740992.0;  // 2^53
inline constexpr int short_number_bytes = 48;  ///< more than the longest text: digits are written in blocks

/// Writes what std::to_chars writes, and Python in both of its styles, and returns the end. `number` is no integer and
/// its size is at least least_short_number and below short_number_limit. `p` has room for short_number_bytes.
[[nodiscard]] char* put_short_number(char* p, double number) noexcept;

}  // namespace wbm::object3d
