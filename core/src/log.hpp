// log.hpp - what the user is told without being asked: one line on standard error.
#pragma once

#include <string_view>

namespace wbm {

/// Writes `wbm: warning: <who>: <text>`. Levels: 0 debug, 1 info, 2 warning; WBM_LOG=debug or info shows more than
/// warnings. [thread-safe]
void log_line(int level, std::string_view who, std::string_view text) noexcept;

}  // namespace wbm
