// json_scan.hpp - the one grammar of JSON text, for read(), restyle() and find_string(). Private to the SDK.
//
// Scanner splits a text into tokens and checks them; walk() drives a sink through a whole text. Token views point into
// the text. Every refusal is a wbm::json::Error with line and column.
#pragma once

#include <wbm/json.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <forward_list>
#include <string>
#include <string_view>

#include <boost/container/small_vector.hpp>

namespace wbm::json::detail {

/// Depth costs stack, so no caller may ask for more than this (a frame of walk() has about 200 bytes, 1 kB under ASan).
inline constexpr std::size_t depth_ceiling = 1024;

/// How much of a key or number an error text quotes.
inline constexpr std::size_t quote_bytes = 64;

/// A byte that a string may hold as it is in every Style: printable ASCII except quote and backslash.
constexpr bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

inline constexpr auto plain_bytes = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < table.size(); ++c) table[c] = is_plain(static_cast<unsigned char>(c));
    return table;
}();

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The first byte in [p, end) that is not plain. Eight bytes at a time: strings are most of a media entry.
inline const char* skip_plain(const char* p, const char* end) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101u;
    constexpr std::uint64_t tops = 0x8080808080808080u;
    while (end - p >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, 8);
        // x - 1 borrows into the top bit of a byte only where that byte of x was zero (or follows such a byte).
        const auto zero_bytes = [](std::uint64_t x) { return (x - ones) & ~x; };
        const std::uint64_t odd = ((word - ones * 0x20) | word | zero_bytes(word ^ (ones * '"')) |
                                   zero_bytes(word ^ (ones * '\\')) | zero_bytes(word ^ (ones * 0x7f))) &
                                  tops;
        if (odd == 0) {
            p += 8;
            continue;
        }
        if constexpr (std::endian::native == std::endian::little) return p + (std::countr_zero(odd) >> 3);
        break;
    }
    while (p != end && plain_bytes[static_cast<unsigned char>(*p)]) ++p;
    return p;
}

/// The end of the well-formed UTF-8 sequence at p (p < end) and its code point; null when it is not well formed.
const char* next_code_point(const char* p, const char* end, char32_t& out) noexcept;

/// A checked string token without its quotes.
struct StringToken {
    std::string_view raw;
    bool escaped = false;  ///< has backslashes: raw is not the value
    bool plain = true;     ///< only plain bytes: raw is the text of the value in every Style
};

enum class Fault { none, open, control, utf8, escape, hex, surrogate };

/// Reads a string whose opening quote is just before p. Without a fault `stop` is the closing quote.
struct StringScan {
    const char* stop;
    Fault fault;
    StringToken token;
};
StringScan scan_special_string(const char* begin, const char* p, const char* end) noexcept;

inline StringScan scan_string(const char* p, const char* end) noexcept {
    const char* const stop = skip_plain(p, end);
    if (stop != end && *stop == '"') [[likely]]
        return {stop, Fault::none, {{p, static_cast<std::size_t>(stop - p)}, false, true}};
    return scan_special_string(p, stop, end);
}

/// The UTF-16 unit of four hex digits at p; -1 when they are not there.
int hex_unit(const char* p, const char* end) noexcept;
constexpr bool is_high(int unit) { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool is_low(int unit) { return unit >= 0xdc00 && unit < 0xe000; }

/// Appends the value of a checked token.
void append_unescaped(std::string& out, const StringToken& token);

struct NumberToken {
    std::string_view text;
    bool integer = true;
};

/// The nearest double of a checked number token; false when it overflows. Underflow gives a zero, as in Python.
bool to_double(std::string_view number, double& out);

class Scanner {
public:
    Scanner(std::string_view text, NonFinite non_finite, const Limits& limits);

    /// The next byte that is not blank, not consumed; -1 at the end.
    int peek() noexcept {
        while (at_ != end_) {
            const char c = *at_;
            if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) return static_cast<unsigned char>(c);
            ++at_;
        }
        return -1;
    }
    void skip() noexcept { ++at_; }  ///< consumes what peek() saw
    void expect(char c, const char* what) {
        if (peek() != c) fail_expected(what);
        skip();
    }

    /// peek() saw a quote.
    StringToken string() {
        const char* const begin = at_ + 1;
        const char* const stop = skip_plain(begin, end_);
        if (stop == end_ || *stop != '"') [[unlikely]]
            return special_string(begin, stop);
        at_ = stop + 1;
        return {{begin, static_cast<std::size_t>(stop - begin)}, false, true};
    }
    NumberToken number();  ///< peek() saw a digit, or a minus before one
    bool at_minus_infinity() const noexcept { return end_ - at_ > 1 && at_[1] == 'I'; }
    void word(const char* w);  ///< consumes the literal w
    double non_finite();       ///< consumes NaN, Infinity or -Infinity

    void enter() {
        if (depth_ == max_depth_) fail_depth();
        ++depth_;
    }
    void leave() noexcept { --depth_; }
    void finish();  ///< nothing but blanks may be left

    [[nodiscard]] std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - text_.data()); }
    [[noreturn]] void fail(std::size_t offset, const std::string& reason) const;
    [[noreturn]] void fail_expected(const char* what) const;
    [[noreturn]] void fail_twice(std::size_t offset, std::string_view key) const;
    [[noreturn]] void fail_too_big(std::string_view number) const;

