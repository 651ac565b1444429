#include "progress.hpp"

#include "interrupt.hpp"
#include "output.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace wbm::tool {

namespace {

constexpr std::uint64_t long_work_bytes = 64'000'000;
constexpr std::chrono::milliseconds long_work_time{500};
constexpr std::chrono::milliseconds redraw_time{100};
constexpr std::size_t bar_width = 24;
constexpr const char* clear_line = "\r\x1b[K";

std::string bar_text(const std::string& label, std::uint64_t done, std::uint64_t total) {
    if (total == 0) return label + "  " + human_size(done);
    const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    const auto full = static_cast<std::size_t>(part * static_cast<double>(bar_width));
    return label + "  [" + std::string(full, '#') + std::string(bar_width - full, '.') + "] " +
           std::to_string(static_cast<int>(part * 100)) + "%  " + human_size(done) + " of " + human_size(total);
}

}  // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), is_terminal_(isatty(STDERR_FILENO) == 1), start_(Clock::now()) {}

ProgressBar::~ProgressBar() {
    if (is_drawn_) std::fputs(clear_line, stderr);
}

void ProgressBar::update(std::uint64_t done, std::uint64_t total) {
    check_interrupt();
    if (!is_terminal_) return;
    const Clock::time_point now = Clock::now();
    if (total <= long_work_bytes && now - start_ < long_work_time) return;
    if (is_drawn_ && now - last_draw_ < redraw_time) return;
    std::fputs((clear_line + bar_text(label_, done, total)).c_str(), stderr);
    is_drawn_ = true;
    last_draw_ = now;
}

}  // namespace wbm::tool
