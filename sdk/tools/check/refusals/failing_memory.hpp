// failing_memory.hpp - makes one allocation of this process fail: in place of malloc and its kin, which C++, Rust and
// every library end up in.
#pragma once

#include "check/refusals/memory_origin.hpp"

#include <cstdint>

namespace wbm::tool::failing_memory {

/// Can allocations be made to fail? Not in a build with a sanitizer, which has its own malloc, nor without glibc.
[[nodiscard]] bool is_available() noexcept;

/// Counts allocations from now on and lets the `nth` fail; 0 lets none fail. Those of a paused thread do not count.
void begin(std::uint64_t nth) noexcept;
/// Ends it. Returns how many allocations there were.
std::uint64_t end() noexcept;

/// Where the allocation that failed last was asked for.
[[nodiscard]] const CallStack& failed_at() noexcept;

/// Blocks that were allocated and not freed, of all threads since the process began: for differences.
[[nodiscard]] std::int64_t live_blocks() noexcept;

/// While the plugin calls the host: what the host allocates does not fail. [this thread]
class Paused {
public:
    Paused() noexcept;
    ~Paused();
    Paused(const Paused&) = delete;
    Paused& operator=(const Paused&) = delete;

private:
    bool before_;
};

/// While the host calls the plugin's sink in such a call.
class Resumed {
public:
    Resumed() noexcept;
    ~Resumed();
    Resumed(const Resumed&) = delete;
    Resumed& operator=(const Resumed&) = delete;

private:
    bool before_;
};

}  // namespace wbm::tool::failing_memory
