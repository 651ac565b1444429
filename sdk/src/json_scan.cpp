// The slow half of the scanner: strings that are not plain, numbers, and what each refusal says.
#include "json_scan.hpp"

#include "json_layout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wbm::json {

namespace detail {

namespace {

/// Checks the escape whose backslash is at p and moves p behind it; p stays on a fault.
Fault pass_escape(const char*& p, const char* end) noexcept {
    if (end - p < 2) return Fault::open;
    constexpr std::string_view letters = "\"\\/bfnrt";
    if (letters.find(p[1]) != std::string_view::npos) {
        p += 2;
        return Fault::none;
    }
    if (p[1] != 'u') return Fault::escape;
    const int unit = hex_unit(p + 2, end);
    if (unit < 0) return Fault::hex;
    if (is_low(unit)) return Fault::surrogate;
    if (is_high(unit)) {
        const bool paired = end - p >= 12 && p[6] == '\\' && p[7] == 'u' && is_low(hex_unit(p + 8, end));
        if (!paired) return Fault::surrogate;
        p += 12;
        return Fault::none;
    }
    p += 6;
    return Fault::none;
}

std::string hex(unsigned value, std::size_t width) {
    std::string digits(width, '0');
    for (std::size_t i = width; i-- > 0; value >>= 4) digits[i] = "0123456789ABCDEF"[value & 15];
    return digits;
}

/// What stands at p, for "expected ..., found ...".
std::string describe(const char* p, const char* end) {
    if (p == end) return "the end of the text";
    const auto byte = static_cast<unsigned char>(*p);
    if (byte > 0x20 && byte < 0x7f) return {'\'', *p, '\''};
    char32_t c = 0;
    if (next_code_point(p, end, c) == nullptr) return "the byte 0x" + hex(byte, 2);
    return "U+" + hex(static_cast<unsigned>(c), c > 0xffff ? 6 : 4);
}

}  // namespace

StringScan scan_special_string(const char* begin, const char* p, const char* end) noexcept {
    StringScan scan{p, Fault::none, {}};
    scan.token.plain = false;
    for (;;) {
        p = skip_plain(p, end);
        scan.stop = p;
        if (p == end) {
            scan.fault = Fault::open;
        } else if (*p == '"') {
            scan.token.raw = {begin, static_cast<std::size_t>(p - begin)};
            return scan;
        } else if (*p == '\\') {
            scan.token.escaped = true;
            scan.fault = pass_escape(p, end);
        } else if (static_cast<unsigned char>(*p) < 0x20) {
            scan.fault = Fault::control;
        } else {
            char32_t c = 0;
            p = next_code_point(p, end, c);
            if (p == nullptr) scan.fault = Fault::utf8;
        }
        if (scan.fault != Fault::none) return scan;
    }
}

Scanner::Scanner(std::string_view text, NonFinite non_finite, const Limits& limits)
    : text_(text),
      at_(text.data()),
      end_(text.data() + text.size()),
      max_depth_(std::min(limits.max_depth, depth_ceiling)),
      non_finite_(non_finite) {
    if (text.size() > limits.max_bytes)
        throw Error("JSON: the text has " + std::to_string(text.size()) + " bytes, the limit is " +
                    std::to_string(limits.max_bytes));
    if (text.substr(0, 3) == "\xef\xbb\xbf") fail(0, "the text begins with a byte order mark; remove it");
}

StringToken Scanner::special_string(const char* begin, const char* stop) {
    const StringScan scan = scan_special_string(begin, stop, end_);
    if (scan.fault != Fault::none) fail_string(scan);
    at_ = scan.stop + 1;
    return scan.token;
}

/// The end of one or more digits at p.
const char* Scanner::digits(const char* p, const char* what) {
    if (p == end_ || !is_digit(*p)) {
        at_ = p;
        fail_expected(what);
    }
    while (p != end_ && is_digit(*p)) ++p;
    return p;
}

NumberToken Scanner::number() {
    const char* p = *at_ == '-' ? at_ + 1 : at_;
    NumberToken token;
    if (p != end_ && *p == '0') {
        ++p;
        if (p != end_ && is_digit(*p)) fail(offset(), "a number has no leading zeros");
    } else {
        p = digits(p, "a digit");
    }
    if (p != end_ && *p == '.') {
        p = digits(p + 1, "a digit after the decimal point");
        token.integer = false;
    }
    if (p != end_ && (*p == 'e' || *p == 'E')) {
        ++p;
        if (p != end_ && (*p == '+' || *p == '-')) ++p;
        p = digits(p, "a digit in the exponent");
        token.integer = false;
    }
    token.text = {at_, static_cast<std::size_t>(p - at_)};
    at_ = p;
    return token;
}

void Scanner::word(const char* w) {
    const char* const begin = at_;
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    if (!rest.starts_with(w)) {
        // The first letter that differs is the place to look at.
        while (at_ != end_ && *w != '\0' && *at_ == *w) ++at_, ++w;
        fail_expected(("the word " + std::string(begin, at_) + w).c_str());
    }
    at_ += std::strlen(w);
}

double Scanner::non_finite() {
    const std::size_t begin = offset();
    const double number = *at_ == 'N'   ? std::numeric_limits<double>::quiet_NaN()
                          : *at_ == 'I' ? std::numeric_limits<double>::infinity()
                                        : -std::numeric_limits<double>::infinity();
    const std::string_view name = non_finite_word(number);
    word(name.data());
    if (non_finite_ == NonFinite::refuse)
        fail(begin, std::string(name) + " is not allowed here; write null or a finite number");
    return number;
}

void Scanner::finish() {
    if (peek() != -1) fail_expected("the end of the text");
}

void Scanner::fail(std::size_t offset, const std::string& reason) const {
    const std::string_view before = text_.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::string_view row = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0: the first line
    const auto column = 1 + std::count_if(row.begin(), row.end(), [](char c) { return (c & 0xc0) != 0x80; });
    throw Error("JSON, line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + reason, offset);
}

void Scanner::fail_expected(const char* what) const {
    fail(offset(), std::string("expected ") + what + ", found " + describe(at_, end_));
}

void Scanner::fail_twice(std::size_t offset, std::string_view key) const {
    fail(offset, "the key " + quoted(key) + " comes twice");
}

void Scanner::fail_too_big(std::string_view number) const {
    fail(static_cast<std::size_t>(number.data() - text_.data()),
         "the number " + std::string(number.substr(0, quote_bytes)) + (number.size() > quote_bytes ? "..." : "") +
             " is too big for a double");
}

void Scanner::fail_depth() const {
    fail(offset() - 1, "more than " + std::to_string(max_depth_) + " arrays and objects inside each other");
}

void Scanner::fail_string(const StringScan& scan) const {
    const auto place = static_cast<std::size_t>(scan.stop - text_.data());
    const auto byte = static_cast<unsigned char>(scan.stop == end_ ? 0 : *scan.stop);
    switch (scan.fault) {
        case Fault::open:
            fail(offset(), "the string has no closing quote");
        case Fault::control:
            fail(place, "the control character U+" + hex(byte, 4) + " in a string must be escaped");
        case Fault::utf8:
            fail(place, "the byte 0x" + hex(byte, 2) + " is not valid UTF-8 here");
        case Fault::escape:
            fail(place + 1, "expected one of \"\\/bfnrtu after a backslash, found " + describe(scan.stop + 1, end_));
        case Fault::hex:
            fail(place, "expected four hex digits after \\u");
        case Fault::surrogate:
            fail(place,
                 "the escape " + std::string(scan.stop, 6) + " is half of a surrogate pair, no character has it");
        case Fault::none:
            break;
    }
    fail(place, "the string is not valid");
}

}  // namespace detail

}  // namespace wbm::json
