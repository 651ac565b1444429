#include "cursor.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

namespace wbm::plotly {

void check_json(std::string_view text, const std::string& name) {
    try {
        // Laying it out anew is the check that takes no document; what it gives is not needed.
        (void)json::restyle(text, json::Style::fast, json::NonFinite::allow, {max_figure_depth, max_figure_bytes});
    } catch (const json::Error& e) {
        throw invalid(name + " is no sound figure: " + e.what() + "; export it again");
    }
}

std::size_t end_of_string(std::string_view sound, std::size_t at) noexcept {
    for (;; ++at) {
        at = sound.find('"', at);
        std::size_t first = at;
        while (sound[first - 1] == '\\') --first;
        if ((at - first) % 2 == 0) return at;
    }
}

std::string_view Cursor::string() noexcept {
    (void)peek();
    const std::size_t first = at_ + 1;
    const std::size_t last = end_of_string(text_, first);
    at_ = last + 1;
    return text_.substr(first, last - first);
}

std::string_view Cursor::value() noexcept {
    const char first = peek();
    const std::size_t start = at_;
    if (first == '"') {
        (void)string();
    } else if (first == '{' || first == '[') {
        std::size_t depth = 0;
        do {
            const char c = text_[at_];
            if (c == '"') {
                at_ = end_of_string(text_, at_ + 1);
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if (c == '}' || c == ']') {
                --depth;
            }
            ++at_;
        } while (depth != 0);
    } else {
        while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ',' && text_[at_] != ']' &&
               text_[at_] != '}')
            ++at_;
    }
    return text_.substr(start, at_ - start);
}

std::string unescaped(std::string_view raw) {
    if (raw.find('\\') == std::string_view::npos) return std::string(raw);
    const json::value v = json::read('"' + std::string(raw) + '"');
    return std::string(std::string_view(v.get_string()));
}

std::string shape_of(std::string_view value) {
    const bool has_ends = !value.empty() && (value.front() == '"' || value.front() == '[');
    return unescaped(has_ends ? value.substr(1, value.size() - 2) : value);
}

std::string kind_of(std::string_view value) {
    switch (value.front()) {
        case '{':
            return "an object";
        case '[':
            return "a list";
        case '"':
            return "the text " + brief(json::value(unescaped(value.substr(1, value.size() - 2))));
        default:
            return std::string(value.substr(0, 40));
    }
}

}  // namespace wbm::plotly
