#include "transform.hpp"

#include <wbm/sdk/element.hpp>

#include <cmath>
#include <cstring>

namespace wbm::image {
namespace {

double number_of(const json::object& j, const char* key, double fallback) {
    const json::value* found = j.if_contains(key);
    if (found == nullptr) return fallback;
    if (!found->is_number())
        throw invalid('"' + std::string(key) + "\" of the transform must be a number, it is " + brief(*found));
    return found->to_number<double>();
}

template <class T>
T element_of(double x) noexcept {
    if constexpr (std::is_floating_point_v<T>) {
        return static_cast<T>(x);
    } else if constexpr (std::is_same_v<T, Half>) {
        // Of the whole numbers and fractions that restored() makes, those that a half holds; any other is found to
        // differ by who compares.
        const float rounded = round_to_half(static_cast<float>(x));
        const auto wide = std::bit_cast<std::uint32_t>(rounded);
        const auto sign = static_cast<std::uint16_t>(wide >> 16 & 0x8000U);
        if (std::fabs(rounded) < 0x1p-14F)
            return {static_cast<std::uint16_t>(sign | static_cast<unsigned>(std::ldexp(std::fabs(rounded), 24)))};
        if (std::isinf(rounded)) return {static_cast<std::uint16_t>(sign | 0x7c00U)};
        return {static_cast<std::uint16_t>(sign | ((wide >> 13 & 0x3ffffU) - (112U << 10)))};
    } else if constexpr (std::is_same_v<T, BFloat16>) {
        return {static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(static_cast<float>(x)) >> 16)};
    } else {
        const double low = static_cast<double>(std::numeric_limits<T>::min());
        const double high = static_cast<double>(std::numeric_limits<T>::max());
        const double whole = std::nearbyint(x);
        if (!(whole > low)) return std::numeric_limits<T>::min();
        return whole >= high ? std::numeric_limits<T>::max() : static_cast<T>(whole);
    }
}

}  // namespace

json::object Transform::to_json() const {
    json::object j{{"scale", scale}, {"offset", offset}};
    if (wraps) j["wraps"] = true;
    if (!colour_map.empty()) j["colormap"] = colour_map;
    return j;
}

Transform Transform::from_json(const json::object& j) {
    Transform t{number_of(j, "scale", 1), number_of(j, "offset", 0), boolean_or(j, "wraps", false),
                text_or(j, "colormap")};
    if (!(std::fabs(t.scale) > 0) || !std::isfinite(t.scale) || !std::isfinite(t.offset))
        throw invalid("\"scale\" of the transform must be a number other than 0, it is " + std::to_string(t.scale));
    return t;
}

std::vector<std::byte> restored(const std::byte* stored, std::size_t count, std::size_t sample_bytes, DLDataType dtype,
                                const Transform& transform) {
    std::vector<std::byte> all(count * (dtype.bits / 8U));
    with_element(dtype, [&]<class T>(T) {
        for (std::size_t i = 0; i < count; ++i) {
            const double sample = sample_bytes == 2 ? static_cast<double>(load_element<std::uint16_t>(stored + 2 * i))
                                                    : static_cast<double>(load_element<std::uint8_t>(stored + i));
            const T x = element_of<T>((sample - transform.offset) / transform.scale);
            std::memcpy(all.data() + i * sizeof x, &x, sizeof x);
        }
    });
    return all;
}

}  // namespace wbm::image
