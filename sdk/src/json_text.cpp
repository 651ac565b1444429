// Characters: UTF-8 decoded and checked, escapes decoded.
#include "json_scan.hpp"

#include <algorithm>

namespace wbm::json {

namespace detail {

namespace {

int hex_digit(char c) noexcept {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void append_utf8(std::string& out, char32_t c) {
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += {static_cast<char>(0xc0 | (c >> 6)), tail(0)};
    } else if (c < 0x10000) {
        out += {static_cast<char>(0xe0 | (c >> 12)), tail(6), tail(0)};
    } else {
        out += {static_cast<char>(0xf0 | (c >> 18)), tail(12), tail(6), tail(0)};
    }
}

}  // namespace

const char* next_code_point(const char* p, const char* end, char32_t& out) noexcept {
    const auto lead = static_cast<unsigned char>(*p);
    if (lead < 0x80) {
        out = lead;
        return p + 1;
    }
    const int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || end - p < length) return nullptr;
    char32_t c = lead & (0xffu >> (length + 1));
    for (int i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(p[i]);
        if ((byte & 0xc0) != 0x80) return nullptr;
        c = (c << 6) | (byte & 0x3fu);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};  // shorter forms of smaller ones are not well formed
    if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return nullptr;
    out = c;
    return p + length;
}

int hex_unit(const char* p, const char* end) noexcept {
    if (end - p < 4) return -1;
    int unit = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hex_digit(p[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

void append_unescaped(std::string& out, const StringToken& token) {
    const char* p = token.raw.data();
    const char* const end = p + token.raw.size();
    out.reserve(out.size() + token.raw.size());
    while (p != end) {
        const char* const run = std::find(p, end, '\\');
        out.append(p, run);
        p = run;
        if (p == end) break;
        switch (p[1]) {
            case 'b':
                out += '\b';
                break;
            case 'f':
                out += '\f';
                break;
            case 'n':
                out += '\n';
                break;
            case 'r':
                out += '\r';
                break;
            case 't':
                out += '\t';
                break;
            case 'u': {
                auto c = static_cast<char32_t>(hex_unit(p + 2, end));
                p += 4;
                if (is_high(static_cast<int>(c))) {
                    c = 0x10000 + ((c - 0xd800) << 10) + (static_cast<char32_t>(hex_unit(p + 4, end)) - 0xdc00);
                    p += 6;
                }
                append_utf8(out, c);
                break;
            }
            default:
                out += p[1];
        }
        p += 2;
    }
}

}  // namespace detail

bool is_utf8(std::string_view text) noexcept {
    const char* p = text.data();
    const char* const end = p + text.size();
    while ((p = detail::skip_plain(p, end)) != end) {
        char32_t c = 0;
        p = detail::next_code_point(p, end, c);
        if (p == nullptr) return false;
    }
    return true;
}

}  // namespace wbm::json
