#include "compact.hpp"

#include "../arrays/array_text.hpp"
#include "cursor.hpp"

namespace wbm::plotly {
namespace {

/// NaN, Infinity, -Infinity: no other token of JSON begins so.
std::size_t non_finite_at(std::string_view sound, std::size_t at) noexcept {
    constexpr std::string_view words[] = {"NaN", "Infinity", "-Infinity"};
    for (const std::string_view word : words)
        if (sound.substr(at, word.size()) == word) return word.size();
    return 0;
}

bool is_key(std::string_view sound, std::size_t behind) noexcept {
    while (behind < sound.size() && Cursor::is_blank(sound[behind])) ++behind;
    return behind < sound.size() && sound[behind] == ':';
}

bool is_special(char c) noexcept { return Cursor::is_blank(c) || c == '"' || c == 'N' || c == 'I' || c == '-'; }

}  // namespace

Compact compact(std::string_view sound, const ArrayParts& arrays, bool typed) {
    Compact out;
    out.text.reserve(sound.size());
    for (std::size_t at = 0; at < sound.size();) {
        if (Cursor::is_blank(sound[at])) {
            ++at;
        } else if (sound[at] == '"') {
            const std::size_t end = end_of_string(sound, at + 1);
            const DLTensor* array = is_key(sound, end + 1) ? nullptr : arrays.find(sound.substr(at + 1, end - at - 1));
            if (array != nullptr) {
                typed ? append_typed(out.text, *array) : append_lists(out.text, *array);
            } else {
                out.text += sound.substr(at, end + 1 - at);
            }
            at = end + 1;
        } else if (const std::size_t word = non_finite_at(sound, at); word != 0) {
            out.text += "null";
            out.had_non_finite = true;
            at += word;
        } else {
            std::size_t end = at + 1;
            while (end < sound.size() && !is_special(sound[end])) ++end;
            out.text += sound.substr(at, end - at);
            at = end;
        }
    }
    return out;
}

bool has_non_finite(std::string_view sound) noexcept {
    for (std::size_t at = 0; at < sound.size(); ++at) {
        if (sound[at] == '"') {
            at = end_of_string(sound, at + 1);
        } else if (sound[at] == 'N' || sound[at] == 'I') {
            return true;
        }
    }
    return false;
}

}  // namespace wbm::plotly
