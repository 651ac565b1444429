// write(): a document into text.
#include "json_layout.hpp"
#include "json_scan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace wbm::json {

namespace {

constexpr std::size_t max_write_depth = 256;
constexpr std::size_t place_bytes = 400;  // of an error text

/// Where the writer is: one step per open container, linked up the call stack.
struct Step {
    const Step* up = nullptr;
    std::string_view key{};  ///< of the member being written, in an object
    std::size_t index = 0;   ///< of the element, in an array
    bool in_array = false;
};

bool is_name(std::string_view key) {
    return !key.empty() && key.size() <= detail::quote_bytes && std::all_of(key.begin(), key.end(), [](char c) {
        return detail::is_digit(c) || c == '_' || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

/// `data[3].score`, `["odd key"].x`; "the value" at the top. A long place loses its beginning.
std::string place_of(const Step* step) {
    std::string place;
    for (; step != nullptr; step = step->up) {
        if (place.size() > place_bytes) return "..." + place;
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

class Writer {
public:
    Writer(detail::Out& out, Style style, NonFinite non_finite)
        : out_(out), layout_(detail::layout_of(style)), non_finite_(non_finite) {}

    void put(const value& v, const Step* at) {
        switch (v.kind()) {
            case kind::null:
                out_.put("null");
                return;
            case kind::bool_:
                out_.put(v.get_bool() ? "true" : "false");
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
        open('{');
        Step step{at};
        bool first = true;
        const auto member = [&](const object::value_type& m) {
            separate(first);
            first = false;
            step.key = m.key();
            if (!text(step.key)) throw Error(place_of(at) + " has a key that is not valid UTF-8");
            out_.put(layout_.colon);
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
        close('}', o.empty());
    }

private:
    void put(const array& a, const Step* at) {
        open('[');
        Step step{at, {}, 0, true};
        for (const value& v : a) {
            separate(step.index == 0);
            put(v, &step);
            ++step.index;
        }
        close(']', a.empty());
    }

    void open(char bracket) {
        if (depth_ == max_write_depth)
            throw Error("the value has more than " + std::to_string(max_write_depth) +
                        " arrays and objects inside each other");
        ++depth_;
        out_.put(bracket);
    }
    void close(char bracket, bool empty) {
        --depth_;
        if (layout_.indented && !empty) out_.break_line(depth_);
        out_.put(bracket);
    }
    void separate(bool first) {
        if (!first) out_.put(layout_.comma);
        if (layout_.indented) out_.break_line(depth_);
    }

    template <class Integer>
    void integer(Integer i) {
        constexpr std::size_t digits = 24;
        char* const p = out_.room(digits);
        out_.take(std::to_chars(p, p + digits, i).ptr);
    }
    void number(double d, const Step* at) {
        if (std::isfinite(d)) return out_.take(detail::put_number(out_.room(detail::number_bytes), d, !layout_.ascii));
        const std::string_view word = detail::non_finite_word(d);
        if (non_finite_ == NonFinite::refuse) throw Error(place_of(at) + " is " + std::string(word));
        out_.put(word);
    }
    void checked_text(std::string_view s, const Step* at) {
        if (!text(s)) throw Error(place_of(at) + " is not valid UTF-8");
    }
    bool text(std::string_view s) { return detail::put_string(out_, s, layout_.ascii) == std::string_view::npos; }

    detail::Out& out_;
    detail::Layout layout_;
    NonFinite non_finite_;
    std::size_t depth_ = 0;
};

template <class Document>
void append_document(std::string& out, const Document& document, Style style, NonFinite non_finite) {
    detail::Out text(out);
    Writer(text, style, non_finite).put(document, nullptr);
    text.keep();
}

}  // namespace

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
