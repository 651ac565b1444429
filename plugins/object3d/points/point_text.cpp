#include "point_text.hpp"

#include "../arrays/numbers.hpp"
#include "../limits.hpp"

#include <charconv>
#include <cmath>

namespace wbm::object3d {
namespace {

template <class T>
void append_element(std::string& out, T element) {
    if constexpr (std::is_same_v<T, bool>) {
        out += element ? "true" : "false";
    } else if constexpr (std::is_integral_v<T>) {
        constexpr std::size_t integer_bytes = 20;
        char text[integer_bytes];
        out.append(text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, element).ptr - text));
    } else {
        json::append_number(out, to_double(element), json::Style::fast);
    }
}

template <class T>
void append_elements(std::string& out, const Table& table, Bounds& bounds) {
    const std::size_t start = out.size();
    const T* element = table.data<T>();
    out += '[';
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out += row == 0 ? "[" : ",[";
        for (std::size_t column = 0; column < table.columns(); ++column, ++element) {
            const double number = to_double(*element);
            if (!std::isfinite(number)) throw not_finite("points", row, column, number);
            if (column < 3) bounds.add(column, number);
            if (column != 0) out += ',';
            append_element(out, *element);
        }
        out += ']';
        if (out.size() - start > max_point_text_bytes)
            throw invalid("the text of the points has more than " + std::to_string(max_point_text_bytes) +
                          " bytes; log fewer points");
    }
    out += ']';
}

}  // namespace

void append_rows(std::string& out, const Table& table, Bounds& bounds) {
    constexpr std::size_t usual_number_bytes = 20;
    out.reserve(out.size() + table.rows() * (table.columns() * usual_number_bytes + 3) + 2);
    with_type(table.dtype(), [&]<class T>() { append_elements<T>(out, table, bounds); });
}

}  // namespace wbm::object3d
