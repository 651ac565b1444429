// json_layout.hpp - the output side that write() and restyle() share: styles, and text being appended. Private.
#pragma once

#include <wbm/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace wbm::json::detail {

struct Layout {
    std::string_view comma;  ///< between members and elements
    std::string_view colon;  ///< between key and value
    bool ascii;              ///< other characters become \uXXXX
    bool indented;
    bool sorted;
};

constexpr Layout layout_of(Style style) {
    switch (style) {
        case Style::fast:
            return {",", ":", false, false, false};
        case Style::standard:
            return {", ", ": ", true, false, false};
        case Style::standard_sorted:
            return {", ", ": ", true, false, true};
        case Style::indented:
            return {",", ": ", true, true, false};
    }
    return {",", ":", false, false, false};
}

/// The token of a number that is not finite.
constexpr std::string_view non_finite_word(double number) {
    return number != number ? "NaN" : number < 0 ? "-Infinity" : "Infinity";
}

/// Appends to a string through a pointer: JSON is short pieces, and std::string::append costs more than they do.
/// The string is longer than what is written while this lives; without keep() it gets back the length it had.
class Out {
public:
    explicit Out(std::string& text) : text_(text), start_(text.size()) { place(start_); }
    Out(const Out&) = delete;
    Out& operator=(const Out&) = delete;
    ~Out() { text_.resize(kept_); }

    void keep() noexcept { kept_ = start_ + size(); }

    /// A place for n bytes; take() what was written there.
    char* room(std::size_t n) {
        if (static_cast<std::size_t>(end_ - at_) < n) [[unlikely]]
            grow(n);
        return at_;
    }
    void take(const char* end) noexcept { at_ += end - at_; }

    void put(char c) { *room(1) = c, ++at_; }
    void put(std::string_view s) {
        std::memcpy(room(s.size()), s.data(), s.size());
        at_ += s.size();
    }
    /// A new line and four blanks per level, as Python's json.dumps(indent=4).
    void break_line(std::size_t depth) {
        constexpr std::size_t width = 4;
        put('\n');
        at_ = std::fill_n(room(width * depth), width * depth, ' ');
    }

    /// Bytes written so far, and what they are.
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - begin()); }
    [[nodiscard]] std::string_view written() const noexcept { return {begin(), size()}; }
    void restart() noexcept { at_ -= size(); }

private:
    [[nodiscard]] const char* begin() const noexcept { return text_.data() + start_; }
    void place(std::size_t at) noexcept {
        at_ = text_.data() + at;
        end_ = text_.data() + text_.size();
    }
    void grow(std::size_t n) {
        constexpr std::size_t least = 256;
        const std::size_t used = size();
        text_.resize(start_ + used + std::max({n, used, least}));
        place(start_ + used);
    }

    std::string& text_;
    std::size_t start_;
    std::size_t kept_ = start_;
    char* at_ = nullptr;
    char* end_ = nullptr;
};

/// Room that put_number() needs: the longest text has 25 bytes, and digits are written in blocks of 16 that go beyond
/// it.
inline constexpr std::size_t number_bytes = 40;

/// Writes a finite double at p and gives the end.
char* put_number(char* p, double number, bool fast);

/// Appends a string with its quotes. Gives the index of the first byte that is not UTF-8, npos when there is none.
std::size_t put_string(Out& out, std::string_view text, bool ascii);

/// A key for an error text: cut to quote_bytes at a character, in quotes, control characters escaped.
std::string quoted(std::string_view text);

}  // namespace wbm::json::detail
