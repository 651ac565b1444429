// interrupt.hpp - SIGINT and SIGTERM end the tool by unwinding, so that no temporary file stays behind.
#pragma once

namespace wbm::tool {

/// Thrown by check_interrupt(). Deliberately no std::exception: nothing below main() should take it for an error.
struct Interrupted {};

/// From now on the first SIGINT or SIGTERM is only noted; the second kills at once. A signal that the parent told us to
/// ignore stays ignored.
void catch_signals();

/// Throws Interrupted when a signal was noted.
void check_interrupt();

/// Was a signal noted?
[[nodiscard]] bool is_interrupted() noexcept;

/// Ends the process by the signal that was noted, as a shell expects it. Returns only when there was none.
void die_of_signal() noexcept;

}  // namespace wbm::tool
