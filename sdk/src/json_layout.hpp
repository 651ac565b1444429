// json_layout.hpp - what the styles differ in, for write() and restyle(). Private to the SDK.
#pragma once

#include <wbm/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wbm::json::detail {

struct Layout {
    std::string_view comma;  ///< between members and elements
    std::string_view colon;  ///< between key and value
    bool indented;
    bool sorted;
};

constexpr Layout layout_of(Style style) {
    switch (style) {
        case Style::fast:
            return {",", ":", false, false};
        case Style::standard:
            return {", ", ": ", false, false};
        case Style::standard_sorted:
            return {", ", ": ", false, true};
        case Style::indented:
            return {",", ": ", true, false};
    }
    return {",", ":", false, false};
}

/// The token of a number that is not finite.
constexpr std::string_view non_finite_word(double number) {
    return number != number ? "NaN" : number < 0 ? "-Infinity" : "Infinity";
}

/// A new line and four blanks per level, as Python's json.dumps(indent=4).
inline void break_line(std::string& out, std::size_t depth) {
    constexpr std::size_t width = 4;
    out += '\n';
    out.append(width * depth, ' ');
}

/// Cuts `out` back to the length it had, unless told to keep what was added.
class Undo {
public:
    explicit Undo(std::string& out) : out_(out), length_(out.size()) {}
    Undo(const Undo&) = delete;
    Undo& operator=(const Undo&) = delete;
    ~Undo() {
        if (!kept_) out_.resize(length_);
    }
    void keep() noexcept { kept_ = true; }

private:
    std::string& out_;
    std::size_t length_;
    bool kept_ = false;
};

/// A key or token for an error text: cut to kQuoteBytes at a character, in quotes, control characters escaped.
std::string quoted(std::string_view text);

}  // namespace wbm::json::detail
