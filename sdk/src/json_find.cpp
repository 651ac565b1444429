// find_string(): one member of the top-level object, for dispatch on "_type" before anything is parsed.
#include "json_scan.hpp"

namespace wbm::json {

namespace {

using detail::Fault;

const char* skip_blanks(const char* p, const char* end) noexcept {
    while (p != end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) ++p;
    return p;
}

/// The end of the value at p: the comma or bracket behind it. Null when the text ends or a string is broken.
const char* skip_value(const char* p, const char* end) noexcept {
    std::size_t depth = 0;
    while (p != end) {
        switch (*p) {
            case '"': {
                const detail::StringScan scan = detail::scan_string(p + 1, end);
                if (scan.fault != Fault::none) return nullptr;
                p = scan.stop;
                break;
            }
            case '{':
            case '[':
                ++depth;
                break;
            case '}':
            case ']':
                if (depth == 0) return p;
                --depth;
                break;
            case ',':
                if (depth == 0) return p;
                break;
            default:
                break;
        }
        ++p;
    }
    return nullptr;
}

std::string_view value_of(const detail::StringToken& token, std::string& scratch) {
    if (!token.escaped) return token.raw;
    scratch.clear();
    append_unescaped(scratch, token);
    return scratch;
}

}  // namespace

std::string_view find_string(std::string_view text, std::string_view key, std::string& scratch) {
    const char* const end = text.data() + text.size();
    const char* p = skip_blanks(text.data(), end);
    if (p == end || *p != '{') return {};
    do {
        p = skip_blanks(p + 1, end);
        if (p == end || *p != '"') return {};
        const detail::StringScan name = detail::scan_string(p + 1, end);
        if (name.fault != Fault::none) return {};
        p = skip_blanks(name.stop + 1, end);
        if (p == end || *p != ':') return {};
        p = skip_blanks(p + 1, end);
        if (value_of(name.token, scratch) == key) {
            if (p == end || *p != '"') return {};
            const detail::StringScan found = detail::scan_string(p + 1, end);
            return found.fault == Fault::none ? value_of(found.token, scratch) : std::string_view();
        }
        p = skip_value(p, end);
    } while (p != nullptr && *p == ',');
    return {};
}

}  // namespace wbm::json
