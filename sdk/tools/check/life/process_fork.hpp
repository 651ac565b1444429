// process_fork.hpp - a process that a check makes in its own child, to see how it ends. (in_child() is for the tool: it
// cannot be called again in a child.)
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace wbm::tool {

/// How a process ended.
struct ForkEnd {
    bool is_sound = false;  ///< it returned, or ended itself with code 0
    std::string text;       ///< what `work` returned, else how it ended: "crashed with SIGSEGV"
};

constexpr std::chrono::seconds fork_time{20};

/// Forks and runs `work` in the new process, which ends without a word to its statics unless `work` calls exit().
/// Throws Failure when there can be no process.
[[nodiscard]] ForkEnd run_forked(const std::function<std::string()>& work, std::chrono::seconds time = fork_time);

/// A text that a process made by run_forked() leaves to the one that waits for it, also when it crashes. Bounded: a
/// longer one is cut.
class SharedText {
public:
    /// Throws Failure without memory.
    SharedText();
    ~SharedText();
    SharedText(const SharedText&) = delete;
    SharedText& operator=(const SharedText&) = delete;

    /// Allocates nothing.
    void set(const char* text) noexcept;
    [[nodiscard]] std::string get() const;

private:
    char* memory_;
};

}  // namespace wbm::tool
