// write(): a document into text.
#include "json_layout.hpp"
#include "json_scan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace wbm::json {

namespace {

constexpr std::size_t kMaxWriteDepth = 256;
constexpr std::size_t kPlaceBytes = 400;  // of an error text

/// Where the writer is: one step per open container, linked up the call stack.
struct Step {
    const Step* up = nullptr;
    std::string_view key{};  ///< of the member being written, in an object
    std::size_t index = 0;   ///< of the element, in an array
    bool in_array = false;
};

bool is_name(std::string_view key) {
    return !key.empty() && key.size() <= detail::kQuoteBytes && std::all_of(key.begin(), key.end(), [](char c) {
        return detail::is_digit(c) || c == '_' || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

/// `data[3].score`, `["odd key"].x`; "the value" at the top. A long place loses its beginning.
std::string place_of(const Step* step) {
    std::string place;
    for (; step != nullptr; step = step->up) {
        if (place.size() > kPlaceBytes) return "..." + place;
        std::string part;
        if (step->in_array)
            part = "[" + std::to_string(step->index) + "]";
        else if (!is_name(step->key))
            part = "[" + detail::quoted(step->key) + "]";
        else
            part = (step->up != nullptr ? "." : "") + std::string(step->key);
        place.insert(0, part);
    }
    return place.empty() ? "the value" : place;
}

/// Appends `text` escaped, without quotes, up to the first byte that is not UTF-8. Gives its index, npos when there is
/// none.
std::size_t put_text(std::string& out, std::string_view text, bool ascii);

class Writer {
public:
    Writer(std::string& out, Style style, NonFinite non_finite)
        : out_(out), layout_(detail::layout_of(style)), style_(style), non_finite_(non_finite) {}

    void put(const value& v, const Step* at) {
        switch (v.kind()) {
            case kind::null:
                out_ += "null";
                return;
            case kind::bool_:
                out_ += v.get_bool() ? "true" : "false";
                return;
            case kind::int64:
                return integer(v.get_int64());
            case kind::uint64:
                return integer(v.get_uint64());
            case kind::double_:
                return number(v.get_double(), at);
            case kind::string:
                return checked_text(v.get_string(), at);
            case kind::array:
                return put(v.get_array(), at);
            case kind::object:
                return put(v.get_object(), at);
        }
    }

    void put(const object& o, const Step* at) {
        if (o.empty()) return void(out_ += "{}");
        open('{', at);
        Step step{at};
        bool first = true;
        const auto member = [&](const object::value_type& m) {
            separate(first);
            first = false;
            step.key = m.key();
            if (!text(step.key)) throw Error(place_of(at) + " has a key that is not valid UTF-8");
            out_ += layout_.colon;
            put(m.value(), &step);
        };
        if (layout_.sorted) {
            std::vector<const object::value_type*> members;
            members.reserve(o.size());
            for (const auto& m : o) members.push_back(&m);
            std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return a->key() < b->key(); });
            for (const auto* m : members) member(*m);
        } else {
            for (const auto& m : o) member(m);
        }
        close('}');
    }

private:
    void put(const array& a, const Step* at) {
        if (a.empty()) return void(out_ += "[]");
        open('[', at);
        Step step{at, {}, 0, true};
        for (const value& v : a) {
            separate(step.index == 0);
            put(v, &step);
            ++step.index;
        }
        close(']');
    }

    void open(char bracket, const Step* at) {
        if (depth_ == kMaxWriteDepth)
            throw Error(place_of(at) + " is more than " + std::to_string(kMaxWriteDepth) +
                        " arrays and objects inside each other");
        ++depth_;
        out_ += bracket;
    }
    void close(char bracket) {
        --depth_;
        if (layout_.indented) detail::break_line(out_, depth_);
        out_ += bracket;
    }
    void separate(bool first) {
        if (!first) out_ += layout_.comma;
        if (layout_.indented) detail::break_line(out_, depth_);
    }

    template <class Integer>
    void integer(Integer i) {
        char digits[24];
        out_.append(digits, std::to_chars(digits, digits + sizeof digits, i).ptr);
    }
    void number(double d, const Step* at) {
        if (std::isfinite(d)) return append_number(out_, d, style_);
        const std::string_view word = detail::non_finite_word(d);
        if (non_finite_ == NonFinite::refuse) throw Error(place_of(at) + " is " + std::string(word));
        out_ += word;
    }
    void checked_text(std::string_view s, const Step* at) {
        if (!text(s)) throw Error(place_of(at) + " is not valid UTF-8");
    }
    bool text(std::string_view s) {
        out_ += '"';
        const bool whole = put_text(out_, s, style_ != Style::fast) == std::string_view::npos;
        out_ += '"';
        return whole;
    }

    std::string& out_;
    detail::Layout layout_;
    Style style_;
    NonFinite non_finite_;
    std::size_t depth_ = 0;
};

void put_unit(std::string& out, unsigned unit) {
    constexpr char hex[] = "0123456789abcdef";
    const char text[] = {'\\', 'u', hex[unit >> 12], hex[(unit >> 8) & 15], hex[(unit >> 4) & 15], hex[unit & 15]};
    out.append(text, sizeof text);
}

void put_escaped(std::string& out, char32_t c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
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

std::size_t put_text(std::string& out, std::string_view text, bool ascii) {
    const char* p = text.data();
    const char* const end = p + text.size();
    const char* run = p;  // what is copied as it is begins here
    while ((p = detail::skip_plain(p, end)) != end) {
        char32_t c = 0;
        const char* const next = detail::next_code_point(p, end, c);
        if (next == nullptr) return static_cast<std::size_t>(p - text.data());
        if (ascii || c < 0x7f) {
            out.append(run, p);
            put_escaped(out, c);
            run = next;
        }
        p = next;
    }
    out.append(run, end);
    return std::string_view::npos;
}

template <class Document>
void append_document(std::string& out, const Document& document, Style style, NonFinite non_finite) {
    detail::Undo undo(out);
    Writer(out, style, non_finite).put(document, nullptr);
    undo.keep();
}

}  // namespace

namespace detail {

std::string quoted(std::string_view text) {
    std::string_view part = text.substr(0, kQuoteBytes);
    if (part.size() < text.size())
        while (!part.empty() && !is_utf8(part)) part.remove_suffix(1);
    std::string out = "\"";
    if (put_text(out, part, false) != std::string_view::npos) return "(not valid UTF-8)";
    return out + (part.size() < text.size() ? "...\"" : "\"");
}

}  // namespace detail

void append_string(std::string& out, std::string_view utf8, Style style) {
    detail::Undo undo(out);
    out += '"';
    const std::size_t bad = put_text(out, utf8, style != Style::fast);
    if (bad != std::string_view::npos) throw Error("the string is not valid UTF-8 at byte " + std::to_string(bad), bad);
    out += '"';
    undo.keep();
}

void append(std::string& out, const value& v, Style style, NonFinite non_finite) {
    append_document(out, v, style, non_finite);
}

void append(std::string& out, const object& o, Style style, NonFinite non_finite) {
    append_document(out, o, style, non_finite);
}

std::string write(const value& v, Style style, NonFinite non_finite) {
    std::string out;
    append(out, v, style, non_finite);
    return out;
}

std::string write(const object& o, Style style, NonFinite non_finite) {
    std::string out;
    append(out, o, style, non_finite);
    return out;
}

}  // namespace wbm::json