private:
    StringToken special_string(const char* begin, const char* stop);
    [[noreturn]] void fail_string(const StringScan& scan) const;
    [[noreturn]] void fail_depth() const;
    const char* digits(const char* p, const char* what);

    std::string_view text_;
    const char* at_;
    const char* end_;
    std::size_t depth_ = 0;
    std::size_t max_depth_;
    NonFinite non_finite_;
};

/// The keys of the objects that are open, innermost last.
class Keys {
public:
    struct Entry {
        std::string_view key;  ///< points into the text, or into owned_
        std::size_t offset;    ///< of the key in the text
        std::size_t place;     ///< of the member in the output (restyle only)
    };

    void push(const StringToken& token, std::size_t offset, std::size_t place = 0) {
        if (token.escaped) [[unlikely]]
            return push_escaped(token, offset, place);
        entries_.push_back({token.raw, offset, place});
    }
    /// The last n keys, in the order of the text.
    [[nodiscard]] const Entry* last(std::size_t n) const noexcept { return entries_.data() + (entries_.size() - n); }
    void pop(std::size_t n) noexcept {
        entries_.erase(entries_.end() - static_cast<std::ptrdiff_t>(n), entries_.end());
        while (!owned_.empty() && owned_.front().index >= entries_.size()) owned_.pop_front();
    }

private:
    struct Owned {
        std::size_t index;  ///< of its entry
        std::string key;
    };
    void push_escaped(const StringToken& token, std::size_t offset, std::size_t place) {
        Owned& owned = owned_.emplace_front(Owned{entries_.size(), {}});
        append_unescaped(owned.key, token);
        entries_.push_back({owned.key, offset, place});
    }

    boost::container::small_vector<Entry, 24> entries_;
    std::forward_list<Owned> owned_;
};

template <class Sink>
void walk_value(Scanner& in, Sink& sink);

template <class Sink>
void walk_object(Scanner& in, Sink& sink) {
    in.skip();
    in.enter();
    sink.begin_object();
    std::size_t count = 0;
    if (in.peek() == '}') {
        in.skip();
    } else {
        for (;; ++count) {
            if (in.peek() != '"') in.fail_expected("a key in double quotes");
            const std::size_t offset = in.offset();
            sink.key(in.string(), offset, count == 0);
            in.expect(':', "':' after the key");
            walk_value(in, sink);
            const int c = in.peek();
            if (c != ',' && c != '}') in.fail_expected("',' or '}'");
            in.skip();
            if (c == '}') break;
        }
        ++count;
    }
    in.leave();
    sink.end_object(count);
}

template <class Sink>
void walk_array(Scanner& in, Sink& sink) {
    in.skip();
    in.enter();
    sink.begin_array();
    std::size_t count = 0;
    if (in.peek() == ']') {
        in.skip();
    } else {
        for (;; ++count) {
            sink.element(count == 0);
            walk_value(in, sink);
            const int c = in.peek();
            if (c != ',' && c != ']') in.fail_expected("',' or ']'");
            in.skip();
            if (c == ']') break;
        }
        ++count;
    }
    in.leave();
    sink.end_array(count);
}

template <class Sink>
void walk_value(Scanner& in, Sink& sink) {
    switch (in.peek()) {
        case '{':
            return walk_object(in, sink);
        case '[':
            return walk_array(in, sink);
        case '"':
            return sink.text(in.string());
        case 't':
            return in.word("true"), sink.boolean(true);
        case 'f':
            return in.word("false"), sink.boolean(false);
        case 'n':
            return in.word("null"), sink.null();
        case 'N':
        case 'I':
            return sink.non_finite(in.non_finite());
        case '-':
            if (in.at_minus_infinity()) return sink.non_finite(in.non_finite());
            [[fallthrough]];
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
        case '8':
        case '9':
            return sink.number(in.number());
        default:
            in.fail_expected("a value");
    }
}

/// Sends one whole text through a sink.
template <class Sink>
void walk(Scanner& in, Sink& sink) {
    walk_value(in, sink);
    in.finish();
}

}  // namespace wbm::json::detail
