// progress.hpp - a progress bar on standard error for long work; nothing when that is no terminal.
#pragma once

#include <wbm/store.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace wbm::tool {

/// Draws while its callback is called, and clears its line at the end. Appears when there is much to do (64 MB) or when
/// it has taken half a second. The callback also throws Interrupted after a signal, terminal or not.
class ProgressBar {
public:
    explicit ProgressBar(std::string label);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void update(std::uint64_t done, std::uint64_t total);
    /// For the core. Valid while the bar lives.
    [[nodiscard]] Progress callback() {
        return [this](std::uint64_t done, std::uint64_t total) { update(done, total); };
    }

private:
    using Clock = std::chrono::steady_clock;
    std::string label_;
    bool is_terminal_;
    bool is_drawn_ = false;
    Clock::time_point start_;
    Clock::time_point last_draw_;
};

}  // namespace wbm::tool
