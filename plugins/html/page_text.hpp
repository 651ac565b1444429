// page_text.hpp - what the reference does to the text of a page before it is stored. Wire spec, section 9.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wbm::html {

/// Bytes before the first one that does not belong to well-formed UTF-8; nullopt when all is well.
[[nodiscard]] std::optional<std::size_t> first_bad_utf8(std::string_view text) noexcept;

/// Python's universal newlines: "\r\n" and a lone "\r" become "\n".
[[nodiscard]] std::string with_plain_newlines(std::string_view text);

/// Inserts the base target and the style sheet after the first `<head>`, else after the first `<html>` in a head of its
/// own, else in front; then strips white space as Python's str.strip() does. `text` must be UTF-8.
[[nodiscard]] std::string with_style(std::string_view text);

}  // namespace wbm::html
