// String text: what is escaped, and how; wire spec 2.1.
#include "json_layout.hpp"
#include "json_scan.hpp"

namespace wbm::json {

namespace detail {

namespace {

void put_unit(Out& out, unsigned unit) {
    constexpr char hex[] = "0123456789abcdef";
    const char text[] = {'\\', 'u', hex[unit >> 12], hex[(unit >> 8) & 15], hex[(unit >> 4) & 15], hex[unit & 15]};
    out.put({text, sizeof text});
}

void put_escaped(Out& out, char32_t c) {
    switch (c) {
        case '"':
            out.put("\\\"");
            return;
        case '\\':
            out.put("\\\\");
            return;
        case '\b':
            out.put("\\b");
            return;
        case '\f':
            out.put("\\f");
            return;
        case '\n':
            out.put("\\n");
            return;
        case '\r':
            out.put("\\r");
            return;
        case '\t':
            out.put("\\t");
            return;
        default:
            break;
    }
    if (c > 0xffff) {
        put_unit(out, static_cast<unsigned>(0xd800 + ((c - 0x10000) >> 10)));
        c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    put_unit(out, static_cast<unsigned>(c));
}

}  // namespace

std::size_t put_string(Out& out, std::string_view text, bool ascii) {
    const char* p = text.data();
    const char* const end = p + text.size();
    const char* run = p;  // what is copied as it is begins here
    const auto copy = [&] { out.put({run, static_cast<std::size_t>(p - run)}); };
    out.put('"');
    while ((p = skip_plain(p, end)) != end) {
        char32_t c = 0;
        const char* const next = next_code_point(p, end, c);
        if (next == nullptr) return static_cast<std::size_t>(p - text.data());
        if (ascii || c < 0x7f) {
            copy();
            put_escaped(out, c);
            run = next;
        }
        p = next;
    }
    copy();
    out.put('"');
    return std::string_view::npos;
}

std::string quoted(std::string_view text) {
    std::string_view part = text.substr(0, quote_bytes);
    while (!is_utf8(part)) part.remove_suffix(1);
    std::string out;
    append_string(out, part, Style::fast);
    if (part.size() < text.size()) out.insert(out.size() - 1, "...");
    return out;
}

}  // namespace detail

void append_string(std::string& out, std::string_view utf8, Style style) {
    detail::Out text(out);
    const std::size_t bad = detail::put_string(text, utf8, detail::layout_of(style).ascii);
    if (bad != std::string_view::npos) throw Error("the string is not valid UTF-8 at byte " + std::to_string(bad), bad);
    text.keep();
}

}  // namespace wbm::json
