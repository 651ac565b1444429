// isolate.hpp - runs a function in a child process, so that a crash or a hang of strange code is a result.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace wbm::isolate {

/// What the child may use. Memory is what it may map on top of what this process has mapped already.
struct Limits {
    std::chrono::milliseconds time{10'000};
    std::uint64_t memory_bytes = std::uint64_t{4} << 30;
    std::size_t result_bytes = std::size_t{16} << 20;
};

struct Outcome {
    enum class Kind {
        returned,   ///< text is what the function returned
        failed,     ///< text is what() of the exception that left it
        crashed,    ///< text says how: "crashed with SIGSEGV", "ended the process with code 3"
        timed_out,  ///< text: "did not return within 10 s"
    };
    Kind kind = Kind::crashed;
    std::string text;
};

/// Forks, runs `work` in the child and waits. The child's standard output and input are /dev/null and its signal
/// handlers the defaults; it and whatever it started are killed when time is over. `work` gets a copy of this process
/// with one thread: it should use little of it. Throws std::system_error when no child can be made. [thread-safe; one
/// at a time]
[[nodiscard]] Outcome run(const std::function<std::string()>& work, const Limits& limits = {});

}  // namespace wbm::isolate
