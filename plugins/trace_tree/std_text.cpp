#include "std_text.hpp"

#include "limits.hpp"

namespace wbm::trace_tree {
namespace {

constexpr json::Limits limits = {max_text_depth, max_text_bytes};

/// Puts null for each bare NaN of a text from `begin` on.
void replace_nan(std::string& text, std::size_t begin) {
    constexpr std::string_view nan = "NaN";
    if (text.find(nan, begin) == std::string::npos) return;
    const std::string old = text.substr(begin);
    text.resize(begin);
    bool is_inside = false;  // of a string
    for (std::size_t i = 0; i < old.size(); ++i) {
        if (!is_inside && old[i] == 'N') {
            text += "null";
            i += nan.size() - 1;
            continue;
        }
        text += old[i];
        if (old[i] == '"') is_inside = !is_inside;
        if (old[i] == '\\') text += old[++i];
    }
}

}  // namespace

TextReader::TextReader(std::string_view all) : text(all), in(all, json::NonFinite::allow, limits) {}

std::string_view TextReader::take() {
    (void)in.peek();
    const std::size_t begin = in.offset();
    (void)in.skip();
    return text.substr(begin, in.offset() - begin);
}

void append_std(std::string& out, std::string_view value) {
    const std::size_t begin = out.size();
    json::append_restyled(out, value, json::Style::standard, json::NonFinite::allow, limits);
    replace_nan(out, begin);
}

}  // namespace wbm::trace_tree
