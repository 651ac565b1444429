#include "array_text.hpp"

#include "../limits.hpp"
#include "base64.hpp"

#include <wbm/sdk.hpp>
#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace wbm::plotly {
namespace {

static_assert(std::endian::native == std::endian::little, "typed arrays are little-endian");

/// The elements in row-major order: the array's own memory where that is their order, else a copy.
class Elements {
public:
    explicit Elements(const DLTensor& array) : size_(element_count(array) * array.dtype.bits / 8) {
        if (is_dense(array)) {
            data_ = static_cast<const std::byte*>(array.data);
            return;
        }
        copy_.resize(size_);
        copy_dense(array, copy_.data());
        data_ = copy_.data();
    }
    [[nodiscard]] const std::byte* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    std::size_t size_;
    std::vector<std::byte> copy_;
    const std::byte* data_ = nullptr;
};

template <class T>
void append_scalar(std::string& out, T element, bool is_boolean) {
    const auto number = as_number(element);
    if constexpr (std::is_floating_point_v<decltype(number)>) {
        if (std::isfinite(number))
            json::append_number(out, static_cast<double>(number), json::Style::fast);
        else
            out += "null";
    } else if (is_boolean) {
        out += number != 0 ? "true" : "false";
    } else {
        char text[24];
        out.append(text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, number).ptr - text));
    }
}

/// Appends the list of one axis, and moves `at` behind its elements.
template <class T>
void append_axis(std::string& out, const DLTensor& array, int axis, const std::byte*& at) {
    out += '[';
    for (std::int64_t i = 0; i < array.shape[axis]; ++i) {
        if (i != 0) out += ',';
        if (axis + 1 < array.ndim) {
            append_axis<T>(out, array, axis + 1, at);
            continue;
        }
        append_scalar(out, load_element<T>(at), is_bool(array.dtype));
        at += sizeof(T);
    }
    out += ']';
    if (out.size() > max_figure_bytes)
        throw invalid("the figure with its arrays has more than " + std::to_string(max_figure_bytes) +
                      " bytes; draw fewer points, or set option \"typed_arrays\"");
}

/// plotly.js' name of an element type; empty when it has none.
std::string typed_name(DLDataType dtype) {
    const std::string bytes = std::to_string(dtype.bits / 8);
    switch (dtype.code) {
        case kDLFloat:
            return dtype.bits == 32 || dtype.bits == 64 ? "f" + bytes : "";
        case kDLInt:
            return dtype.bits <= 32 ? "i" + bytes : "";
        case kDLUInt:
            return dtype.bits <= 32 ? "u" + bytes : "";
        default:
            return "";
    }
}

void append_spec(std::string& out, const DLTensor& array, const std::string& name, std::string_view bytes) {
    out += R"({"dtype":")" + name + R"(","bdata":")";
    append_base64(out, bytes);
    out += '"';
    if (array.ndim > 1) {
        out += R"(,"shape":")";
        for (int axis = 0; axis < array.ndim; ++axis) {
            if (axis != 0) out += ", ";
            out += std::to_string(array.shape[axis]);
        }
        out += '"';
    }
    out += '}';
}

template <class To, class From>
std::vector<To> converted(const Elements& elements) {
    std::vector<To> out(elements.size() / sizeof(From));
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<To>(as_number(load_element<From>(elements.data() + i * sizeof(From))));
    return out;
}

/// 64-bit integers as the first of these types that holds all of them; false when none does.
template <class From, class To, class... Others>
bool append_narrowed(std::string& out, const DLTensor& array, const Elements& elements, From least, From most) {
    if (std::in_range<To>(least) && std::in_range<To>(most)) {
        const std::vector<To> narrow = converted<To, From>(elements);
        append_spec(out, array, typed_name(dtype_of<To>()), bytes(narrow));
        return true;
    }
    if constexpr (sizeof...(Others) > 0)
        return append_narrowed<From, Others...>(out, array, elements, least, most);
    else
        return false;
}

/// As plotly's own library chooses: signed first, and never for unsigned ones.
template <class From>
bool append_narrow(std::string& out, const DLTensor& array, const Elements& elements) {
    From least = std::numeric_limits<From>::max();
    From most = std::numeric_limits<From>::min();
    for (std::size_t i = 0; i < elements.size(); i += sizeof(From)) {
        const auto element = load_element<From>(elements.data() + i);
        least = std::min(least, element);
        most = std::max(most, element);
    }
    if constexpr (std::is_signed_v<From>)
        return append_narrowed<From, std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
                               std::uint32_t>(out, array, elements, least, most);
    else
        return append_narrowed<From, std::uint8_t, std::uint16_t, std::uint32_t>(out, array, elements, least, most);
}

/// False when the array has no typed form.
bool append_spec_of(std::string& out, const DLTensor& array) {
    const Elements elements(array);
    if (elements.size() == 0 || is_bool(array.dtype)) return false;
    if (const std::string name = typed_name(array.dtype); !name.empty()) {
        append_spec(out, array, name, {reinterpret_cast<const char*>(elements.data()), elements.size()});
        return true;
    }
    if (array.dtype.code == kDLFloat || array.dtype.code == kDLBfloat) {
        const std::vector<float> wide =
            array.dtype.code == kDLFloat ? converted<float, Half>(elements) : converted<float, BFloat16>(elements);
        append_spec(out, array, "f4", bytes(wide));
        return true;
    }
    return array.dtype.code == kDLInt ? append_narrow<std::int64_t>(out, array, elements)
                                      : append_narrow<std::uint64_t>(out, array, elements);
}

}  // namespace

void append_lists(std::string& out, const DLTensor& array) {
    const Elements elements(array);
    constexpr std::size_t usual_text = 20;  // of a double with its comma
    out.reserve(out.size() + element_count(array) * usual_text);
    const std::byte* at = elements.data();
    with_element(array.dtype, [&](auto element) { append_axis<decltype(element)>(out, array, 0, at); });
}

void append_typed(std::string& out, const DLTensor& array) {
    if (!append_spec_of(out, array)) append_lists(out, array);
}

}  // namespace wbm::plotly
