#include "output.hpp"

#include <wbm/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace wbm::tool {

namespace {

constexpr std::size_t max_quoted_bytes = 200;

/// The length of the UTF-8 character that `text` starts with; 0 when it starts with none.
std::size_t character_length(std::string_view text) {
    for (std::size_t n = 1; n <= std::min<std::size_t>(4, text.size()); ++n)
        if (json::is_utf8(text.substr(0, n))) return n;
    return 0;
}

/// C0, DEL and, in UTF-8, C1 (0xc2 0x80 to 0xc2 0x9f): what a terminal may act on.
bool is_control(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return first < 0x20 || first == 0x7f;
    return first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
}

void append_escaped(std::string& out, std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += "\\x";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

std::string cut(std::string text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text.resize(end);
    return text + "...";
}

/// Characters, not bytes: wide and combining ones are rare in names and only cost alignment.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

[[noreturn]] void throw_output_error() {
    const int error = errno;
    throw MediaError(Status::io, std::string("cannot write to standard output: ") + std::strerror(error));
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        if (length == 0 || is_control(character))
            append_escaped(out, character);
        else
            out += character;
        text.remove_prefix(character.size());
    }
    return out;
}

std::string in_quotes(std::string_view text) { return '"' + cut(printable(text), max_quoted_bytes) + '"'; }

std::string human_size(std::uint64_t bytes) {
    static constexpr std::array<const char*, 6> units = {"B", "kB", "MB", "GB", "TB", "PB"};
    if (bytes < 1000) return std::to_string(bytes) + " B";
    double amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    // 999.95 would print as "1000.0".
    while (amount >= 999.95 && unit + 1 < units.size()) {
        amount /= 1000;
        ++unit;
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f %s", amount, units[unit]);
    return text.data();
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

std::string human_value(const json::value& v, std::size_t max_bytes) {
    if (const json::string* text = v.if_string()) return cut(printable({text->data(), text->size()}), max_bytes);
    return cut(printable(json::write(v, json::Style::fast, json::NonFinite::allow)), max_bytes);
}

std::string joined(const std::vector<std::string>& items, std::string_view separator) {
    std::string out;
    for (const std::string& item : items) {
        if (!out.empty()) out += separator;
        out += item;
    }
    return out;
}

std::string Table::text() const {
    std::vector<std::vector<std::string>> cells = rows_;
    std::vector<std::size_t> widths;
    for (std::vector<std::string>& row : cells) {
        if (row.size() > widths.size()) widths.resize(row.size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = printable(row[i]);
            widths[i] = std::max(widths[i], width(row[i]));
        }
    }
    std::string out;
    for (const std::vector<std::string>& row : cells) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            line.append(widths[i] - width(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) throw_output_error();
}

void print_json(const json::value& document) {
    print(json::write(document, json::Style::fast, json::NonFinite::allow) + '\n');
}

void flush_output() {
    if (std::fflush(stdout) != 0) throw_output_error();
}

}  // namespace wbm::tool
