#include <wbm/json_reader.hpp>

#include "json_scan.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <vector>

namespace wbm::json {

struct Reader::State {
    struct Level {
        bool is_object;
        bool is_first = true;
        std::unordered_set<std::string> keys = {};
    };

    State(std::string_view all, NonFinite allowed, const Limits& bounds)
        : text(all), non_finite(allowed), limits(bounds), in(all, allowed, bounds) {}

    std::string_view text;
    NonFinite non_finite;
    Limits limits;
    detail::Scanner in;
    std::vector<Level> levels;
    std::optional<detail::NumberToken> number;  // that peek() read already
    std::size_t number_offset = 0;
    std::string key;
    std::string scratch;

    void end(char bracket) {
        in.expect(bracket, bracket == '}' ? "'}'" : "']'");
        in.leave();
        levels.pop_back();
    }
    /// True at the next item; consumes the comma before it.
    bool next(char bracket) {
        Level& level = levels.back();
        if (in.peek() == bracket && level.is_first) return end(bracket), false;
        if (level.is_first) return level.is_first = false, true;
        if (in.peek() == bracket) return end(bracket), false;
        in.expect(',', bracket == '}' ? "',' or '}'" : "',' or ']'");
        return true;
    }
};

namespace {

/// For values that are only passed over.
struct Nowhere {
    void begin_object() const noexcept {}
    void end_object(std::size_t) const noexcept {}
    void begin_array() const noexcept {}
    void end_array(std::size_t) const noexcept {}
    void key(const detail::StringToken&, std::size_t, bool) const noexcept {}
    void element(bool) const noexcept {}
    void text(const detail::StringToken&) const noexcept {}
    void boolean(bool) const noexcept {}
    void null() const noexcept {}
    void non_finite(double) const noexcept {}
    void number(const detail::NumberToken&) const noexcept {}
};

}  // namespace

Reader::Reader(std::string_view text, NonFinite non_finite, const Limits& limits)
    : state_(std::make_unique<State>(text, non_finite, limits)) {}

Reader::~Reader() = default;

Reader::Kind Reader::peek() {
    State& s = *state_;
    if (s.number) return s.number->integer ? Kind::integer : Kind::real;
    switch (s.in.peek()) {
        case '{':
            return Kind::object;
        case '[':
            return Kind::list;
        case '"':
            return Kind::text;
        case 't':
        case 'f':
            return Kind::boolean;
        case 'n':
            return Kind::null;
        case 'N':
        case 'I':
            return Kind::non_finite;
        case '-':
            if (s.in.at_minus_infinity()) return Kind::non_finite;
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
            s.number_offset = s.in.offset();
            s.number = s.in.number();
            return s.number->integer ? Kind::integer : Kind::real;
        default:
            s.in.fail_expected("a value");
    }
}

void Reader::begin_object() {
    if (state_->number || state_->in.peek() != '{') fail("expected an object");
    state_->in.skip();
    state_->in.enter();
    state_->levels.push_back({true});
}

bool Reader::next_member() {
    State& s = *state_;
    if (!s.next('}')) return false;
    if (s.in.peek() != '"') s.in.fail_expected("a key in double quotes");
    const std::size_t at = s.in.offset();
    const detail::StringToken token = s.in.string();
    s.key.clear();
    detail::append_unescaped(s.key, token);
    if (!s.levels.back().keys.insert(s.key).second) s.in.fail_twice(at, s.key);
    s.in.expect(':', "':' after the key");
    return true;
}

const std::string& Reader::key() const noexcept { return state_->key; }

void Reader::begin_list() {
    if (state_->number || state_->in.peek() != '[') fail("expected a list");
    state_->in.skip();
    state_->in.enter();
    state_->levels.push_back({false});
}

bool Reader::next_element() { return state_->next(']'); }

void Reader::null() {
    if (peek() != Kind::null) fail("expected null");
    state_->in.word("null");
}

bool Reader::boolean() {
    if (peek() != Kind::boolean) fail("expected true or false");
    const bool yes = state_->in.peek() == 't';
    state_->in.word(yes ? "true" : "false");
    return yes;
}

double Reader::non_finite() {
    if (peek() != Kind::non_finite) fail("expected NaN or an infinity");
    return state_->in.non_finite();
}

std::string_view Reader::text() {
    if (state_->number || state_->in.peek() != '"') fail("expected text");
    const detail::StringToken token = state_->in.string();
    if (!token.escaped) return token.raw;
    state_->scratch.clear();
    detail::append_unescaped(state_->scratch, token);
    return state_->scratch;
}

std::string_view Reader::number() {
    const Kind kind = peek();
    if (kind != Kind::integer && kind != Kind::real) fail("expected a number");
    const std::string_view text = state_->number->text;
    state_->number.reset();
    return text;
}

value Reader::read() {
    const std::string_view all = skip();
    // The walk has checked the text but for keys that come twice; depth counts from the top of the whole text.
    Limits inner = state_->limits;
    inner.max_depth -= std::min(inner.max_depth, state_->levels.size());
    try {
        return json::read(all, state_->non_finite, inner);
    } catch (const Error& error) {
        state_->in.fail(static_cast<std::size_t>(all.data() - state_->text.data()) + error.offset(),
                        "in this value: " + std::string(error.what()));
    }
}

std::string_view Reader::skip() {
    State& s = *state_;
    if (s.number) return number();
    (void)s.in.peek();
    const std::size_t begin = s.in.offset();
    Nowhere nowhere;
    detail::walk_value(s.in, nowhere);
    return s.text.substr(begin, s.in.offset() - begin);
}

void Reader::finish() {
    if (state_->number) fail("expected the end");
    state_->in.finish();
}

std::size_t Reader::offset() const noexcept { return state_->number ? state_->number_offset : state_->in.offset(); }

void Reader::fail(const std::string& reason) const { state_->in.fail(offset(), reason); }

}  // namespace wbm::json
