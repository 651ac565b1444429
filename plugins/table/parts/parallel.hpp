// parallel.hpp - the same work on several things at a time.
#pragma once

#include <cstddef>
#include <functional>

namespace wbm::table {

/// How many parts of a table are read at a time: one a processor, and no more than this.
inline constexpr std::size_t max_part_readers = 8;
[[nodiscard]] std::size_t part_readers() noexcept;

/// Calls `work` with 0 to `count` - 1, on this thread and others, part_readers() at a time. Throws what the first of
/// them in order threw, when all have ended.
void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace wbm::table
