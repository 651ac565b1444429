#include "dot_lexer.hpp"

#include "../limits.hpp"
#include "../model/graph_model.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace wbm::graph {
namespace {

constexpr std::string_view keywords[] = {"node", "edge", "graph", "digraph", "subgraph", "strict"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// Every byte beyond ASCII is a letter to DOT.
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80U;
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

DotLexer::DotLexer(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    next();
}

void DotLexer::fail(const std::string& what) const {
    throw invalid(name_ + " is no sound DOT: line " + std::to_string(line_) + " " + what);
}

std::string DotLexer::shown_now() const {
    return now_.kind == Kind::end ? "the end of the text" : '"' + shown(json::value(now_.text)) + '"';
}

void DotLexer::skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
}

void DotLexer::skip_blanks() {
    while (at_ < text_.size()) {
        const char c = peek();
        if (c == '\n') {
            ++line_;
            ++at_;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
            ++at_;
        } else if ((c == '/' && peek(1) == '/') || (c == '#' && (at_ == 0 || text_[at_ - 1] == '\n'))) {
            skip_line();
        } else if (c == '/' && peek(1) == '*') {
            const std::size_t end = text_.find("*/", at_ + 2);
            if (end == std::string_view::npos) fail("begins a comment that does not end");
            line_ += static_cast<std::size_t>(std::count(text_.data() + at_, text_.data() + end, '\n'));
            at_ = end + 2;
        } else {
            return;
        }
    }
}

void DotLexer::next() {
    skip_blanks();
    now_ = {};
    if (at_ >= text_.size()) return;
    const char c = peek();
    if (c == '"') return read_quoted();
    if (c == '<') return read_html();
    if (is_letter(c)) return read_word();
    if (c == '-' && (peek(1) == '>' || peek(1) == '-')) {
        now_ = {Kind::arrow, std::string(text_.substr(at_, 2))};
        at_ += 2;
        return;
    }
    if (read_number()) return;
    if (std::string_view("{}[];,:=").find(c) == std::string_view::npos)
        fail("has the character " + brief(json::value(std::string(1, c))) + ", which DOT has not outside quotes");
    now_ = {Kind::punctuation, std::string(1, c)};
    ++at_;
}

void DotLexer::read_word() {
    const std::size_t start = at_;
    while (is_letter(peek()) || is_digit(peek())) ++at_;
    now_ = {Kind::id, std::string(text_.substr(start, at_ - start))};
    const std::string small = lower(now_.text);
    if (std::find(std::begin(keywords), std::end(keywords), small) != std::end(keywords)) now_ = {Kind::keyword, small};
}

bool DotLexer::read_number() {
    std::size_t end = at_ + (peek() == '-' ? 1 : 0);
    const std::size_t first = end;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    std::size_t digits = end - first;
    if (end < text_.size() && text_[end] == '.') {
        const std::size_t point = end++;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        digits += end - point - 1;
    }
    if (digits == 0) return false;
    now_ = {Kind::id, std::string(text_.substr(at_, end - at_))};
    at_ = end;
    return true;
}

/// "a" + "b" is one id; a backslash hides a quote and a line's end, nothing else.
void DotLexer::read_quoted() {
    Token token{Kind::id, {}, false, true};
    for (;;) {
        const std::size_t first_line = line_;
        ++at_;
        while (peek() != '"') {
            if (at_ >= text_.size()) {
                line_ = first_line;
                fail("begins a quoted text that does not end");
            }
            if (peek() == '\\' && peek(1) == '"') {
                ++at_;
            } else if (peek() == '\\' && peek(1) == '\n') {
                at_ += 2;
                ++line_;
                continue;
            } else if (peek() == '\\' && peek(1) == '\\') {
                token.text += text_[at_++];  // stays, and does not hide a quote behind it
            }
            line_ += peek() == '\n' ? 1 : 0;
            token.text += text_[at_++];
        }
        ++at_;
        const std::size_t behind = at_;
        const std::size_t line_behind = line_;
        skip_blanks();
        if (peek() == '+') {
            ++at_;
            skip_blanks();
            if (peek() != '"') fail("has a + without a quoted text behind it");
            continue;
        }
        at_ = behind;
        line_ = line_behind;
        break;
    }
    now_ = std::move(token);
}

void DotLexer::read_html() {
    const std::size_t start = at_ + 1;
    const std::size_t first_line = line_;
    std::size_t depth = 0;
    do {
        if (at_ >= text_.size()) {
            line_ = first_line;
            fail("begins an HTML text that does not end");
        }
        const char c = text_[at_++];
        if (c == '<' && ++depth > max_dot_depth)
            fail("has an HTML text more than " + std::to_string(max_dot_depth) + " deep");
        if (c == '>') --depth;
        if (c == '\n') ++line_;
    } while (depth > 0);
    now_ = {Kind::id, std::string(text_.substr(start, at_ - 1 - start)), true, false};
}

}  // namespace wbm::graph
