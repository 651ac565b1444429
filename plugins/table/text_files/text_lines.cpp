#include "text_lines.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

namespace wbm::table {

TextLines::TextLines(std::string_view text) : rest_(text) {
    if (text.size() > max_text_bytes)
        throw invalid("the text has " + std::to_string(text.size()) + " bytes, more than the allowed " +
                      std::to_string(max_text_bytes) + "; split it");
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (rest_.starts_with(mark)) rest_.remove_prefix(mark.size());
    end_ = rest_.find('\n') == std::string_view::npos ? '\r' : '\n';
}

bool TextLines::next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find(end_);
    line = rest_.substr(0, end == std::string_view::npos ? rest_.size() : end + 1);
    rest_.remove_prefix(line.size());
    ++number_;
    if (!json::is_utf8(line)) throw invalid(line_text(number_) + " is not UTF-8; convert the text");
    if (line.find('\0') != std::string_view::npos)
        throw invalid(line_text(number_) + " has a NUL character, which no text has; is this a binary file?");
    return true;
}

void check_size(std::size_t line, std::size_t rows, std::size_t columns) {
    if (columns > max_columns)
        throw invalid(line_text(line) + ": the table has more than " + std::to_string(max_columns) + " columns");
    if (columns != 0 && rows > max_text_cells / columns)
        throw invalid(line_text(line) + ": the table has more than " + std::to_string(max_text_cells) +
                      " cells; split it");
}

}  // namespace wbm::table
