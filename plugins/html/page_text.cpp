#include "page_text.hpp"

#include <wbm/json.hpp>

#include <algorithm>
#include <iterator>

namespace wbm::html {
namespace {

constexpr std::string_view style =
    R"(<base target="_blank"><link rel="stylesheet" type="text/css" href="https://app.wandb.ai/normalize.css" />)";

/// The characters that Python's str.strip() removes, as UTF-8.
constexpr std::string_view white_space[] = {
    "\t",           "\n",           "\v",           "\f",           "\r",
    "\x1c",         "\x1d",         "\x1e",         "\x1f",         " ",
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
    "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
    "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
    "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

std::string_view stripped(std::string_view text) noexcept {
    const auto first = [&] {
        return std::find_if(std::begin(white_space), std::end(white_space),
                            [&](auto s) { return text.starts_with(s); });
    };
    const auto last = [&] {
        return std::find_if(std::begin(white_space), std::end(white_space), [&](auto s) { return text.ends_with(s); });
    };
    for (auto found = first(); found != std::end(white_space); found = first()) text.remove_prefix(found->size());
    for (auto found = last(); found != std::end(white_space); found = last()) text.remove_suffix(found->size());
    return text;
}

/// Length of the character that `text` starts with, 0 when it is not well-formed.
std::size_t character_length(std::string_view text) noexcept {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return text.size() >= length && json::is_utf8(text.substr(0, length)) ? length : 0;
}

}  // namespace

std::optional<std::size_t> first_bad_utf8(std::string_view text) noexcept {
    if (json::is_utf8(text)) return std::nullopt;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = character_length(text.substr(at));
        if (length == 0) break;
        at += length;
    }
    return at;
}

std::string with_plain_newlines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            out += '\n';
        }
    }
    return out;
}

std::string with_style(std::string_view text) {
    constexpr std::string_view head = "<head>";
    constexpr std::string_view html = "<html>";
    std::string out;
    out.reserve(text.size() + style.size() + 2 * head.size() + 1);
    if (const auto at = text.find(head); at != std::string_view::npos) {
        const std::size_t split = at + head.size();
        out.append(text.substr(0, split)).append(style).append(text.substr(split));
    } else if (const auto start = text.find(html); start != std::string_view::npos) {
        const std::size_t split = start + html.size();
        out.append(text.substr(0, split)).append(head).append(style).append("</head>").append(text.substr(split));
    } else {
        out.append(style).append(text);
    }
    return std::string(stripped(out));
}

}  // namespace wbm::html
