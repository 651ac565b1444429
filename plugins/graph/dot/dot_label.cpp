#include "dot_label.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <string_view>

namespace wbm::graph {
namespace {

/// The character that an entity such as "&amp;" stands for, and its length; 0 for other text.
std::pair<char, std::size_t> entity(std::string_view text) {
    constexpr std::pair<std::string_view, char> known[] = {{"&amp;", '&'},  {"&lt;", '<'},   {"&gt;", '>'},
                                                           {"&quot;", '"'}, {"&#39;", '\''}, {"&nbsp;", ' '}};
    for (const auto& [name, character] : known)
        if (text.starts_with(name)) return {character, name.size()};
    return {'\0', 0};
}

/// Text between tags; blanks become one, as a browser has them.
std::string without_tags(std::string_view html) {
    std::string out;
    const auto blank = [&] {
        if (!out.empty() && out.back() != ' ') out += ' ';
    };
    for (std::size_t i = 0; i < html.size(); ++i) {
        const char c = html[i];
        if (c == '<') {
            i = std::min(html.find('>', i), html.size());
            blank();
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            blank();
        } else if (const auto [character, length] = entity(html.substr(i, 6)); length > 0) {
            out += character;
            i += length - 1;
        } else {
            out += c;
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace

std::string label_text(const DotText& label, const DotEscapes& escapes) {
    if (label.is_html) return without_tags(label.text);
    std::string out;
    for (std::size_t i = 0; i < label.text.size() && out.size() <= max_id_bytes; ++i) {
        const char c = label.text[i];
        if (c != '\\' || i + 1 == label.text.size()) {
            out += c;
            continue;
        }
        const char escape = label.text[++i];
        const auto found =
            std::find_if(escapes.begin(), escapes.end(), [&](const auto& e) { return e.first == escape; });
        if (found != escapes.end())
            out += found->second;
        else
            out += escape == 'n' || escape == 'l' || escape == 'r' ? '\n' : escape;
    }
    while (!out.empty() && out.back() == '\n') out.pop_back();  // \l ends each line
    return out;
}

}  // namespace wbm::graph
