// words.hpp - words of a line, and numbers as text, the same in every locale.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace pcd {

/// What blanks separate.
[[nodiscard]] inline std::vector<std::string_view> words_of(std::string_view line) {
    constexpr std::string_view blanks = " \t\r\v\f";
    std::vector<std::string_view> words;
    for (std::size_t at = line.find_first_not_of(blanks); at != std::string_view::npos;) {
        const std::size_t end = line.find_first_of(blanks, at);
        words.push_back(line.substr(at, end == std::string_view::npos ? end : end - at));
        at = line.find_first_not_of(blanks, end);
    }
    return words;
}

/// The whole word as a number, "nan" and "inf" for floats; nullopt when it is none or T cannot hold it.
template <class T>
[[nodiscard]] std::optional<T> parse_number(std::string_view word) {
    if (word.starts_with('+')) word.remove_prefix(1);
    T number{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    return number;
}

/// The shortest text that is read back as this number.
[[nodiscard]] inline std::string number_text(double number) {
    char text[32];
    return {text, std::to_chars(std::begin(text), std::end(text), number).ptr};
}

}  // namespace pcd
