// dot_lexer.hpp - the words of a Graphviz DOT text.
#pragma once

#include <wbm/sdk.hpp>

#include <string>
#include <string_view>

namespace wbm::graph {

class DotLexer {
public:
    enum class Kind { end, id, keyword, punctuation, arrow };
    struct Token {
        Kind kind = Kind::end;
        std::string text;        ///< an id without its quotes; a keyword in small letters; "{", "->", ...
        bool is_html = false;    ///< an id that was <...>
        bool is_quoted = false;  ///< an id that was "..."
    };

    /// Borrows the text. `name` is what errors call it.
    DotLexer(std::string_view text, std::string name);

    [[nodiscard]] const Token& now() const noexcept { return now_; }
    /// Reads the next token into now(). Throws invalid.
    void next();
    [[nodiscard]] bool is(std::string_view punctuation_or_arrow) const noexcept {
        return (now_.kind == Kind::punctuation || now_.kind == Kind::arrow) && now_.text == punctuation_or_arrow;
    }
    [[nodiscard]] bool is_keyword(std::string_view word) const noexcept {
        return now_.kind == Kind::keyword && now_.text == word;
    }
    /// now() for an error: `"foo"`, `the end`.
    [[nodiscard]] std::string shown_now() const;
    [[noreturn]] void fail(const std::string& what) const;

private:
    void skip_blanks();
    void skip_line();
    void read_word();
    bool read_number();
    void read_quoted();
    void read_html();
    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    std::string_view text_;
    std::string name_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    Token now_;
};

}  // namespace wbm::graph
