// worker.hpp - a child process that tries many things in turn and tells which, so that a crash is that of one of them.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace wbm::tool {

/// Memory that a worker shares with the process that waits for it. What is written here outlives a crash.
class Board {
public:
    static constexpr std::size_t max_note = 4096;                   ///< longer notes are cut
    static constexpr std::size_t max_input = std::size_t{1} << 20;  ///< longer inputs are cut

    Board();
    ~Board();
    Board(const Board&) = delete;
    Board& operator=(const Board&) = delete;

    /// The worker begins with this item, which `note` describes.
    void begin(std::uint64_t item, std::string_view note, std::string_view input = {}) noexcept;
    /// The item in work, or the last one. [any process]
    [[nodiscard]] std::uint64_t item() const noexcept;
    [[nodiscard]] std::uint64_t begun() const noexcept;  ///< how often begin() was called
    [[nodiscard]] std::string note() const;
    [[nodiscard]] std::string input() const;
    /// Whose code it is that crashes, when it is not the plugin's. [also in a signal handler]
    void blame(std::string_view library) noexcept;
    [[nodiscard]] std::string blamed() const;
    /// Marks that the C++ runtime is about to end the worker: an exception met a function that lets none out.
    void mark_terminated() noexcept;
    [[nodiscard]] bool terminated() const noexcept;

private:
    struct Shared;
    Shared* shared_;
};

/// How a worker ended.
struct WorkerEnd {
    enum class Kind {
        done,
        failed,   ///< text: what() of the exception that left it
        aborted,  ///< it called abort()
        crashed,  ///< text: "crashed with SIGSEGV"
        hung,     ///< text: "did not return within 10 s"
    };
    Kind kind = Kind::done;
    std::string text;
};

/// Forks and runs `work` in the child. An item that takes longer than `patience` is a hang; the child is killed then.
/// Throws Failure when no child can be made.
[[nodiscard]] WorkerEnd run_worker(Board& board, const std::function<void()>& work, std::chrono::seconds patience);

}  // namespace wbm::tool
