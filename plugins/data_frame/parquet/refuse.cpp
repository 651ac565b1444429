#include "refuse.hpp"

#include <algorithm>

namespace wbm::data_frame {

namespace {

constexpr std::size_t max_said = 300;

}  // namespace

std::string said(std::string_view text) {
    std::string line(text.substr(0, std::min(text.find('\n'), max_said)));
    if (!json::is_utf8(line))
        for (char& c : line)
            if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    while (line.ends_with(' ') || line.ends_with('.')) line.pop_back();
    return line;
}

void refuse(const std::string& what, const arrow::Status& status) {
    const std::string text = what + ": " + said(status.message());
    if (status.IsNotImplemented()) throw unsupported(text);
    throw invalid(text);
}

}  // namespace wbm::data_frame
