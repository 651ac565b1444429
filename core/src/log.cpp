#include "log.hpp"

#include <wbm/limits.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

namespace wbm {
namespace {

constexpr std::array<std::string_view, 3> level_names{"debug", "info", "warning"};

/// WBM_LOG=debug or info shows more than warnings.
int least_level() noexcept {
    const char* text = std::getenv("WBM_LOG");
    for (std::size_t i = 0; text != nullptr && i < level_names.size(); ++i)
        if (level_names[i] == text) return static_cast<int>(i);
    return 2;
}

/// A log line must stay one line, whatever the plugin wrote.
std::string one_line(std::string_view text) {
    std::string line(text.substr(0, limits::error_text_bytes));
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return line;
}

}  // namespace

void log_line(int level, std::string_view who, std::string_view text) noexcept {
    static const int least = least_level();
    const int known = level < 0 ? 0 : level > 2 ? 2 : level;
    if (known < least) return;
    try {
        std::fprintf(stderr, "wbm: %s: %s: %s\n", level_names[static_cast<std::size_t>(known)].data(),
                     std::string(who).c_str(), one_line(text).c_str());
    } catch (const std::exception&) {
    }
}

}  // namespace wbm
