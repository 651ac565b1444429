#include "point_text.hpp"

#include "../arrays/numbers.hpp"
#include "../limits.hpp"
#include "shortest.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace wbm::object3d {
namespace {

constexpr std::size_t number_bytes = short_number_bytes;  // the longest text of a double has 24, of an integer 20

char* put(char* p, double number) {
    const double size = std::fabs(number);
    if (size < short_number_limit) {
        const auto whole = static_cast<std::int64_t>(number);
        if (static_cast<double>(whole) == number && (whole != 0 || !std::signbit(number))) {
            p = std::to_chars(p, p + number_bytes, whole).ptr;
            *p++ = '.';
            *p++ = '0';
            return p;
        }
        if (size >= least_short_number) return put_short_number(p, number);
    }
    std::string text;
    json::append_number(text, number, json::Style::fast);
    return std::copy(text.begin(), text.end(), p);
}

template <class T>
char* put_element(char* p, T element) {
    if constexpr (std::is_same_v<T, bool>) {
        std::memcpy(p, element ? "true" : "false", 5);
        return p + (element ? 4 : 5);
    } else if constexpr (std::is_integral_v<T>) {
        return std::to_chars(p, p + number_bytes, element).ptr;
    } else {
        return put(p, to_double(element));
    }
}

/// Collects text in a buffer that stays in the cache, so that the large string is touched once.
class Collector {
public:
    explicit Collector(std::string& out) : out_(out), start_(out.size()) {}
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    /// Room for at least `bytes`, which must be less than the buffer.
    char* room(char* p, std::size_t bytes) {
        if (p + bytes <= buffer_ + sizeof buffer_) return p;
        flush(p);
        return buffer_;
    }
    char* begin() noexcept { return buffer_; }
    void flush(const char* end) {
        out_.append(buffer_, static_cast<std::size_t>(end - buffer_));
        if (out_.size() - start_ > max_point_text_bytes)
            throw invalid("the text of the points has more than " + std::to_string(max_point_text_bytes) +
                          " bytes; log fewer points");
    }

private:
    std::string& out_;
    std::size_t start_;
    char buffer_[std::size_t{1} << 16];
};

template <class T>
void append_elements(std::string& out, const Table& table, Bounds& bounds) {
    const T* element = table.data<T>();
    Collector text(out);
    char* p = text.begin();
    *p++ = '[';
    for (std::size_t row = 0; row < table.rows(); ++row) {
        p = text.room(p, table.columns() * number_bytes + 4);
        if (row != 0) *p++ = ',';
        *p++ = '[';
        for (std::size_t column = 0; column < table.columns(); ++column, ++element) {
            const double number = to_double(*element);
            if (!std::isfinite(number)) throw not_finite("points", row, column, number);
            if (column < 3) bounds.add(column, number);
            if (column != 0) *p++ = ',';
            p = put_element(p, *element);
        }
        *p++ = ']';
    }
    *p++ = ']';
    text.flush(p);
}

}  // namespace

void append_rows(std::string& out, const Table& table, Bounds& bounds) {
    constexpr std::size_t usual_number_bytes = 20;
    out.reserve(out.size() + table.rows() * (table.columns() * usual_number_bytes + 3) + 2);
    with_type(table.dtype(), [&]<class T>() { append_elements<T>(out, table, bounds); });
}

}  // namespace wbm::object3d
