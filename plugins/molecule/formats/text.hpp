// text.hpp - what the readers of text formats share: lines with their numbers, fields, numbers.
#pragma once

#include "../contents.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wbm::molecule {

/// A file's content and what errors call it: `the file "a.pdb"`, `the text`.
struct Source {
    std::string_view bytes;
    std::string name;
};

/// Throws invalid: `<name> is no sound PDB file: <reason>; export it again`.
[[noreturn]] void refuse(const Source& source, const char* format, const std::string& reason);

/// A borrowed text by lines; LF and CR LF end one.
class Lines {
public:
    /// Throws invalid for an empty text and for one with NUL bytes, which is binary.
    Lines(const Source& source, const char* format);

    /// False at the end of the text.
    bool next(std::string_view& line) noexcept;
    /// The next line. Throws invalid when the text ends: `it ends where <what> should be`.
    std::string_view expect(const char* what);
    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
    /// Is all that follows blank?
    [[nodiscard]] bool is_blank_from_here() const noexcept;
    /// Has the line that next() gave no newline behind it?
    [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }
    [[nodiscard]] std::size_t bytes_left() const noexcept { return rest_.size(); }

    /// Throws invalid: `... is no sound PDB file: line 3: <reason>; export it again`.
    [[noreturn]] void refuse(const std::string& reason) const;

private:
    const Source& source_;
    const char* format_;
    std::string_view rest_;
    std::size_t number_ = 0;
    bool is_cut_ = false;
};

/// One of " \t\n\v\f\r".
[[nodiscard]] constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
/// Without blanks on both sides.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
/// Columns [first, first + count) of a line, as far as it has them.
[[nodiscard]] std::string_view columns(std::string_view line, std::size_t first, std::size_t count) noexcept;
/// Fills `fields` with what blanks separate; returns how many there are, at most fields.size().
std::size_t split(std::string_view line, std::span<std::string_view> fields) noexcept;

/// Is this a number as most are written, of at most 15 characters? Never yes when real() finds none; no for some more.
[[nodiscard]] bool is_plain_decimal(std::string_view text) noexcept;
/// All of the text as a number; blanks around it are fine.
[[nodiscard]] std::optional<double> real(std::string_view text) noexcept;
[[nodiscard]] std::optional<std::uint64_t> whole(std::string_view text) noexcept;

/// A text for an error, quoted and cut.
[[nodiscard]] std::string quoted(std::string_view text);

/// Throws invalid for what is no finite number: `line 3: the x coordinate is "nan", which is no finite number`.
[[nodiscard]] Position position(const Lines& lines, std::string_view x, std::string_view y, std::string_view z);
/// The same, but when nobody wants the numbers they are only checked, which is much faster.
[[nodiscard]] std::optional<Position> position_if(bool is_wanted, const Lines& lines, std::string_view x,
                                                  std::string_view y, std::string_view z);
/// Throws invalid for what is no whole number or beyond `most`.
[[nodiscard]] std::uint64_t count(const Lines& lines, std::string_view text, const char* what, std::uint64_t most);
/// Throws invalid when that many lines cannot be in the bytes that are left.
void check_lines_left(const Lines& lines, std::uint64_t claimed, std::size_t least_bytes, const char* what);

}  // namespace wbm::molecule
