// cursor.hpp - walks JSON text that is known to be sound, without building a document: a figure may have 256 MiB, and
// a document of it several times that.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wbm::plotly {

/// Throws invalid when the text is no sound JSON, or beyond the limits; `name` is what the sentence calls it.
void check_json(std::string_view text, const std::string& name);

/// A place in a sound JSON text. Every function expects what its name says at that place.
class Cursor {
public:
    explicit Cursor(std::string_view sound) noexcept : text_(sound) {}

    /// The next byte that is no blank.
    char peek() noexcept {
        while (is_blank(text_[at_])) ++at_;
        return text_[at_];
    }
    /// A string without its quotes, with its escapes.
    std::string_view string() noexcept;
    /// The text of the value, whatever it is.
    std::string_view value() noexcept;

    /// Calls `call(key)` for each member of the object, with the key's text; it must take the value.
    template <class Call>
    void members(const Call& call);
    /// Calls `call(index)` for each element of the list; it must take the element.
    template <class Call>
    void elements(const Call& call);

    static bool is_blank(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

/// The quote that ends the string whose first byte is at `at`.
[[nodiscard]] std::size_t end_of_string(std::string_view sound, std::size_t at) noexcept;

/// What a string says whose text between its quotes this is.
[[nodiscard]] std::string unescaped(std::string_view raw);

/// The "shape" of a typed array as plotly.js takes it, a text "3, 4", a number or a list, as such a text.
[[nodiscard]] std::string shape_of(std::string_view value);

/// What an error calls a value: `a list`, `the text "x"`.
[[nodiscard]] std::string kind_of(std::string_view value);

template <class Call>
void Cursor::members(const Call& call) {
    (void)peek();
    ++at_;
    while (peek() != '}') {
        const std::string_view raw = string();
        (void)peek();
        ++at_;  // the colon
        if (raw.find('\\') == std::string_view::npos) {
            call(raw);
        } else {
            call(std::string_view(unescaped(raw)));
        }
        if (peek() == ',') ++at_;
    }
    ++at_;
}

template <class Call>
void Cursor::elements(const Call& call) {
    (void)peek();
    ++at_;
    for (std::size_t index = 0; peek() != ']'; ++index) {
        call(index);
        if (peek() == ',') ++at_;
    }
    ++at_;
}

}  // namespace wbm::plotly
