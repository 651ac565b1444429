// text_lines.hpp - a text line by line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wbm::table {

inline constexpr std::size_t max_text_bytes = std::size_t{1} << 32;   ///< of one file or text
inline constexpr std::size_t max_field_bytes = std::size_t{1} << 24;  ///< of one CSV field
inline constexpr std::size_t max_text_cells = std::size_t{1} << 28;   ///< rows times columns

/// Lines with their ends; a lone CR ends lines where there is no LF. Skips a byte order mark.
class TextLines {
public:
    /// Throws invalid beyond max_text_bytes.
    explicit TextLines(std::string_view text);

    /// False at the end. Throws invalid for a line that is not UTF-8 or has a NUL.
    bool next(std::string_view& line);
    /// Of the line that next() gave, from 1.
    [[nodiscard]] std::size_t number() const noexcept { return number_; }

private:
    std::string_view rest_;
    std::size_t number_ = 0;
    char end_;
};

/// "line 12"
[[nodiscard]] inline std::string line_text(std::size_t number) { return "line " + std::to_string(number); }

/// Throws invalid for a table beyond max_columns or max_text_cells.
void check_size(std::size_t line, std::size_t rows, std::size_t columns);

}  // namespace wbm::table
