// lines.hpp - words of a text file, line by line, with errors that say where.
#pragma once

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wbm::object3d {

/// Lines end with \n, \r\n or \r.
class Lines {
public:
    /// `name` begins errors, `format` says what the file is not.
    Lines(std::string_view text, std::string name, const char* format)
        : rest_(text), name_(std::move(name)), format_(format) {}

    /// The next line; false at the end. Throws invalid for a line beyond max_line_bytes or with a NUL.
    bool next() {
        if (rest_.empty()) return false;
        ++number_;
        const std::size_t end = rest_.find_first_of("\r\n");
        line_ = rest_.substr(0, end);
        const bool is_pair = end != std::string_view::npos && rest_.substr(end, 2) == "\r\n";
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + (is_pair ? 2 : 1));
        if (line_.size() > max_line_bytes)
            throw bad("the line has more than " + std::to_string(max_line_bytes) + " bytes");
        if (line_.find('\0') != std::string_view::npos) throw bad("the line has a byte 0, which no text has");
        return true;
    }
    /// The next line that has words, without what follows `comment`.
    bool next_with_words(char comment) {
        while (next()) {
            line_ = line_.substr(0, line_.find(comment));
            if (line_.find_first_not_of(" \t") != std::string_view::npos) return true;
        }
        return false;
    }
    /// The next word of the line; empty at its end.
    std::string_view word() {
        const std::size_t start = line_.find_first_not_of(" \t");
        if (start == std::string_view::npos) return line_ = {};
        line_.remove_prefix(start);
        const std::string_view found = line_.substr(0, line_.find_first_of(" \t"));
        line_.remove_prefix(found.size());
        return found;
    }
    /// A finite number that a float32 holds. Throws invalid.
    double number(std::string_view word) const {
        double value = 0;
        const std::string_view digits = word.starts_with('+') ? word.substr(1) : word;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool is_underflow = error == std::errc::result_out_of_range && std::fabs(value) < 1;
        constexpr double most = 3.4e38;
        if (digits.empty() || (error != std::errc() && !is_underflow) || end != digits.data() + digits.size() ||
            !(std::fabs(value) <= most))
            throw bad("\"" + shown(word) + "\" is no finite number");
        return value;
    }
    /// Throws invalid.
    std::int64_t integer(std::string_view word) const {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (word.empty() || error != std::errc() || end != word.data() + word.size())
            throw bad("\"" + shown(word) + "\" is no integer");
        return value;
    }
    /// `the file "a.obj" is no sound obj: line 3: <what>`
    [[nodiscard]] Error bad(const std::string& what) const {
        return invalid(name_ + " is no sound " + format_ + ": line " + std::to_string(number_) + ": " + what);
    }
    /// Of the file as a whole.
    [[nodiscard]] Error bad_file(const std::string& what) const {
        return invalid(name_ + " is no sound " + format_ + ": " + what);
    }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
    [[nodiscard]] std::string_view line() const noexcept { return line_; }

    /// A word as an error may quote it.
    static std::string shown(std::string_view word) {
        constexpr std::size_t longest = 24;
        std::string text(word.substr(0, longest));
        for (char& c : text)
            if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e || c == '"') c = '?';
        return word.size() > longest ? text + "..." : text;
    }

private:
    std::string_view rest_;
    std::string_view line_;
    std::string name_;
    const char* format_;
    std::size_t number_ = 0;
};

/// Triangulating a polygon may take the square of its corners; this bounds all of a file's.
class PolygonWork {
public:
    void add(std::size_t corners, const Lines& lines) {
        if (corners > max_face_corners)
            throw lines.bad("the face has more than " + std::to_string(max_face_corners) + " corners");
        work_ += corners * corners;
        if (work_ > max_polygon_work) throw lines.bad("the faces have too many corners; give triangles");
    }

private:
    std::uint64_t work_ = 0;
};

}  // namespace wbm::object3d
