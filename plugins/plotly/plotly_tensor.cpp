// A figure's text and its arrays, for who reads it back.
#include "plotly.hpp"

#include "arrays/typed_array.hpp"
#include "figure/cursor.hpp"
#include "limits.hpp"

#include <charconv>
#include <cstring>
#include <limits>
#include <vector>

namespace wbm::plotly {
namespace {

/// The text of one member; empty when there is none.
std::string_view member_of(std::string_view value, std::string_view wanted) {
    std::string_view found;
    Cursor in(value);
    if (in.peek() != '{') return found;
    in.members([&](std::string_view key) {
        const std::string_view member = in.value();
        if (key == wanted) found = member;
    });
    return found;
}

std::string_view trace_of(std::string_view figure, std::int64_t wanted) {
    std::string_view found;
    std::int64_t count = 0;
    const std::string_view data = member_of(figure, "data");
    if (!data.empty() && data.front() == '[') {
        Cursor in(data);
        in.elements([&](std::size_t) {
            const std::string_view trace = in.value();
            if (count++ == wanted) found = trace;
        });
    }
    if (found.empty())
        throw invalid("option \"trace\" is " + std::to_string(wanted) + ", the figure has " + std::to_string(count) +
                      " traces; the first is 0");
    return found;
}

/// The member of a trace that a path such as "marker.color" names.
std::string_view array_in(std::string_view trace, std::string_view path) {
    std::string_view value = trace;
    for (std::string_view left = path; !value.empty();) {
        const std::size_t dot = left.find('.');
        value = member_of(value, left.substr(0, dot));
        if (dot == std::string_view::npos) break;
        left.remove_prefix(dot + 1);
    }
    if (value.empty()) throw not_found("the trace has no \"" + std::string(path) + '"');
    return value;
}

/// Lists of numbers as one array.
class Lists {
public:
    explicit Lists(std::string_view name) : name_(name) {}

    Array read(std::string_view value) {
        list(value, 0);
        for (std::size_t axis = 1; axis < shape_.size(); ++axis)
            if (shape_[axis] == unknown) shape_[axis] = 0;
        return {std::move(numbers_), std::move(shape_)};
    }

private:
    static constexpr std::int64_t unknown = -1;

    void list(std::string_view value, std::size_t axis) {
        if (axis == static_cast<std::size_t>(max_array_dimensions)) fail("has lists in lists in lists");
        if (shape_.size() == axis) {
            if (!numbers_.empty()) fail("has numbers and lists side by side");
            shape_.push_back(unknown);
        }
        std::int64_t count = 0;
        Cursor in(value);
        in.elements([&](std::size_t) {
            ++count;
            const bool is_list = in.peek() == '[';
            if (is_list) return list(in.value(), axis + 1);
            if (axis + 1 != shape_.size()) fail("has numbers and lists side by side");
            numbers_.push_back(number(in.value()));
        });
        if (shape_[axis] == unknown) shape_[axis] = count;
        if (shape_[axis] != count) fail("has rows of different lengths");
    }

    double number(std::string_view text) const {
        if (text == "null" || text == "NaN") return std::numeric_limits<double>::quiet_NaN();
        if (text == "Infinity") return std::numeric_limits<double>::infinity();
        if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
        double number = 0;
        const char first = text.front();
        if (first != '-' && (first < '0' || first > '9')) fail("has " + kind_of(text) + " among its numbers");
        (void)std::from_chars(text.data(), text.data() + text.size(), number);  // what underflows is 0
        return number;
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw unsupported("the array \"" + std::string(name_) + "\" " + what +
                          ", so it is no array of numbers; read the figure's text");
    }

    std::string_view name_;
    std::vector<double> numbers_;
    std::vector<std::int64_t> shape_;
};

Array array_of_value(std::string_view value, const std::string& name) {
    if (value.front() == '[') return Lists(name).read(value);
    const auto text_in = [&](const char* key) {
        const std::string_view member = member_of(value, key);
        return member.size() < 2 || member.front() != '"' ? std::string()
                                                          : unescaped(member.substr(1, member.size() - 2));
    };
    const TypedArray typed{text_in("dtype"), text_in("bdata"), shape_of(member_of(value, "shape"))};
    if (typed.dtype.empty())
        throw unsupported('"' + name + "\" of the trace is " + kind_of(value) +
                          ", no array of numbers; read the figure's text");
    return array_of(typed, '"' + name + "\" of the trace");
}

}  // namespace

Array Plotly::tensor(const json::object& options) const {
    only(options, {"trace", "array"});
    const auto trace = optional_integer(options, "trace");
    const auto name = optional_text(options, "array");
    if (trace.has_value() != name.has_value())
        throw invalid(
            "options \"trace\" and \"array\" belong together; give the number of a trace and a name such as \"x\"");
    const std::string text = plot ? *plot : file.bytes() != nullptr ? *file.bytes() : file.read();
    if (!trace) {
        std::vector<std::uint8_t> bytes(text.begin(), text.end());
        const auto size = static_cast<std::int64_t>(bytes.size());
        return {std::move(bytes), {size}};
    }
    check_json(text, plot || file.path().empty() ? "the figure" : name_of_file(file.path()));
    return array_of_value(array_in(trace_of(text, *trace), *name), *name);
}

}  // namespace wbm::plotly
